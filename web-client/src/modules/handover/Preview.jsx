// SPDX-License-Identifier: AGPL-3.0-or-later
// What there is, or what would go to whom, per resource with some names. What nobody receives is named.
import { Alert, Card, Empty, Tag } from 'antd';
import { Link } from 'react-router-dom';
import { useMeta } from '../../api/queries.js';
import { useRefName } from '../../api/refs.js';
import { formatNumber } from '../../i18n/format.js';
import { useText, useTranslation } from '../../i18n/index.js';
import { listUrl } from '../../list/url.js';

/** More than one hand-over takes. @param {{resources: {resource: string, more?: boolean}[]}} props */
export function More({ resources }) {
  const { t } = useTranslation('handover');
  const meta = useMeta();
  const text = useText();
  const names = resources.filter((part) => part.more).map((part) => text(meta.byName[part.resource]?.title) || part.resource);
  return names.length ? <Alert type="warning" showIcon className="gxm-block" title={t('more', { names: names.join(', ') })} /> : null;
}

const COLUMNS = ['held', 'kept', 'forbidden', 'able'];

/** Counts per resource, with the way to the list. @param {{resources: any[], leaver: string}} props */
export function Holdings({ resources, leaver }) {
  const { t } = useTranslation('handover');
  const meta = useMeta();
  const text = useText();
  const shown = resources.filter((part) => meta.byName[part.resource]).map((part) => ({ ...part, able: part.held - part.kept - part.forbidden }));
  if (!shown.length) return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('holdsNothing')} />;
  const columns = COLUMNS.filter((key) => ['held', 'able'].includes(key) || shown.some((part) => part[key]));
  return (
    <>
      <More resources={shown} />
      <table className="gxh-table">
        <thead><tr><th scope="col">{t('column.what')}</th>{columns.map((key) => <th key={key} scope="col" className="gxh-number">{t('column.' + key)}</th>)}</tr></thead>
        <tbody>
          {shown.map((part) => (
            <tr key={part.resource}>
              <td><Link to={listUrl(meta.byName[part.resource], { owner_id: leaver })}>{text(meta.byName[part.resource].titles ?? meta.byName[part.resource].title)}</Link></td>
              {columns.map((key) => <td key={key} className={key === 'able' ? 'gxh-number gxh-strong' : 'gxh-number'}>{part[key] ? formatNumber(part[key]) : '–'}</td>)}
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

/** What the whole comes to. @param {{resources: any[]}} props */
export function Tally({ resources }) {
  const { t } = useTranslation('handover');
  const figures = ['moves', 'kept', 'nobody', 'forbidden'].map((key) => [key, resources.reduce((sum, part) => sum + part[key], 0)]).filter(([key, n]) => key === 'moves' || n);
  return (
    <dl className="gxh-tally gxm-block">
      {figures.map(([key, n]) => <div key={key} className={'gxh-figure gxh-' + key}><dt>{t('tally.' + key)}</dt><dd className="gx-num">{formatNumber(n)}</dd></div>)}
    </dl>
  );
}

/** Who takes a part. @param {any} part @param {(resource: string, id: any) => string} nameOf @param {any} t */
export const takerOf = (part, nameOf, t) => (part.pool_id ? nameOf('pool', part.pool_id) : part.to_id ? nameOf('user', part.to_id) : t('outcome.' + part.outcome));

function Part({ part, its }) {
  const { t } = useTranslation('handover');
  const nameOf = useRefName();
  const names = part.sample.map((item) => <Link key={item.id} to={'/' + its.path + '/' + item.id}>{item.name ?? t('unnamed')}</Link>);
  return (
    <li className="gxm-line">
      <span className="gxh-taker">{part.outcome === 'moves' ? takerOf(part, nameOf, t) : <Tag className="gx-tone gx-tone-warn">{takerOf(part, nameOf, t)}</Tag>}</span>
      <span className="gxm-line-main gxh-sample">{names}{part.count > names.length ? <span className="gx-quiet">{t('andMore', { count: part.count - names.length })}</span> : null}</span>
      <strong className="gx-num">{formatNumber(part.count)}</strong>
    </li>
  );
}

/** @param {{resources: any[]}} props */
export function Preview({ resources }) {
  const { t } = useTranslation('handover');
  const meta = useMeta();
  const text = useText();
  const shown = resources.filter((part) => meta.byName[part.resource]);
  if (!shown.length) return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('holdsNothing')} />;
  return shown.map((part) => (
    <Card key={part.resource} size="small" className="gxm-block" title={text(meta.byName[part.resource].titles ?? meta.byName[part.resource].title)}
      extra={<span className="gx-quiet">{[t('goes', { count: part.moves, number: formatNumber(part.moves) }), part.kept ? t('kept', { count: part.kept, number: formatNumber(part.kept) }) : ''].filter(Boolean).join(' · ')}</span>}>
      <ul className="gxm-lines">{part.parts.map((one, at) => <Part key={at} part={one} its={meta.byName[part.resource]} />)}</ul>
    </Card>
  ));
}
