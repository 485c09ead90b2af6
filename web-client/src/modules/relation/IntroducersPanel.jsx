// SPDX-License-Identifier: AGPL-3.0-or-later
// Who can introduce me to a company: ways to any of its people.
import { useTranslation } from '../../i18n/index.js';
import { Ways } from './Ways.jsx';

/** @param {{resource: any, record: any}} props */
export default function IntroducersPanel({ record }) {
  const { t } = useTranslation('relation');
  return <><p className="gxm-note">{t('hint')}</p><Ways of="accounts" id={record.id} /></>;
}
