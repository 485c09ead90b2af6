// SPDX-License-Identifier: AGPL-3.0-or-later
// Rules between the page, where each has a key, and the contract; the list of a receipt as CSV.

/** @param {any[]} list @param {number} from @param {number} by */
export function moved(list, from, by) {
  const next = [...list];
  next.splice(from + by, 0, ...next.splice(from, 1));
  return next;
}

/** A new plan begins with one rule: everything to somebody. @param {any} record */
export const draftOf = (record) => ({
  due_at: record.due_at, close_login: record.close_login, keep_closed: record.keep_closed, note: record.note,
  rules: (record.rules?.length ? record.rules : [{ to: { kind: 'people' } }]).map((rule) => ({ ...rule, key: crypto.randomUUID() })),
});

/** @param {any} rule */
function bodyOf({ resources, filter, to }) {
  const has = filter && Object.keys(filter).length > 0 && !(filter.and && !filter.and.length);
  return { ...(resources?.length ? { resources } : {}), ...(has ? { filter } : {}), to };
}

/** A condition and a pool are about one resource. @param {any} rule @param {string[]} resources */
export function withResources(rule, resources) {
  if (resources.length === 1 && resources[0] === rule.resources?.[0]) return { ...rule, resources };
  return { ...rule, resources, filter: null, to: rule.to.kind === 'pool' ? { kind: 'people' } : rule.to };
}

/** @param {string} resource */
export const pools = (resource) => ({ and: [{ field: 'resource', op: 'eq', value: resource }, { field: 'is_active', op: 'eq', value: true }] });

/** Who may be offered as a receiver. @param {string} leaver */
export const receivers = (leaver) => ({ and: [
  { field: 'is_active', op: 'eq', value: true }, { field: 'kind', op: 'eq', value: 'staff' }, { field: 'id', op: 'ne', value: leaver },
] });

/** What is sent. @param {any} draft */
export const changesOf = (draft) => ({ ...draft, rules: draft.rules.map(bodyOf) });

/** Does every rule say who takes the records? @param {any[]} rules */
export const isComplete = (rules) => rules.length > 0
  && rules.every(({ to }) => to.kind === 'manager' || (to.kind === 'pool' ? Boolean(to.pool_id) : Boolean(to.user_ids?.length)));

/** A cell that no spreadsheet takes for a formula. */
const cell = (value) => '"' + String(value ?? '').replace(/^[=+\-@\t\r]/, "'$&").replaceAll('"', '""') + '"';

/** @param {string[]} head @param {any[][]} rows */
export const csvOf = (head, rows) => '\ufeff' + [head, ...rows].map((row) => row.map(cell).join(',')).join('\r\n') + '\r\n';
