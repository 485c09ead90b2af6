// SPDX-License-Identifier: AGPL-3.0-or-later
// What is sent of a definition of a field.
import { describe, expect, it } from 'vitest';
import { choicesOf, definitionOf, isLength, partsOf } from '../src/modules/fields/draft.js';

describe('choices', () => {
  it('new_ones_get_a_value_of_their_english_title_once', () => {
    const rows = [{ value: 'paper', label: { 'zh-CN': '纸', en: 'Renamed' } }, { label: { 'zh-CN': ' 电子 ', en: 'On  line!', 'zh-TW': ' ' } }, { label: { 'zh-CN': '甲', en: 'Paper' } }, { label: { 'zh-CN': '乙', en: '乙' } }];
    expect(choicesOf(rows)).toEqual([{ value: 'paper', label: { 'zh-CN': '纸', en: 'Renamed' } }, { value: 'on_line', label: { 'zh-CN': '电子', en: 'On  line!' } },
      { value: 'paper_2', label: { 'zh-CN': '甲', en: 'Paper' } }, { value: 'choice', label: { 'zh-CN': '乙', en: '乙' } }]);
  });
  it('values_are_what_the_server_takes', () => {
    for (const en of ['2nd try', 'x'.repeat(60), "a'); --", '-']) expect(choicesOf([{ label: { en } }])[0].value).toMatch(/^[A-Za-z][A-Za-z0-9_-]{0,39}$/);
  });
});

describe('definitions', () => {
  it('what_another_type_asks_for_is_not_sent', () => {
    expect(definitionOf({ label_zh: '甲', type: 'integer', min_value: '1', choices: [{}], pattern: 'x', target: 'account' }, 'integer')).toEqual({ label_zh: '甲', type: 'integer', min_value: '1' });
  });
  it('lengths_and_types_nobody_knows', () => {
    expect([isLength('text'), isLength('integer'), partsOf(undefined)]).toEqual([true, false, []]);
  });
});
