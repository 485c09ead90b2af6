// SPDX-License-Identifier: AGPL-3.0-or-later
// From the analysis of a file to the options of an import, and what is still
// missing before it may run. Pure functions.

/** Ways to find a referenced record, by the fields its resource has. */
export const MATCHES = ['name', 'code', 'email', 'username'];

/** Fields that a file may fill. @param {any} resource */
export const targets = (resource) => resource.fields.filter((field) => field.writable !== false && !field.readonly && !['id', 'version'].includes(field.name));

/** Options as the analysis proposes them. @param {any} resource @param {any} analysis @param {any} given options kept from before */
export function optionsOf(resource, analysis, given) {
  if (given?.mapping?.length) return { choices: {}, ...given };
  const taken = new Set();
  const mapping = [];
  for (const column of analysis?.columns ?? []) {
    const field = column.guess?.field;
    if (!field || taken.has(field) || !resource.field[field]) continue;
    taken.add(field);
    mapping.push({ column: column.index, field, ...(column.guess.match ? { match: column.guess.match } : {}) });
  }
  return { mapping, match_key: keyOf(resource, mapping), mode: 'both', choices: {} };
}

/** The best key among the mapped fields: something unique, else the name. */
export function keyOf(resource, mapping) {
  const mapped = mapping.map((entry) => entry.field);
  const unique = mapped.find((name) => resource.field[name]?.unique || name === 'external_id' || name === 'username' || name === 'code');
  if (unique) return [unique];
  return mapped.includes(resource.name_field) ? [resource.name_field] : [];
}

/** @param {any[]} mapping @param {number} column @param {string|null} field */
export function withField(mapping, column, field) {
  const rest = mapping.filter((entry) => entry.column !== column && entry.field !== field);
  if (!field) return rest;
  return [...rest, { column, field }].sort((a, b) => a.column - b.column);
}

/** @param {any[]} mapping @param {number} column @param {any} changes */
export const withEntry = (mapping, column, changes) => mapping.map((entry) => (entry.column === column ? { ...entry, ...changes } : entry));

/** Problems that forbid a run, as i18n keys with values. */
export function problemsOf(resource, options, label) {
  const mapped = new Set(options.mapping.map((entry) => entry.field));
  const problems = [];
  if (!mapped.size) problems.push({ key: 'problem.none' });
  const needed = targets(resource).filter((field) => field.required && !mapped.has(field.name) && field.default === undefined);
  if (options.mode !== 'update') for (const field of needed) problems.push({ key: 'problem.required', field: label(field.label) });
  if (options.mode !== 'create' && !options.match_key?.length) problems.push({ key: 'problem.key' });
  return problems;
}

/** Choices made for near misses, kept as {field: {typed: id}}. */
export const withChoice = (options, field, value, id) => ({
  ...options, choices: { ...options.choices, [field]: { ...options.choices?.[field], [value]: id } },
});

/** How many near misses still wait for an answer. */
export function openQuestions(result, options) {
  return Object.entries(result?.ambiguous ?? {}).flatMap(([field, list]) => list.filter((item) => options.choices?.[field]?.[item.value] === undefined)).length;
}
