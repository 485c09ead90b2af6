// SPDX-License-Identifier: AGPL-3.0-or-later
// A file of cards as drafts of contacts. What a contact has no field for goes into the description,
// what is no text (pictures, keys) is named and left out.
import { cardsOf, partsOf, textOf } from './lines.js';

/** @typedef {{fields: Record<string, string>, company?: string, id?: string, dropped: string[]}} Draft */

export const LIMIT = 500;
const MOBILE = /^(?:\+?86)?(1[3-9]\d{9})$/;
const HAN = /\p{Script=Han}/u;
const OWN_ID = /^urn:uuid:([0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12})$/i;

const put = (draft, field, value) => {
  if (!value || draft.fields[field]) return false;
  draft.fields[field] = value;
  return true;
};
const rest = (draft, label, value) => { if (value) draft.rest.push(label + ' ' + value); };

/** The family name stands first in Chinese. */
function nameOf(value) {
  const [family = '', given = '', middle = ''] = partsOf(value);
  if (HAN.test(family + given)) return family + middle + given;
  return [given, middle, family].filter(Boolean).join(' ');
}

function number(draft, { value, types }) {
  const text = textOf(value).replace(/^tel:/i, '').replace(/;ext=/i, '-').replace(/;.*$/, '');
  const mobile = MOBILE.exec(text.replace(/[\s()-]/g, ''))?.[1];
  if (types.includes('fax') || types.includes('pager')) return rest(draft, 'FAX', text);
  const field = mobile || types.includes('cell') ? 'mobile' : 'phone';
  return put(draft, field, mobile ?? text) || rest(draft, 'TEL', mobile ?? text);
}

/** A day that exists; telephones write the year 1604 when there is none. */
function isDay(iso) {
  const time = Date.parse(iso + 'T00:00:00Z');
  return !iso.startsWith('1604') && !Number.isNaN(time) && new Date(time).toISOString().startsWith(iso);
}

function day(draft, { value }) {
  const [, year, month, date] = /^(\d{4})-?(\d{2})-?(\d{2})(?!\d)/.exec(value.trim()) ?? [];
  const iso = [year, month, date].join('-');
  return (year && isDay(iso) && put(draft, 'birthday', iso)) || rest(draft, 'BDAY', textOf(value));
}

function place(draft, { value }) {
  const [, more, street, city, province] = partsOf(value);
  const address = [street, more].filter(Boolean).join(' ');
  if (draft.fields.address || draft.fields.city) return rest(draft, 'ADR', partsOf(value).filter(Boolean).join(' '));
  put(draft, 'province', province);
  put(draft, 'city', city);
  return put(draft, 'address', address);
}

function chat(draft, { value, params }) {
  const service = (params['X-SERVICE-TYPE'] ?? '').toLowerCase();
  const [, scheme, account] = /^(?:x-apple|([\w-]+)):(.*)$/i.exec(textOf(value)) ?? [null, '', textOf(value)];
  const field = { wechat: 'wechat', weixin: 'wechat', qq: 'qq', mqq: 'qq' }[service || (scheme ?? '').toLowerCase()];
  return (field && put(draft, field, account)) || rest(draft, 'IMPP', textOf(value));
}

const text = (field) => (draft, { value }) => put(draft, field, textOf(value).replace(/\s+/g, ' '));
const PROPERTIES = {
  FN: text('name'), TITLE: text('job_title'), 'X-WECHAT': text('wechat'), 'X-WEIXIN': text('wechat'), 'X-QQ': text('qq'),
  N: (draft, { value }) => { draft.formal = nameOf(value); },
  ORG: (draft, { value }) => { const [company, ...units] = partsOf(value); draft.company = company; put(draft, 'division', units.filter(Boolean).join(' ')); },
  TEL: number, BDAY: day, ADR: place, IMPP: chat,
  EMAIL: (draft, { value }) => { const address = textOf(value).replace(/^mailto:/i, '').toLowerCase(); return put(draft, 'email', address) || rest(draft, 'EMAIL', address); },
  URL: (draft, { value }) => rest(draft, 'URL', textOf(value)),
  NOTE: (draft, { value }) => { if (textOf(value)) draft.rest.unshift(textOf(value)); },
  UID: (draft, { value }) => { draft.id = OWN_ID.exec(textOf(value))?.[1].toLowerCase(); },
};
const NO_TEXT = new Set(['PHOTO', 'LOGO', 'SOUND', 'KEY']);

/** @param {import('./lines.js').Line[]} lines @returns {Draft} */
function draftOf(lines) {
  const draft = { fields: {}, company: undefined, id: undefined, rest: [], dropped: [], formal: '' };
  for (const line of lines) {
    if (NO_TEXT.has(line.name)) draft.dropped.push(line.name);
    else if (Object.hasOwn(PROPERTIES, line.name)) PROPERTIES[line.name](draft, line);
  }
  put(draft, 'name', draft.formal);
  if (draft.rest.length) draft.fields.description = draft.rest.join('\n');
  return { fields: draft.fields, company: draft.company || undefined, id: draft.id, dropped: [...new Set(draft.dropped)] };
}

/** UTF-8, or GB18030 where it is none. @param {ArrayBuffer|Uint8Array} bytes */
export function decoded(bytes) {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}

/** @param {string} content @returns {{drafts: Draft[], more: number}} more: cards beyond the limit */
export function readCards(content) {
  const cards = cardsOf(content);
  return { drafts: cards.slice(0, LIMIT).map(draftOf), more: Math.max(0, cards.length - LIMIT) };
}
