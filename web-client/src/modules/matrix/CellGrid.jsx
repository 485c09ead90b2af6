// SPDX-License-Identifier: AGPL-3.0-or-later
// The grid of cells. Only what is in sight is drawn, both ways. The mouse paints by
// dragging, arrows move, space opens or closes, shift and arrows paint on; heads
// stand for whole lines. One focus for the whole grid.
import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from '../../i18n/index.js';

const ROW = 30;
const COLUMN = 76;
const TOP = 56;
const idOf = (row, column) => 'gxx-' + row + '-' + column;

/** true, false or 'mixed' for a line of cells. */
function stateOf(at, count, brush) {
  let open = 0;
  for (let index = 0; index < count; index += 1) if (at(index) >= brush) open += 1;
  return open === count ? true : open ? 'mixed' : false;
}

const Cell = memo(/** @param {any} props */ function Cell({ row, column, left, level, other, part, count, active, label, word }) {
  const kind = ' gxx-' + level + (other > level ? ' gxx-other' : '') + (part && !level && !other ? ' gxx-part' : '');
  return (
    <div role="gridcell" id={idOf(row, column)} data-row={row} data-column={column} className={'gxx-cell' + kind + (active ? ' gxx-active' : '')} style={{ left, width: COLUMN }}
      title={label + '：' + word} aria-label={label + ' ' + word + ' ' + count} aria-selected={level > 0}>{count || ''}</div>
  );
});

/** @param {any} props */
function Head({ role, className, style, name, total, state, onToggle }) {
  return (
    <div role={role} className={className} style={style}>
      <button type="button" role="checkbox" tabIndex={-1} aria-checked={state} aria-label={name} title={name} onClick={onToggle} className="gxx-head">
        <span className={'gxx-box gxx-box-' + state} aria-hidden="true" /><span className="gxx-head-name">{name}</span><small>{total || ''}</small>
      </button>
    </div>
  );
}

function useKeys({ height, width, active, setActive, toggle, paint, rows, columns }) {
  return (event) => {
    const moves = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], PageUp: [-12, 0], PageDown: [12, 0], Home: [0, -width], End: [0, width] };
    if (event.key === ' ' || event.key === 'Enter') {
      event.preventDefault();
      toggle(active);
      return;
    }
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    const next = [Math.max(0, Math.min(height - 1, active[0] + move[0])), Math.max(0, Math.min(width - 1, active[1] + move[1]))];
    setActive(next);
    rows.scrollToIndex(next[0]);
    columns.scrollToIndex(next[1]);
    if (event.shiftKey) paint(active, next);
  };
}

/** Painting: the first cell decides what the stroke does. */
function useStroke(levels, brush, onCells) {
  const stroke = useRef(/** @type {number|null} */ (null));
  useEffect(() => {
    const end = () => { stroke.current = null; };
    window.addEventListener('pointerup', end);
    return () => window.removeEventListener('pointerup', end);
  }, []);
  const begin = (level) => {
    stroke.current = level === brush ? 0 : brush;
    return stroke.current;
  };
  return { stroke, begin, onCells };
}

/** @returns {[number, number]|null} */
const placeOf = (event) => {
  const cell = event.target.closest?.('[data-row]');
  return cell ? [Number(cell.dataset.row), Number(cell.dataset.column)] : null;
};

