// SPDX-License-Identifier: AGPL-3.0-or-later
// The whole window before there is anything to show: a quiet pulse, or the reason
// why the system cannot be reached and a way to try again.
import { Button, Result } from 'antd';
import { sentenceOf } from './feedback.jsx';
import { useTranslation } from '../i18n/index.js';

/** @param {{error?: unknown, onAgain?: () => void}} props */
export function Waiting({ error, onAgain }) {
  const { t } = useTranslation();
  if (error) {
    return <main><Result status="warning" title={sentenceOf(error, t)} extra={<Button type="primary" onClick={onAgain}>{t('again')}</Button>} /></main>;
  }
  return <div className="boot" role="status" aria-label="Guanxi"><span /></div>;
}
