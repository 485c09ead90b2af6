// SPDX-License-Identifier: AGPL-3.0-or-later
// The values of the dimensions of a resource, and how many records each cell holds
// under the caller's own rights. Choices come from the definition, referenced
// records from their list (a tree in its order), texts from the records themselves.
import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import { get } from '../../api/client.js';
import { useMeta } from '../../api/queries.js';
import { putRefs } from '../../api/refs.js';

const MOST = 300;
/** One answer of the server holds at most 5,000 groups. */
const GROUPS = 4500;

const aggregate = (path, query) => ({
  queryKey: ['aggregate', path, query],
  queryFn: async ({ signal }) => (await get('/' + path + '/aggregate', { query, signal })).body.data,
  staleTime: 60_000,
});

/** Branch after branch. @param {any[]} rows */
function inTreeOrder(rows) {
  const known = new Set(rows.map((row) => row.id));
  const below = (parent) => rows.filter((row) => (known.has(row.parent_id) ? row.parent_id : null) === parent).flatMap((row) => [row, ...below(row.id)]);
  return below(null);
}

/** @param {any} resource @param {any[]} rules @returns {{dimensions: Record<string, any>, isPending: boolean}} */
export function useDimensions(resource, rules) {
  const meta = useMeta();
  const names = resource?.matrix ?? [];
  const answers = useQueries({
    queries: names.map((/** @type {string} */ name) => {
      const field = resource.field[name];
      const target = field.type === 'reference' ? meta.byName[field.to] : null;
      if (target) {
        return { queryKey: ['list', target.path, 'matrix'], queryFn: async ({ signal }) => {
          const { body } = await get('/' + target.path, { query: { limit: 200, sort: target.field.position ? 'position' : target.name_field }, signal });
          putRefs({ [target.name]: body.data });
          return body.data;
        } };
      }
      return aggregate(resource.path, { group: name, measure: 'count' });
    }),
  });
  const stamp = answers.map((answer) => answer.dataUpdatedAt).join();
  const dimensions = useMemo(() => Object.fromEntries(names.map((name, at) => {
    const field = resource.field[name];
    const rows = /** @type {any[]} */ (answers[at].data ?? []);
    const named = rules.flatMap((rule) => rule.values[name] ?? []);
    let values = field.choices?.map((choice) => choice.value) ?? [];
    let parents = {};
    if (field.type === 'reference') {
      const ordered = inTreeOrder(rows);
      values = ordered.map((row) => row.id);
      if (meta.byName[field.to]?.field.parent_id?.to === field.to) parents = Object.fromEntries(ordered.map((row) => [row.id, row.parent_id ?? null]));
    } else if (!field.choices) {
      values = [...rows].sort((a, b) => b.count - a.count).map((row) => (row[name] === null ? null : String(row[name]))).filter((value) => value !== null);
    }
    const all = [...new Set([...values.slice(0, MOST), ...named.filter((value) => value !== null), null])];
    return [name, { name, values: all, parents }];
  })), [resource, rules, stamp]);
  return { dimensions, isPending: answers.some((answer) => answer.isPending) };
}

/** A condition that says "one of these", empty included. */
function oneOf(field, values) {
  const given = values.filter((value) => value !== null);
  const parts = [...(given.length ? [{ field, op: 'in', value: given }] : []), ...(given.length < values.length ? [{ field, op: 'null', value: true }] : [])];
  return parts.length > 1 ? { or: parts } : parts[0];
}

function chunksOf(list, size) {
  const chunks = [];
  for (let at = 0; at < list.length; at += size) chunks.push(list.slice(at, at + size));
  return chunks;
}

const withBelow = (values, parents) => {
  const found = new Set(values);
  for (let grown = -1; grown !== found.size;) {
    grown = found.size;
    for (const [id, parent] of Object.entries(parents ?? {})) if (parent && found.has(parent)) found.add(id);
  }
  return [...found];
};

/** Records per cell, row by row; null while they are counted. @param {any} resource @param {import('./cells.js').View|null} view */
export function useCounts(resource, view) {
  const queries = useMemo(() => {
    if (!view) return [];
    const filters = Object.entries(view.filters).map(([name, values]) => oneOf(name, withBelow(values, view.parents[name])));
    const size = Math.max(1, Math.floor(GROUPS / view.row.values.length));
    const many = view.column.values.length > size;
    return chunksOf(view.column.values, many ? Math.min(size, 200) : view.column.values.length).map((chunk) => {
      const and = [...filters, ...(many ? [oneOf(view.column.name, chunk)] : [])];
      return aggregate(resource.path, { group: view.row.name + ',' + view.column.name, measure: 'count', ...(and.length ? { filter: { and } } : {}) });
    });
  }, [resource, view]);
  const answers = useQueries({ queries });
  const stamp = answers.map((answer) => answer.dataUpdatedAt).join();
  return useMemo(() => {
    if (!view || answers.some((answer) => !answer.data)) return null;
    const places = (dimension) => new Map(dimension.values.map((value, at) => [value, at]));
    const [rows, columns] = [places(view.row), places(view.column)];
    const counts = new Uint32Array(rows.size * columns.size);
    for (const group of answers.flatMap((answer) => answer.data)) {
      const row = rows.get(group[view.row.name]);
      const column = columns.get(group[view.column.name]);
      if (row !== undefined && column !== undefined) counts[row * columns.size + column] = group.count;
    }
    return counts;
  }, [view, stamp]);
}
