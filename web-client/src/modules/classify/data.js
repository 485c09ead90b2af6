// SPDX-License-Identifier: AGPL-3.0-or-later
// What the analysis asks and how answers become rows. Pure functions: no React, no fetch.
import { relatedUrl } from '../../list/url.js';

/** The list of customers to whom something refers that fits. @param {string} resource @param {Record<string, any>} conditions simple parameters */
export const accountsWith = (resource, conditions) => relatedUrl({ path: 'accounts' }, resource + '.account_id', conditions);

export const COLORS = { blue: '0', green: '4', orange: '3', red: 'bad', purple: '2', grey: '6' };
/** Fill and the colour of words on it, in both themes. */
export const FILLS = { blue: '#1f5fbf', green: '#23694a', orange: '#9a5200', red: '#b02a34', purple: '#5b3aa8', grey: '#55606e' };

const share = (part, whole) => (Number(whole) ? Number(part) / Number(whole) : 0);

/** Tiers or segments in their order with count, money and shares; those without a customer, too. */
export function classRows(classes, groups) {
  const by = Object.fromEntries((groups ?? []).map((row) => [row.class_id ?? '', row]));
  const all = (groups ?? []).reduce((sum, row) => ({ count: sum.count + row.count, money: sum.money + Number(row['sum:realised'] ?? 0) }), { count: 0, money: 0 });
  const rows = classes.map((one) => ({ id: one.id, name: one.name, color: one.color, about: one.description, count: by[one.id]?.count ?? 0, money: by[one.id]?.['sum:realised'] ?? '0' }));
  return rows.map((row) => ({ ...row, ofCount: share(row.count, all.count), ofMoney: share(row.money, all.money) }));
}

/** Moves of the month between classes, the largest first. */
export function moveRows(classes, groups) {
  const place = new Map(classes.map((one, at) => [one.id, at]));
  return (groups ?? []).filter((row) => row.before_id !== row.class_id && place.has(row.before_id) && place.has(row.class_id))
    .map((row) => ({ from: classes[place.get(row.before_id)], to: classes[place.get(row.class_id)], count: row.count, isUp: place.get(row.class_id) < place.get(row.before_id) }))
    .sort((a, b) => b.count - a.count);
}

export const STEPS = [5, 4, 3, 2, 1];

/** Five by five: recency down, frequency across; how full a cell is beside the fullest, from 1 to 5. */
export function heatRows(groups) {
  const by = Object.fromEntries((groups ?? []).map((row) => [row.recency + '.' + row.frequency, row]));
  const most = Math.max(1, ...(groups ?? []).map((row) => row.count));
  return STEPS.map((r) => ({ r, cells: [...STEPS].reverse().map((f) => {
    const row = by[r + '.' + f];
    return { f, count: row?.count ?? 0, money: row?.['sum:realised'] ?? '0', heat: row ? Math.max(1, Math.ceil(5 * Math.sqrt(row.count / most))) : 0 };
  }) }));
}

/** What a model is told from, in words. @param {any} model @param {(key: string, words?: any) => string} t @returns {string[]} */
export const inputsOf = (model, t) => [
  t('inputs.months', { count: model.months, months: model.months }), t('inputs.currency', { currency: model.currency }),
  ...(model.kind === 'pyramid' ? [t('method.' + model.method)] : []), ...(model.kind === 'rfm' ? [t('inputs.high', { step: model.high_from })] : []),
  ...(model.kind === 'value' ? [t('inputs.peers', { bounds: model.size_bounds.replaceAll(',', ' / '), least: model.min_peers })] : []),
];
