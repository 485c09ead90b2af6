// SPDX-License-Identifier: AGPL-3.0-or-later
// The classes of a customer as chips in the head of its record: which class, of what, since when and why.
import { Tooltip } from 'antd';
import { useShortList } from '../../api/queries.js';
import { formatDate } from '../../i18n/format.js';
import { useTranslation } from '../../i18n/index.js';
import { COLORS } from './data.js';
import { useDimensions } from './useDimensions.js';
import './classify.css';

/** @param {{record: any}} props */
export default function Chips({ record }) {
  const { t } = useTranslation('classify');
  const { dimensions } = useDimensions();
  const { rows } = useShortList('account-classes', { account_id: record.id, limit: 100 });
  const shown = dimensions.filter((one) => one.in_head).map((one) => ({ one, row: rows.find((row) => row.dimension_id === one.id) })).filter((item) => item.row);
  if (!shown.length) return null;
  return (
    <ul className="gxc-chips" aria-label={t('classes')}>
      {shown.map(({ one, row }) => {
        const its = one.classes.find((item) => item.id === row.class_id);
        const why = [one.name, t('how.' + row.how), t('since', { date: formatDate(row.since) }), its?.description].filter(Boolean).join(' · ');
        return <li key={one.id}><Tooltip title={why}><span className={'gx-tone gx-tone-' + COLORS[its?.color ?? 'grey']} tabIndex={0}>{its?.name ?? '…'}</span></Tooltip></li>;
      })}
    </ul>
  );
}
