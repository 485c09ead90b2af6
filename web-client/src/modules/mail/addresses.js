// SPDX-License-Identifier: AGPL-3.0-or-later
// Where a mail about a record may go: its own e-mail fields, then those of what it
// refers to, except our own people. Pure.

const ownFields = (resource) => (resource?.fields ?? []).filter((field) => field.type === 'email');

/**
 * @param {any} meta @param {any} resource
 * @returns {{via: any|null, resource: any, field: any}[]} via: the reference that leads there, null for the record's own
 */
export function addressFields(meta, resource) {
  const own = ownFields(resource).map((field) => ({ via: null, resource, field }));
  const far = (resource?.fields ?? []).filter((field) => field.type === 'reference' && field.to && field.to !== 'user' && meta.byName[field.to])
    .flatMap((via) => ownFields(meta.byName[via.to]).map((field) => ({ via, resource: meta.byName[via.to], field })));
  return [...own, ...far];
}

/**
 * The addresses that the records hold. A masked one is shown and cannot be written to.
 * @param {any[]} fields of addressFields @param {(entry: any) => any} recordOf the record that holds the field
 */
export const addressesOf = (fields, recordOf) => fields
  .map((entry) => ({ ...entry, record: recordOf(entry), value: recordOf(entry)?.[entry.field.name] ?? '' }))
  .filter((entry) => entry.value)
  .map((entry) => ({ ...entry, masked: Boolean(entry.field.masked) }));
