// SPDX-License-Identifier: AGPL-3.0-or-later
// What a stage needs and a deal has not.

const isBlank = (value) => value === null || value === undefined || value === '' || (Array.isArray(value) && !value.length);

/** Fields that the column asks for and the record lacks. */
export function missingFields(resource, column, record) {
  const asked = [...(column.record?.required_fields ?? []), ...(column.kind === 'lost' && resource.field.closed_reason ? ['closed_reason'] : [])];
  return [...new Set(asked)].filter((name) => resource.field[name]?.writable !== false && resource.field[name] && isBlank(record[name]));
}
