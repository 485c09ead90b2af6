// SPDX-License-Identifier: AGPL-3.0-or-later
// The menu entry for paper: the page as the browser prints it, and what modules print of its records.
import { PrinterOutlined } from '@ant-design/icons';
import { Suspense, lazy, useState } from 'react';
import { useMeta } from '../api/queries.js';
import { Icon } from '../app/icons.jsx';
import { entriesFor, printActions } from '../modules/index.js';
import { useTranslation } from '../i18n/index.js';

const NAMESPACES = ['common', ...new Set(printActions.map((action) => action.label.split(':')[0]))];
/** @type {Record<string, import('react').ComponentType<any>>} */
const WINDOWS = Object.fromEntries(printActions.map((action) => [action.key, lazy(action.load)]));

/** @param {{resource: any, record?: any, list?: any, query?: any}} what @returns {{item: any, window: any}} */
export function usePrintMenu({ resource, record, list, query }) {
  const { t } = useTranslation(NAMESPACES);
  const meta = useMeta();
  const [open, setOpen] = useState('');
  const special = entriesFor(printActions, meta, resource);
  const Window = WINDOWS[open];
  const page = { label: t('print'), icon: <PrinterOutlined />, onClick: () => window.print() };
  const item = special.length ? {
    key: 'print', label: t('print'), icon: <PrinterOutlined />,
    children: [
      { ...page, key: 'page', label: t(record ? 'printCard' : 'printList') },
      ...special.map((action) => ({ key: action.key, label: t(action.label), icon: <Icon name={action.icon} />, onClick: () => setOpen(action.key) })),
    ],
  } : { ...page, key: 'print' };
  return {
    item,
    window: <Suspense fallback={null}>{Window ? <Window kind={open} resource={resource} record={record} list={list} query={query} onClose={() => setOpen('')} /> : null}</Suspense>,
  };
}
