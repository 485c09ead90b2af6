// SPDX-License-Identifier: AGPL-3.0-or-later
// Matrix rules as a grid of two dimensions, and back. A cell's level is 0 closed,
// 1 read, 2 write. A rule of exactly the chosen audience whose other dimensions are
// those of the filters is this page's own; what others open is shown, not touched.
import { cover } from './cover.js';

/**
 * @typedef {{name: string, values: (string|null)[], parents: Record<string, string|null>}} Dimension
 * @typedef {{row: Dimension, column: Dimension, filters: Record<string, (string|null)[]>, parents: Record<string, Record<string, string|null>>}} View
 * @typedef {{key: 'role_ids'|'department_ids'|'user_ids', id: string, grantees: string[]}} Audience grantees: what reaches it, too
 */

const GRANTEES = ['role_ids', 'department_ids', 'user_ids'];
const same = (one, other) => (!one && !other) || (one && other && one.length === other.length && one.every((value) => other.includes(value)));

/** The value and what it lies below. @param {string|null} value @param {Record<string, string|null>} parents */
function upwards(value, parents) {
  const chain = [value];
  for (let up = value === null ? null : parents[value]; up && !chain.includes(up); up = parents[up]) chain.push(up);
  return chain;
}

const fits = (wanted, value, parents) => !wanted || upwards(value, parents).some((item) => wanted.includes(item));

/** @param {any} rule @param {Audience} audience @param {View} view */
export function isOwn(rule, audience, view) {
  const exact = GRANTEES.every((key) => same(rule[key] ?? [], key === audience.key ? [audience.id] : []));
  const others = new Set([...Object.keys(rule.values), ...Object.keys(view.filters)]);
  return exact && rule.is_active !== false
    && [...others].every((name) => name === view.row.name || name === view.column.name || same(rule.values[name], view.filters[name]));
}

const reaches = (rule, audience) => rule.is_active !== false && GRANTEES.some((key) => (rule[key] ?? []).some((id) => audience.grantees.includes(id)));

/** How a rule's other dimensions meet the filters: whole, part or nothing. */
function meeting(rule, view) {
  let whole = true;
  for (const [name, wanted] of Object.entries(rule.values)) {
    if (name === view.row.name || name === view.column.name) continue;
    const shown = view.filters[name];
    const hits = shown?.filter((value) => fits(wanted, value, view.parents[name] ?? {})).length;
    if (shown && !hits) return 'nothing';
    if (!shown || hits < shown.length) whole = false;
  }
  return whole ? 'whole' : 'part';
}

function paint(levels, rule, view, level) {
  const rows = view.row.values.map((value) => fits(rule.values[view.row.name], value, view.row.parents));
  const columns = view.column.values.map((value) => fits(rule.values[view.column.name], value, view.column.parents));
  const width = columns.length;
  rows.forEach((open, row) => {
    if (open) columns.forEach((also, column) => { if (also) levels[row * width + column] = Math.max(levels[row * width + column], level); });
  });
}

/** @param {any[]} rules of the resource @param {Audience} audience @param {View} view */
export function levelsOf(rules, audience, view) {
  const size = view.row.values.length * view.column.values.length;
  const [own, other, part] = [new Uint8Array(size), new Uint8Array(size), new Uint8Array(size)];
  for (const rule of rules) {
    if (!reaches(rule, audience)) continue;
    const level = rule.can_write ? 2 : 1;
    if (isOwn(rule, audience, view)) paint(own, rule, view, level);
    else {
      const kind = meeting(rule, view);
      if (kind !== 'nothing') paint(kind === 'whole' ? other : part, rule, view, level);
    }
  }
  return { own, other, part };
}

const familyOf = (dimension, at) => {
  const value = dimension.values[at];
  const up = upwards(value, dimension.parents).slice(1);
  const indexes = (test) => dimension.values.flatMap((item, index) => (test(item) ? [index] : []));
  return {
    below: value === null || !Object.keys(dimension.parents).length ? [at] : indexes((item) => upwards(item, dimension.parents).includes(value)),
    above: up.length ? indexes((item) => item !== null && up.includes(item)) : [],
  };
};

/**
 * Sets cells to a level. What opens in a tree opens what lies below; what closes closes what lies above.
 * @param {Uint8Array} levels @param {View} view @param {[number, number][]} cells @param {number} level @returns {Uint8Array}
 */
export function withCells(levels, view, cells, level) {
  const next = levels.slice();
  const width = view.column.values.length;
  const families = { row: new Map(), column: new Map() };
  const family = (kind, at) => {
    if (!families[kind].has(at)) families[kind].set(at, familyOf(view[kind], at));
    return families[kind].get(at);
  };
  for (const [row, column] of cells) {
    const [r, c] = [family('row', row), family('column', column)];
    for (const y of r.below) for (const x of c.below) next[y * width + x] = level;
    for (const y of [...r.above, ...r.below]) for (const x of [...c.above, ...c.below]) {
      if (r.above.includes(y) || c.above.includes(x)) next[y * width + x] = Math.min(next[y * width + x], level);
    }
  }
  return next;
}

/** The values of a line of the rectangle, or null for all. A tree's branch is named by its head. */
function valuesOf(dimension, indexes) {
  if (indexes.length === dimension.values.length) return null;
  const chosen = indexes.map((at) => dimension.values[at]);
  return chosen.filter((value) => !upwards(value, dimension.parents).slice(1).some((up) => chosen.includes(up)));
}

/** The fewest rules that open these cells. @param {Uint8Array} levels @param {View} view @returns {{values: Record<string, any>, can_write: boolean}[]} */
export function rulesOf(levels, view) {
  const [height, width] = [view.row.values.length, view.column.values.length];
  const at = (row, column) => levels[row * width + column];
  const made = (rectangles, can_write) => rectangles.map(({ rows, columns }) => {
    const [row, column] = [valuesOf(view.row, rows), valuesOf(view.column, columns)];
    return { can_write, values: { ...view.filters, ...(row ? { [view.row.name]: row } : {}), ...(column ? { [view.column.name]: column } : {}) } };
  });
  return [
    ...made(cover(height, width, (row, column) => at(row, column) === 2), true),
    ...made(cover(height, width, (row, column) => at(row, column) === 1, (row, column) => at(row, column) >= 1), false),
  ];
}

const sameRule = (one, other) => Boolean(one.can_write) === Boolean(other.can_write)
  && [...new Set([...Object.keys(one.values), ...Object.keys(other.values)])].every((name) => same(one.values[name], other.values[name]));

/** What to write so that the own rules become the wanted ones. @param {any[]} own @param {any[]} wanted */
export function planOf(own, wanted) {
  const left = [...own];
  const fresh = wanted.filter((rule) => {
    const at = left.findIndex((item) => sameRule(item, rule));
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
  const change = fresh.slice(0, left.length).map((rule, at) => ({ rule: left[at], to: rule }));
  return { change, create: fresh.slice(change.length), remove: left.slice(change.length) };
}
