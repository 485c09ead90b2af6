// SPDX-License-Identifier: AGPL-3.0-or-later
// What a report asks, and how its answer becomes series of a chart. Pure functions:
// no React, no fetch.
import { groupText, includeOf, nested, withCurrencies } from '../../list/groups.js';

/** Second groups that are drawn apart; more make no readable chart. */
const SERIES = 12;

export const partsOf = (text) => String(text ?? '').split(',').filter(Boolean);

/** Order by something that is not there is no order. */
function sortOf(record) {
  const names = [...partsOf(record.group_by).map((part) => part.split(':')[0]), ...partsOf(record.measures)];
  return names.includes(String(record.order_by ?? '').replace(/^-/, '')) ? record.order_by : undefined;
}

/** The conditions as the list has them. @param {any} record */
export const treeOf = (record) => record.condition ?? null;

/** Names are the report's own: the server says which of them this person does not have. @param {any} resource @param {any} record @param {import('../../list/groups.js').By[]} by */
export const questionOf = (resource, record, by) => ({
  group: record.group_by, measure: withCurrencies(resource, partsOf(record.measures)), sort: sortOf(record), limit: record.top ?? undefined,
  filter: record.condition ? JSON.stringify(record.condition) : undefined, q: record.words || undefined, include: includeOf(by),
});

/** The same as a file takes it. @param {any} question */
export const fileOf = ({ include, ...rest }) => rest;

/** May what is read be what was meant? Of every group of the report there is a field. @param {any} record @param {import('../../list/groups.js').By[]} by */
export const isWhole = (record, by) => groupText(by) === record.group_by;

/** The measure that a chart begins with: that of the order, else the first sum, else the first. @param {any} record */
export function firstMeasure(record) {
  const measures = partsOf(record.measures);
  const sorted = String(record.order_by ?? '').replace(/^-/, '');
  return measures.includes(sorted) ? sorted : measures.find((measure) => measure.startsWith('sum:')) ?? measures[0];
}

/**
 * Categories are the groups of the first field; with a second field of few values each of them is a series.
 * @param {import('../../list/groups.js').By[]} by @param {any} body @param {boolean} apart whether the chart knows series
 * @returns {{groups: any[], series: {value: any, of: any[]}[]}}
 */
export function seriesOf(by, body, apart) {
  const groups = nested(by, body);
  const values = by.length > 1 && apart ? [...new Set(groups.flatMap((group) => group.parts.map((part) => part.value)))] : [];
  if (!values.length || values.length > SERIES) return { groups, series: [{ value: undefined, of: groups }] };
  return { groups, series: values.map((value) => ({ value, of: groups.map((group) => group.parts.find((part) => part.value === value) ?? null) })) };
}

/** Amounts of several currencies have no sum to draw. @param {any} group @param {{measure: string, money: boolean}} how @returns {number|null} */
export function drawnValue(group, { measure, money }) {
  if (money && group?.row['min:currency'] !== group?.row['max:currency']) return null;
  return group ? Number(group.row[measure] ?? 0) : 0;
}
