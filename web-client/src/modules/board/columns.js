// SPDX-License-Identifier: AGPL-3.0-or-later
// The columns of a board: records of the group's resource (stages of one pipeline)
// or the choices of the group's field. Pure functions.

/** Choice fields give fixed columns. @param {any} field @param {(label: any) => string} text */
export const choiceColumns = (field, text) => (field.choices ?? []).map((choice) => ({ id: choice.value, name: text(choice.label), kind: 'open', record: null }));

/** Stages in the order of the pipeline, open ones first. @param {any[]} rows @param {string} nameField */
export function recordColumns(rows, nameField) {
  const ended = (row) => (row.kind && row.kind !== 'open' ? 1 : 0);
  return [...rows]
    .sort((a, b) => ended(a) - ended(b) || (a.position ?? 0) - (b.position ?? 0))
    .map((row) => ({ id: row.id, name: row[nameField], kind: row.kind ?? 'open', record: row }));
}

/** Days since a moment; null when there is none. @param {string|null|undefined} moment */
export function daysSince(moment, now = Date.now()) {
  return moment ? Math.max(0, Math.floor((now - new Date(moment).getTime()) / 86_400_000)) : null;
}
