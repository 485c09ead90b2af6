// SPDX-License-Identifier: AGPL-3.0-or-later
// The table: head, rows (GridBody), the place that is kept. An ARIA grid: arrows
// move, Space chooses, Enter opens.
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { may } from '../meta/model.js';
import { useText } from '../i18n/index.js';
import { GridBody } from './GridBody.jsx';
import { GridHeader } from './GridHeader.jsx';
import { leaveOrder, leavePlace, placeOf } from './memory.js';

export const SELECT = 44;
/** Where nothing can be done with several rows there is nothing to tick. */
export const ticksOf = (resource) => may(resource, 'bulk') && ['update', 'delete', 'transfer'].some((operation) => may(resource, operation));

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

/** Scrolls as little as it takes to see a row; the head covers the top of the box. */
export function reveal(box, index, rowHeight) {
  const head = box.querySelector('.gx-grid-head')?.offsetHeight ?? 0;
  const top = index * rowHeight;
  if (top < box.scrollTop) box.scrollTop = top;
  else if (top + rowHeight > box.scrollTop + box.clientHeight - head) box.scrollTop = top + rowHeight - box.clientHeight + head;
}

function useKeys({ rows, active, setActive, selection, open, rowHeight, ticks }) {
  return useCallback((event) => {
    if (event.target !== event.currentTarget) return;
    const page = 12;
    const moves = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -rows.length, End: rows.length };
    if (event.key in moves) {
      event.preventDefault();
      const next = Math.max(0, Math.min(rows.length - 1, active + moves[event.key]));
      setActive(next);
      reveal(event.currentTarget, next, rowHeight);
    } else if (event.key === ' ' && rows[active] && ticks) {
      event.preventDefault();
      selection.toggle(active, event.shiftKey);
    } else if (event.key === 'Enter' && rows[active]) {
      open(rows[active]);
    }
  }, [rows, active, setActive, selection, open, rowHeight, ticks]);
}

/** @param {{resource: any, list: any, state: any, columns: any, selection: any, url: string, rowHeight: number}} props */
export function Grid({ resource, list, state, columns, selection, url, rowHeight }) {
  const text = useText();
  const navigate = useNavigate();
  const box = useRef(/** @type {any} */ (null));
  const [element, setElement] = useState(/** @type {any} */ (null));
  const attach = useCallback((node) => {
    box.current = node;
    setElement(node);
  }, []);
  const [active, setActive] = useState(-1);
  const { rows } = list;
  const remember = usePlace(box, resource.path, url, rows);
  const open = useCallback((row) => navigate('/' + resource.path + '/' + row.id), [navigate, resource.path]);
  const onKeyDown = useKeys({ rows, active, setActive, selection, open, rowHeight, ticks: ticksOf(resource) });
  const select = ticksOf(resource) ? SELECT : 0;
  const width = select + columns.columns.reduce((sum, column) => sum + column.width, 0);
  const total = list.count?.exact ? list.count.value : -1;
  return (
    <div ref={attach} className="gx-grid" role="grid" tabIndex={0} aria-label={text(resource.titles ?? resource.title)} aria-rowcount={total} aria-colcount={columns.columns.length + 1}
      aria-multiselectable="true" aria-busy={list.isFetching} aria-activedescendant={active >= 0 ? 'gx-row-' + active : undefined} onScroll={remember} onKeyDown={onKeyDown}>
      <GridHeader resource={resource} columns={columns} state={state} selection={selection} rows={rows} width={width} select={select} />
      <GridBody box={element} resource={resource} list={list} columns={columns.columns} selection={selection} active={active} rowHeight={rowHeight} select={select} width={width} onOpen={open} />
    </div>
  );
}
