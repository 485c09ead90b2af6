// SPDX-License-Identifier: AGPL-3.0-or-later
// What there is to choose when records become one. No React here.

const same = (a, b) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/** Fields that the person may change, knows plainly, and in which the records differ. @param {any} resource @param {any[]} records */
export const differing = (resource, records) => resource.fields.filter((field) => field.writable !== false && !field.readonly && !field.system && !field.masked
  && !['owner_id', 'department_id'].includes(field.name) && records.some((record) => !same(record[field.name], records[0][field.name])));

/** Whose value is kept unless the person says otherwise: of the one that stays, or of one that has any. @param {any} field @param {any[]} records @param {string} stays */
export function startingChoice(field, records, stays) {
  const first = records.find((record) => record.id === stays);
  if (first[field.name] !== null && first[field.name] !== undefined) return stays;
  return records.find((record) => record[field.name] !== null && record[field.name] !== undefined)?.id ?? stays;
}
