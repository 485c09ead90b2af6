// SPDX-License-Identifier: AGPL-3.0-or-later
// Names of referenced records. Every answer's "included" is put here, and a name
// that nobody has sent yet is asked for in one batch per resource. Holds only
// {id, name, code}: a record itself belongs to the query cache.
import { useSyncExternalStore } from 'react';
import { get } from './client.js';

/** @type {Map<string, any>} key "resource id" */
const known = new Map();
/** @type {Map<string, Set<string>>} */
const wanted = new Map();
/** @type {Set<() => void>} */
const watchers = new Set();
/** @type {(resource: string) => {path: string, name_field: string, code?: any}|undefined} */
let resolve = () => undefined;
let timer = 0;
let generation = 0;

/** @param {typeof resolve} fn tells path and name field of a resource (from /meta) */
export const setRefResolver = (fn) => { resolve = fn; };

const keyOf = (resource, id) => resource + ' ' + id;

function announce() {
  generation += 1;
  for (const watcher of watchers) watcher();
}

/** @param {Record<string, any[]>|undefined|null} included */
export function putRefs(included) {
  if (!included) return;
  for (const [resource, rows] of Object.entries(included)) {
    for (const row of rows) known.set(keyOf(resource, row.id), row);
  }
  announce();
}

export function clearRefs() {
  known.clear();
  wanted.clear();
}

async function fetchWanted() {
  timer = 0;
  const batch = [...wanted.entries()];
  wanted.clear();
  for (const [resource, ids] of batch) {
    const info = resolve(resource);
    if (!info) continue;
    const list = [...ids].slice(0, 100);
    for (const id of list) known.set(keyOf(resource, id), null);
    const fields = ['id', info.name_field, ...(info.code ? ['code'] : [])];
    try {
      const { body } = await get('/' + info.path, { query: { 'id[in]': list.join(','), fields: [...new Set(fields)].join(','), limit: 100 } });
      putRefs({ [resource]: body.data });
    } catch {
      // a name that cannot be read stays unknown; the cell shows a dash
    }
  }
}

function want(resource, id) {
  if (!resolve(resource)) return;
  if (!wanted.has(resource)) wanted.set(resource, new Set());
  wanted.get(resource).add(id);
  if (!timer) timer = window.setTimeout(fetchWanted, 20);
}

/** @param {string} resource @param {string} id @returns {any|null|undefined} undefined = being asked for, null = not readable */
export function getRef(resource, id) {
  const found = known.get(keyOf(resource, id));
  if (found === undefined) want(resource, id);
  return found;
}

/** @param {string} resource @param {any} row */
export function refName(resource, row) {
  if (!row) return '';
  const info = resolve(resource);
  return row[info?.name_field ?? 'name'] ?? row.name ?? row.title ?? row.code ?? '';
}

const subscribe = (watcher) => {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
};

/** Re-renders when names arrive. @returns {(resource: string, id: string) => string} */
export function useRefName() {
  useSyncExternalStore(subscribe, () => generation);
  return (resource, id) => (id ? refName(resource, getRef(resource, id)) : '');
}

/** The name of one record; renders again only when that name arrives or changes. @param {string} resource @param {string} id @returns {string} */
export function useRefNameOf(resource, id) {
  return useSyncExternalStore(subscribe, () => (id ? refName(resource, getRef(resource, id)) : ''));
}
