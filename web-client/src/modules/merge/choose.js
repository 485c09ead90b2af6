// SPDX-License-Identifier: AGPL-3.0-or-later
// What there is to choose when records become one. No React here.

export const isEmpty = (value) => value === null || value === undefined || (Array.isArray(value) && !value.length);
const same = (a, b) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/** Fields that the person may change, knows plainly, and in which the records differ. @param {any} resource @param {any[]} records */
export const differing = (resource, records) => resource.fields.filter((field) => field.writable !== false && !field.readonly && !field.system && !field.masked
  && !['owner_id', 'department_id'].includes(field.name) && records.some((record) => !same(record[field.name], records[0][field.name])));

/** Whose value is kept unless the person says otherwise: of the one that stays, or of one that has any. @param {any} field @param {any[]} records @param {string} stays */
export function startingChoice(field, records, stays) {
  const first = records.find((record) => record.id === stays);
  if (!isEmpty(first[field.name])) return stays;
  return records.find((record) => !isEmpty(record[field.name]))?.id ?? stays;
}

/** Whose value each field takes, where that is not the one that stays. @param {any} resource @param {any[]} records @param {string} stays @param {Record<string, string>} choices */
export const chosenFrom = (resource, records, stays, choices) => Object.fromEntries(differing(resource, records)
  .map((field) => [field.name, choices[field.name] ?? startingChoice(field, records, stays)]).filter(([, id]) => id !== stays));
