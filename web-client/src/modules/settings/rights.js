// SPDX-License-Identifier: AGPL-3.0-or-later
// The permission matrix as plain data: from the answer of /roles/{id}/rights to
// rows, and back to the body of PUT. No React, no fetch.

/** Wider means more. The server is the judge; this order only sorts the choices. */
export const SCOPES = ['none', 'own', 'subordinates', 'department', 'subtree', 'territory', 'partner', 'all'];
export const FIELD_RIGHTS = ['write', 'read', 'mask', 'none'];

const EMPTY = { read_scope: 'none', write_scope: 'none', operations: [], fields: {} };

/** One entry per resource that can be granted. @param {{resource: string}[]} definitions @param {any} answer */
export function draftOf(definitions, answer) {
  const given = Object.fromEntries((answer?.resources ?? []).map((row) => [row.resource, row]));
  return Object.fromEntries((definitions ?? []).map(({ resource }) => [resource, { ...EMPTY, ...given[resource], fields: { ...given[resource]?.fields } }]));
}

/** Rows without any right are left out of the body. @param {Record<string, any>} draft */
export function bodyOf(draft) {
  const resources = Object.entries(draft)
    .filter(([, row]) => row.read_scope !== 'none' || row.write_scope !== 'none' || row.operations.length)
    .map(([resource, row]) => ({
      resource, read_scope: row.read_scope, write_scope: row.write_scope, operations: row.operations,
      fields: { ...row.fields },
    }));
  return { resources };
}

/** Names of the resources whose rights differ. @param {Record<string, any>} before @param {Record<string, any>} after */
export function changedResources(before, after) {
  const plain = (row) => JSON.stringify([row?.read_scope, row?.write_scope, [...(row?.operations ?? [])].sort(), Object.entries(row?.fields ?? {}).sort()]);
  return Object.keys(after).filter((name) => plain(before[name]) !== plain(after[name]));
}

/** Reading narrower than writing makes no sense: the other scope follows. */
export function withScope(row, kind, scope) {
  const rank = (value) => SCOPES.indexOf(value);
  const next = { ...row, [kind]: scope };
  if (kind === 'write_scope' && rank(next.read_scope) < rank(scope)) next.read_scope = scope;
  if (kind === 'read_scope' && rank(next.write_scope) > rank(scope)) next.write_scope = scope;
  return next;
}

/** The right on a field that nobody has spoken about. @param {{sensitive?: boolean, can_write?: boolean}} field */
export const groundOf = (field) => (field.sensitive ? 'none' : field.can_write ? 'write' : 'read');

/** Fields of a row with this one's right; the ground is said by leaving it out. @param {Record<string, string>} fields @param {any} field @param {string} right */
export function withFieldRight(fields, field, right) {
  const { [field.name]: before, ...rest } = fields;
  return right === groundOf(field) ? rest : { ...rest, [field.name]: right };
}

/** How many fields are less than writable. @param {any} row */
export const limitedFields = (row) => Object.values(row.fields).filter((right) => right !== 'write').length;
