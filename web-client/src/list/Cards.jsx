// SPDX-License-Identifier: AGPL-3.0-or-later
// The list on a phone: one card per record with its name and the facts that
// matter, virtual like the table.
import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';
import { Link } from 'react-router-dom';
import { typeOf } from '../fields/index.js';
import { recordName } from '../meta/model.js';
import { useText } from '../i18n/index.js';
import { RowActions } from './RowActions.jsx';
import { usePlace } from './Grid.jsx';
import { useAhead } from './GridBody.jsx';

const FACTS = 4;

/** @param {{resource: any, row: any, names: string[]}} props */
export function Card({ resource, row, names }) {
  const text = useText();
  const facts = names.filter((name) => name !== resource.name_field && name !== 'code' && row[name] !== null && row[name] !== undefined && row[name] !== '').slice(0, FACTS);
  return (
    <div className="gx-tile">
      <span className="gx-tile-head"><Link to={'/' + resource.path + '/' + row.id}>{recordName(resource, row)}</Link>{row.code && resource.name_field !== 'code' ? <small>{row.code}</small> : null}<RowActions row={row} /></span>
      <span className="gx-tile-facts">
        {facts.map((name) => {
          const field = resource.field[name];
          const { Cell } = typeOf(field);
          return <span key={name}><small>{text(field.label)}</small><Cell field={field} value={row[name]} record={row} plain /></span>;
        })}
      </span>
    </div>
  );
}

/** Facts of a card, those that matter first. @param {any} resource @param {any[]} columns @returns {string[]} */
export const namesOf = (resource, columns) => [...new Set([...(resource.layout.card ?? []), ...columns.map((column) => column.name)])].filter((name) => resource.field[name]);

/** @param {{resource: any, list: any, selection: any, url: string, columns: any[]}} props */
export function Cards({ resource, list, url, columns }) {
  const box = useRef(null);
  const text = useText();
  const { rows } = list;
  const names = namesOf(resource, columns);
  const virtual = useVirtualizer({ count: rows.length, getScrollElement: () => box.current, estimateSize: () => 104, overscan: 6 });
  const items = virtual.getVirtualItems();
  useAhead(list, items.at(-1)?.index ?? 0);
  const remember = usePlace(box, resource.path, url, rows);
  return (
    <div ref={box} className="gx-tiles" onScroll={remember} tabIndex={0} role="region" aria-label={text(resource.titles ?? resource.title)}>
      <ul className="gx-plain" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
        {items.map((item) => (
          <li key={rows[item.index].id} ref={virtual.measureElement} data-index={item.index} className="gx-tile-item" style={{ transform: 'translateY(' + item.start + 'px)' }}>
            <Card resource={resource} row={rows[item.index]} names={names} />
          </li>
        ))}
      </ul>
    </div>
  );
}
