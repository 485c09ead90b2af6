// SPDX-License-Identifier: AGPL-3.0-or-later
// The closed list of field types: which filter operators each has, whether it may be sorted,
// grouped or measured, and the JSON Schema of its value. Knows nothing of resources or paths;
// the tests read the same facts from the catalog, never from here.

const TEXT = ['eq', 'ne', 'in', 'nin', 'contains', 'prefix', 'null'];
const NUMBER = ['eq', 'ne', 'lt', 'lte', 'gt', 'gte', 'in', 'nin', 'null'];
const TIME = ['eq', 'ne', 'lt', 'lte', 'gt', 'gte', 'within', 'null'];
const CHOICE = ['eq', 'ne', 'in', 'nin', 'null'];
const MANY = ['contains', 'in', 'nin', 'null'];

const UUID = {type: 'string', format: 'uuid'};
const decimal = (whole, places) => ({
  type: 'string', pattern: `^-?[0-9]{1,${whole}}(\\.[0-9]{1,${places}})?$`, 'x-crm-decimal': {whole, places},
});

export const TYPES = {
  code: {filters: TEXT, sort: true, group: false, schema: {type: 'string', maxLength: 40}},
  text: {filters: TEXT, sort: true, group: true, schema: {type: 'string'}, limit: 500},
  long_text: {filters: ['contains', 'null'], sort: false, group: false, schema: {type: 'string'}, limit: 100000},
  integer: {filters: NUMBER, sort: true, group: true, measure: true,
    schema: {type: 'integer', minimum: -9007199254740991, maximum: 9007199254740991}},
  decimal: {filters: NUMBER, sort: true, group: false, measure: true, schema: decimal(12, 8)},
  percent: {filters: NUMBER, sort: true, group: false, measure: true, schema: decimal(5, 4)},
  money: {filters: NUMBER, sort: true, group: false, measure: true, schema: decimal(16, 4)},
  boolean: {filters: ['eq', 'ne', 'null'], sort: true, group: true, schema: {type: 'boolean'}},
  date: {filters: TIME, sort: true, group: true, schema: {type: 'string', format: 'date'}},
  datetime: {filters: TIME, sort: true, group: true, schema: {type: 'string', format: 'date-time'}},
  choice: {filters: CHOICE, sort: true, group: true, schema: {type: 'string'}},
  multi_choice: {filters: MANY, sort: false, group: false, schema: {type: 'array', uniqueItems: true, maxItems: 100, items: {type: 'string'}}},
  reference: {filters: CHOICE, sort: true, group: true, schema: UUID},
  references: {filters: MANY, sort: false, group: false, schema: {type: 'array', uniqueItems: true, maxItems: 100, items: UUID}},
  phone: {filters: TEXT, sort: true, group: false, schema: {type: 'string'}, limit: 40},
  email: {filters: TEXT, sort: true, group: false, schema: {type: 'string'}, limit: 254},
  url: {filters: TEXT, sort: true, group: false, schema: {type: 'string'}, limit: 500},
  tags: {filters: MANY, sort: false, group: false,
    schema: {type: 'array', uniqueItems: true, maxItems: 50, items: {type: 'string', minLength: 1, maxLength: 60}}},
  json: {filters: ['null'], sort: false, group: false, schema: {type: ['object', 'array', 'string', 'number', 'boolean', 'null']}},
};

export const WITHIN = [
  'today', 'yesterday', 'tomorrow', 'this_week', 'last_week', 'next_week', 'this_month', 'last_month', 'next_month',
  'this_quarter', 'last_quarter', 'next_quarter', 'this_year', 'last_year', 'next_year', 'last_N_days', 'next_N_days',
];

/** JSON Schema of one field's value as the server answers it or accepts it. */
export function valueSchema(field, {write = false} = {}) {
  const type = TYPES[field.type];
  const schema = structuredClone(type.schema);
  if (field.choices) {
    const values = field.choices.map((c) => c.value);
    if (field.type === 'choice') schema.enum = values;
    else schema.items.enum = values;
  }
  if (write) limit(schema, field, type);
  return schema;
}

function limit(schema, field, type) {
  if (schema.type === 'integer') {
    if (field.min != null) schema.minimum = field.min;
    if (field.max != null) schema.maximum = field.max;
  } else if (type.measure) {
    if (field.min != null) schema['x-crm-min'] = field.min;
    if (field.max != null) schema['x-crm-max'] = field.max;
  } else if (type.limit) {
    schema.maxLength = field.max ?? type.limit;
    if (field.required) schema.minLength = 1;
    if (field.pattern) schema.pattern = field.pattern;
    if (field.format === 'credit_code') schema['x-crm-format'] = field.format;
    if (field.type === 'email') schema.format = 'email';
    if (field.type === 'url') schema.format = 'uri';
  }
}

/** The schema with null allowed beside it; enums get null as a member as JSON Schema requires. */
export function nullable(schema) {
  const out = {...schema, type: Array.isArray(schema.type) ? schema.type : [schema.type, 'null']};
  if (out.enum) out.enum = [...out.enum, null];
  return out;
}
