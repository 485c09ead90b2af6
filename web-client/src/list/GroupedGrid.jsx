// SPDX-License-Identifier: AGPL-3.0-or-later
// The table in groups: rows of groups with their sums, the rows of those that are
// open, the total below. An ARIA tree grid: up and down move, right opens, left
// closes or goes to the group, Space chooses, Enter opens.
import { Alert, Button } from 'antd';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useNavigate } from 'react-router-dom';
import { useVisit } from '../app/visit.jsx';
import { useText, useTranslation } from '../i18n/index.js';
import { usePlace, reveal, SELECT, ticksOf } from './Grid.jsx';
import { cellsOf } from './GridBody.jsx';
import { GridHeader } from './GridHeader.jsx';
import { GridRow } from './GridRow.jsx';
import { GroupRow, TotalRow } from './GroupRow.jsx';
import { GroupLoader, linesOf, useGroupLists } from './groupRows.jsx';
import { useGroupWords, useMeasureWords } from './groupWords.jsx';
import { groupUrl } from './groups.js';
import { usePrinting } from './usePrinting.js';

/** Groups whose rows are asked for: open, and seen once while they were. */
function useSeen(lines, items) {
  const [seen, setSeen] = useState(/** @type {Record<string, any>} */ ({}));
  const inSight = items.map((item) => lines[item.index]).filter((line) => line?.kind === 'wait').map((line) => line.group);
  const fresh = inSight.filter((group) => !seen[group.key]);
  const key = fresh.map((group) => group.key).join(' ');
  useEffect(() => {
    if (fresh.length) setSeen((old) => ({ ...old, ...Object.fromEntries(fresh.map((group) => [group.key, true])) }));
  }, [key]);
  return seen;
}

/** The next page of a group whose end is in sight. */
function useNext(lines, items, lists) {
  const keys = [...new Set(items.map((item) => lines[item.index]).filter((line) => line?.kind === 'wait').map((line) => line.group.key))];
  const due = keys.map((key) => lists[key]).filter((list) => list?.hasNextPage && !list.isFetchingNextPage);
  useEffect(() => { for (const list of due) list.fetchNextPage(); });
}

function useKeys({ lines, active, setActive, grouped, toggleRow, openRow, rowHeight, ticks }) {
  return useCallback((event) => {
    if (event.target !== event.currentTarget) return;
    const line = lines[active];
    const go = (to) => {
      const next = Math.max(0, Math.min(lines.length - 1, to));
      setActive(next);
      reveal(event.currentTarget, next, rowHeight);
    };
    const moves = { ArrowDown: 1, ArrowUp: -1, PageDown: 12, PageUp: -12, Home: -lines.length, End: lines.length };
    const isOpen = line?.kind === 'group' && grouped.open.has(line.key);
    const above = () => lines.slice(0, active).findLastIndex((other) => other.kind === 'group' && (line.kind !== 'group' || other.level < line.level));
    const acts = {
      ArrowRight: () => (line?.kind === 'group' && !isOpen ? grouped.toggle(line.key, true) : go(active + 1)),
      ArrowLeft: () => (isOpen ? grouped.toggle(line.key, false) : line && above() >= 0 && go(above())),
      Enter: () => (line?.kind === 'group' ? grouped.toggle(line.key) : line?.row && openRow(line.row)),
      ' ': () => (line?.kind === 'group' ? grouped.toggle(line.key) : line?.row && ticks && toggleRow(active, event.shiftKey)),
    };
    if (!(event.key in moves) && !acts[event.key]) return;
    event.preventDefault();
    if (event.key in moves) go(active + moves[event.key]);
    else acts[event.key]();
  }, [lines, active, setActive, grouped, toggleRow, openRow, rowHeight, ticks]);
}

function Line({ line, index, top, height, shared }) {
  const { resource, columns, cells, select, width, t, visit, selection, grouped, words, measure, state, active, toggleRow, openRow, lists } = shared;
  const style = { transform: 'translateY(' + top + 'px)', height };
  if (line.kind === 'group') {
    const { group } = line;
    return <GroupRow group={group} level={line.level} name={words(group.by, group.value)} row={group.row} index={index} top={top} height={height} columns={columns} sums={grouped.sums} select={select} width={width}
      open={grouped.open.has(line.key)} active={index === active} t={t} words={measure} url={groupUrl(resource, state, group.conditions)} visit={visit} onToggle={grouped.toggle} />;
  }
  if (line.kind === 'row') {
    return <GridRow resource={resource} row={line.row} index={index} top={top} height={height} cells={cells} select={select} t={t} visit={visit}
      chosen={selection.all || selection.ids.has(line.row.id)} active={index === active} onToggle={toggleRow} onOpen={openRow} />;
  }
  return (
    <div role="row" className="gx-row gx-row-wait" style={style}>
      <span role="gridcell" aria-label={t(line.kind === 'failed' ? 'list.failed' : 'loading')}>{line.kind === 'failed' ? <Button size="small" onClick={() => lists[line.group.key].refetch()}>{t('again')}</Button> : <i />}</span>
    </div>
  );
}

