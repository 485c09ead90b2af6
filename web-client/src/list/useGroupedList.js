// SPDX-License-Identifier: AGPL-3.0-or-later
// The groups of a list and which of them are open: one question for all groups
// with their sums; rows are asked for by whoever shows an open group.
import { useCallback, useMemo, useState } from 'react';
import { useGroups } from '../api/queries.js';
import { leaveOpen, openOf } from './memory.js';
import { groupText, groupsOf, groupsQuery, nested, summedOf } from './groups.js';

/** Groups of the first field that are shown. */
const MOST = 500;
/** More groups than this begin closed. */
const FEW = 20;

const allOf = (groups) => groups.flatMap((group) => [group, ...(group.parts ?? [])]);

/** All where they are few; else those of the first field where these are few. @param {import('./groups.js').Group[]} groups @returns {Set<string>} */
function firstOpen(groups) {
  const all = allOf(groups);
  if (all.filter((group) => !group.parts).length <= FEW) return new Set(all.map((group) => group.key));
  return new Set(groups.length <= FEW ? groups.filter((group) => group.parts).map((group) => group.key) : []);
}

/** @param {any} resource @param {any} state @param {string[]} names columns @param {any} query conditions @param {boolean} enabled @param {boolean} closed begin closed whatever their number */
export function useGroupedList(resource, state, names, query, enabled, closed) {
  const by = useMemo(() => groupsOf(resource, state.group), [resource, state.group]);
  const asked = useMemo(() => groupsQuery(resource, by, names, query, MOST), [resource, by, names, query]);
  const on = enabled && by.length > 0;
  const answer = useGroups(resource.path, asked, { enabled: on });
  const groups = useMemo(() => (on ? nested(by, answer.data) : []), [by, answer.data, on]);
  const sums = useMemo(() => summedOf(resource, names), [resource, names]);
  const place = [resource.path, groupText(by), state.q, asked.filter].join(' ');
  const [, again] = useState(0);
  const first = useMemo(() => (closed ? new Set() : firstOpen(groups)), [groups, closed]);
  const open = openOf(place) ?? first;
  const setOpen = useCallback((keys) => {
    leaveOpen(place, keys);
    again((n) => n + 1);
  }, [place]);
  const toggle = useCallback((key, want) => {
    const next = new Set(openOf(place) ?? first);
    if (want ?? !next.has(key)) next.add(key);
    else next.delete(key);
    setOpen(next);
  }, [place, first, setOpen]);
  const setAll = useCallback((want) => setOpen(new Set(want ? allOf(groups).map((group) => group.key) : [])), [groups, setOpen]);
  return { on, by, asked, groups, sums, total: answer.data?.total ?? null, more: Boolean(answer.data?.more), open, toggle, setAll, most: MOST, answer };
}

/** Like a list, for what asks whether there is something. @param {ReturnType<typeof useGroupedList>} grouped @param {any[]} rows */
export const asList = (grouped, rows) => ({
  rows, isError: grouped.answer.isError, error: grouped.answer.error, isLoading: grouped.answer.isLoading, refetch: grouped.answer.refetch,
  isFetching: grouped.answer.isFetching, hasNextPage: false, count: grouped.total ? { value: grouped.total.count, exact: true } : null,
});
