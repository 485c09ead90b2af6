// SPDX-License-Identifier: AGPL-3.0-or-later
// Checks from the definition for a form, and which values to send. The server has
// the last word; this only spares a round trip. A field that was only passed
// through is not scolded for being empty before the form is sent.

import { creditCodeProblem } from '../fields/creditCode.js';

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** The pattern of the definition, or null when this browser cannot read it. */
function patternOf(field) {
  try {
    return field.pattern ? new RegExp(field.pattern, 'u') : null;
  } catch {
    return null;
  }
}

/** Says which character, how many, or that the last one does not fit. */
async function creditRule(value, label, t) {
  const problem = value ? creditCodeProblem(value) : null;
  if (problem) throw new Error(t('rule.' + problem.key, { label, ...problem }));
}

/** @param {any} field @param {string} label @param {(key: any, options?: any) => string} t */
export function rulesOf(field, label, t) {
  const rules = [];
  const pattern = patternOf(field);
  if (field.required) rules.push({ required: true, validateTrigger: 'onChange', message: t('rule.required', { label }) });
  if (field.format === 'credit_code') rules.push({ validator: (_, value) => creditRule(value, label, t) });
  else if (pattern) rules.push({ pattern, message: t('rule.pattern', { label }) });
  if (field.type === 'email') rules.push({ pattern: EMAIL, message: t('rule.email') });
  if (typeof field.max === 'number' && ['text', 'long_text', 'code'].includes(field.type)) rules.push({ max: field.max, message: t('rule.max', { max: field.max }) });
  if (['decimal', 'money', 'percent'].includes(field.type)) rules.push({ pattern: /^-?\d+(\.\d+)?$/, message: t('rule.number') });
  return rules;
}

const isBlank = (value) => value === undefined || value === null || value === '' || (Array.isArray(value) && !value.length);
const same = (one, other) => (isBlank(one) && isBlank(other)) || JSON.stringify(one) === JSON.stringify(other);

/** Fields that a form shows for entry. @param {any} field @param {boolean} creating */
export const isEntry = (field, creating) => Boolean(creating ? field.givable ?? field.writable : field.writable) && !field.readonly && (creating || !field.write_once);

/** Fields that a form shows: those for entry, and beside them what a record has masked. @param {any} field @param {boolean} creating */
export const isShown = (field, creating) => isEntry(field, creating) || (!creating && Boolean(field.masked));

/**
 * What differs from the record, as a merge patch.
 * @param {Record<string, any>} record @param {Record<string, any>} values @param {Record<string, any>} fields definition by name
 */
export function changesOf(record, values, fields) {
  const changes = {};
  for (const [name, value] of Object.entries(values)) {
    if (!fields[name] || same(record?.[name], value)) continue;
    changes[name] = isBlank(value) && !Array.isArray(value) ? null : value;
  }
  return changes;
}

/** A create body: what was entered, without blanks. @param {Record<string, any>} values */
export const bodyOf = (values) => Object.fromEntries(Object.entries(values).filter(([, value]) => !isBlank(value)));

const MEANT_BY_RESOURCE = new Set(['date_field', 'condition', 'matrix']);
/** Fields whose value means nothing once the named one has changed: the record of another resource, its date field, conditions over it. @param {any} resource @param {string} name */
export function dependentsOf(resource, name) {
  if (resource.field[name]?.format !== 'resource') return [];
  return resource.fields.filter((field) => field.name !== name && (MEANT_BY_RESOURCE.has(field.format) || (field.type === 'reference' && !field.to && [field.name.replace(/_id$/, '_resource'), 'resource'].includes(name))))
    .map((field) => field.name);
}

/** Defaults of the definition. @param {any} resource */
export function defaultsOf(resource) {
  const defaults = {};
  for (const field of resource.fields) {
    if (field.default !== undefined && field.default !== null && isEntry(field, true)) defaults[field.name] = field.default;
  }
  return defaults;
}

/** The words for one error of the server. On a field, a conflict is a value that somebody else has. @param {{code: string, message: string}} error @param {(key: any, options?: any) => string} t */
export const fieldSentence = ({ code, message }, t) => t('error.' + (code === 'conflict' ? 'duplicate' : code), { defaultValue: message });
