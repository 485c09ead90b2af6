// SPDX-License-Identifier: AGPL-3.0-or-later
// The rights of a role as a draft: what it was, what has changed, how it is saved.
// Limits of the role (networks, days, hours) are fields of the role and saved with it.
import { useEffect, useMemo, useState } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { get, patch, put } from '../../api/client.js';
import { invalidatePath } from '../../api/saves.js';
import { bodyOf, changedResources, draftOf } from './rights.js';

export const LIMITS = ['allowed_networks', 'allowed_days', 'allowed_from', 'allowed_to'];

export const rightsQuery = (roleId) => ({
  queryKey: ['role-rights', roleId],
  queryFn: async ({ signal }) => {
    const { body, etag } = await get('/roles/' + roleId + '/rights', { signal });
    return { rights: body.data, etag };
  },
});

const limitsOf = (role) => Object.fromEntries(LIMITS.map((name) => [name, role?.[name] ?? null]));
const blank = (value) => value === null || value === undefined || (Array.isArray(value) && !value.length);
const sameValue = (one, other) => (blank(one) && blank(other)) || JSON.stringify(one) === JSON.stringify(other);

/** @param {any} role the record */
export function useDraft(role) {
  const queryClient = useQueryClient();
  const { data, isPending, error } = useQuery({ ...rightsQuery(role?.id), enabled: Boolean(role) });
  const definitions = data?.rights.definitions ?? [];
  const before = useMemo(() => draftOf(definitions, data?.rights.resources), [data]);
  const ready = useMemo(() => (data?.rights.ready ? draftOf(definitions, data.rights.ready) : null), [data]);
  const [draft, setDraft] = useState(before);
  const [limits, setLimits] = useState(() => limitsOf(role));
  const reset = () => {
    setDraft(before);
    setLimits(limitsOf(role));
  };
  useEffect(() => setDraft(before), [before]);
  useEffect(() => setLimits(limitsOf(role)), [role]);
  const changed = changedResources(before, draft);
  const changedLimits = LIMITS.filter((name) => !sameValue(role?.[name], limits[name]));

  const save = async () => {
    let etag = data.etag;
    if (changedLimits.length) {
      const changes = Object.fromEntries(changedLimits.map((name) => [name, limits[name]]));
      etag = (await patch('/roles/' + role.id, changes, { etag })).etag;
    }
    if (changed.length) await put('/roles/' + role.id + '/rights', bodyOf(draft), { etag });
    invalidatePath(queryClient, 'roles');
    await queryClient.invalidateQueries({ queryKey: ['role-rights', role.id] });
  };
  const reload = () => Promise.all([queryClient.invalidateQueries({ queryKey: ['role-rights', role.id] }), invalidatePath(queryClient, 'roles')]);
  const fresh = draft === before || Object.keys(before).every((name) => draft[name]);
  return { draft, setDraft, before, ready, limits, setLimits, changed, changedLimits, definitions, isPending: isPending || !fresh, error, save, reset, reload };
}
