// SPDX-License-Identifier: AGPL-3.0-or-later
// The state of a list, kept in the address: q, sort, filter, view, mode, group. What a
// saved view brings is the ground; the address says what was changed on top.
import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';
import { EMPTY, filterParam, parseFilter } from './filters.js';

/**
 * @param {import('../meta/model.js').Resource} resource @param {any} view saved view or null
 */
export function useListState(resource, view) {
  const [params, setParams] = useSearchParams();
  const q = params.get('q') ?? '';
  const sort = params.get('sort') ?? view?.sort ?? resource.sort ?? '-created_at';
  const text = params.get('filter');
  const ground = view?.filter;
  const tree = useMemo(() => (text === null ? ground ?? EMPTY : parseFilter(text)), [text, ground]);
  const mode = params.get('mode') ?? view?.mode ?? 'table';
  const chosen = params.get('group') ?? view?.group ?? '';
  const group = chosen === 'none' ? '' : chosen;

  const set = useCallback((changes) => {
    setParams((old) => {
      const next = new URLSearchParams(old);
      for (const [key, value] of Object.entries(changes)) {
        if (key === 'tree') {
          const filter = filterParam(value);
          if (filter || ground) next.set('filter', filter ?? '{"and":[]}');
          else next.delete('filter');
        } else if (key === 'group' && !value && view?.group) next.set('group', 'none');
        else if (value) next.set(key, value);
        else next.delete(key);
      }
      return next;
    }, { replace: true });
  }, [setParams, ground, view?.group]);

  const changed = text !== null || params.has('sort') || params.has('group');
  return { q, sort, tree, mode, group, changed, viewKey: params.get('view') ?? '', set };
}

/** "-created_at,name" -> [{field, down}]. @param {string} sort */
export const parseSort = (sort) => sort.split(',').filter(Boolean).map((item) => ({ field: item.replace(/^-/, ''), down: item.startsWith('-') }));

/** The sort after a click on a header: up, down, the default. @param {string} sort @param {string} field @param {string} fallback */
export function nextSort(sort, field, fallback) {
  const first = parseSort(sort)[0];
  if (first?.field !== field) return field;
  return first.down ? fallback : '-' + field;
}
