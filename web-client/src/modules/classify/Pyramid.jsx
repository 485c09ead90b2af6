// SPDX-License-Identifier: AGPL-3.0-or-later
// The pyramid of customers: layers, the same as a table, and the moves against the month before.
import { Card, Col, Empty, Row, Skeleton, theme } from 'antd';
import { useMemo } from 'react';
import { useNavigate } from 'react-router-dom';
import { useAggregate, useShortList } from '../../api/queries.js';
import { useTranslation } from '../../i18n/index.js';
import { Chart } from '../dashboard/Chart.jsx';
import { ClassTable, Moves } from './ClassTable.jsx';
import { accountsWith, classRows } from './data.js';
import { pyramidOption } from './options.js';

/** @param {{model: any}} props */
export default function Pyramid({ model }) {
  const { t } = useTranslation('classify');
  const { token } = theme.useToken();
  const navigate = useNavigate();
  const classes = useShortList('dimension-classes', { dimension_id: model.dimension_id, sort: 'position', limit: 50 }, { enabled: Boolean(model.dimension_id) });
  const groups = useAggregate('account-values', { group: 'class_id', measure: 'count,sum:realised', model_id: model.id });
  const rows = useMemo(() => classRows(classes.rows, groups.data), [classes.rows, groups.data]);
  const option = useMemo(() => pyramidOption(rows, token, { customers: (count) => t('customers', { count }) }), [rows, token, t]);
  if (classes.isLoading || groups.isPending) return <Skeleton active paragraph={{ rows: 8 }} />;
  if (!rows.some((row) => row.count)) return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('empty')} />;
  return (
    <Row gutter={[12, 12]}>
      <Col xs={24} lg={12}><Card size="small" title={model.name}><Chart option={option} label={model.name} height={380} onPick={(index) => navigate(accountsWith('account_value', { model_id: model.id, class_id: rows[index].id }))} /></Card></Col>
      <Col xs={24} lg={12}>
        <Card size="small" title={t('tiers')} className="gxm-block"><ClassTable model={model} rows={rows} /></Card>
        <Moves model={model} classes={classes.rows} />
      </Col>
    </Row>
  );
}
