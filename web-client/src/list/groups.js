// SPDX-License-Identifier: AGPL-3.0-or-later
// Groups of a list: what may be grouped by, how groups are asked for, which
// conditions stand for a group. Pure functions; "owner_id,closed_on:month" is the
// form in the address, in saved views, in reports and in requests alike.
import { filterParam, itemsOf, rooted } from './filters.js';

/**
 * @typedef {{field: import('../meta/model.js').Field, bucket: string, name: string}} By
 * @typedef {{key: string, by: By, value: any, row: any, parts: Group[]|null, conditions: any[]}} Group
 */

export const BUCKETS = ['month', 'quarter', 'year'];
const SUMMED = new Set(['money', 'integer', 'decimal']);
const SHOWN = new Set(['choice', 'boolean', 'date', 'datetime', 'reference', 'text', 'integer']);
const isTime = (field) => field.type === 'date' || field.type === 'datetime';

/** Names and numbers of their own make no groups. */
function mayGroup(resource, field) {
  if (!SHOWN.has(field.type) || field.masked || field.name === 'id' || field.name === 'version') return false;
  if (field.type === 'reference') return Boolean(field.to);
  return field.system || (field.group !== false && !field.unique && !field.search && field.name !== resource.name_field);
}

/** @param {import('../meta/model.js').Resource} resource @returns {{value: string, field: import('../meta/model.js').Field, bucket: string}[]} */
export const groupChoices = (resource) => resource.fields.filter((field) => mayGroup(resource, field))
  .flatMap((field) => (isTime(field) ? BUCKETS.map((bucket) => ({ value: field.name + ':' + bucket, field, bucket })) : [{ value: field.name, field, bucket: '' }]));

/** One name with its bucket; null when this person has no such field. @param {import('../meta/model.js').Resource} resource @param {string} text @returns {By|null} */
function groupOf(resource, text) {
  const [name, bucket = ''] = text.split(':');
  const field = resource.field[name];
  const fits = field && mayGroup(resource, field) && (isTime(field) ? bucket === 'day' || bucket === 'week' || BUCKETS.includes(bucket) : !bucket);
  return fits ? { field, bucket, name } : null;
}

/** Unknown names are passed over: a view of somebody else may know more. @param {import('../meta/model.js').Resource} resource @param {string} text @returns {By[]} */
export function groupsOf(resource, text) {
  const found = text.split(',').map((value) => groupOf(resource, value)).filter(Boolean);
  return found.filter((by, at) => found.findIndex((other) => other.field === by.field) === at).slice(0, 2);
}

/** @param {By[]} by */
export const groupText = (by) => by.map(({ name, bucket }) => (bucket ? name + ':' + bucket : name)).join(',');

/** Numbers among the columns, which groups add up. @param {import('../meta/model.js').Resource} resource @param {string[]} names */
export const summedOf = (resource, names) => names.map((name) => resource.field[name]).filter((field) => field && SUMMED.has(field.type) && !field.masked && !field.system).slice(0, 16);

/** Whether amounts of several currencies were added can be seen only by their extremes. @param {import('../meta/model.js').Resource} resource @param {any[]} fields */
const currencies = (resource, fields) => (fields.some((field) => field?.type === 'money') && resource.field.currency && !resource.field.currency.masked ? ['min:currency', 'max:currency'] : []);

/** @param {import('../meta/model.js').Resource} resource @param {string[]} measures */
export const withCurrencies = (resource, measures) => [...measures, ...currencies(resource, measures.map((measure) => resource.field[measure.split(':')[1]]))].join(',');

/** Dates from the latest, all else from the largest. @param {By[]} by */
const defaultSort = (by) => [...by.filter(({ bucket }) => bucket).map(({ name }) => '-' + name), '-count'].join(',');

/**
 * @param {import('../meta/model.js').Resource} resource @param {By[]} by @param {string[]} names columns @param {any} rows conditions of the list @param {number} limit
 */
export const groupsQuery = (resource, by, names, rows, limit) => ({
  ...rows, group: groupText(by), measure: withCurrencies(resource, ['count', ...summedOf(resource, names).map((field) => 'sum:' + field.name)]),
  sort: defaultSort(by), limit, include: includeOf(by),
});

/** @param {By[]} by */
export const includeOf = (by) => by.filter(({ field, name }) => field.type === 'reference' && name.endsWith('_id')).map(({ name }) => name.slice(0, -3)).join(',') || undefined;

const MONTHS = { month: 1, quarter: 3, year: 12 };
const DAYS = { day: 1, week: 7 };

/** The first day after the period that begins with this day. @param {string} value @param {string} bucket */
function after(value, bucket) {
  const [year, month, day] = value.split('-').map(Number);
  return new Date(Date.UTC(year, month - 1 + (MONTHS[bucket] ?? 0), day + (DAYS[bucket] ?? 0))).toISOString().slice(0, 10);
}

/** Periods of moments begin where the server's calendar has them. @param {any} field @param {string} day */
const momentOf = (field, day) => (field.type === 'datetime' ? day + 'T00:00:00+08:00' : day);

/** Conditions that the rows of a group fit, and no others. @param {By} by @param {any} value */
export function conditionsFor({ name, bucket, field }, value) {
  if (value === null || value === undefined) return [{ field: name, op: 'null', value: true }];
  if (bucket) return [{ field: name, op: 'gte', value: momentOf(field, value) }, { field: name, op: 'lt', value: momentOf(field, after(value, bucket)) }];
  return [field.type === 'reference' || field.type === 'choice' ? { field: name, op: 'in', value: [value] } : { field: name, op: 'eq', value }];
}

/** Rows of the answer as groups, those of a second field within those of the first. @param {By[]} by @param {any} body answer of aggregate @returns {Group[]} */
export function nested(by, body) {
  const group = (at, row, above) => {
    const value = row[by[at].name] ?? null;
    const conditions = [...above, ...conditionsFor(by[at], value)];
    return { key: JSON.stringify(by.slice(0, at + 1).map(({ name }) => row[name] ?? null)), by: by[at], value, row, parts: null, conditions };
  };
  if (by.length < 2) return (body?.data ?? []).map((row) => group(0, row, []));
  const parts = grouped(body?.data ?? [], (row) => row[by[0].name] ?? null);
  return (body?.subtotals ?? []).map((row) => {
    const outer = group(0, row, []);
    return { ...outer, parts: (parts.get(outer.value) ?? []).map((inner) => group(1, inner, outer.conditions)) };
  });
}

function grouped(rows, keyOf) {
  const out = new Map();
  for (const row of rows) out.set(keyOf(row), [...(out.get(keyOf(row)) ?? []), row]);
  return out;
}

/** The value of "filter" for the rows of a group. @param {any} tree conditions of the list @param {any[]} conditions of the group */
export const filterWithin = (tree, conditions) => filterParam({ and: [...itemsOf(rooted(tree)), ...conditions] });

/** Address of the list of a group's rows. @param {{path: string}} resource @param {{q?: string, tree: any}} state @param {any[]} conditions */
export function groupUrl(resource, { q, tree }, conditions) {
  const params = new URLSearchParams({ group: 'none' });
  const filter = filterWithin(tree, conditions);
  if (q) params.set('q', q);
  if (filter) params.set('filter', filter);
  return '/' + resource.path + '?' + params;
}
