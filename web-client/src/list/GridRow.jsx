// SPDX-License-Identifier: AGPL-3.0-or-later
// One row of the table. Memoised and made of plain elements with no hooks of
// libraries, because scrolling renders many of them; its tools appear when the
// pointer rests on it. The name is a real link so that it opens in a new tab.
import { memo, useEffect, useRef, useState } from 'react';
import { recordName } from '../meta/model.js';
import { RowActions } from './RowActions.jsx';
import { CellEditor } from './CellEditor.jsx';

/** Longer than a row stays under the pointer while the list is scrolled. */
const REST = 70;

/** Whether the pointer has come to rest here; stays true, so that an open window keeps its row. */
function useRest() {
  const [rested, setRested] = useState(false);
  const timer = useRef(0);
  useEffect(() => () => window.clearTimeout(timer.current), []);
  if (rested) return { rested };
  return {
    rested,
    onMouseEnter: () => { timer.current = window.setTimeout(() => setRested(true), REST); },
    onMouseLeave: () => window.clearTimeout(timer.current),
  };
}

const stop = (event) => event.stopPropagation();

/** @param {{resource: any, row: any, index: number, top: number, height: number, cells: any[], select: number, chosen: boolean, active: boolean, t: any,
 *   visit: any, onToggle: (index: number, range: boolean) => void, onOpen: (row: any) => void}} props cells: columns with the style and class of a cell */
function Row({ resource, row, index, top, height, cells, select, chosen, active, t, visit, onToggle, onOpen }) {
  const { rested, ...pointer } = useRest();
  const name = recordName(resource, row);
  const className = 'gx-row' + (chosen ? ' gx-chosen' : '') + (active ? ' gx-active' : '');
  return (
    <div role="row" id={'gx-row-' + index} aria-rowindex={index + 2} aria-selected={chosen} className={className} style={{ transform: 'translateY(' + top + 'px)', height }} onClick={() => onOpen(row)} {...pointer}>
      {select ? <div role="gridcell" className="gx-cell gx-frozen gx-cell-select" style={{ width: select, left: 0 }} onClick={stop}>
        <input type="checkbox" className="gx-check" checked={chosen} readOnly aria-label={t('list.selectRow', { name })} onClick={(event) => onToggle(index, event.shiftKey)} />
      </div> : null}
      {cells.map(({ field, Shown, named, plain, editable, style, className: look }) => (
        <div key={field.name} role="gridcell" className={look} style={style}>
          {named ? <a className="gx-row-name" href={'/' + resource.path + '/' + row.id} onClick={visit}>{name}</a>
            : <div className="gx-cell-value"><Shown field={field} value={row[field.name]} record={row} plain={plain} /></div>}
          {rested && named ? <RowActions row={row} /> : null}
          {rested && editable ? <CellEditor resource={resource} row={row} field={field} /> : null}
        </div>
      ))}
    </div>
  );
}

export const GridRow = memo(Row);
