// SPDX-License-Identifier: AGPL-3.0-or-later
// Keeps a fault of one page from taking the shell with it, and says what to do.
import { Component } from 'react';
import { Button, Result } from 'antd';
import { useTranslation } from '../i18n/index.js';

function Broken({ onAgain }) {
  const { t } = useTranslation();
  return <Result status="error" title={t('page.broken')} subTitle={t('page.brokenHint')} extra={<Button type="primary" onClick={onAgain}>{t('page.reload')}</Button>} />;
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
