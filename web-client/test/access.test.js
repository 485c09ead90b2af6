// SPDX-License-Identifier: AGPL-3.0-or-later
// Reasons in sentences: every code of the contract has words in each language.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { allSentences, fieldSentences, missedSentences, readOnlySentences, waySentences } from '../src/modules/access/words.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const contract = JSON.parse(readFileSync(root + 'openapi/dist/openapi.json', 'utf8')).components.schemas;
const wordsOf = (language) => JSON.parse(readFileSync(root + 'web-client/src/i18n/locales/' + language + '/access.json', 'utf8'));

/** t as the pages have it, but a missing key is told. */
const tOf = (language) => (key, options = {}) => {
  const text = key.split('.').reduce((node, part) => node?.[part], wordsOf(language));
  if (typeof text !== 'string' && !('defaultValue' in options)) throw new Error(language + ' has no ' + key);
  return String(text ?? options.defaultValue).replace(/\{\{(\w+)\}\}/g, (_, name) => options[name]);
};

const role = { id: '1', name: '区域经理', read_scope: 'subtree', write_scope: 'none', gives_read: false, gives_write: false };
const why = {
  can_read: false, roles: [role], missed_reads: ['own', 'share', 'matrix', 'deputy'], missed_writes: ['share', 'matrix'],
  rests_on: { owner_name: '何静', department_name: '苏州' }, operations: [{ operation: 'update', allowed: false, reason: 'record' }],
};

describe.each(['zh-CN', 'zh-TW', 'en'])('%s', (language) => {
  const t = tOf(language);
  it('has_words_for_every_way', () => {
    for (const way of contract.AccessWay.properties.way.enum) {
      expect(waySentences({ way, roles: [{ name: 'R' }], things: [] }, t, String)[0]).toBeTruthy();
      expect(waySentences({ way, roles: [], things: [] }, t, String)[0]).not.toBe(way);
    }
    for (const to of ['user', 'department', 'role']) waySentences({ way: 'share', roles: [], things: [{ kind: 'share', to, name: 'X', right: 'write', until: 'U' }] }, t, String);
  });
  it('has_words_for_every_right_and_reason_of_a_field', () => {
    const { right, reason } = contract.WhyField.properties;
    for (const r of right.enum) for (const x of reason.enum) expect(fieldSentences({ right: r, reason: x, roles: [{ name: 'R', right: r, is_explicit: true }, { name: 'S', right: r, is_explicit: false }] }, 'F', t).length).toBeGreaterThan(0);
    for (const operation of ['update', 'delete', 'transfer', 'share', 'history', 'export']) t('operation.' + operation);
    for (const x of contract.WhyOperation.properties.reason.enum.filter(Boolean)) t('operationReason.' + x);
  });
  it('tells_role_by_role_why_not', () => {
    expect(missedSentences(why, 'read', t)).toHaveLength(4);
    expect(missedSentences({ ...why, roles: [] }, 'read', t)).toHaveLength(4);
    expect(readOnlySentences(why, t)).toHaveLength(3);
    expect(readOnlySentences({ ...why, operations: [{ operation: 'update', reason: 'role' }] }, t)).toHaveLength(1);
    expect(readOnlySentences({ ...why, operations: [] }, t)).toHaveLength(1);
  });
});

it('says_in_plain_words_what_a_role_gives_and_whose_the_record_is', () => {
  const t = tOf('zh-CN');
  expect(missedSentences(why, 'read', t)[0]).toBe('角色“区域经理”只给“本部门及下级”；这条记录属于 何静 · 苏州，不在其中');
  expect(allSentences([{ way: 'subtree', roles: [{ name: '区域经理' }], things: [] }, { way: 'subtree', roles: [{ name: '区域经理' }], things: [] }], t, String)).toEqual(['角色“区域经理”给了“本部门及下级”']);
});
