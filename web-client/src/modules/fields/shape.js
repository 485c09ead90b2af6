// SPDX-License-Identifier: AGPL-3.0-or-later
// Which parts of a definition a type has, and how its default is entered.
import { isEntry } from '../../form/rules.js';

const NAMES = ['label_zh', 'label_en', 'label_tw', 'description'];
const RANGE = ['min_value', 'max_value', 'default_value'];
const VALUES = {
  text: ['is_unique', 'is_searched', 'max_value', 'pattern', 'default_value'], long_text: ['max_value'],
  integer: ['is_unique', ...RANGE], decimal: RANGE, percent: RANGE, money: RANGE,
  boolean: ['default_value'], choice: ['choices', 'default_value'], multi_choice: ['choices'], reference: ['target'],
  phone: ['is_unique', 'is_searched'], email: ['is_unique', 'is_searched'], url: ['is_unique'],
};
const CHOICES = new Set(['choice', 'multi_choice']);
export const hasChoices = (type) => CHOICES.has(type);

/** Names of the fields that the form shows, by part. @param {any} resource @param {string|undefined} type @param {boolean} creating */
export function partsOf(resource, type, creating) {
  const parts = [{ key: 'names', names: NAMES }, { key: 'values', names: ['is_required', ...VALUES[type ?? ''] ?? [], 'position'] }];
  return parts.map(({ key, names }) => ({ key, names: names.filter((name) => name !== 'choices' && resource.field[name] && isEntry(resource.field[name], creating)) }));
}

/** A code for a choice: what its English words give, or the next that is free. @param {string} words @param {Set<string>} taken */
export function codeOf(words, taken) {
  const plain = words.toLowerCase().replace(/[^a-z0-9]+/g, '_').replace(/^[^a-z]+|_+$/g, '').slice(0, 30);
  const wanted = plain || 'option_1';
  if (!taken.has(wanted)) return wanted;
  const stem = plain || 'option';
  for (let n = 2; ; n += 1) if (!taken.has(stem + '_' + n)) return stem + '_' + n;
}

const isBlank = (row) => !row.value && !row.zh.trim() && !row.en.trim() && !row.tw.trim();

/** Choices of a definition as rows of the form. @param {any[]|null|undefined} choices */
export const rowsOf = (choices) => (choices ?? []).map(({ value, label }) => ({ value, zh: label['zh-CN'] ?? '', en: label.en ?? '', tw: label['zh-TW'] ?? '' }));

/** Rows of the form as choices; new ones get their codes, an empty row is none. English is the Chinese word where nobody wrote it. @param {any[]} rows */
export function choicesOf(rows) {
  const taken = new Set(rows.map((row) => row.value).filter(Boolean));
  return rows.filter((row) => !isBlank(row)).map((row) => {
    const zh = row.zh.trim(), en = row.en.trim() || zh, tw = row.tw.trim();
    const value = row.value || codeOf(row.en, taken);
    taken.add(value);
    return { value, label: { 'zh-CN': zh, en, ...(tw ? { 'zh-TW': tw } : {}) } };
  });
}

/** What is wrong with the rows, as a key of words, or ''. @param {any[]|undefined} rows */
export function faultOf(rows) {
  const filled = (rows ?? []).filter((row) => !isBlank(row));
  if (!filled.length) return 'choices.none';
  if (filled.some((row) => !row.zh.trim())) return 'choices.unnamed';
  const names = filled.map((row) => row.zh.trim());
  return new Set(names).size < names.length ? 'choices.twice' : '';
}

/** Resources that a field may refer to. @param {import('../../meta/model.js').Model} meta */
export const targetsOf = (meta) => meta.resources.filter((resource) => ['owned', 'public_read'].includes(resource.access ?? '') && resource.layout.menu !== false);
