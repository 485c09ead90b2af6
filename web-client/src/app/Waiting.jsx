// SPDX-License-Identifier: AGPL-3.0-or-later
// The whole window before there is anything to show: a quiet pulse, or the reason
// why the system cannot be reached and a way to try again.
import { sentenceOf } from './feedback.jsx';
import { useTranslation } from '../i18n/index.js';
import { Trouble } from './Trouble.jsx';

/** @param {{error?: unknown, onAgain?: () => void}} props */
export function Waiting({ error, onAgain }) {
  const { t } = useTranslation();
  if (error) {
    return <main><Trouble title={sentenceOf(error, t)} action={t('again')} onAction={onAgain} /></main>;
  }
  return <div className="boot" role="status" aria-label="Guanxi"><span /></div>;
}
