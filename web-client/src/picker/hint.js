// SPDX-License-Identifier: AGPL-3.0-or-later
// The grey words beside a name that tell two of the same name apart: what the
// card of the resource shows first, without the name and code themselves.
import { formatDate, formatMoney } from '../i18n/format.js';

/**
 * @param {import('../meta/model.js').Resource} resource @param {any} row
 * @param {(label: any) => string} text @param {(resource: string, id: string) => string} nameOf
 */
export function hintOf(resource, row, text, nameOf) {
  const names = (resource.layout.card ?? resource.layout.list ?? []).filter((name) => name !== resource.name_field && name !== 'code');
  const words = [];
  for (const name of names) {
    const field = resource.field[name];
    const word = field && row[name] ? wordOf(field, row[name], row, text, nameOf) : '';
    if (word) words.push(word);
    if (words.length === 2) break;
  }
  return words.join(' · ');
}

function wordOf(field, value, row, text, nameOf) {
  if (field.type === 'reference') return nameOf(field.to, value);
  if (field.type === 'choice') return text(field.choices?.find((choice) => choice.value === value)?.label) || value;
  if (field.type === 'money') return formatMoney(value, row.currency);
  if (field.type === 'date') return formatDate(value);
  return ['text', 'phone', 'email', 'code'].includes(field.type) ? String(value) : '';
}
