// SPDX-License-Identifier: AGPL-3.0-or-later
// The head of the table: click sorts, the small button opens sort and filter, the
// edge resizes, dragging reorders. Everything is in the menu for the keyboard too.
import { Button, Popover } from 'antd';
import { ArrowDownOutlined, ArrowUpOutlined, FilterFilled, MoreOutlined } from '@ant-design/icons';
import { Suspense, lazy, memo, useEffect, useRef, useState } from 'react';
import { useText, useTranslation } from '../i18n/index.js';
import { conditionsOn } from './filters.js';
import { nextSort, parseSort } from './useListState.js';

const HeaderMenu = lazy(() => import('./HeaderMenu.jsx'));

/** Drags the right edge of a column. */
function Edge({ column, onResize }) {
  const { t } = useTranslation();
  const start = useRef(null);
  const down = (event) => {
    event.preventDefault();
    event.stopPropagation();
    start.current = { x: event.clientX, width: column.width };
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const move = (event) => {
    if (start.current) onResize(column.name, start.current.width + event.clientX - start.current.x);
  };
  return (
    <span className="gx-edge" aria-hidden="true" title={t('list.resize')} onPointerDown={down} onPointerMove={move} onPointerUp={() => { start.current = null; }}
      onClick={(event) => event.stopPropagation()} draggable onDragStart={(event) => { event.preventDefault(); event.stopPropagation(); }} />
  );
}

function Head({ resource, column, columns, state, select }) {
  const { t } = useTranslation();
  const text = useText();
  const [open, setOpen] = useState(false);
  const [over, setOver] = useState(false);
  const { field } = column;
  const label = text(field.label);
  const sorted = parseSort(state.sort)[0];
  const mine = sorted?.field === field.name;
  const canSort = field.sort !== false;
  const filtered = conditionsOn(state.tree, field.name).length > 0;
  const sort = () => canSort && state.set({ sort: nextSort(state.sort, field.name, resource.sort === field.name ? '-' + field.name : '') });
  const drop = (event) => {
    event.preventDefault();
    setOver(false);
    const name = event.dataTransfer.getData('text/x-gx-column');
    if (name && name !== column.name) columns.move(name, column.name);
  };
  const className = 'gx-head' + (column.left === null ? '' : ' gx-frozen') + (column.last ? ' gx-frozen-last' : '') + (column.type.align === 'end' ? ' gx-end' : '') + (over ? ' gx-over' : '');
  return (
    <div role="columnheader" aria-sort={mine ? (sorted.down ? 'descending' : 'ascending') : undefined} className={className} style={{ width: column.width, left: column.left === null ? undefined : column.left + select }}
      draggable onDragStart={(event) => event.dataTransfer.setData('text/x-gx-column', column.name)} onDragOver={(event) => { event.preventDefault(); setOver(true); }} onDragLeave={() => setOver(false)} onDrop={drop}>
      <button type="button" className="gx-head-label" onClick={sort} disabled={!canSort} title={label}>
        <span>{label}</span>{mine ? (sorted.down ? <ArrowDownOutlined aria-hidden="true" /> : <ArrowUpOutlined aria-hidden="true" />) : null}
      </button>
      <Popover open={open} onOpenChange={setOpen} trigger="click" placement="bottomRight" arrow={false} destroyOnHidden
        content={<Suspense fallback={<div className="gx-head-window" />}><HeaderMenu resource={resource} column={column} columns={columns} state={state} onClose={() => setOpen(false)} /></Suspense>}>
        <Button type="text" size="small" className={'gx-head-menu' + (filtered || open ? ' gx-on' : '')} icon={filtered ? <FilterFilled /> : <MoreOutlined />} aria-label={t('list.headerMenu', { label })} />
      </Popover>
      <Edge column={column} onResize={columns.resize} />
    </div>
  );
}

/** @param {{resource: any, columns: any, state: any, selection: any, rows: any[], width: number, select: number}} props */
function Header({ resource, columns, state, selection, rows, width, select }) {
  const { t } = useTranslation();
  const some = selection.count > 0;
  const all = some && selection.count >= rows.length;
  const box = useRef(null);
  useEffect(() => { if (box.current) box.current.indeterminate = some && !all; }, [some, all]);
  return (
    <div role="rowgroup" className="gx-grid-head" style={{ minWidth: width }}>
      <div role="row" aria-rowindex={1} className="gx-head-row">
        {select ? (
          <div role="columnheader" className="gx-head gx-frozen gx-cell-select" style={{ width: select, left: 0 }}>
            <input ref={box} type="checkbox" className="gx-check" checked={all} aria-label={t('list.selectAll')} onChange={() => (all ? selection.clear() : selection.loaded())} />
          </div>
        ) : null}
        {columns.columns.map((column) => <Head key={column.name} resource={resource} column={column} columns={columns} state={state} select={select} />)}
      </div>
    </div>
  );
}

export const GridHeader = memo(Header);
