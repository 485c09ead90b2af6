// SPDX-License-Identifier: AGPL-3.0-or-later
// The columns of a board as a hook: asks for the stages, where there are any.
import { useMemo } from 'react';
import { useMeta, useShortList } from '../../api/queries.js';
import { useText } from '../../i18n/index.js';
import { choiceColumns, recordColumns } from './columns.js';

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
