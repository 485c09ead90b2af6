// SPDX-License-Identifier: AGPL-3.0-or-later
// The rows of open groups: one list request per group once it has come into
// sight, the next page when its end has. Lists are kept by group.
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useList } from '../api/queries.js';
import { filterWithin } from './groups.js';

const PAGE = 50;

/** @param {{path: string, query: any, group: any, tree: any, onList: (key: string, list: any) => void}} props */
export function GroupLoader({ path, query, group, tree, onList }) {
  const asked = useMemo(() => ({ ...query, limit: PAGE, count: undefined, filter: filterWithin(tree, group.conditions) }), [query, tree, group.conditions]);
  const { rows, hasNextPage, isFetchingNextPage, fetchNextPage, isError, isLoading, refetch } = useList(path, asked);
  const list = useMemo(() => ({ rows, hasNextPage, isFetchingNextPage, fetchNextPage, isError, isLoading, refetch }), [rows, hasNextPage, isFetchingNextPage, fetchNextPage, isError, isLoading, refetch]);
  useEffect(() => { onList(group.key, list); }, [group.key, list, onList]);
  useEffect(() => () => onList(group.key, null), [group.key, onList]);
  return null;
}

/** Lists by the key of their group. */
export function useGroupLists() {
  const [lists, setLists] = useState(/** @type {Record<string, any>} */ ({}));
  const onList = useCallback((key, list) => setLists((old) => {
    const next = { ...old };
    if (list) next[key] = list;
    else delete next[key];
    return next;
  }), []);
  return { lists, onList };
}

/** What an open group shows: its rows, and places for those that are still to come. */
function inside(group, list) {
  const rows = (list?.rows ?? []).map((row) => ({ kind: 'row', key: group.key + row.id, row, group }));
  const begun = list && !list.isLoading;
  const wait = begun ? (list.hasNextPage ? 3 : 0) : Math.min(Number(group.row.count), PAGE);
  if (list?.isError) return [...rows, { kind: 'failed', key: group.key + 'failed', group }];
  return [...rows, ...Array.from({ length: wait }, (_, at) => ({ kind: 'wait', key: group.key + 'wait' + at, group }))];
}

/** Everything that stands in the table, one item a line. @param {any[]} groups @param {Set<string>} open @param {Record<string, any>} lists @returns {any[]} */
export function linesOf(groups, open, lists, level = 1) {
  return groups.flatMap((group) => [
    { kind: 'group', key: group.key, group, level },
    ...(!open.has(group.key) ? [] : group.parts ? linesOf(group.parts, open, lists, level + 1) : inside(group, lists[group.key])),
  ]);
}