/** @param {{resource: any, grouped: any, query: any, state: any, columns: any, selection: any, url: string, rowHeight: number, onRows: (rows: any[]) => void}} props */
export default function GroupedGrid({ resource, grouped, query, state, columns, selection, url, rowHeight, onRows }) {
  const text = useText();
  const { t } = useTranslation();
  const navigate = useNavigate();
  const visit = useVisit();
  const words = useGroupWords();
  const measure = useMeasureWords();
  const box = useRef(/** @type {any} */ (null));
  const [active, setActive] = useState(-1);
  const { lists, onList } = useGroupLists();
  const lines = useMemo(() => linesOf(grouped.groups, grouped.open, lists), [grouped.groups, grouped.open, lists]);
  const rows = useMemo(() => lines.filter((line) => line.row).map((line) => line.row), [lines]);
  useEffect(() => onRows(rows), [rows, onRows]);
  const remember = usePlace(box, resource.path, url, rows);
  const virtual = useVirtualizer({ count: lines.length, getScrollElement: () => box.current, estimateSize: () => rowHeight, overscan: 12, useFlushSync: false });
  const printing = usePrinting();
  const seen = virtual.getVirtualItems();
  const items = printing ? lines.map((line, index) => ({ key: line.key, index, start: index * rowHeight })) : seen;
  const asked = useSeen(lines, seen);
  useNext(lines, seen, lists);
  const live = useRef({ lines, rows, toggle: selection.toggle });
  live.current = { lines, rows, toggle: selection.toggle };
  const toggleRow = useCallback((index, range) => live.current.toggle(live.current.rows.indexOf(live.current.lines[index].row), range), []);
  const openRow = useCallback((row) => navigate('/' + resource.path + '/' + row.id), [navigate, resource.path]);
  const ticks = ticksOf(resource);
  const onKeyDown = useKeys({ lines, active, setActive, grouped, toggleRow, openRow, rowHeight, ticks });
  const select = ticks ? SELECT : 0;
  const width = select + columns.columns.reduce((sum, column) => sum + column.width, 0);
  const cells = useMemo(() => cellsOf(resource, columns.columns, select), [resource, columns.columns, select]);
  const shared = { resource, columns: columns.columns, cells, select, width, t, visit, selection, grouped, words, measure, state, active, toggleRow, openRow, lists };
  const open = grouped.groups.flatMap((group) => (grouped.open.has(group.key) ? group.parts ?? [group] : [])).filter((group) => grouped.open.has(group.key) && asked[group.key]);
  return (
    <>
      {grouped.more ? <Alert banner type="info" title={t('group.more', { count: grouped.most })} /> : null}
      {open.map((group) => <GroupLoader key={group.key} path={resource.path} query={query} group={group} tree={state.tree} onList={onList} />)}
      <div ref={box} className="gx-grid gx-grouped" role="treegrid" tabIndex={0} aria-label={text(resource.titles ?? resource.title)} aria-rowcount={lines.length + 2} aria-colcount={columns.columns.length + 1}
        aria-multiselectable="true" aria-busy={grouped.answer.isFetching} aria-activedescendant={active >= 0 ? 'gx-row-' + active : undefined} onScroll={remember} onKeyDown={onKeyDown}>
        <GridHeader resource={resource} columns={columns} state={state} selection={selection} rows={rows} width={width} select={select} />
        <div role="rowgroup" className="gx-grid-body" style={{ height: virtual.getTotalSize(), width: '100%', minWidth: width }}>
          {items.map((item) => <Line key={item.key} line={lines[item.index]} index={item.index} top={item.start} height={rowHeight} shared={shared} />)}
        </div>
        {grouped.total ? <TotalRow row={grouped.total} columns={columns.columns} sums={grouped.sums} select={select} width={width} height={rowHeight} t={t} words={measure} /> : null}
      </div>
    </>
  );
}
