// SPDX-License-Identifier: AGPL-3.0-or-later
// The row of figures above the charts: open deals, won, lost, win rate. Each is a
// button that opens the deals counted.
import { Card, Col, Row, Skeleton } from 'antd';
import { useAggregate } from '../../api/queries.js';
import { formatCompact, formatMoney, formatNumber } from '../../i18n/format.js';
import { useTranslation } from '../../i18n/index.js';
import { winRate } from './data.js';

function Figure({ title, value, note, hint, loading, onOpen }) {
  return (
    <Card size="small" className="gxm-figure">
      <button type="button" className="gxm-figure-open" onClick={onOpen} disabled={loading} title={hint}>
        <span className="gxm-figure-title">{title}</span>
        {loading ? <Skeleton.Button active size="small" /> : <span className="gxm-figure-value">{value}</span>}
        <span className="gxm-figure-note">{note}</span>
      </button>
    </Card>
  );
}

/** @param {{pipeline: string|undefined, where: any, open: (conditions: any) => void}} props */
export function Figures({ pipeline, where, open }) {
  const { t } = useTranslation('dashboard');
  const scope = pipeline ? { pipeline_id: pipeline } : {};
  const openDeals = useAggregate('opportunities', { group: 'status', measure: 'count,sum:amount', status: 'open', ...scope });
  const decided = useAggregate('opportunities', { group: 'status', measure: 'count,sum:amount', 'status[in]': 'won,lost', ...where });
  const of = (rows, status) => (rows ?? []).find((row) => row.status === status) ?? { count: 0, 'sum:amount': '0' };
  const now = of(openDeals.data, 'open');
  const won = of(decided.data, 'won');
  const lost = of(decided.data, 'lost');
  const rate = winRate(decided.data);
  const percent = rate === null ? '–' : formatNumber(rate, { style: 'percent', maximumFractionDigits: 1 });
  const decidedDeals = { ...where, 'status[in]': 'won,lost' };
  const shown = [
    { key: 'open', value: formatNumber(now.count), note: formatMoney(now['sum:amount'] ?? '0'), go: { status: 'open', ...scope }, loading: openDeals.isPending },
    { key: 'wonAmount', value: formatCompact(won['sum:amount'] ?? '0'), note: t('deals', { count: won.count }), hint: formatMoney(won['sum:amount'] ?? '0'), go: { ...where, status: 'won' }, loading: decided.isPending },
    { key: 'winRate', value: percent, note: t('wonOf', { won: won.count, all: Number(won.count) + Number(lost.count) }), go: decidedDeals, loading: decided.isPending },
    { key: 'lost', value: formatNumber(lost.count), note: formatMoney(lost['sum:amount'] ?? '0'), go: { ...where, status: 'lost' }, loading: decided.isPending },
  ];
  return (
    <Row gutter={[12, 12]} className="gxm-figures">
      {shown.map((item) => (
        <Col key={item.key} xs={12} md={6}>
          <Figure title={t('figure.' + item.key)} value={item.value} note={item.note} hint={item.hint} loading={item.loading} onOpen={() => open(item.go)} />
        </Col>
      ))}
    </Row>
  );
}
