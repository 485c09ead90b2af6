// SPDX-License-Identifier: AGPL-3.0-or-later
// What forms send: a merge patch of real changes, a body without blanks; and what
// a 412 leaves to decide.
import { describe, expect, it } from 'vitest';
import { bodyOf, changesOf, isEntry, isShown, rulesOf } from '../src/form/rules.js';
import { collisions, resolved } from '../src/detail/conflict.js';

const fields = { name: {}, phone: {}, tags: {}, amount: {} };

describe('changes', () => {
  it('sends_only_what_differs', () => {
    const record = { name: '长平', phone: null, tags: ['重点'], amount: '12.5000' };
    expect(changesOf(record, { name: '长平', phone: '', tags: ['重点'], amount: '12.5000' }, fields)).toEqual({});
    expect(changesOf(record, { name: '长平二厂', phone: '1', tags: [] }, fields)).toEqual({ name: '长平二厂', phone: '1', tags: [] });
  });
  it('sends_null_for_an_emptied_value', () => {
    expect(changesOf({ phone: '1' }, { phone: '' }, fields)).toEqual({ phone: null });
  });
  it('never_sends_a_field_outside_the_definition', () => {
    expect(changesOf({}, { hidden: 1 }, fields)).toEqual({});
  });
  it('leaves_blanks_out_of_a_create_body_and_keeps_false', () => {
    expect(bodyOf({ a: '', b: null, c: [], d: false, e: 0 })).toEqual({ d: false, e: 0 });
  });
  it('offers_write_once_fields_only_while_creating', () => {
    const field = { writable: true, write_once: true };
    expect([isEntry(field, true), isEntry(field, false)]).toEqual([true, false]);
    expect(isEntry({ writable: true, readonly: true }, true)).toBe(false);
  });
  it('shows_a_masked_field_beside_the_others_of_a_record_and_never_enters_it', () => {
    const field = { masked: true, writable: false };
    expect([isShown(field, false), isShown(field, true), isEntry(field, false)]).toEqual([true, false, false]);
  });
});

describe('rules', () => {
  const t = (key) => key;
  it('come_from_the_definition', () => {
    const rules = rulesOf({ name: 'name', type: 'text', required: true, max: 5, pattern: '^[a-z]+$' }, 'Name', t);
    expect(rules.map((rule) => rule.message)).toEqual(['rule.required', 'rule.pattern', 'rule.max']);
  });
  it('skip_a_pattern_that_this_engine_cannot_read', () => {
    expect(rulesOf({ name: 'x', type: 'text', pattern: '(?<bad' }, 'X', t)).toEqual([]);
  });
});

describe('conflicts', () => {
  const base = { name: 'A', level: 'a', city: '重庆', version: 1 };
  const current = { name: 'B', level: 'a', city: '宁波', version: 2 };
  it('are_fields_that_both_changed_differently', () => {
    expect(collisions(base, current, { name: 'C', level: 'b', city: '宁波' })).toEqual(['name']);
  });
  it('keep_mine_or_theirs_by_choice_and_save_the_rest', () => {
    const mine = { name: 'C', level: 'b', city: '宁波' };
    expect(resolved(mine, ['name'], { name: 'theirs' }, current)).toEqual({ level: 'b' });
    expect(resolved(mine, ['name'], { name: 'mine' }, current)).toEqual({ name: 'C', level: 'b' });
  });
});
