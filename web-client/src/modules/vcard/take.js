// SPDX-License-Identifier: AGPL-3.0-or-later
// Cards are made from the ordinary export: its right, its line in the audit, its conditions. Names of companies are read beside it.
import { get, hand } from '../../api/client.js';
import { FIELDS, vcardsOf } from './write.js';

export const LIMIT = 2000;
const BATCH = 100;

/** Fields that go into a card: readable and not masked. @param {any} contact */
export const fieldsOf = (contact) => FIELDS.filter((name) => contact.field[name] && !contact.field[name].masked);

/** Those that people expect in a card and that are masked for this person. @param {any} contact */
export const maskedOf = (contact) => FIELDS.filter((name) => contact.field[name]?.masked);

async function companiesOf(account, contacts) {
  /** @type {Record<string, string>} */
  const names = {};
  const ids = [...new Set(contacts.map((contact) => contact.account_id).filter(Boolean))];
  if (!account?.field.name || account.field.name.masked) return names;
  for (let at = 0; at < ids.length; at += BATCH) {
    const { body } = await get('/' + account.path, { query: { 'id[in]': ids.slice(at, at + BATCH).join(','), fields: 'id,name', limit: BATCH } });
    for (const row of body.data) names[row.id] = row.name;
  }
  return names;
}

/** Conditions of the export for chosen rows: few enough for one address each. @param {string[]} ids */
export function batchesOf(ids) {
  const batches = [];
  for (let at = 0; at < ids.length; at += BATCH) batches.push({ filter: { and: [{ field: 'id', op: 'in', value: ids.slice(at, at + BATCH) }] } });
  return batches;
}

/**
 * Fetches the contacts and hands the browser a file.
 * @param {import('../../meta/model.js').Model} meta @param {any[]} queries conditions of the exports @param {string} version
 * @returns {Promise<number>} how many
 */
export async function takeCards(meta, queries, version) {
  const { contact, account } = meta.byName;
  const contacts = [];
  let name = '';
  for (const query of queries) {
    const { body, headers } = await get('/' + contact.path + '/export', { query: { ...query, format: 'json', fields: ['id', ...fieldsOf(contact)].join(',') } });
    contacts.push(...body);
    name ||= headers.get('Content-Disposition') ?? '';
  }
  const text = vcardsOf(contacts, await companiesOf(account, contacts), version);
  // the name that the export gave itself tells who took it
  const named = new Headers({ 'Content-Disposition': name.replace(/\.json\b/g, '.vcf') });
  hand({ body: new Blob([text], { type: 'text/vcard;charset=utf-8' }), headers: named }, contact.path + '.vcf');
  return contacts.length;
}
