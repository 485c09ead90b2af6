// SPDX-License-Identifier: AGPL-3.0-or-later
// The menu as data: modules of /meta with their resources and special pages, in
// order. Top bar, side bar, drawer, palette and phone bar all draw from it.
import { useMemo } from 'react';
import { useMeta } from '../api/queries.js';
import { pages } from '../modules/index.js';
import { useText, useTranslation } from '../i18n/index.js';

/**
 * @typedef {{key: string, title: string, icon?: string, path: string, order: number, phone?: boolean}} Entry
 * @typedef {{key: string, title: string, icon?: string, entries: Entry[]}} Group
 */

/** What the company arranges for itself is no business of a dealer's or a customer's person. */
const STAFF_MODULES = new Set(['organisation', 'data']);
const NAMESPACES = [...new Set(['common', ...pages.map((page) => page.menu?.key.split(':')[0]).filter(Boolean)])];

/** @returns {{top: Entry[], groups: Group[], merged: {order: number, entry: Entry|null, group: Group|null}[]}} merged: both, in menu order */
export function useMenu() {
  const meta = useMeta();
  const text = useText();
  const { t } = useTranslation(NAMESPACES);
  return useMemo(() => {
    const allowed = pages.filter((page) => page.menu && (!page.need || page.need(meta)));
    const entryOf = (page) => ({ key: page.path, title: t(page.menu.key), icon: page.menu.icon, path: '/' + page.path.replace(/^\//, ''), order: page.menu.order ?? 50, phone: page.menu.phone });
    const portal = meta.user?.kind === 'portal';
    const groups = meta.modules.filter((module) => !portal || !STAFF_MODULES.has(module.name)).map((module) => ({
      key: module.name, title: text(module.title), icon: module.icon,
      entries: [
        ...meta.resources
          .filter((resource) => resource.module === module.name && /** @type {any} */ (resource.layout).menu !== false)
          .map((resource, index) => ({ key: resource.path, title: text(resource.titles ?? resource.title), icon: resource.icon, path: '/' + resource.path, order: 100 + index })),
        ...allowed.filter((page) => page.menu.module === module.name).map(entryOf),
      ].sort((a, b) => a.order - b.order),
    })).filter((group) => group.entries.length);
    const top = allowed.filter((page) => !page.menu.module).map(entryOf).sort((a, b) => a.order - b.order);
    const order = new Map(meta.modules.map((module) => [module.name, module.order]));
    const merged = [
      ...top.map((entry) => ({ order: entry.order, entry, group: null })),
      ...groups.map((group) => ({ order: order.get(group.key), entry: null, group })),
    ].sort((a, b) => a.order - b.order);
    return { top, groups, merged };
  }, [meta, text, t]);
}

/** The group whose page this is. @param {Group[]} groups @param {string} pathname */
export function groupOf(groups, pathname) {
  const here = (entry) => pathname === entry.path || pathname.startsWith(entry.path + '/');
  return groups.find((group) => group.entries.some(here));
}
