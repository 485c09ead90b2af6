// SPDX-License-Identifier: AGPL-3.0-or-later
// Contacts as vCard 4.0 or 3.0. Only what a card is for: how to reach somebody. Notes, tags and the
// part in decisions stay in the house, and a masked value is no value.
import { escaped, fold } from './lines.js';

export const VERSIONS = ['4.0', '3.0'];
/** What is asked for. */
export const FIELDS = ['name', 'account_id', 'division', 'job_title', 'mobile', 'phone', 'email', 'wechat', 'qq', 'birthday', 'province', 'city', 'address', 'updated_at'];

const KINDS = { '4.0': { mobile: 'cell', phone: 'work', email: 'work' }, '3.0': { mobile: 'CELL,VOICE', phone: 'WORK,VOICE', email: 'INTERNET,WORK' } };
const listed = (parts) => parts.map((part) => escaped(part ?? '')).join(';');
const filled = (parts) => parts.some(Boolean);

/** @param {any} contact @param {string|undefined} company @param {string} version */
function linesOf(contact, company, version) {
  const four = version === '4.0';
  const kinds = KINDS[version];
  const { name, division, address, city, province } = contact;
  const place = [null, null, address, city, province, null, null];
  const moment = contact.updated_at?.replace(/\.\d+/, '');
  return [
    'VERSION:' + version,
    'UID:urn:uuid:' + contact.id,
    'FN:' + escaped(name ?? ''),
    'N:' + listed([name, null, null, null, null]),
    filled([company, division]) && 'ORG:' + listed(division ? [company, division] : [company]),
    contact.job_title && 'TITLE:' + escaped(contact.job_title),
    contact.mobile && `TEL;TYPE=${kinds.mobile}:` + escaped(contact.mobile),
    contact.phone && `TEL;TYPE=${kinds.phone}:` + escaped(contact.phone),
    contact.email && `EMAIL;TYPE=${kinds.email}:` + escaped(contact.email),
    filled(place) && `ADR;TYPE=${four ? 'work' : 'WORK'}:` + listed(place),
    contact.wechat && 'X-WECHAT:' + escaped(contact.wechat),
    contact.qq && 'X-QQ:' + escaped(contact.qq),
    contact.birthday && 'BDAY:' + (four ? contact.birthday.replaceAll('-', '') : contact.birthday),
    moment && 'REV:' + (four ? moment.replace(/[-:]/g, '') : moment),
  ].filter(Boolean);
}

/**
 * One file of cards.
 * @param {any[]} contacts @param {Record<string, string>} companies names by id @param {string} version
 */
export const vcardsOf = (contacts, companies, version) => contacts
  .map((contact) => ['BEGIN:VCARD', ...linesOf(contact, companies[contact.account_id], version), 'END:VCARD'].map(fold).join('\r\n') + '\r\n')
  .join('');
