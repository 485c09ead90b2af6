// SPDX-License-Identifier: AGPL-3.0-or-later
// The records of suspected groups, those in sight; one query per resource for all that is shown.
import { useQuery } from '@tanstack/react-query';
import { get } from '../../api/client.js';
import { useMeta } from '../../api/queries.js';

const AT_ONCE = 100;

async function fetchRows(path, fields, ids) {
  const rows = [];
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    const { body } = await get('/' + path, { query: { 'id[in]': ids.slice(at, at + AT_ONCE).join(','), fields: fields.join(','), limit: AT_ONCE } });
    rows.push(...body.data);
  }
  return rows;
}

/** @param {any[]} groups @returns {((group: any) => any[])|null} the records of a group, undefined for one out of sight; null while they are read */
export function useMembers(groups) {
  const meta = useMeta();
  const wanted = [...new Set(groups.map((group) => group.resource))].map((name) => {
    const resource = meta.byName[name];
    return { path: resource.path, fields: ['id', resource.name_field, 'code', 'owner_id', 'created_at'].filter((field) => field === 'id' || resource.field[field]),
      ids: [...new Set(groups.filter((group) => group.resource === name).flatMap((group) => group.member_ids))] };
  });
  const { data } = useQuery({
    queryKey: ['list', 'duplicate-groups', 'members', wanted],
    queryFn: async () => new Map((await Promise.all(wanted.map(({ path, fields, ids }) => fetchRows(path, fields, ids)))).flat().map((row) => [row.id, row])),
    placeholderData: (previous) => previous,
  });
  return data ? (group) => group.member_ids.map((id) => data.get(id)) : null;
}
