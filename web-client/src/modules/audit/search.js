// SPDX-License-Identifier: AGPL-3.0-or-later
// What is searched for stands in the address, so that a search can be sent to a
// colleague; here it becomes the query of the API.
import dayjs from 'dayjs';
import { useSearchParams } from 'react-router-dom';

export const POINTS = ['record_id', 'request_id', 'ip'];
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const day = (text) => (/^\d{4}-\d\d-\d\d$/.test(text ?? '') && dayjs(text).isValid() ? dayjs(text) : null);

/** Days are whole days of the reader. @param {URLSearchParams} params @returns {Record<string, string>} */
export function queryOf(params) {
  /** @type {Record<string, string>} */
  const query = {};
  for (const key of ['person', 'record_id']) if (UUID.test(params.get(key) ?? '')) query[key] = params.get(key);
  for (const key of ['kind', 'resource', 'request_id', 'ip']) if (params.get(key)) query[key] = params.get(key);
  const [from, to] = [day(params.get('from')), day(params.get('to'))];
  if (from) query.from = from.startOf('day').toISOString();
  if (to) query.to = to.add(1, 'day').startOf('day').toISOString();
  return query;
}

export function useSearch() {
  const [params, setParams] = useSearchParams();
  const set = (changes) => setParams((before) => {
    const next = new URLSearchParams(before);
    for (const [key, value] of Object.entries(changes)) {
      if (value) next.set(key, value);
      else next.delete(key);
    }
    return next;
  }, { replace: true });
  const query = queryOf(params);
  return { params, query, set, clear: () => setParams({}, { replace: true }), narrowed: Object.keys(query).length > 0 };
}

/** Members of a detail that are one value. @param {any} detail @returns {[string, any][]} */
export const plainDetail = (detail) => Object.entries(detail ?? {}).filter(([key, value]) => value !== null && typeof value !== 'object' && !/_id$/.test(key));

/** What differs between two permission matrices. @param {any} detail @returns {{resource: string, key: string, from: any, to: any}[]} */
export function rightsDiff(detail) {
  const index = (side) => Object.fromEntries((detail?.[side]?.resources ?? []).map((row) => [row.resource, row]));
  const [before, after] = [index('before'), index('after')];
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const fields = (row) => Object.entries(row?.fields ?? {}).map(([name, right]) => name + ': ' + right).sort().join(', ');
  const value = (row, key) => (key === 'fields' ? fields(row) : key === 'operations' ? (row?.operations ?? []).join(', ') : row?.[key] ?? 'none');
  return names.flatMap((resource) => ['read_scope', 'write_scope', 'operations', 'fields']
    .map((key) => ({ resource, key, from: value(before[resource], key), to: value(after[resource], key) }))
    .filter((line) => line.from !== line.to));
}
