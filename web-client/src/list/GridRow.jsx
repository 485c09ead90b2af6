// SPDX-License-Identifier: AGPL-3.0-or-later
// One row of the table. Memoised and made of plain elements, because scrolling
// renders many of them; its tools appear when the pointer comes. The name is a
// real link so that it opens in a new tab like any other.
import { memo, useState } from 'react';
import { Link } from 'react-router-dom';
import { recordName } from '../meta/model.js';
import { useTranslation } from '../i18n/index.js';
import { RowActions } from './RowActions.jsx';
import { CellEditor, canEditCell } from './CellEditor.jsx';

function Cell({ resource, row, column, tools, select }) {
  const { field, type } = column;
  const { Cell: Shown } = type;
  const named = field.name === resource.name_field;
  const style = { width: column.width, left: column.left === null ? undefined : column.left + select };
  const className = 'gx-cell' + (column.left === null ? '' : ' gx-frozen') + (type.align === 'end' ? ' gx-end' : '');
  return (
    <div role="gridcell" className={className} style={style}>
      {named
        ? <Link className="gx-row-name" to={'/' + resource.path + '/' + row.id} onClick={(event) => event.stopPropagation()}>{recordName(resource, row)}</Link>
        : <div className="gx-cell-value"><Shown field={field} value={row[field.name]} record={row} plain={field.type !== 'reference'} /></div>}
      {tools && named ? <RowActions row={row} /> : null}
      {tools && !named && canEditCell(resource, field) ? <CellEditor resource={resource} row={row} field={field} /> : null}
    </div>
  );
}

/** @param {{resource: any, row: any, index: number, top: number, height: number, columns: any[], select: number, chosen: boolean, active: boolean,
 *   onToggle: (index: number, range: boolean) => void, onOpen: (row: any) => void}} props */
function Row({ resource, row, index, top, height, columns, select, chosen, active, onToggle, onOpen }) {
  const { t } = useTranslation();
  const [tools, setTools] = useState(false);
  const className = 'gx-row' + (chosen ? ' gx-chosen' : '') + (active ? ' gx-active' : '');
  return (
    <div role="row" id={'gx-row-' + index} aria-rowindex={index + 2} aria-selected={chosen} className={className} style={{ transform: 'translateY(' + top + 'px)', height }} onClick={() => onOpen(row)} onMouseEnter={() => setTools(true)}>
      {select ? <div role="gridcell" className="gx-cell gx-frozen gx-cell-select" style={{ width: select, left: 0 }} onClick={(event) => event.stopPropagation()}>
        <input type="checkbox" className="gx-check" checked={chosen} readOnly aria-label={t('list.selectRow', { name: recordName(resource, row) })} onClick={(event) => onToggle(index, event.shiftKey)} />
      </div> : null}
      {columns.map((column) => <Cell key={column.name} resource={resource} row={row} column={column} tools={tools} select={select} />)}
    </div>
  );
}

export const GridRow = memo(Row);
