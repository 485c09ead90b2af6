// SPDX-License-Identifier: AGPL-3.0-or-later
// Condition trees of the contract as the list handles them: {and: [...]} or
// {or: [...]} of conditions {field, op, value}, conditions on related records {has, where, …} and nested groups. Pure functions;
// the tree in the address, in saved views and in requests is the same one.

/**
 * @typedef {{field: string, op: string, value: any}} Condition
 * @typedef {{has: string, where?: Node, measure?: string, op?: string, value?: any}} Related
 * @typedef {{and?: Node[], or?: Node[]}} Group
 * @typedef {{not: Node}} Opposite
 * @typedef {Condition|Related|Opposite|Group} Node
 */

/** @type {Group} */
export const EMPTY = Object.freeze({ and: [] });

/** @param {any} node @returns {node is Group} */
export const isGroup = (node) => Boolean(node && (node.and || node.or));
/** @param {Group} group @returns {'and'|'or'} */
export const joinOf = (group) => (group.or ? 'or' : 'and');
/** @param {Group} group @returns {Node[]} */
export const itemsOf = (group) => group.and ?? group.or ?? [];

/** Is it a condition on what refers to the record? @param {any} node @returns {node is Related} */
export const isRelated = (node) => Boolean(node?.has);

/** Is it the opposite of a condition, as the contract and shared views may have it? @param {any} node @returns {node is Opposite} */
export const isNot = (node) => Boolean(node?.not);

const isFull = (value) => !(value === null || value === undefined || value === '' || (Array.isArray(value) && !value.length));

/** Without conditions that have no value yet and groups that are empty. @param {Node} node @returns {Node|null} */
export function prune(node) {
  if (isRelated(node)) {
    const { where, ...rest } = node;
    const inner = where ? prune(where) : null;
    return rest.op && !isFull(rest.value) ? null : { ...rest, ...(inner ? { where: inner } : {}) };
  }
  if (isNot(node)) {
    const inner = prune(node.not);
    return inner && { not: inner };
  }
  if (!isGroup(node)) return isFull(/** @type {Condition} */ (node).value) ? node : null;
  const items = itemsOf(node).map(prune).filter(Boolean);
  if (!items.length) return null;
  return { [joinOf(node)]: items };
}

/** The tree with "and" on top, so that a header filter can be added. @param {Group|null|undefined} tree @returns {Group} */
export function rooted(tree) {
  if (!tree) return EMPTY;
  if (!isGroup(tree)) return { and: [tree] };
  if (tree.and) return tree;
  return itemsOf(tree).length ? { and: [tree] } : EMPTY;
}

/** @param {Group} tree @param {string} field @returns {Condition[]} conditions on a field at the top */
export const conditionsOn = (tree, field) =>
  /** @type {Condition[]} */ (itemsOf(rooted(tree)).filter((node) => !isGroup(node) && /** @type {Condition} */ (node).field === field));

/** Sets the one condition on a field at the top; null takes it away. @param {Group} tree @param {string} field @param {Condition|null} condition @returns {Group} */
export function withField(tree, field, condition) {
  const others = itemsOf(rooted(tree)).filter((node) => isGroup(node) || /** @type {Condition} */ (node).field !== field);
  return { and: condition && isFull(condition.value) ? [...others, condition] : others };
}

/** @param {Group} tree @param {number} index @returns {Group} */
export const withoutIndex = (tree, index) => ({ and: itemsOf(rooted(tree)).filter((_node, at) => at !== index) });

/** Replaces the node at a path of indexes; null removes it. @param {Group} tree @param {number[]} path @param {Node|null} node @returns {Group} */
export function replaceAt(tree, path, node) {
  if (!path.length) return isGroup(node) ? node : EMPTY;
  const [at, ...deeper] = path;
  const items = itemsOf(tree).flatMap((item, index) => {
    if (index !== at) return [item];
    if (deeper.length) return [replaceAt(/** @type {Group} */ (item), deeper, node)];
    return node ? [node] : [];
  });
  return { [joinOf(tree)]: items };
}

/** @param {Group} tree @param {number[]} path @param {Node} node @returns {Group} */
export function appendAt(tree, path, node) {
  const group = path.reduce((at, index) => /** @type {Group} */ (itemsOf(at)[index]), tree);
  return replaceAt(tree, path, { [joinOf(group)]: [...itemsOf(group), node] });
}

/** The value of the parameter "filter", or undefined. @param {Group|null} tree */
export function filterParam(tree) {
  const pruned = tree ? prune(tree) : null;
  return pruned ? JSON.stringify(pruned) : undefined;
}

/** @param {string|null} text @returns {Group} a broken address is no filter */
export function parseFilter(text) {
  try {
    const tree = text ? JSON.parse(text) : EMPTY;
    return isGroup(tree) ? tree : EMPTY;
  } catch {
    return EMPTY;
  }
}

/** All of these trees at once. @param {(Group|null|undefined)[]} trees @returns {Group} */
export const joined = (...trees) => ({ and: trees.flatMap((tree) => (tree ? itemsOf(rooted(tree)) : [])) });
