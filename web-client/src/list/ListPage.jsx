// SPDX-License-Identifier: AGPL-3.0-or-later
// The list of any resource: tool bar, conditions, rows as table, cards or by a
// mode of a module. Puts the parts together; each part lives in its own file.
import { Suspense, lazy, useMemo, useState } from 'react';
import { useLocation } from 'react-router-dom';
import { useList, useMeta } from '../api/queries.js';
import { entriesFor, listModes } from '../modules/index.js';
import { companionsOf, includesOf } from '../meta/model.js';
import { PageSkeleton } from '../app/PageSkeleton.jsx';
import { useUi } from '../app/ui.jsx';
import { Cards } from './Cards.jsx';
import { FilterChips } from './FilterChips.jsx';
import { filterParam } from './filters.js';
import { Grid } from './Grid.jsx';
import { ListState } from './ListState.jsx';
import { RowActionHost } from './RowActions.jsx';
import { Toolbar } from './Toolbar.jsx';
import { useColumns } from './useColumns.js';
import { asList, useGroupedList } from './useGroupedList.js';
import { useListState } from './useListState.js';
import { useSelection } from './useSelection.js';
import { useView } from './views.js';

const BulkBar = lazy(() => import('./BulkBar.jsx'));
const GroupedGrid = lazy(() => import('./GroupedGrid.jsx'));
const GroupedCards = lazy(() => import('./GroupedCards.jsx'));
const PAGE = 100;
/** @type {Record<string, import('react').ComponentType<any>>} */
const MODES = Object.fromEntries(listModes.map((mode) => [mode.key, lazy(mode.load)]));

/** Fields asked for: the columns, what the row's head needs, and the version for writing. */
function fieldsOf(resource, names) {
  const always = ['id', 'version', resource.name_field, 'code', 'owner_id'];
  return [...new Set([...always, ...names, ...companionsOf(resource, names)])].filter((name) => resource.field[name]).join(',');
}

/** Parameters that mean "these rows", for lists, figures, exports and bulk actions. */
function rowsQuery(state) {
  return { q: state.q || undefined, filter: filterParam(state.tree) };
}

function useRowsQuery(resource, state, names) {
  const shown = useMemo(() => [...new Set([...names, ...(resource.layout.card ?? []).slice(0, 4)])].filter((name) => resource.field[name]), [names, resource]);
  return useMemo(() => ({
    ...rowsQuery(state), sort: state.sort, limit: PAGE, count: 'capped', fields: fieldsOf(resource, shown), include: includesOf(resource, shown).join(',') || undefined,
  }), [resource, state.q, state.tree, state.sort, shown]);
}

/** @param {{resource: import('../meta/model.js').Resource}} props */
export default function ListPage({ resource }) {
  const meta = useMeta();
  const { phone } = useUi();
  const location = useLocation();
  const { view, waiting } = useView(resource);
  const state = useListState(resource, view);
  const columns = useColumns(resource, view);
  const Mode = entriesFor(listModes, meta, resource).some((mode) => mode.key === state.mode) ? MODES[state.mode] : null;
  const asked = useRowsQuery(resource, state, columns.names);
  const query = useMemo(() => rowsQuery(state), [state.q, state.tree]);
  const grouped = useGroupedList(resource, state, columns.names, query, !Mode && !waiting, phone);
  const plain = useList(resource.path, asked, { enabled: !Mode && !waiting && !grouped.on });
  const [opened, setOpened] = useState(/** @type {any[]} */ ([]));
  const list = grouped.on ? asList(grouped, opened) : plain;
  const selection = useSelection(list.rows);
  const [density] = useState(36);
  const url = location.pathname + location.search;
  const there = { resource, state, selection, url };
  const rows = phone
    ? <Cards {...there} list={list} columns={columns.columns} />
    : <Grid {...there} list={list} columns={columns} rowHeight={density} />;
  const inGroups = phone
    ? <GroupedCards {...there} grouped={grouped} query={asked} columns={columns} />
    : <GroupedGrid {...there} grouped={grouped} query={asked} columns={columns} rowHeight={density} onRows={setOpened} />;
  return (
    <div className="gx-list-page">
      <Toolbar resource={resource} state={state} view={view} columns={columns} list={list} grouped={grouped} />
      <FilterChips resource={resource} state={state} />
      {selection.count ? <Suspense fallback={<div className="gx-bulk" />}><BulkBar resource={resource} selection={selection} list={list} query={query} /></Suspense> : null}
      {Mode ? (
        <Suspense fallback={<PageSkeleton />}><Mode resource={resource} query={query} sort={state.sort} /></Suspense>
      ) : (
        <ListState resource={resource} list={grouped.on ? { ...list, rows: grouped.groups } : list} state={state}>
          <RowActionHost resource={resource}>{grouped.on ? <Suspense fallback={<PageSkeleton />}>{inGroups}</Suspense> : rows}</RowActionHost>
        </ListState>
      )}
    </div>
  );
}
