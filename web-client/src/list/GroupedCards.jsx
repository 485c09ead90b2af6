// SPDX-License-Identifier: AGPL-3.0-or-later
// The list in groups on a phone: a line per group with its sums, its cards below
// when it is open.
import { Alert, Button, Skeleton } from 'antd';
import { RightOutlined } from '@ant-design/icons';
import { useMemo, useRef } from 'react';
import { useList } from '../api/queries.js';
import { formatNumber } from '../i18n/format.js';
import { useText, useTranslation } from '../i18n/index.js';
import { Card, namesOf } from './Cards.jsx';
import { usePlace } from './Grid.jsx';
import { filterWithin } from './groups.js';
import { useGroupWords, useMeasureWords } from './groupWords.jsx';

const PAGE = 20;

function Rows({ resource, query, state, group, names }) {
  const { t } = useTranslation();
  const asked = useMemo(() => ({ ...query, limit: PAGE, count: undefined, filter: filterWithin(state.tree, group.conditions) }), [query, state.tree, group.conditions]);
  const list = useList(resource.path, asked);
  if (list.isLoading) return <Skeleton active title={false} paragraph={{ rows: 3 }} />;
  return (
    <>
      <ul className="gx-plain gx-group-cards">{list.rows.map((row) => <li key={row.id}><Card resource={resource} row={row} names={names} /></li>)}</ul>
      {list.hasNextPage || list.isError ? <Button block loading={list.isFetchingNextPage} onClick={() => (list.isError ? list.refetch() : list.fetchNextPage())}>{t(list.isError ? 'again' : 'group.moreRows')}</Button> : null}
    </>
  );
}

function Sums({ sums, row, measure }) {
  const text = useText();
  return sums.map((field) => <small key={field.name} className="gx-group-fact">{text(field.label)} {measure(field, 'sum', row)}</small>);
}

function Section({ group, level, shared }) {
  const { grouped, words, measure, t } = shared;
  const open = grouped.open.has(group.key);
  return (
    <li className={'gx-group-card gx-group-' + level}>
      <button type="button" className="gx-group-head" aria-expanded={open} onClick={() => grouped.toggle(group.key)}>
        <RightOutlined aria-hidden="true" className={open ? 'gx-group-open' : ''} />
        <strong>{words(group.by, group.value)}</strong><span className="gx-count">{t('list.rows', { count: /** @type {any} */ (formatNumber(group.row.count)) })}</span>
        <Sums sums={grouped.sums} row={group.row} measure={measure} />
      </button>
      {open && group.parts ? <ul className="gx-plain">{group.parts.map((part) => <Section key={part.key} group={part} level={level + 1} shared={shared} />)}</ul> : null}
      {open && !group.parts ? <Rows group={group} resource={shared.resource} query={shared.query} state={shared.state} names={shared.names} /> : null}
    </li>
  );
}

/** @param {{resource: any, grouped: any, query: any, state: any, columns: any, url: string}} props */
export default function GroupedCards({ resource, grouped, query, state, columns, url }) {
  const { t } = useTranslation();
  const text = useText();
  const words = useGroupWords();
  const measure = useMeasureWords();
  const box = useRef(null);
  const remember = usePlace(box, resource.path, url, grouped.groups);
  const shared = { resource, grouped, query, state, words, measure, t, names: namesOf(resource, columns.columns) };
  return (
    <div ref={box} className="gx-tiles" onScroll={remember} tabIndex={0} role="region" aria-label={text(resource.titles ?? resource.title)}>
      {grouped.more ? <Alert type="info" title={t('group.more', { count: grouped.most })} /> : null}
      <ul className="gx-plain">
        {grouped.groups.map((group) => <Section key={group.key} group={group} level={1} shared={shared} />)}
      </ul>
      {grouped.total ? <p className="gx-group-head gx-group-all"><strong>{t('list.sum')}</strong><span className="gx-count">{t('list.rows', { count: /** @type {any} */ (formatNumber(grouped.total.count)) })}</span><Sums sums={grouped.sums} row={grouped.total} measure={measure} /></p> : null}
    </div>
  );
}
