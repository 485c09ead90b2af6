// SPDX-License-Identifier: AGPL-3.0-or-later
// The field registry: one entry per type of the definition. Lists, cards, forms,
// filters and history ask here; nothing else may look at field.type. Values are
// those of the API (dates as text, decimals as strings) on both sides.
import * as cells from './cells.jsx';
import * as formats from './formats.jsx';
import { GroupSortCell, PartsCell } from './reportFormats.jsx';
import { inputs } from './lazyInputs.jsx';
import { MaskedCell } from './masked.jsx';

/**
 * @typedef {object} FieldType
 * @property {import('react').ComponentType<any>} Cell ({field, value, record, plain}) compact, read only
 * @property {import('react').ComponentType<any>} Input ({field, value, onChange, id, ...}) for Form.Item
 * @property {import('react').ComponentType<any>} [Filter] value of one condition; Input when absent
 * @property {number} width of a list column
 * @property {'end'} [align]
 * @property {boolean} [wide] takes both columns of a form
 * @property {string} operator the one offered first
 */

/** @type {Record<string, FieldType>} */
const types = {
  code: { Cell: cells.TextCell, Input: inputs.TextInput, width: 110, operator: 'prefix' },
  text: { Cell: cells.TextCell, Input: inputs.TextInput, width: 140, operator: 'contains' },
  long_text: { Cell: cells.LongTextCell, Input: inputs.LongTextInput, Filter: inputs.TextInput, width: 240, wide: true, operator: 'contains' },
  integer: { Cell: cells.NumberCell, Input: inputs.IntegerInput, width: 110, align: 'end', operator: 'gte' },
  decimal: { Cell: cells.NumberCell, Input: inputs.DecimalInput, width: 120, align: 'end', operator: 'gte' },
  percent: { Cell: cells.PercentCell, Input: inputs.PercentInput, width: 100, align: 'end', operator: 'gte' },
  money: { Cell: cells.MoneyCell, Input: inputs.MoneyInput, Filter: inputs.DecimalInput, width: 130, align: 'end', operator: 'gte' },
  boolean: { Cell: cells.BooleanCell, Input: inputs.BooleanInput, Filter: inputs.BooleanFilter, width: 90, operator: 'eq' },
  date: { Cell: cells.DateCell, Input: inputs.DateInput, width: 120, operator: 'within' },
  datetime: { Cell: cells.DateTimeCell, Input: inputs.DateTimeInput, Filter: inputs.DateInput, width: 150, operator: 'within' },
  choice: { Cell: cells.ChoiceCell, Input: inputs.ChoiceInput, width: 120, operator: 'in' },
  multi_choice: { Cell: cells.MultiChoiceCell, Input: inputs.MultiChoiceInput, width: 160, operator: 'contains' },
  reference: { Cell: cells.ReferenceCell, Input: inputs.ReferenceInput, width: 150, operator: 'in' },
  references: { Cell: cells.ReferencesCell, Input: inputs.ReferencesInput, width: 200, wide: true, operator: 'contains' },
  phone: { Cell: cells.PhoneCell, Input: inputs.TextInput, width: 140, operator: 'contains' },
  email: { Cell: cells.EmailCell, Input: inputs.TextInput, width: 190, operator: 'contains' },
  url: { Cell: cells.UrlCell, Input: inputs.TextInput, width: 190, operator: 'contains' },
  tags: { Cell: cells.TagsCell, Input: inputs.TagsInput, width: 160, wide: true, operator: 'contains' },
  json: { Cell: cells.JsonCell, Input: inputs.JsonInput, width: 160, wide: true, operator: 'null' },
};

/** What a text or JSON holds decides before its type. @type {Record<string, FieldType>} */
const formatted = {
  resource: { ...types.text, Cell: formats.ResourceCell, Input: inputs.ResourceInput, operator: 'eq', width: 120 },
  date_field: { ...types.text, Cell: formats.DateFieldCell, Input: inputs.DateFieldInput, width: 140 },
  condition: { ...types.json, Cell: formats.ConditionCell, Input: inputs.ConditionInput },
  network: { ...types.tags, Input: inputs.NetworkInput },
  time: { ...types.text, Input: inputs.TimeInput, width: 90 },
  credit_code: { ...types.text, Input: inputs.CreditCodeInput, Filter: inputs.TextInput, width: 190 },
  province: { ...types.text, Input: inputs.RegionInput, width: 110 },
  city: { ...types.text, Input: inputs.RegionInput, width: 110 },
  district: { ...types.text, Input: inputs.RegionInput, width: 110 },
  regions: { ...types.tags, Input: inputs.RegionsInput, Filter: inputs.TagsInput },
  since: { ...types.datetime, Cell: cells.SinceCell, width: 200 },
  lunar: { ...types.date, Cell: cells.LunarCell, width: 200 },
  groups: { ...types.text, Cell: PartsCell, Input: inputs.GroupsInput, Filter: inputs.TextInput, width: 200 },
  measures: { ...types.text, Cell: PartsCell, Input: inputs.MeasuresInput, Filter: inputs.TextInput, width: 220 },
  group_sort: { ...types.text, Cell: GroupSortCell, Input: inputs.GroupSortInput, Filter: inputs.TextInput, width: 160 },
  matrix: { ...types.json, Cell: formats.MatrixCell, Input: inputs.MatrixInput, width: 280 },
};

/** The same types as who sees the values masked has them. @type {Record<string, FieldType>} */
const masked = Object.fromEntries(Object.entries(types).map(([name, type]) => [name, { ...type, Cell: MaskedCell }]));

/** @param {{type: string, format?: string|null, masked?: boolean}} field @returns {FieldType} */
export const typeOf = (field) => (field.masked ? masked[field.type] : formatted[field.format ?? ''] ?? types[field.type]) ?? types.text;

/** Words for operators are in common:op.<operator>. Operators that need no value of the field's own type: */
export const WITHIN = [
  'today', 'yesterday', 'tomorrow', 'this_week', 'last_week', 'next_week', 'this_month', 'last_month', 'next_month',
  'this_quarter', 'last_quarter', 'next_quarter', 'this_year', 'last_year', 'next_year', 'last_7_days', 'last_30_days', 'last_90_days', 'next_7_days', 'next_30_days',
];
