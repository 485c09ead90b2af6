// SPDX-License-Identifier: AGPL-3.0-or-later
// RFM: how many customers and how much money in each cell of recency and frequency, and the segments.
import { Card, Col, Empty, Row, Skeleton } from 'antd';
import { useMemo } from 'react';
import { Link } from 'react-router-dom';
import { useAggregate, useShortList } from '../../api/queries.js';
import { formatCompact, formatMoney, formatNumber } from '../../i18n/format.js';
import { useTranslation } from '../../i18n/index.js';
import { ClassTable, Moves } from './ClassTable.jsx';
import { STEPS, accountsWith, classRows, heatRows } from './data.js';

/** The most and the least of a step, as the model's bounds have them, where the reader has them. */
function boundOf(model, figure, step) {
  const found = (model.result ?? []).find((one) => one.figure === figure && one.step === step);
  return found ? [found.from, found.to].map((told) => (figure === 'recency' ? told : formatNumber(Number(told)))).filter((told, at, all) => all.indexOf(told) === at).join(' – ') : '';
}

function Heat({ model, groups }) {
  const { t } = useTranslation('classify');
  const rows = heatRows(groups);
  return (
    <div className="gxc-wide">
      <table className="gxc-heat">
        <caption className="gx-quiet">{t('heatAbout')}</caption>
        <thead><tr><th scope="col">{t('axes')}</th>{[...STEPS].reverse().map((f) => <th key={f} scope="col" title={boundOf(model, 'frequency', f)}>F{f}</th>)}</tr></thead>
        <tbody>{rows.map(({ r, cells }) => (
          <tr key={r}>
            <th scope="row" title={boundOf(model, 'recency', r)}>R{r}</th>
            {cells.map((cell) => (
              <td key={cell.f}>
                {cell.count ? (
                  <Link className={'gxc-cell gxc-heat-' + cell.heat} to={accountsWith('account_value', { model_id: model.id, recency: r, frequency: cell.f })}
                    title={`R${r} F${cell.f} ${formatMoney(cell.money, model.currency)}`}>
                    <strong>{formatNumber(cell.count)}</strong><span>{formatCompact(cell.money)}</span>
                  </Link>
                ) : <span className="gxc-cell gx-dash" aria-hidden="true">–</span>}
              </td>
            ))}
          </tr>
        ))}</tbody>
      </table>
    </div>
  );
}

/** @param {{model: any}} props */
export default function Rfm({ model }) {
  const { t } = useTranslation('classify');
  const classes = useShortList('dimension-classes', { dimension_id: model.dimension_id, sort: 'position', limit: 50 }, { enabled: Boolean(model.dimension_id) });
  const cells = useAggregate('account-values', { group: 'recency,frequency', measure: 'count,sum:realised', model_id: model.id });
  const groups = useAggregate('account-values', { group: 'class_id', measure: 'count,sum:realised', model_id: model.id });
  const rows = useMemo(() => classRows(classes.rows, groups.data), [classes.rows, groups.data]);
  if (cells.isPending || groups.isPending) return <Skeleton active paragraph={{ rows: 8 }} />;
  if (!cells.data?.length) return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('empty')} />;
  return (
    <Row gutter={[12, 12]}>
      <Col xs={24} lg={12}><Card size="small" title={t('heat')} className="gxm-block"><Heat model={model} groups={cells.data} /></Card>{model.dimension_id ? <Moves model={model} classes={classes.rows} /> : null}</Col>
      <Col xs={24} lg={12}><Card size="small" title={t('segments')}><ClassTable model={model} rows={rows} /></Card></Col>
    </Row>
  );
}
