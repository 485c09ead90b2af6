// SPDX-License-Identifier: AGPL-3.0-or-later
// What a stage needs and a deal has not.

const isBlank = (value) => value === null || value === undefined || value === '' || (Array.isArray(value) && !value.length);

/** A choice that is given with a reason has a field of its name: unqualified, unqualified_reason. */
export const reasonOf = (resource, column) => (!column.record && resource.field[column.id + '_reason'] ? [column.id + '_reason'] : []);

/** Fields that the column asks for and the record lacks. */
export function missingFields(resource, column, record) {
  const asked = [...(column.record?.required_fields ?? []), ...(column.kind === 'lost' && resource.field.closed_reason ? ['closed_reason'] : []), ...reasonOf(resource, column)];
  return [...new Set(asked)].filter((name) => resource.field[name]?.writable !== false && resource.field[name] && isBlank(record[name]));
}
