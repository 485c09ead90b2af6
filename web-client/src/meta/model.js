// SPDX-License-Identifier: AGPL-3.0-or-later
// /meta as the client uses it: resources by name and path, fields by name, and
// the question "may this person do that". The answers come from the server; this
// file adds no rule of its own.

/**
 * @typedef {Record<string, string>|string} Label
 * @typedef {{name: string, type: string, label: Label, description?: Label, help?: string|null, required?: boolean, writable?: boolean, givable?: boolean,
 *   readonly?: boolean, nullable?: boolean, group?: boolean, write_once?: boolean, system?: boolean, max?: number, min?: number, pattern?: string,
 *   choices?: {value: string, label: Label}[], default?: any, to?: string, format?: string|null, search?: boolean|string, sort?: boolean,
 *   filters?: string[], unique?: boolean, masked?: boolean, of?: string}} Field
 * @typedef {{name: string, path: string, module: string, title: Label, titles?: Label, icon?: string, name_field: string,
 *   code?: any, access?: string, size?: string, sort?: string, operations: string[], fields: Field[],
 *   layout: {menu?: boolean, list?: string[], form?: {title: Label, fields: string[]}[], card?: string[], board?: any, timeline?: boolean, stream?: any, overview?: any},
 *   related?: {resource: string, field: string}[], matrix?: string[], custom_fields?: boolean, postal?: boolean, match?: string[], field: Record<string, Field>}} Resource
 * @typedef {{generation: number, user: any, modules: any[], resources: Resource[], operations: string[],
 *   byName: Record<string, Resource>, byPath: Record<string, Resource>}} Model
 */

/** @param {any} data member "data" of GET /meta @returns {Model} */
export function modelOf(data) {
  const byName = {};
  const byPath = {};
  const resources = data.resources.map((plain) => {
    const fields = plain.fields.map((item) => ({ ...item, of: plain.name }));
    const field = Object.fromEntries(fields.map((item) => [item.name, item]));
    const resource = { ...plain, fields, layout: plain.layout ?? {}, operations: plain.operations ?? [], field };
    byName[plain.name] = resource;
    byPath[plain.path] = resource;
    return resource;
  });
  const modules = [...(data.modules ?? [])].sort((a, b) => a.order - b.order);
  return { ...data, modules, resources, operations: data.operations ?? [], byName, byPath };
}

/** @param {Resource|undefined} resource @param {string} operation */
export const may = (resource, operation) => Boolean(resource?.operations.includes(operation));

/** @param {Label|undefined|null} label @param {string} language */
export function textOf(label, language) {
  if (!label) return '';
  if (typeof label === 'string') return label;
  return label[language] ?? label['zh-CN'] ?? label.en ?? '';
}

/** Fields a person can look at in lists and filters, in definition order. @param {Resource} resource */
export const visibleFields = (resource) => resource.fields.filter((field) => !HIDDEN.has(field.name));
const HIDDEN = new Set(['id', 'version', 'scope_owner_id', 'scope_department_id', 'search_text', 'search_gram', 'search_py']);

/** @param {Resource} resource columns shown when nothing was chosen */
export function defaultColumns(resource) {
  const listed = (resource.layout.list ?? []).filter((name) => resource.field[name]);
  if (listed.length) return listed;
  return visibleFields(resource).slice(0, 6).map((field) => field.name);
}

/** Reference fields among the given ones, as values of the parameter "include". @param {Resource} resource @param {string[]} names */
export function includesOf(resource, names) {
  return names
    .filter((name) => resource.field[name]?.type === 'reference' && resource.field[name].to && name.endsWith('_id'))
    .map((name) => name.slice(0, -3));
}

/**
 * Of which resource a reference is: a polymorphic one (parent_id) stands beside its
 * resource's name (parent_resource; a notification says resource).
 * @param {Field} field @param {any} record
 */
export const targetOf = (field, record) => field.to ?? record?.[field.name.replace(/_id$/, '_resource')] ?? record?.resource;

/** Fields that must come along so that the given ones can be shown. @param {Resource} resource @param {string[]} names */
export function companionsOf(resource, names) {
  const wanted = names.flatMap((name) => {
    const field = resource.field[name];
    if (field?.type === 'money') return ['currency'];
    return field?.type === 'reference' && !field.to ? [name.replace(/_id$/, '_resource'), 'resource'] : [];
  });
  return wanted.filter((name) => resource.field[name]);
}

/** Groups of the form with the fields that may be shown. @param {Resource} resource */
export function formGroups(resource) {
  const groups = resource.layout.form?.length
    ? resource.layout.form
    : [{ title: '', fields: visibleFields(resource).filter((field) => !field.readonly && !field.system).map((field) => field.name) }];
  return groups
    .map((group) => ({ ...group, fields: group.fields.filter((name) => resource.field[name]) }))
    .filter((group) => group.fields.length);
}

/** The human name of a record. @param {Resource} resource @param {any} record */
export const recordName = (resource, record) =>
  record?.[resource.name_field] || record?.name || record?.title || record?.code || '';
