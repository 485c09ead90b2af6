// SPDX-License-Identifier: AGPL-3.0-or-later
// Sales dashboard: open funnel, win rate, revenue by month and by owner. Every
// figure is an aggregate under the reader's own rights and opens the list behind it.
import { Card, Col, Empty, Row, Segmented, Select, Skeleton, theme } from 'antd';
import { useMemo, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { useAggregate, useMeta, useShortList } from '../../api/queries.js';
import { useRefName } from '../../api/refs.js';
import { listUrl } from '../../list/url.js';
import { useTranslation } from '../../i18n/index.js';
import { Chart } from './Chart.jsx';
import { Figures } from './Figures.jsx';
import { PERIODS, boundsOf, closedWithin, funnelRows, monthBounds, monthRows, topOwners } from './data.js';
import { funnelOption, monthOption, ownerOption } from './options.js';
import '../modules.css';
import './dashboard.css';

const PATH = 'opportunities';

/** A chart in its card, with skeleton and empty state. */
function ChartCard({ title, loading, empty, children }) {
  const { t } = useTranslation('dashboard');
  let body = children;
  if (loading) body = <Skeleton active paragraph={{ rows: 6 }} />;
  else if (empty) body = <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('empty')} />;
  return <Card size="small" title={title} styles={{ body: { minHeight: 304 } }}>{body}</Card>;
}

function useFunnel(pipeline) {
  const stages = useShortList('stages', { pipeline_id: pipeline, sort: 'position', limit: 100 }, { enabled: Boolean(pipeline) });
  const groups = useAggregate(PATH, { group: 'stage_id', measure: 'count,sum:amount', status: 'open', pipeline_id: pipeline }, { enabled: Boolean(pipeline) });
  const rows = useMemo(() => funnelRows(stages.rows, groups.data), [stages.rows, groups.data]);
  return { rows, loading: stages.isPending || groups.isPending };
}

function Funnel({ pipeline, open }) {
  const { t } = useTranslation('dashboard');
  const { token } = theme.useToken();
  const { rows, loading } = useFunnel(pipeline);
  const option = useMemo(() => funnelOption(rows, token, { deals: (count) => t('deals', { count }) }), [rows, token, t]);
  return (
    <ChartCard title={t('funnel')} loading={loading} empty={!rows.some((row) => row.count)}>
      <Chart option={option} label={t('funnel')} onPick={(index) => open({ status: 'open', pipeline_id: pipeline, stage_id: rows[index].id })} />
    </ChartCard>
  );
}

function ByMonth({ where, open }) {
  const { t } = useTranslation('dashboard');
  const { token } = theme.useToken();
  const { data, isPending } = useAggregate(PATH, { group: 'closed_on:month', measure: 'count,sum:amount', status: 'won', ...where });
  const rows = useMemo(() => monthRows(data), [data]);
  const option = useMemo(() => monthOption(rows, token, { deals: (count) => t('deals', { count }) }), [rows, token, t]);
  return (
    <ChartCard title={t('byMonth')} loading={isPending} empty={!rows.length}>
      <Chart option={option} label={t('byMonth')} onPick={(index) => open({ ...where, status: 'won', ...closedWithin(monthBounds(rows[index].month)) })} />
    </ChartCard>
  );
}

function ByOwner({ where, open }) {
  const { t } = useTranslation('dashboard');
  const { token } = theme.useToken();
  const nameOf = useRefName();
  const { data, isPending } = useAggregate(PATH, { group: 'owner_id', measure: 'count,sum:amount', status: 'won', ...where });
  const rows = topOwners(data).map((row) => ({ id: row.owner_id, name: nameOf('user', row.owner_id) || '…', amount: row['sum:amount'] ?? '0', count: row.count }));
  const key = JSON.stringify(rows);
  // eslint-disable-next-line react-hooks/exhaustive-deps -- rows are remade at each render; their content is the key
  const option = useMemo(() => ownerOption(rows, token, { deals: (count) => t('deals', { count }) }), [key, token, t]);
  return (
    <ChartCard title={t('byOwner')} loading={isPending} empty={!rows.length}>
      <Chart option={option} label={t('byOwner')} height={Math.max(280, rows.length * 30)} onPick={(index) => open({ ...where, status: 'won', owner_id: [...rows].reverse()[index].id })} />
    </ChartCard>
  );
}

function Choice({ period, setPeriod, pipelines, pipeline, setPipeline }) {
  const { t } = useTranslation('dashboard');
  return (
    <div className="gxm-bar">
      <h1 className="gx-title">{t('title')}</h1>
      <span className="gxm-spring" />
      {pipelines.length > 1 ? (
        <Select aria-label={t('pipeline')} value={pipeline} onChange={setPipeline} options={pipelines.map((row) => ({ value: row.id, label: row.name }))} popupMatchSelectWidth={false} />
      ) : null}
      <Segmented aria-label={t('period.label')} value={period} onChange={setPeriod} options={PERIODS.map((value) => ({ value, label: t('period.' + value) }))} />
    </div>
  );
}

export default function DashboardPage() {
  const navigate = useNavigate();
  const resource = useMeta().byName.opportunity;
  const [period, setPeriod] = useState('last_12_months');
  const [chosen, setPipeline] = useState(/** @type {string|null} */ (null));
  const { rows: pipelines, isPending } = useShortList('pipelines', { limit: 50 });
  const pipeline = chosen ?? pipelines[0]?.id;
  const where = useMemo(() => ({ ...(pipeline ? { pipeline_id: pipeline } : {}), ...closedWithin(boundsOf(period)) }), [pipeline, period]);
  const open = (conditions) => navigate(listUrl(resource, conditions));
  if (isPending) return <div className="gx-page"><Skeleton active /></div>;
  return (
    <div className="gx-page">
      <Choice period={period} setPeriod={setPeriod} pipelines={pipelines} pipeline={pipeline} setPipeline={setPipeline} />
      <Figures pipeline={pipeline} where={where} open={open} />
      <Row gutter={[12, 12]}>
        <Col xs={24} lg={8}><Funnel pipeline={pipeline} open={open} /></Col>
        <Col xs={24} lg={8}><ByMonth where={where} open={open} /></Col>
        <Col xs={24} lg={8}><ByOwner where={where} open={open} /></Col>
      </Row>
    </div>
  );
}
