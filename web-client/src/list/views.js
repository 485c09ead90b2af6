// SPDX-License-Identifier: AGPL-3.0-or-later
// Saved views of a list: the resource saved_view turned into {id, name, filter,
// sort, columns, widths, frozen, mode, group}. "mine" is a view that every owned resource has.
import { useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';
import { useMeta, useShortList } from '../api/queries.js';
import { rooted } from './filters.js';

/** @param {any} row */
function viewOf(row) {
  const definition = row.definition ?? {};
  return {
    id: row.id, version: row.version, name: row.name, shared: row.visibility === 'shared', ownerId: row.owner_id ?? row.created_by, roleId: row.role_id,
    filter: definition.filter ? rooted(definition.filter) : null, sort: definition.sort, columns: definition.columns, widths: definition.widths, frozen: definition.frozen, mode: definition.display, group: definition.group,
  };
}

/** @param {import('../meta/model.js').Resource|undefined} resource */
export function useViews(resource) {
  const saved = useMeta().byName.saved_view;
  const { rows, isLoading } = useShortList(saved?.path ?? 'saved-views', { resource: resource?.name, sort: 'position,name', limit: 200 }, { enabled: Boolean(saved && resource) });
  const views = useMemo(() => rows.map(viewOf), [rows]);
  return { views, waiting: Boolean(saved) && isLoading, saved };
}

/** The view named in the address. @param {import('../meta/model.js').Resource} resource */
export function useView(resource) {
  const { user } = useMeta();
  const [params] = useSearchParams();
  const key = params.get('view');
  const { views, waiting } = useViews(resource);
  const view = useMemo(() => {
    if (key === 'mine') return { id: 'mine', filter: { and: [{ field: 'owner_id', op: 'in', value: [user.id] }] } };
    return views.find((item) => item.id === key) ?? null;
  }, [key, views, user.id]);
  return { view, waiting: waiting && Boolean(key) && key !== 'mine' };
}
