// SPDX-License-Identifier: AGPL-3.0-or-later
// The columns of a board: records of the group's resource (stages of one pipeline)
// or the choices of the group's field. Pure functions and one hook.
import { useMemo } from 'react';
import { useMeta, useShortList } from '../../api/queries.js';
import { useText } from '../../i18n/index.js';

/** Choice fields give fixed columns. @param {any} field @param {(label: any) => string} text */
export const choiceColumns = (field, text) => (field.choices ?? []).map((choice) => ({ id: choice.value, name: text(choice.label), kind: 'open', record: null }));

/** Stages in the order of the pipeline, open ones first. @param {any[]} rows @param {string} nameField */
export function recordColumns(rows, nameField) {
  const ended = (row) => (row.kind && row.kind !== 'open' ? 1 : 0);
  return [...rows]
    .sort((a, b) => ended(a) - ended(b) || (a.position ?? 0) - (b.position ?? 0))
    .map((row) => ({ id: row.id, name: row[nameField], kind: row.kind ?? 'open', record: row }));
}

/**
 * @param {any} resource @param {string|null} parent the pipeline, where stages belong to one
 * @returns {{columns: any[], pending: boolean}}
 */
export function useColumns(resource, parent) {
  const meta = useMeta();
  const text = useText();
  const field = resource.field[resource.layout.board.group];
  const target = meta.byName[field.to ?? ''];
  const parentField = resource.layout.board.within;
  const query = { limit: 100, ...(parentField && parent ? { [parentField]: parent } : {}) };
  const records = useShortList(target?.path ?? '', query, { enabled: Boolean(target) && (!parentField || Boolean(parent)) });
  const columns = useMemo(
    () => (target ? recordColumns(records.rows, target.name_field) : choiceColumns(field, text)),
    [target, records.rows, field, text],
  );
  return { columns, pending: Boolean(target) && records.isPending };
}

/** Days since a moment; null when there is none. @param {string|null|undefined} moment */
export function daysSince(moment, now = Date.now()) {
  return moment ? Math.max(0, Math.floor((now - new Date(moment).getTime()) / 86_400_000)) : null;
}