/** @param {{view: any, levels: Uint8Array, other: Uint8Array, part: Uint8Array, counts: Uint32Array|null, brush: number, nameOf: (dimension: any, value: any) => string, headWidth: number, onCells: (cells: [number, number][], level: number) => void, label: string}} props */
export function CellGrid({ view, levels, other, part, counts, brush, nameOf, headWidth, onCells, label }) {
  const { t } = useTranslation('matrix');
  const box = useRef(/** @type {any} */ (null));
  const [active, setActive] = useState(/** @type {[number, number]} */ ([0, 0]));
  const [height, width] = [view.row.values.length, view.column.values.length];
  const rows = useVirtualizer({ count: height, getScrollElement: () => box.current, estimateSize: () => ROW, overscan: 6, scrollPaddingStart: TOP });
  const columns = useVirtualizer({ horizontal: true, count: width, getScrollElement: () => box.current, estimateSize: () => COLUMN, overscan: 4, scrollPaddingStart: headWidth });
  const at = (row, column) => levels[row * width + column];
  const { stroke, begin } = useStroke(levels, brush, onCells);
  const toggle = useCallback(([row, column]) => onCells([[row, column]], levels[row * width + column] === brush ? 0 : brush), [levels, brush, width, onCells]);
  const onKeyDown = useKeys({ height, width, active, setActive, toggle, rows, columns, paint: (from, to) => onCells([from, to], brush) });
  const line = (cells, state) => onCells(cells, state === true ? 0 : brush);
  const rowCells = (row) => Array.from({ length: width }, (_, column) => /** @type {[number, number]} */ ([row, column]));
  const columnCells = (column) => Array.from({ length: height }, (_, row) => /** @type {[number, number]} */ ([row, column]));
  const sum = (indexes) => (counts ? indexes.reduce((total, [row, column]) => total + counts[row * width + column], 0) : 0);
  const start = (event) => {
    const place = placeOf(event);
    if (!place) return;
    setActive(place);
    if (event.pointerType !== 'mouse' || event.button !== 0) return;
    event.preventDefault();
    box.current.focus({ preventScroll: true });
    onCells([place], begin(at(...place)));
  };
  const over = (event) => {
    const place = stroke.current === null || !(event.buttons & 1) ? null : placeOf(event);
    if (place) onCells([place], stroke.current);
  };
  const tap = (event) => {
    const place = event.nativeEvent.pointerType === 'mouse' ? null : placeOf(event);
    if (place) toggle(place);
  };
  const shownColumns = columns.getVirtualItems();
  const word = (index) => t(levels[index] ? 'level.' + levels[index] : other[index] ? 'otherRule' : part[index] ? 'partly' : 'level.0');
  const corner = stateOf((index) => levels[index], height * width, brush);
  return (
    <div ref={box} className="gxx-grid" role="grid" tabIndex={0} aria-label={label} aria-rowcount={height} aria-colcount={width} aria-multiselectable="true" aria-activedescendant={idOf(...active)}
      onKeyDown={onKeyDown} onPointerDown={start} onPointerOver={over} onClick={tap}>
      <div role="row" className="gxx-top" style={{ height: TOP, width: columns.getTotalSize() + headWidth }}>
        <Head role="columnheader" className="gxx-corner" style={{ width: headWidth, height: TOP }} name={t('everything')} state={corner} onToggle={() => line(view.row.values.flatMap((_, row) => rowCells(row)), corner)} />
        {shownColumns.map((item) => {
          const cells = columnCells(item.index);
          const state = stateOf((row) => at(row, item.index), height, brush);
          return <Head key={item.key} role="columnheader" className="gxx-column" style={{ left: headWidth + item.start, width: COLUMN, height: TOP }} name={nameOf(view.column, view.column.values[item.index])} total={sum(cells)} state={state} onToggle={() => line(cells, state)} />;
        })}
      </div>
      <div role="rowgroup" style={{ height: rows.getTotalSize(), width: columns.getTotalSize() + headWidth, position: 'relative' }}>
        {rows.getVirtualItems().map((row) => {
          const cells = rowCells(row.index);
          const state = stateOf((column) => at(row.index, column), width, brush);
          const name = nameOf(view.row, view.row.values[row.index]);
          return (
            <div key={row.key} role="row" className="gxx-row" style={{ transform: 'translateY(' + row.start + 'px)', height: ROW }}>
              <Head role="rowheader" className="gxx-side" style={{ width: headWidth }} name={name} total={sum(cells)} state={state} onToggle={() => line(cells, state)} />
              {shownColumns.map((item) => {
                const index = row.index * width + item.index;
                return <Cell key={item.key} row={row.index} column={item.index} left={headWidth + item.start} level={levels[index]} other={other[index]} part={part[index]} count={counts?.[index] ?? 0}
                  active={row.index === active[0] && item.index === active[1]} label={name + ' × ' + nameOf(view.column, view.column.values[item.index])} word={word(index)} />;
              })}
            </div>
          );
        })}
      </div>
    </div>
  );
}
