// SPDX-License-Identifier: AGPL-3.0-or-later
// Rules of a hand-over between page and contract; the list of a receipt.
import { describe, expect, test } from 'vitest';
import { changesOf, csvOf, draftOf, isComplete, moved, withResources } from '../src/modules/handover/rules.js';

describe('rules of a hand-over', () => {
  test('begin_with_one_that_takes_everything_and_are_sent_without_their_keys', () => {
    const draft = draftOf({ due_at: null, close_login: false, keep_closed: true, note: null, rules: null });
    expect(draft.rules.map(({ key, ...rule }) => rule)).toEqual([{ to: { kind: 'people' } }]);
    const rules = [{ ...draft.rules[0], resources: ['account'], filter: { and: [] } }, { key: 'k', resources: [], filter: { field: 'level', op: 'eq', value: 'a' }, to: { kind: 'manager' } }];
    expect(changesOf({ ...draft, rules }).rules).toEqual([{ resources: ['account'], to: { kind: 'people' } }, { filter: { field: 'level', op: 'eq', value: 'a' }, to: { kind: 'manager' } }]);
  });

  test('are_complete_when_each_says_who_takes_the_records', () => {
    const of = (to) => isComplete([{ to }]);
    expect([of({ kind: 'people' }), of({ kind: 'people', user_ids: [] }), of({ kind: 'pool' }), isComplete([])]).toEqual([false, false, false, false]);
    expect([of({ kind: 'people', user_ids: ['x'] }), of({ kind: 'pool', pool_id: 'x' }), of({ kind: 'manager' })]).toEqual([true, true, true]);
  });

  test('forget_condition_and_pool_when_they_are_about_something_else', () => {
    const rule = { resources: ['account'], filter: { field: 'level', op: 'eq', value: 'a' }, to: { kind: 'pool', pool_id: 'x' } };
    expect(withResources(rule, ['account'])).toEqual(rule);
    expect(withResources(rule, ['contact'])).toEqual({ resources: ['contact'], filter: null, to: { kind: 'people' } });
    expect(withResources({ ...rule, to: { kind: 'manager' } }, ['account', 'contact'])).toEqual({ resources: ['account', 'contact'], filter: null, to: { kind: 'manager' } });
  });

  test('move_up_and_down', () => {
    expect(moved(['a', 'b', 'c'], 2, -1)).toEqual(['a', 'c', 'b']);
    expect(moved(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c']);
  });
});

test('a_list_as_a_file_holds_no_formula', () => {
  expect(csvOf(['名称'], [['=1+1'], ['a"b'], [null]])).toBe('\ufeff"名称"\r\n"\'=1+1"\r\n"a""b"\r\n""\r\n');
});
