// SPDX-License-Identifier: AGPL-3.0-or-later
// Whom the page is about, and through what rules reach him besides: a person by his
// roles and departments, a department by those above it.
import { useMemo } from 'react';
import { useMeta, useRecord, useShortList } from '../../api/queries.js';

function upwards(id, departments) {
  const parents = new Map(departments.map((row) => [row.id, row.parent_id]));
  const chain = [];
  for (let at = id; at && !chain.includes(at); at = parents.get(at)) chain.push(at);
  return chain;
}

/** @param {{key: 'role_ids'|'department_ids'|'user_ids', id: string|null}} audience @returns {import('./cells.js').Audience|null} */
export function useAudience({ key, id }) {
  const meta = useMeta();
  const isUser = key === 'user_ids';
  const { record } = useRecord(meta.byName.user, isUser && id ? id : undefined);
  const { rows: departments, isPending } = useShortList('departments', { limit: 200, fields: 'id,parent_id' });
  return useMemo(() => {
    if (!id || isPending || (isUser && record?.id !== id)) return null;
    const own = { role_ids: [id], department_ids: upwards(id, departments), user_ids: [id, ...(record?.role_ids ?? []), ...upwards(record?.department_id, departments)] };
    return { key, id, grantees: own[key] };
  }, [key, id, isUser, record, departments, isPending]);
}
