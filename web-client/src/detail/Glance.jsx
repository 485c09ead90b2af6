// SPDX-License-Identifier: AGPL-3.0-or-later
// What a definition finds worth knowing at once (layout.overview): figures of other resources for the head, and
// short lists of what points here. Each leads to the whole list behind it.
import { Link } from 'react-router-dom';
import { useAggregate, useMeta, useShortList } from '../api/queries.js';
import { Icon } from '../app/icons.jsx';
import { typeOf } from '../fields/index.js';
import { formatMoney, formatNumber } from '../i18n/format.js';
import { useText, useTranslation } from '../i18n/index.js';
import { listUrl } from '../list/url.js';
import { companionsOf, includesOf, recordName } from '../meta/model.js';

const questionOf = (part, record) => ({ [part.field]: record.id, ...part.where });

/** Amounts of one currency are added up, those of several stand beside each other. */
function sumOf(rows, field, currency) {
  const sums = rows.filter((row) => Number(row['sum:' + field]));
  return sums.map((row) => formatMoney(row['sum:' + field], row.currency ?? currency)).join(' + ') || formatMoney('0', currency);
}

function Figure({ part, record }) {
  const text = useText();
  const target = useMeta().byName[part.resource];
  const measure = part.sum ? 'sum:' + part.sum : undefined;
  const group = part.sum && target.field.currency ? 'currency' : undefined;
  const { data } = useAggregate(target.path, { ...questionOf(part, record), measure, group });
  const value = part.sum ? sumOf(data ?? [], part.sum, record.currency) : formatNumber(data?.[0]?.count ?? 0);
  return <div><dt>{text(part.title)}</dt><dd>{data ? <Link to={listUrl(target, questionOf(part, record))} className="gx-num">{value}</Link> : <span className="gx-quiet">…</span>}</dd></div>;
}

/** Figures as entries of the head's list of facts. @param {{resource: any, record: any}} props */
export function Figures({ resource, record }) {
  const meta = useMeta();
  const parts = (resource.layout.overview?.figures ?? []).filter((part) => meta.byName[part.resource]);
  return parts.map((part, at) => <Figure key={at} part={part} record={record} />);
}

function Line({ target, row, show }) {
  return (
    <li>
      <Link to={'/' + target.path + '/' + row.id}>{recordName(target, row)}</Link>
      {show.filter((name) => row[name] !== null && row[name] !== undefined).map((name) => {
        const { Cell } = typeOf(target.field[name]);
        return <span key={name} className="gx-glance-value"><Cell field={target.field[name]} value={row[name]} record={row} plain={target.field[name].type !== 'phone'} /></span>;
      })}
    </li>
  );
}

function ShortList({ part, record }) {
  const { t } = useTranslation();
  const text = useText();
  const target = useMeta().byName[part.resource];
  const show = part.show.filter((name) => target.field[name]);
  const names = [...new Set(['id', target.name_field, 'code', ...show, ...companionsOf(target, show)])].filter((name) => target.field[name]);
  const query = { ...questionOf(part, record), sort: part.sort ?? target.sort, limit: part.limit, count: 'capped', fields: names.join(','), include: includesOf(target, show).join(',') || undefined };
  const { rows, count, isLoading } = useShortList(target.path, query);
  return (
    <section className="gx-glance" aria-label={text(part.title)}>
      <h2><Icon name={target.icon} /> {text(part.title)}{count?.value ? <Link to={listUrl(target, questionOf(part, record))} aria-label={count.value + (count.exact ? '' : '+') + ' ' + text(part.title) + ': ' + t('detail.viewAll')} className="gx-tab-count">{count.value}{count.exact ? '' : '+'}</Link> : null}</h2>
      {rows.length ? <ul className="gx-plain">{rows.map((row) => <Line key={row.id} target={target} row={row} show={show} />)}</ul> : <p className="gx-quiet">{isLoading ? '…' : t('detail.nothing')}</p>}
    </section>
  );
}

/** @param {{resource: any, record: any}} props */
export function ShortLists({ resource, record }) {
  const meta = useMeta();
  const parts = (resource.layout.overview?.lists ?? []).filter((part) => meta.byName[part.resource]);
  if (!parts.length) return null;
  return <div className="gx-glances">{parts.map((part, at) => <ShortList key={at} part={part} record={record} />)}</div>;
}
