// SPDX-License-Identifier: AGPL-3.0-or-later
// What of a file is there already: contacts with the same number, address or name, and the one
// customer of a company's name. Asked for in batches, by fields that this person may filter by.
import { get } from '../../api/client.js';

const BATCH = 25;
const PAGE = 200;

/** Only what is readable in plain can be compared. */
const comparable = (resource, name) => Boolean(resource?.field[name]?.filters?.includes('in')) && !resource.field[name].masked;
const isIn = (field, values) => ({ field, op: 'in', value: [...new Set(values)] });

async function ask(resource, tree, names) {
  const { body } = await get('/' + resource.path, { query: { filter: tree, fields: ['id', ...names.filter((name) => resource.field[name])].join(','), limit: PAGE } });
  return body.data;
}

/** By what a contact is the one of a card, surest first. @param {import('./read.js').Draft} draft @param {any} row @returns {'id'|'mobile'|'email'|'name'|null} */
export function likeness(draft, row) {
  if (draft.id && draft.id === row.id) return 'id';
  if (draft.fields.mobile && draft.fields.mobile === row.mobile) return 'mobile';
  if (draft.fields.email && draft.fields.email === row.email?.toLowerCase()) return 'email';
  return draft.fields.name && draft.fields.name === row.name ? 'name' : null;
}

const SURE = ['id', 'mobile', 'email', 'name'];

/** @param {import('./read.js').Draft} draft @param {any[]} rows @returns {{row: any, by: string}|null} */
export function knownOf(draft, rows) {
  const found = rows.map((row) => ({ row, by: likeness(draft, row) })).filter((one) => one.by);
  return found.sort((a, b) => SURE.indexOf(/** @type {string} */ (a.by)) - SURE.indexOf(/** @type {string} */ (b.by)))[0] ?? null;
}

/** Numbers of the cards that stand in the file before: same number or address, or name and company. @param {import('./read.js').Draft[]} drafts @returns {Set<number>} */
export function twiceIn(drafts) {
  const seen = new Set();
  const twice = new Set();
  drafts.forEach(({ fields, company }, at) => {
    const keys = [fields.mobile && 'm' + fields.mobile, fields.email && 'e' + fields.email, fields.name && 'n' + fields.name + '\n' + (company ?? '')].filter(Boolean);
    if (keys.some((key) => seen.has(key))) twice.add(at);
    for (const key of keys) seen.add(key);
  });
  return twice;
}

async function contactsLike(contact, drafts) {
  const wanted = ['id', 'name', 'mobile', 'email'].filter((name) => name === 'id' || comparable(contact, name)).map((name) => isIn(name, drafts.flatMap((draft) => (name === 'id' ? draft.id : draft.fields[name]) ?? [])));
  const asked = wanted.filter((one) => one.value.length);
  return asked.length ? ask(contact, { or: asked }, ['name', 'mobile', 'email', 'code']) : [];
}

async function accountsOf(account, drafts) {
  const names = [...new Set(drafts.flatMap((draft) => draft.company ?? []))];
  if (!names.length || !comparable(account, 'name')) return {};
  const rows = await ask(account, { and: [isIn('name', names)] }, ['name']);
  const only = names.map((name) => [name, rows.filter((row) => row.name === name)]).filter(([, same]) => same.length === 1);
  return Object.fromEntries(only.map(([name, [row]]) => [name, row.id]));
}

/** For each card: the contact it may be, and the customer of its company. @param {import('../../meta/model.js').Model} meta @param {import('./read.js').Draft[]} drafts */
export async function lookUp(meta, drafts) {
  const out = [];
  for (let at = 0; at < drafts.length; at += BATCH) {
    const some = drafts.slice(at, at + BATCH);
    const [rows, accounts] = await Promise.all([contactsLike(meta.byName.contact, some), accountsOf(meta.byName.account, some)]);
    out.push(...some.map((draft) => ({ known: knownOf(draft, rows), account: accounts[draft.company ?? ''] ?? null })));
  }
  return out;
}

/** The body of the create: fields that may be written, the company where there is one, everything else in the description. @param {any} contact @param {import('./read.js').Draft} draft @param {string|null} account */
export function bodyOf(contact, draft, account) {
  const may = (name) => contact.field[name]?.writable;
  const fields = Object.entries(draft.fields);
  const kept = Object.fromEntries(fields.filter(([name]) => may(name)));
  const spare = fields.filter(([name]) => !may(name)).map(([, value]) => value);
  if (draft.company && !(account && may('account_id'))) spare.unshift(draft.company);
  const description = [...spare, kept.description].filter(Boolean).join('\n');
  return { ...kept, ...(account && may('account_id') ? { account_id: account } : {}), ...(description && may('description') ? { description } : {}) };
}
