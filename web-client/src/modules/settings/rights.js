// SPDX-License-Identifier: AGPL-3.0-or-later
// The permission matrix as plain data: from the answer of /roles/{id}/rights to
// rows, and back to the body of PUT; what differs between rows; what should be
// thought about twice. No React, no fetch.

export const SCOPES = ['none', 'own', 'subordinates', 'department', 'subtree', 'territory', 'partner', 'all'];
/** Of what hangs on a parent and is not listed by itself. */
export const PARENT = 'parent';
export const FIELD_RIGHTS = ['write', 'read', 'mask', 'none'];

/** @param {{access?: string}} definition */
export const scopesOf = (definition) => (definition.access === 'inherited' ? [PARENT, ...SCOPES] : SCOPES);

/** Is the first scope no wider than the second, whoever asks? @param {string} narrow @param {string} wide */
export const within = (narrow, wide) => narrow === wide || narrow === 'none' || wide === 'all'
  || (narrow === 'own' && wide !== 'none' && wide !== PARENT) || (narrow === 'department' && wide === 'subtree');

/** One entry per resource that can be granted; ground: what holds where nothing is said. @param {any[]} definitions @param {any[]|null|undefined} rows */
export function draftOf(definitions, rows) {
  const given = Object.fromEntries((rows ?? []).map((row) => [row.resource, row]));
  return Object.fromEntries((definitions ?? []).map((definition) => {
    const scope = definition.access === 'inherited' ? PARENT : 'none';
    const row = { read_scope: scope, write_scope: scope, operations: [], ...given[definition.resource] };
    const operations = row.operations.filter((operation) => !definition.operations || definition.operations.includes(operation));
    return [definition.resource, { ...row, operations, fields: { ...row.fields }, ground: scope }];
  }));
}

const limitedOnly = (fields) => Object.fromEntries(Object.entries(fields ?? {}).filter(([, right]) => right !== 'write'));

/** Rows that say no more than the ground are left out ("none" must be said of what else follows its parent); sensitive fields that may be written must be named. @param {Record<string, any>} draft */
export function bodyOf(draft) {
  const resources = Object.entries(draft)
    .filter(([, row]) => (row.read_scope === PARENT ? Object.keys(row.fields).length : row.ground === PARENT || row.read_scope !== 'none' || row.write_scope !== 'none' || row.operations.length))
    .map(([resource, { read_scope, write_scope, operations, fields }]) => ({ resource, read_scope, write_scope, operations, fields }));
  return { resources };
}

const sortedText = (list) => JSON.stringify([...(list ?? [])].sort());

/** The parts in which two rows differ: read_scope, write_scope, operations, fields. */
export function differingParts(one, other) {
  const parts = ['read_scope', 'write_scope'].filter((part) => one?.[part] !== other?.[part]);
  if (sortedText(one?.operations) !== sortedText(other?.operations)) parts.push('operations');
  if (sortedText(Object.entries(one?.fields ?? {})) !== sortedText(Object.entries(other?.fields ?? {}))) parts.push('fields');
  return parts;
}

/** Names of the resources whose rights differ. @param {Record<string, any>} before @param {Record<string, any>} after */
export const changedResources = (before, after) => Object.keys(after).filter((name) => differingParts(before[name], after[name]).length);

/**
 * Several roles side by side: per resource the rows and what is not alike.
 * @param {any[]} definitions @param {Record<string, any>[]} drafts @param {boolean} whole also resources that are alike
 */
export function compareRoles(definitions, drafts, whole) {
  return definitions.map((definition) => {
    const rows = drafts.map((draft) => draft[definition.resource]);
    const parts = new Set(rows.flatMap((row) => differingParts(rows[0], row)));
    const names = [...new Set(rows.flatMap((row) => Object.keys(row.fields)))];
    const fields = names.filter((name) => whole || rows.some((row) => row.fields[name] !== rows[0].fields[name]));
    return { definition, rows, parts, fields };
  }).filter(({ parts }) => whole || parts.size);
}

/** Nobody changes what he does not see: the other scope follows. */
export function withScope(row, kind, scope) {
  const next = { ...row, [kind]: scope };
  if (scope === PARENT) return { ...next, read_scope: PARENT, write_scope: PARENT, operations: [] };
  const other = kind === 'read_scope' ? 'write_scope' : 'read_scope';
  if (next[other] === PARENT) next[other] = kind === 'read_scope' ? 'none' : scope;
  if (!within(next.write_scope, next.read_scope)) next[other] = scope;
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
export const limitedFields = (row) => Object.keys(limitedOnly(row.fields)).length;

const NEED_WRITE = ['update', 'delete', 'restore', 'purge', 'transfer', 'share'];

/** What to think about twice, as keys of settings:warning. @param {any} definition @param {any} row */
export function warningsOf(definition, row) {
  const has = (operation) => row.operations.includes(operation);
  const found = [];
  if (row.read_scope === 'all' && has('export') && ['owned', 'inherited_any'].includes(definition.access)) found.push('exportAll');
  if (row.write_scope === 'all' && has('delete') && has('bulk') && definition.access === 'owned') found.push('deleteAll');
  if (has('purge')) found.push('purge');
  if (has('view_as')) found.push('viewAs');
  if (definition.resource === 'role' && row.write_scope === 'all' && has('update')) found.push('givesRights');
  if (row.write_scope === 'none' && row.operations.some((operation) => NEED_WRITE.includes(operation))) found.push('idle');
  return found;
}

/** Does a resource, one of its operations or fields carry these words? @param {any} definition @param {string} words @param {(label: any) => string} text @param {(operation: string) => string} wordOf */
export function matches(definition, words, text, wordOf) {
  const wanted = words.trim().toLowerCase();
  const carries = (label) => String(label ?? '').toLowerCase().includes(wanted);
  return !wanted || carries(text(definition.title)) || carries(definition.resource)
    || definition.operations.some((operation) => carries(wordOf(operation))) || definition.fields.some((field) => carries(text(field.label)) || carries(field.name));
}
