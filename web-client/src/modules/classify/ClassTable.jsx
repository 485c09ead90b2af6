// SPDX-License-Identifier: AGPL-3.0-or-later
// Tiers or segments with how many customers and how much money each has, and who moved between them this month.
import { Card, Empty } from 'antd';
import { Link } from 'react-router-dom';
import { useAggregate } from '../../api/queries.js';
import { formatCompact, formatMoney, formatNumber } from '../../i18n/format.js';
import { useTranslation } from '../../i18n/index.js';
import { COLORS, accountsWith, moveRows } from './data.js';

const percent = (value) => formatNumber(value, { style: 'percent', maximumFractionDigits: 1 });
const Tone = ({ one }) => <span className={'gx-tone gx-tone-' + COLORS[one.color]}>{one.name}</span>;

/** @param {{model: any, rows: any[]}} props rows: of classRows */
export function ClassTable({ model, rows }) {
  const { t } = useTranslation('classify');
  return (
    <div className="gxc-wide">
      <table className="gxc-table">
        <thead><tr><th scope="col">{t('class')}</th><th scope="col" className="gxc-number">{t('count')}</th><th scope="col" className="gxc-number">{t('money')}</th></tr></thead>
        <tbody>{rows.map((row) => (
          <tr key={row.id}>
            <th scope="row"><Tone one={row} /><div className="gx-quiet gxc-about">{row.about}</div></th>
            <td className="gxc-number"><Link to={accountsWith('account_value', { model_id: model.id, class_id: row.id })}>{formatNumber(row.count)}</Link><div className="gx-quiet">{percent(row.ofCount)}</div></td>
            <td className="gxc-number"><span title={formatMoney(row.money, model.currency)}>{formatCompact(row.money)}</span><div className="gx-quiet">{percent(row.ofMoney)}</div></td>
          </tr>
        ))}</tbody>
      </table>
    </div>
  );
}

/** @param {{model: any, classes: any[]}} props */
export function Moves({ model, classes }) {
  const { t } = useTranslation('classify');
  const within = { dimension_id: model.dimension_id, 'since[within]': 'this_month' };
  const { data } = useAggregate('account-classes', { group: 'before_id,class_id', measure: 'count', 'before_id[null]': false, ...within }, { enabled: Boolean(model.dimension_id) });
  const moves = moveRows(classes, data);
  return (
    <Card size="small" title={t('moves')} className="gxm-block">
      {moves.length ? (
        <ul className="gxm-lines gxm-lines-cut">
          {moves.map((move) => (
            <li key={move.from.id + move.to.id} className="gxm-line">
              <span className={move.isUp ? 'gxc-up' : 'gxc-down'}>{t(move.isUp ? 'up' : 'down')}</span>
              <span className="gxm-line-main"><span><Tone one={move.from} />→ <Tone one={move.to} /></span></span>
              <Link to={accountsWith('account_class', { ...within, before_id: move.from.id, class_id: move.to.id })}>{t('customers', { count: move.count })}</Link>
            </li>
          ))}
        </ul>
      ) : <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('noMoves')} />}
    </Card>
  );
}
