// SPDX-License-Identifier: AGPL-3.0-or-later
// What special pages add to the generic client. A folder src/modules/<name>/ with
// a module.js is found by itself; module.js is small and loaded at start, pages
// are loaded when first opened. See README.md for the form of an entry.

/**
 * @typedef {import('../meta/model.js').Model} Model
 * @typedef {{path: string, load: () => Promise<{default: any}>,
 *   menu?: {key: string, module?: string, icon?: string, order?: number, phone?: boolean},
 *   need?: (meta: Model) => boolean}} Page
 *   path below "/", menu.key = i18n key in "namespace:key" form, menu.module = name of a module of /meta
 *   (its drop-down) or absent (top level), phone = a place in the phone's bottom bar
 * @typedef {{resource?: string, key: string, label: string, icon?: string, primary?: boolean,
 *   need?: (meta: Model, resource: any, record?: any) => boolean, load: () => Promise<{default: any}>}} RecordAction
 *   default export: component ({resource, record, etag, onClose, onDone}); it renders its own window
 * @typedef {{resource?: string, key: string, label: string, icon?: string,
 *   need?: (meta: Model, resource: any) => boolean, load: () => Promise<{default: any}>}} ListMode
 *   default export: component ({resource, query}) in place of the rows
 * @typedef {{resource: string, key: string, label: string, first?: boolean, instead?: string[], need?: (meta: Model, resource: any) => boolean,
 *   load: () => Promise<{default: any}>}} Panel a tab of the detail page: component ({resource, record, etag}); first = before all others;
 *   instead = resources whose rows it shows, which need no tab of their own
 * @typedef {{resource: string, key: string, need?: (meta: Model, resource: any) => boolean, load: () => Promise<{default: any}>}} Mark
 *   what stands below the name in the head of a record: component ({resource, record})
 * @typedef {{key: string, label: string, icon?: string, need?: (meta: Model) => boolean, path?: string,
 *   load?: () => Promise<{default: any}>}} QuickAction an entry of quick create and of the palette: opens path, or component ({onClose})
 * @typedef {{resource?: string, key: string, label: string, icon?: string, need?: (meta: Model, resource: any) => boolean,
 *   to: (resource: any) => string}} ListAction an entry of the list's "more" menu that opens a page
 * @typedef {{resource?: string, key: string, label: string, icon?: string, need?: (meta: Model, resource: any) => boolean,
 *   load: () => Promise<{default: any}>}} BulkAction something done with the chosen rows: component ({resource, selection, list, query, onClose})
 * @typedef {{resource?: string, key: string, label: string, icon?: string, need?: (meta: Model, resource: any) => boolean,
 *   load: () => Promise<{default: any}>}} PrintAction beside the print of the page: component ({resource, kind (the key), record?, selection?, list?, query?, onClose})
 */

const found = import.meta.glob('./*/module.js', { eager: true });
const modules = Object.values(found).map((module) => /** @type {any} */ (module).default);
const collect = (kind) => modules.flatMap((module) => module[kind] ?? []);

/** @type {Page[]} */
export const pages = collect('pages');
/** @type {RecordAction[]} */
export const recordActions = collect('recordActions');
/** @type {ListMode[]} */
export const listModes = collect('listModes');
/** @type {ListAction[]} */
export const listActions = collect('listActions');
/** @type {BulkAction[]} */
export const bulkActions = collect('bulkActions');
/** @type {PrintAction[]} */
export const printActions = collect('printActions');
/** @type {Panel[]} */
export const panels = collect('panels');
/** @type {Mark[]} */
export const marks = collect('marks');
/** @type {QuickAction[]} */
export const quickActions = collect('quickActions');
/** Path of the page shown at "/", when a module offers one. @type {string|undefined} */
export const home = collect('home')[0];

/**
 * Those of a resource (entries without resource count for all) that this person may use.
 * @param {any[]} entries @param {Model} meta @param {any} resource @param {any} [record]
 */
export const entriesFor = (entries, meta, resource, record) =>
  entries.filter((entry) => (!entry.resource || entry.resource === resource.name)
    && (!entry.need || entry.need(meta, resource, record)));
