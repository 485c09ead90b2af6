// SPDX-License-Identifier: AGPL-3.0-or-later
// The row of a group and the row of the whole: name and number of rows where the
// first columns are, sums below the columns that they add up.
import { RightOutlined, UnorderedListOutlined } from '@ant-design/icons';
import { Tooltip } from 'antd';
import { memo } from 'react';
import { formatNumber } from '../i18n/format.js';

/** Columns before the first sum carry the name. */
function leadOf(columns, sums) {
  const at = columns.findIndex(({ name }) => sums.some((field) => field.name === name));
  return at < 0 ? columns.length : Math.max(at, 1);
}

/** Paper has no column for choosing. @returns {any} */
const leadStyle = (width, select) => ({ width, '--gx-select': select + 'px' });

function Sums({ columns, sums, row, words, lead }) {
  return columns.slice(lead).map(({ name, width }) => {
    const field = sums.find((one) => one.name === name);
    return <div key={name} role="gridcell" className="gx-cell gx-end gx-group-sum" style={{ width }}>{field ? words(field, 'sum', row) : null}</div>;
  });
}

/** @param {{group: any, level: number, name: string, row: any, index: number, top: number, height: number, columns: any[], sums: any[], select: number, width: number, open: boolean,
 *   active: boolean, t: any, words: any, url: string, visit: any, onToggle: (key: string) => void}} props */
function Row({ group, level, name, row, index, top, height, columns, sums, select, width, open, active, t, words, url, visit, onToggle }) {
  const lead = leadOf(columns, sums);
  const wide = columns.slice(0, lead).reduce((sum, column) => sum + column.width, select);
  const first = sums.find((field) => field.name === columns[0].name);
  return (
    <div role="row" id={'gx-row-' + index} aria-rowindex={index + 2} aria-level={level} aria-expanded={open} className={'gx-row gx-group-row gx-group-' + level + (active ? ' gx-active' : '')}
      style={{ transform: 'translateY(' + top + 'px)', height, minWidth: width }} onClick={() => onToggle(group.key)}>
      <div role="gridcell" className="gx-cell gx-group-lead" style={leadStyle(wide, select)}>
        <span className="gx-group-name">
          <RightOutlined aria-hidden="true" className={open ? 'gx-group-open' : ''} />
          <strong title={name}>{name}</strong><span className="gx-count">{t('list.rows', { count: formatNumber(row.count) })}{first ? ' · ' + words(first, 'sum', row) : null}</span>
          <Tooltip title={t('group.only')} mouseEnterDelay={0.4}><a href={url} className="gx-group-only" aria-label={t('group.onlyOf', { name })} onClick={(event) => { event.stopPropagation(); visit(event); }}><UnorderedListOutlined aria-hidden="true" /></a></Tooltip>
        </span>
      </div>
      <Sums columns={columns} sums={sums} row={row} words={words} lead={lead} />
    </div>
  );
}

export const GroupRow = memo(Row);

/** @param {{row: any, columns: any[], sums: any[], select: number, width: number, height: number, t: any, words: any}} props */
export function TotalRow({ row, columns, sums, select, width, height, t, words }) {
  const lead = leadOf(columns, sums);
  const wide = columns.slice(0, lead).reduce((sum, column) => sum + column.width, select);
  const first = sums.find((field) => field.name === columns[0].name);
  return (
    <div role="rowgroup" className="gx-group-foot" style={{ minWidth: width }}>
      <div role="row" className="gx-total-row" style={{ height }}>
        <div role="gridcell" className="gx-cell gx-group-lead" style={leadStyle(wide, select)}>
          <span className="gx-group-name"><strong>{t('list.sum')}</strong><span className="gx-count">{t('list.rows', { count: formatNumber(row.count) })}{first ? ' · ' + words(first, 'sum', row) : null}</span></span>
        </div>
        <Sums columns={columns} sums={sums} row={row} words={words} lead={lead} />
      </div>
    </div>
  );
}
