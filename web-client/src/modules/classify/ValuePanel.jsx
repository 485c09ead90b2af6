// SPDX-License-Identifier: AGPL-3.0-or-later
// The value of one customer: what it brought, what is on the way, what peers buy and it does not; each figure with the
// inputs that it was told from, as of when.
import { Empty, Skeleton } from 'antd';
import { Link } from 'react-router-dom';
import { useMeta, useShortList } from '../../api/queries.js';
import { useRefName } from '../../api/refs.js';
import { formatDate, formatDateTime, formatMoney, formatNumber } from '../../i18n/format.js';
import { useText, useTranslation } from '../../i18n/index.js';
import { listUrl } from '../../list/url.js';
import { COLORS } from './data.js';
import { useDimensions } from './useDimensions.js';
import '../modules.css';
import './classify.css';

function Figure({ title, value, children }) {
  return <section className="gxc-figure" aria-label={title}><h3>{title}</h3><strong className="gx-num">{value}</strong><p className="gx-quiet">{children}</p></section>;
}

/** Size of the peers in words: from so many people on, below the next bound. */
function useSize() {
  const { t } = useTranslation('classify');
  return (model, from) => {
    const next = model.size_bounds.split(',').map(Number).find((bound) => bound > from);
    return next ? t('size.between', { from, to: next - 1 }) : t('size.from', { from });
  };
}

function Figures({ model, row, record }) {
  const { t } = useTranslation('classify');
  const text = useText();
  const meta = useMeta();
  const size = useSize();
  const industry = text(meta.byName.account.field.industry?.choices?.find((choice) => choice.value === record.industry)?.label);
  const deals = meta.byName.opportunity ? listUrl(meta.byName.opportunity, { account_id: record.id }) : '';
  const words = { months: model.months, currency: model.currency, count: row?.deals ?? 0 };
  return (
    <div className="gxc-figures">
      <Figure title={t('realised')} value={formatMoney(row?.realised ?? '0', model.currency)}>{t('realisedAbout', words)}{deals ? <Link to={deals} className="gxc-link">{t('deals')}</Link> : null}</Figure>
      <Figure title={t('potential')} value={formatMoney(row?.potential ?? '0', model.currency)}>{t('potentialAbout')}</Figure>
      <Figure title={t('modelValue')} value={formatMoney(row?.model_value ?? '0', model.currency)}>
        {row?.peers ? t('modelAbout', { industry, size: size(model, row.size_from), count: row.peers, months: model.months, least: model.min_peers }) : t('modelNone', { least: model.min_peers })}
      </Figure>
    </div>
  );
}

function Offers({ model, record }) {
  const { t } = useTranslation('classify');
  const nameOf = useRefName();
  const { rows, isLoading } = useShortList('account-offers', { model_id: model.id, account_id: record.id, sort: '-typical', limit: 50, include: 'category' });
  if (isLoading) return <Skeleton active title={false} paragraph={{ rows: 3 }} />;
  if (!rows.length) return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('noOffers')} />;
  return (
    <div className="gxc-wide">
      <table className="gxc-table">
        <thead><tr><th scope="col">{t('line')}</th><th scope="col" className="gxc-number">{t('typical')}</th><th scope="col">{t('whoBuys')}</th></tr></thead>
        <tbody>{rows.map((row) => (
          <tr key={row.id}>
            <td>{nameOf('product_category', row.category_id)}</td><td className="gxc-number">{formatMoney(row.typical, row.currency)}</td>
            <td className="gx-quiet">{t('buyers', { buyers: formatNumber(row.buyers), peers: formatNumber(row.peers) })}</td>
          </tr>
        ))}</tbody>
      </table>
    </div>
  );
}

function Classes({ record, values }) {
  const { t } = useTranslation('classify');
  const { dimensions } = useDimensions();
  const { rows } = useShortList('account-classes', { account_id: record.id, limit: 100 });
  const shown = dimensions.map((one) => ({ one, row: rows.find((row) => row.dimension_id === one.id) })).filter((item) => item.row);
  const rfm = values.find((row) => row.kind === 'rfm');
  const nameIn = (one, id) => one.classes.find((item) => item.id === id)?.name;
  return (
    <section aria-label={t('classes')}>
      <h3>{t('classes')}</h3>
      <ul className="gxm-lines">
        {shown.map(({ one, row }) => {
          const its = one.classes.find((item) => item.id === row.class_id);
          return (
            <li key={one.id} className="gxm-line">
              <span className={'gx-tone gx-tone-' + COLORS[its?.color ?? 'grey']}>{its?.name}</span>
              <span className="gxm-line-main"><span>{one.name}</span><span className="gxm-line-about">{[t('how.' + row.how), t('since', { date: formatDate(row.since) }), row.before_id && row.before_id !== row.class_id ? t('before', { name: nameIn(one, row.before_id) }) : '', row.note, its?.description].filter(Boolean).join(' · ')}</span></span>
            </li>
          );
        })}
        {rfm ? <li className="gxm-line"><span className="gx-tone gx-tone-calm gx-num">{`R${rfm.recency} F${rfm.frequency} M${rfm.monetary}`}</span><span className="gxm-line-main"><span>RFM</span><span className="gxm-line-about">{t('rfmAbout', { date: formatDate(rfm.last_won_on), count: rfm.deals, money: formatMoney(rfm.realised, rfm.currency) })}</span></span></li> : null}
      </ul>
    </section>
  );
}

/** @param {{record: any}} props */
export default function ValuePanel({ record }) {
  const { t } = useTranslation('classify');
  const models = useShortList('value-models', { is_active: true, sort: 'position', limit: 50 });
  const values = useShortList('account-values', { account_id: record.id, limit: 50 });
  if (models.isLoading || values.isLoading) return <Skeleton active paragraph={{ rows: 6 }} />;
  const model = models.rows.find((one) => one.kind === 'value' && one.last_run_at);
  return (
    <div className="gxc-panel">
      {model ? (
        <section aria-label={model.name}>
          <h3>{model.name} <span className="gx-quiet">{t('asOf', { time: formatDateTime(model.last_run_at) })}</span></h3>
          <Figures model={model} row={values.rows.find((row) => row.model_id === model.id)} record={record} />
          <h3>{t('offers')}</h3>
          <Offers model={model} record={record} />
        </section>
      ) : <p className="gx-quiet">{t('notRun')}</p>}
      <Classes record={record} values={values.rows} />
    </div>
  );
}
