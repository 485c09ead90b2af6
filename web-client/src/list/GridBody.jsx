// SPDX-License-Identifier: AGPL-3.0-or-later
// The rows in sight and a few around them. Only this part renders while the list
// is scrolled: head, tool bar and page stay untouched.
import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useEffect, useMemo } from 'react';
import { useVisit } from '../app/visit.jsx';
import { useTranslation } from '../i18n/index.js';
import { canEditCell } from './CellEditor.jsx';
import { GridRow } from './GridRow.jsx';
import { usePrinting } from './usePrinting.js';

const AHEAD = 40;
const OVERSCAN = 12;

/** Fetches the next page before the end comes into sight. */
export function useAhead(list, lastIndex) {
  const { hasNextPage, isFetchingNextPage, fetchNextPage, rows } = list;
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && lastIndex >= rows.length - AHEAD) fetchNextPage();
  }, [lastIndex, rows.length, hasNextPage, isFetchingNextPage, fetchNextPage]);
}

/** What all cells of a column have in common, made once and not for each row. */
export function cellsOf(resource, columns, select) {
  return columns.map(({ field, type, width, left, last }) => {
    const named = field.name === resource.name_field;
    return {
      field, named, Shown: type.Cell, plain: field.type !== 'reference', editable: !named && canEditCell(resource, field),
      style: left === null ? { width } : { width, left: left + select },
      className: 'gx-cell' + (left === null ? '' : ' gx-frozen') + (last ? ' gx-frozen-last' : '') + (type.align === 'end' ? ' gx-end' : ''),
    };
  });
}

/** @param {{box: HTMLElement|null, resource: any, list: any, columns: any[], selection: any, active: number, rowHeight: number, select: number, width: number, onOpen: (row: any) => void}} props */
function Body({ box, resource, list, columns, selection, active, rowHeight, select, width, onOpen }) {
  const { t } = useTranslation();
  const visit = useVisit();
  const { rows } = list;
  const cells = useMemo(() => cellsOf(resource, columns, select), [resource, columns, select]);
  const virtual = useVirtualizer({ count: rows.length + (list.hasNextPage ? 3 : 0), getScrollElement: () => box, estimateSize: () => rowHeight, overscan: OVERSCAN, useFlushSync: false });
  const printing = usePrinting();
  const seen = virtual.getVirtualItems();
  const items = printing ? rows.map((row, index) => ({ key: row.id, index, start: index * rowHeight })) : seen;
  useAhead(list, seen.at(-1)?.index ?? 0);
  return (
    <div role="rowgroup" className="gx-grid-body" style={{ height: virtual.getTotalSize(), width: '100%', minWidth: width }}>
      {items.map((item) => {
        const row = rows[item.index];
        return row ? (
          <GridRow key={row.id} resource={resource} row={row} index={item.index} top={item.start} height={rowHeight} cells={cells} select={select} t={t} visit={visit}
            chosen={selection.all || selection.ids.has(row.id)} active={item.index === active} onToggle={selection.toggle} onOpen={onOpen} />
        ) : (
          <div key={item.key} role="row" className="gx-row gx-row-wait" style={{ transform: 'translateY(' + item.start + 'px)', height: rowHeight }}>
            <span role="gridcell" aria-label={t('loading')}><i /></span>
          </div>
        );
      })}
    </div>
  );
}

export const GridBody = memo(Body);
