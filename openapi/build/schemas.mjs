// SPDX-License-Identifier: AGPL-3.0-or-later
// Catalog resource -> its component schemas: Read, Create, Patch, List, One, Filter.
// A field that the caller may not read is absent, so only id is required of a read.
import {TYPES, nullable, valueSchema} from './types.mjs';

export const pascal = (name) => name.split('_').map((w) => w[0].toUpperCase() + w.slice(1)).join('');
export const ref = (name) => ({$ref: `#/components/schemas/${name}`});

const UUID7 = {type: 'string', pattern: '^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-7[0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}$',
  description: 'Optional: an id made by the client, a UUID of version 7.'};
const NEVER_NULL = new Set(['id', 'version', 'created_at', 'updated_at']);

function described(schema, field) {
  const words = [`${field.label.en} (${field.label['zh-CN']}).`, field.description].filter(Boolean).join(' ');
  const out = {...schema, description: words};
  if (field.default !== null) out.default = field.default;
  return out;
}

export function readSchema(resource) {
  const properties = {};
  for (const f of resource.fields) {
    const schema = valueSchema(f);
    properties[f.name] = {...described(NEVER_NULL.has(f.name) ? schema : nullable(schema), f), default: undefined};
  }
  return {type: 'object', description: resource.description, required: ['id'], properties, additionalProperties: false};
}

export function writeSchema(resource, patch) {
  const properties = patch ? {} : {id: UUID7};
  const required = [];
  for (const f of resource.fields) {
    if (f.readonly || (patch && f.write_once)) continue;
    const schema = valueSchema(f, {write: true});
    properties[f.name] = described(f.nullable ? nullable(schema) : schema, f);
    if (patch) delete properties[f.name].default;
    if (f.required && f.default === null && !patch) required.push(f.name);
  }
  return {type: 'object', ...(required.length && {required}), properties, additionalProperties: false,
    ...(!patch && {examples: resource.examples})};
}

/** Query filters as one form-exploded object: plain names compare for equality, `name[op]` by another operator. */
export function filterSchema(resource) {
  const properties = {};
  for (const f of resource.fields) {
    if (!f.filters.includes('eq')) continue;
    properties[f.name] = valueSchema(f);
  }
  const ops = [...new Set(Object.values(TYPES).flatMap((t) => t.filters))].sort();
  return {
    type: 'object', properties,
    propertyNames: {pattern: `^[a-z][a-z0-9_]*([.][a-z][a-z0-9_]*)?(\\[(${ops.join('|')})\\])?$`},
    additionalProperties: true,
    'x-crm-filters': Object.fromEntries(resource.fields.filter((f) => f.filters.length).map((f) => [f.name, f.filters])),
  };
}

/** The fields that can be masked, plain. */
function revealedSchema(resource) {
  const properties = Object.fromEntries(resource.fields.filter((f) => f.mask).map((f) => [f.name, nullable(valueSchema(f))]));
  return {type: 'object', required: ['data'], additionalProperties: false,
    properties: {data: {type: 'object', minProperties: 1, properties, additionalProperties: false}}};
}

export function resourceSchemas(resource) {
  const name = pascal(resource.name);
  const out = {
    [`${name}Read`]: readSchema(resource),
    [`${name}One`]: {type: 'object', required: ['data'], additionalProperties: false,
      properties: {data: ref(`${name}Read`), included: ref('Included')}},
    [`${name}List`]: {type: 'object', required: ['data', 'page'], additionalProperties: false,
      properties: {data: {type: 'array', maxItems: 200, items: ref(`${name}Read`)}, included: ref('Included'), page: ref('Page')}},
    [`${name}Filter`]: filterSchema(resource),
  };
  if (resource.operations.includes('create')) out[`${name}Create`] = writeSchema(resource, false);
  if (resource.operations.includes('reveal')) out[`${name}Revealed`] = revealedSchema(resource);
  if (resource.operations.includes('update')) out[`${name}Patch`] = writeSchema(resource, true);
  return out;
}
