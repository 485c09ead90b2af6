// SPDX-License-Identifier: AGPL-3.0-or-later
// Realised, potential and model value of all, the product lines that could be sold to whom, and the customers in the order
// of their model value.
import { Button, Card, Col, Empty, Row, Skeleton } from 'antd';
import { Link } from 'react-router-dom';
import { useAggregate, useList } from '../../api/queries.js';
import { useRefName } from '../../api/refs.js';
import { formatCompact, formatMoney, formatNumber } from '../../i18n/format.js';
import { useTranslation } from '../../i18n/index.js';
import { accountsWith } from './data.js';

const FIGURES = ['realised', 'potential', 'model_value'];

function Totals({ model }) {
  const { t } = useTranslation('classify');
  const { data } = useAggregate('account-values', { measure: 'count,' + FIGURES.map((name) => 'sum:' + name).join(','), model_id: model.id });
  return (
    <Row gutter={[12, 12]} className="gxm-block">
      {FIGURES.map((name) => (
        <Col key={name} xs={24} sm={12} lg={8}>
          <Card size="small"><div className="gxc-total"><span className="gx-quiet">{t('figure.' + name)}</span><Link to={accountsWith('account_value', { model_id: model.id, [name + '[gt]']: '0' })} title={formatMoney(data?.[0]?.['sum:' + name] ?? '0', model.currency)}>{data ? formatCompact(data[0]?.['sum:' + name] ?? '0') : '…'}</Link></div></Card>
        </Col>
      ))}
    </Row>
  );
}

function Lines({ model }) {
  const { t } = useTranslation('classify');
  const nameOf = useRefName();
  const { data, isPending } = useAggregate('account-offers', { group: 'category_id', measure: 'count,sum:typical', model_id: model.id, sort: '-sum:typical', limit: 20 });
  if (isPending) return <Skeleton active paragraph={{ rows: 4 }} />;
  if (!data?.length) return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('noOffers')} />;
  return (
    <table className="gxc-table">
      <thead><tr><th scope="col">{t('line')}</th><th scope="col" className="gxc-number">{t('count')}</th><th scope="col" className="gxc-number">{t('modelValue')}</th></tr></thead>
      <tbody>{data.map((row) => (
        <tr key={row.category_id}>
          <td>{nameOf('product_category', row.category_id)}</td>
          <td className="gxc-number"><Link to={accountsWith('account_offer', { model_id: model.id, category_id: row.category_id })}>{formatNumber(row.count)}</Link></td>
          <td className="gxc-number" title={formatMoney(row['sum:typical'], model.currency)}>{formatCompact(row['sum:typical'])}</td>
        </tr>
      ))}</tbody>
    </table>
  );
}

function Customers({ model }) {
  const { t } = useTranslation('classify');
  const nameOf = useRefName();
  const list = useList('account-values', { model_id: model.id, 'model_value[gt]': '0', sort: '-model_value', limit: 20, include: 'account' });
  if (list.isPending) return <Skeleton active paragraph={{ rows: 8 }} />;
  if (!list.rows.length) return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('noOffers')} />;
  return (
    <div className="gxc-wide">
      <table className="gxc-table">
        <thead><tr><th scope="col">{t('customer')}</th>{FIGURES.map((name) => <th key={name} scope="col" className="gxc-number">{t('figure.' + name)}</th>)}</tr></thead>
        <tbody>{list.rows.map((row) => (
          <tr key={row.id}>
            <td><Link to={'/accounts/' + row.account_id + '?tab=value'}>{nameOf('account', row.account_id)}</Link></td>
            {FIGURES.map((name) => <td key={name} className="gxc-number" title={formatMoney(row[name], row.currency)}>{formatCompact(row[name])}</td>)}
          </tr>
        ))}</tbody>
      </table>
      {list.hasNextPage ? <Button block type="text" loading={list.isFetchingNextPage} onClick={() => list.fetchNextPage()}>{t('more')}</Button> : null}
    </div>
  );
}

/** @param {{model: any}} props */
export default function CrossSell({ model }) {
  const { t } = useTranslation('classify');
  return (
    <>
      <Totals model={model} />
      <Row gutter={[12, 12]}>
        <Col xs={24} lg={8}><Card size="small" title={t('byLine')}><Lines model={model} /></Card></Col>
        <Col xs={24} lg={16}><Card size="small" title={t('byCustomer')}><Customers model={model} /></Card></Col>
      </Row>
    </>
  );
}
