// SPDX-License-Identifier: AGPL-3.0-or-later
// The mark: two rings that hold each other, and the name in the language of the moment.
import { Link } from 'react-router-dom';
import { useTranslation } from '../i18n/index.js';

export const Mark = ({ size = 26 }) => (
  <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
    <rect width="32" height="32" rx="8" fill="#2c74d8" />
    <g fill="none" stroke="#fff" strokeWidth="2.6"><circle cx="12.5" cy="16" r="6" /><circle cx="19.5" cy="16" r="6" /></g>
  </svg>
);

export function Brand() {
  const { t } = useTranslation();
  return <Link to="/" className="gx-brand"><Mark /><span>{t('brand')}</span></Link>;
}
