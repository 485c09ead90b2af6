// SPDX-License-Identifier: AGPL-3.0-or-later
// Keeps a fault of one page from taking the shell with it, and says what to do.
import { Component } from 'react';
import { useTranslation } from '../i18n/index.js';
import { Trouble } from './Trouble.jsx';

function Broken({ onAgain }) {
  const { t } = useTranslation();
  return <Trouble title={t('page.broken')} hint={t('page.brokenHint')} action={t('page.reload')} onAction={onAgain} />;
}

export class ErrorBoundary extends Component {
  constructor(props) {
    super(props);
    this.state = { broken: false };
  }

  static getDerivedStateFromError() {
    return { broken: true };
  }

  render() {
    if (!this.state.broken) return /** @type {any} */ (this.props).children;
    return <Broken onAgain={() => window.location.reload()} />;
  }
}
