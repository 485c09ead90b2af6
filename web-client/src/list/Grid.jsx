// SPDX-License-Identifier: AGPL-3.0-or-later
// The table: only the rows in sight exist, further ones are fetched ahead by
// cursor. An ARIA grid: arrows move, Space chooses, Enter opens.
import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { may } from '../meta/model.js';
import { useText, useTranslation } from '../i18n/index.js';
import { GridHeader } from './GridHeader.jsx';
import { GridRow } from './GridRow.jsx';
import { usePrinting } from './usePrinting.js';
import { leaveOrder, leavePlace, placeOf } from './memory.js';

const SELECT = 44;
/** Where nothing can be done with several rows there is nothing to tick. */
const ticksOf = (resource) => may(resource, 'bulk') && ['update', 'delete', 'transfer'].some((operation) => may(resource, operation));
const AHEAD = 40;

/** Fetches the next page before the end comes into sight. */
export function useAhead(list, lastIndex) {
  const { hasNextPage, isFetchingNextPage, fetchNextPage, rows } = list;
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && lastIndex >= rows.length - AHEAD) fetchNextPage();
  }, [lastIndex, rows.length, hasNextPage, isFetchingNextPage, fetchNextPage]);
}

/** Comes back to where the list was left, and remembers when leaving. */
export function usePlace(box, path, url, rows) {
  const restored = useRef(false);
  const top = useRef(0);
  useLayoutEffect(() => {
    if (restored.current || !rows.length || !box.current) return;
    restored.current = true;
    box.current.scrollTop = placeOf(path, url);
  }, [rows.length, path, url, box]);
  const live = useRef(rows);
  live.current = rows;
  useEffect(() => () => {
    leavePlace(path, url, top.current);
    leaveOrder(path, live.current.map((row) => row.id));
  }, [path, url]);
  return (event) => { top.current = event.currentTarget.scrollTop; };
}

function useKeys({ rows, active, setActive, selection, open, virtual, ticks }) {
  return useCallback((event) => {
    if (event.target !== event.currentTarget) return;
    const page = 12;
    const moves = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -rows.length, End: rows.length };
    if (event.key in moves) {
      event.preventDefault();
      const next = Math.max(0, Math.min(rows.length - 1, active + moves[event.key]));
      setActive(next);
      virtual.scrollToIndex(next);
    } else if (event.key === ' ' && rows[active] && ticks) {
      event.preventDefault();
      selection.toggle(active, event.shiftKey);
    } else if (event.key === 'Enter' && rows[active]) {
      open(rows[active]);
    }
  }, [rows, active, setActive, selection, open, virtual, ticks]);
}

/** @param {{resource: any, list: any, state: any, columns: any, selection: any, url: string, rowHeight: number}} props */
export function Grid({ resource, list, state, columns, selection, url, rowHeight }) {
  const { t } = useTranslation();
  const text = useText();
  const navigate = useNavigate();
  const box = useRef(null);
  const [active, setActive] = useState(-1);
  const { rows } = list;
  const more = list.hasNextPage ? 3 : 0;
  const virtual = useVirtualizer({ count: rows.length + more, getScrollElement: () => box.current, estimateSize: () => rowHeight, overscan: 8, useFlushSync: false });
  const printing = usePrinting();
  const seen = virtual.getVirtualItems();
  const items = printing ? rows.map((row, index) => ({ key: row.id, index, start: index * rowHeight })) : seen;
  useAhead(list, seen.at(-1)?.index ?? 0);
  const remember = usePlace(box, resource.path, url, rows);
  const open = useCallback((row) => navigate('/' + resource.path + '/' + row.id), [navigate, resource.path]);
  const onKeyDown = useKeys({ rows, active, setActive, selection, open, virtual, ticks: ticksOf(resource) });
  const select = ticksOf(resource) ? SELECT : 0;
  const width = select + columns.columns.reduce((sum, column) => sum + column.width, 0);
  const total = list.count?.exact ? list.count.value : -1;
  return (
    <div ref={box} className="gx-grid" role="grid" tabIndex={0} aria-label={text(resource.titles ?? resource.title)} aria-rowcount={total} aria-colcount={columns.columns.length + 1}
      aria-multiselectable="true" aria-busy={list.isFetching} aria-activedescendant={active >= 0 ? 'gx-row-' + active : undefined} onScroll={remember} onKeyDown={onKeyDown}>
      <GridHeader resource={resource} columns={columns} state={state} selection={selection} rows={rows} width={width} select={select} />
      <div role="rowgroup" className="gx-grid-body" style={{ height: virtual.getTotalSize(), width: '100%', minWidth: width }}>
        {items.map((item) => (rows[item.index] ? (
          <GridRow key={rows[item.index].id} resource={resource} row={rows[item.index]} index={item.index} top={item.start} height={rowHeight} columns={columns.columns} select={select}
            chosen={selection.all || selection.ids.has(rows[item.index].id)} active={item.index === active} onToggle={selection.toggle} onOpen={open} />
        ) : (
          <div key={item.key} role="row" className="gx-row gx-row-wait" style={{ transform: 'translateY(' + item.start + 'px)', height: rowHeight }}>
            <span role="gridcell" aria-label={t('loading')}><i /></span>
          </div>
        )))}
      </div>
    </div>
  );
}
