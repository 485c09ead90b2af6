// SPDX-License-Identifier: AGPL-3.0-or-later
// What a definition of a field consists of, by its type, and the bodies that are sent.

const CHOICE = ['choices', 'default_value'];
const NUMBER = ['min_value', 'max_value', 'default_value'];
const PARTS = {
  text: ['max_value', 'pattern', 'is_unique', 'is_searched', 'default_value'], long_text: ['max_value'],
  integer: ['min_value', 'max_value', 'is_unique', 'default_value'], decimal: NUMBER, percent: NUMBER, money: NUMBER,
  boolean: ['default_value'], choice: CHOICE, multi_choice: ['choices'], reference: ['target'],
  phone: ['is_unique', 'is_searched'], email: ['is_unique', 'is_searched'], url: ['is_unique'],
};
const LENGTH = new Set(['text', 'long_text']);

/** Names of what is asked for a type, besides its titles. @param {string|undefined} type @returns {string[]} */
export const partsOf = (type) => PARTS[type ?? ''] ?? [];

/** Is the largest value of this type a number of characters? @param {string} type */
export const isLength = (type) => LENGTH.has(type);

const slug = (text) => String(text ?? '').toLowerCase().replace(/[^a-z0-9]+/g, '_').replace(/^[^a-z]+|_+$/g, '').slice(0, 36);

/**
 * Choices as they are kept: those that are new get a value out of the English title, once and for all.
 * @param {{value?: string, label?: Record<string, string>}[]|undefined} rows
 */
export function choicesOf(rows) {
  const taken = new Set((rows ?? []).map((row) => row?.value).filter(Boolean));
  return (rows ?? []).map((row) => {
    const label = Object.fromEntries(Object.entries(row?.label ?? {}).map(([key, words]) => [key, words?.trim()]).filter(([, words]) => words));
    if (row?.value) return { value: row.value, label };
    const base = slug(label.en) || 'choice';
    let value = base;
    for (let n = 2; taken.has(value); n += 1) value = base + '_' + n;
    taken.add(value);
    return { value, label };
  });
}

/** What the form gives, without what other types have. @param {Record<string, any>} values @param {string} type */
export function definitionOf(values, type) {
  const asked = new Set(partsOf(type));
  const all = new Set(Object.values(PARTS).flat());
  const kept = Object.entries(values).filter(([name]) => asked.has(name) || !all.has(name));
  return { ...Object.fromEntries(kept), ...(asked.has('choices') ? { choices: choicesOf(values.choices) } : {}) };
}
