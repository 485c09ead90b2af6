// SPDX-License-Identifier: AGPL-3.0-or-later
// The first actions of a record right in its row or card (写跟进): the list offers
// them, one window at a time is open, the row itself stays where it is.
import { Button, Tooltip } from 'antd';
import { Suspense, createContext, lazy, useContext, useMemo, useState } from 'react';
import { useMeta } from '../api/queries.js';
import { Icon } from '../app/icons.jsx';
import { entriesFor, recordActions } from '../modules/index.js';
import { useTranslation } from '../i18n/index.js';

const primary = recordActions.filter((action) => action.primary);
const NAMESPACES = ['common', ...new Set(primary.map((action) => action.label.split(':')[0]).filter((name) => name !== 'common'))];
/** @type {Record<string, import('react').ComponentType<any>>} */
const WINDOWS = Object.fromEntries(primary.map((action) => [action.key, lazy(action.load)]));

/** @type {import('react').Context<{actions: any[], fits: (action: any, row: any) => boolean, start: (key: string, row: any) => void}>} */
const RowContext = createContext({ actions: [], fits: () => true, start: () => {} });

/** @param {{resource: any, children: any}} props */
export function RowActionHost({ resource, children }) {
  const meta = useMeta();
  const [open, setOpen] = useState(/** @type {any} */ (null));
  const value = useMemo(() => ({ actions: entriesFor(primary, meta, resource), fits: (action, row) => !action.need || action.need(meta, resource, row), start: (key, row) => setOpen({ key, row }) }), [meta, resource]);
  const Window = open ? WINDOWS[open.key] : null;
  const close = () => setOpen(null);
  return (
    <RowContext.Provider value={value}>
      {children}
      <Suspense fallback={null}>{Window ? <Window resource={resource} record={open.row} onClose={close} onDone={close} /> : null}</Suspense>
    </RowContext.Provider>
  );
}

/** @param {{row: any}} props */
export function RowActions({ row }) {
  const { actions, fits, start } = useContext(RowContext);
  const { t } = useTranslation(NAMESPACES);
  if (!actions.length) return null;
  return (
    <span className="gx-row-actions">
      {actions.filter((action) => fits(action, row)).map((action) => (
        <Tooltip key={action.key} title={t(action.label)} mouseEnterDelay={0.4}>
          <Button type="text" size="small" tabIndex={-1} icon={<Icon name={action.icon} />} aria-label={t(action.label)} onClick={(event) => { event.stopPropagation(); start(action.key, row); }} />
        </Tooltip>
      ))}
    </span>
  );
}
