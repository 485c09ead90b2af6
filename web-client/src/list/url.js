// SPDX-License-Identifier: AGPL-3.0-or-later
// Addresses of lists with conditions, for figures and charts that open what is
// behind them: simple parameters of the contract become the list's filter tree.

/** "closed_on[gte]" -> {field, op}. @param {string} key */
function partsOf(key) {
  const match = /^([a-z0-9_.]+)(?:\[([a-z]+)\])?$/.exec(key);
  return { field: match?.[1] ?? key, op: match?.[2] ?? 'eq' };
}

const LISTS = new Set(['in', 'nin']);

/** @param {Record<string, any>} conditions simple parameters @returns {any[]} conditions of a filter tree */
const treeOf = (conditions) => Object.entries(conditions)
  .filter(([, value]) => value !== undefined && value !== null && value !== '')
  .map(([key, value]) => {
    const { field, op } = partsOf(key);
    return { field, op, value: LISTS.has(op) ? String(value).split(',') : value };
  });

const addressOf = (resource, and) => '/' + resource.path + (and.length ? '?filter=' + encodeURIComponent(JSON.stringify({ and })) : '');

/**
 * @param {{path: string}} resource @param {Record<string, any>} conditions simple parameters
 * @returns {string} path with the filter in its address
 */
export const listUrl = (resource, conditions) => addressOf(resource, treeOf(conditions));

/** Records to which something refers that fits. @param {{path: string}} resource @param {string} has resource.field that refers @param {Record<string, any>} conditions of what refers */
export const relatedUrl = (resource, has, conditions) => addressOf(resource, [{ has, where: { and: treeOf(conditions) } }]);
