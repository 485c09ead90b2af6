// SPDX-License-Identifier: AGPL-3.0-or-later
// Kanban of a list: the list's own conditions, one column per stage with count and
// sum, cards moved by mouse, touch or keyboard (space, arrows, space). A move is a
// change like any other: it asks what the new stage needs and can be undone.
import { DragDropContext } from '@hello-pangea/dnd';
import { Empty, Select, Skeleton } from 'antd';
import { useMemo, useState } from 'react';
import { useAggregate, useMeta, useShortList } from '../../api/queries.js';
import { useText, useTranslation } from '../../i18n/index.js';
import { Column } from './Column.jsx';
import { useColumns } from './useColumns.js';
import { useMove } from './useMove.jsx';
import './board.css';

/** The pipeline shown, where the board's stages belong to one. */
function useParent(resource, query) {
  const field = resource.field[resource.layout.board.within ?? ''];
  const target = useMeta().byName[field?.to ?? ''];
  const { rows, isPending } = useShortList(target?.path ?? '', { limit: 50 }, { enabled: Boolean(target) });
  const [chosen, choose] = useState(/** @type {string|null} */ (null));
  const asked = field ? query[field.name] : null;
  return { field, rows, pending: Boolean(target) && isPending, value: asked ?? chosen ?? rows[0]?.id ?? null, choose };
}

function useSums(resource, query, parent) {
  const { group, sum } = resource.layout.board;
  const measure = sum && resource.field[sum] ? 'count,sum:' + sum : 'count';
  const { data } = useAggregate(resource.path, { ...query, ...parent, group, measure });
  return useMemo(() => Object.fromEntries((data ?? []).map((row) => [row[group], row])), [data, group]);
}

/** Parameters that belong to rows only. */
const conditionsOf = ({ sort, limit, cursor, fields, include, count, ...conditions }) => conditions;

export default function BoardMode({ resource, query }) {
  const { t } = useTranslation('board');
  const text = useText();
  const parent = useParent(resource, query);
  const within = parent.field && parent.value ? { [parent.field.name]: parent.value } : {};
  const conditions = { ...conditionsOf(query), ...within };
  const { columns, pending } = useColumns(resource, parent.value);
  const sums = useSums(resource, conditionsOf(query), within);
  const { move, asking } = useMove(resource, columns);
  if (pending || parent.pending) return <Skeleton active paragraph={{ rows: 8 }} className="gxm-pad" />;
  if (!columns.length) return <Empty description={t('empty')} />;
  return (
    <div className="gxm-board-frame">
      {parent.rows.length > 1 ? (
        <Select className="gxm-board-parent" aria-label={text(parent.field.label)} value={parent.value} onChange={parent.choose}
          options={parent.rows.map((row) => ({ value: row.id, label: row.name }))} popupMatchSelectWidth={false} />
      ) : null}
      <DragDropContext onDragEnd={move}>
        <div className="gxm-board" role="list">
          {columns.map((column) => <Column key={column.id} resource={resource} column={column} query={conditions} sums={sums[column.id]} />)}
        </div>
      </DragDropContext>
      {asking}
    </div>
  );
}
