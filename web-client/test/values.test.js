// SPDX-License-Identifier: AGPL-3.0-or-later
// Typed numbers, address state, the stream, and the model of /meta.
import { describe, expect, it, vi } from 'vitest';

vi.mock('../src/i18n/index.js', () => ({ currentLanguage: () => 'zh-CN', useText: () => String, useTranslation: () => ({ t: String }) }));
vi.mock('antd', () => ({}));
vi.mock('../src/api/queries.js', () => ({ useMeta: () => ({}), useShortList: () => ({ rows: [] }) }));

const { parseDecimal, trimZeros } = await import('../src/fields/inputs.jsx');
const { formatMoney, formatNumber, formatDate, formatSize } = await import('../src/i18n/format.js');
const { nextSort, parseSort } = await import('../src/list/useListState.js');
const { streamOf, changedFields } = await import('../src/detail/stream.js');
const { includesOf, modelOf, targetOf, textOf } = await import('../src/meta/model.js');
const { fieldErrors, Problem } = await import('../src/api/problem.js');

describe('numbers as people type them', () => {
  it.each([['１２．５', '12.5'], ['1,234,567', '1234567'], ['¥ 86，400', '86400'], ['12.5万', '125000'], ['0.05亿', '5000000'], ['1.23456万', '12345.6'], ['-3万', '-30000']])('%s_is_%s', (typed, value) => {
    expect(parseDecimal(typed)).toBe(value);
  });
  it('lose_trailing_zeros_only_behind_the_point', () => {
    expect([trimZeros('1200.5000'), trimZeros('1200'), trimZeros('100.0000'), trimZeros(null)]).toEqual(['1200.5', '1200', '100', null]);
  });
  // Browsers and Node 20 format decimal strings exactly; Node 18 still goes through a double.
  const exact = new Intl.NumberFormat('en').format(/** @type {any} */ ('9007199254740993')).endsWith('993');
  it.skipIf(!exact)('keep_every_digit_of_a_large_amount', () => {
    expect(formatMoney('9007199254740993.25', 'CNY')).toContain('9,007,199,254,740,993.25');
    expect(formatNumber('12345678901234.5')).toBe('12,345,678,901,234.5');
  });
  it('show_nothing_for_nothing', () => {
    expect([formatMoney(null), formatNumber(''), formatDate(null)]).toEqual(['', '', '']);
    expect(formatDate('2024-02-29')).toBe('2024-02-29');
    expect(formatSize(1536)).toBe('1.5 KB');
  });
});

describe('sorting by header', () => {
  it('goes_up_down_and_back', () => {
    expect(nextSort('-created_at', 'name', '')).toBe('name');
    expect(nextSort('name', 'name', '')).toBe('-name');
    expect(nextSort('-name', 'name', '')).toBe('');
    expect(parseSort('-a,b')).toEqual([{ field: 'a', down: true }, { field: 'b', down: false }]);
  });
});

describe('the stream of a record', () => {
  const SOURCES = ['activity', 'note', 'visit_report'].map((name) => ({ name, layout: { stream: { at: ['done_at', 'created_at'] } } }));
  it('takes_every_resource_whose_definition_says_so_at_its_own_time', () => {
    const items = streamOf(SOURCES, { visit_report: [{ id: 4, created_at: '2026-01-01T00:00:00Z', done_at: '2026-01-09T00:00:00Z' }], note: [{ id: 3, created_at: '2026-01-03T00:00:00Z' }] });
    expect(items.map((item) => item.row.id)).toEqual([4, 3]);
  });
  it('puts_planned_work_first_then_newest', () => {
    const items = streamOf(SOURCES, {
      activity: [{ id: 1, status: 'done', created_at: '2026-01-02T00:00:00Z' }, { id: 2, status: 'planned', created_at: '2026-01-01T00:00:00Z' }],
      note: [{ id: 3, created_at: '2026-01-03T00:00:00Z' }],
    });
    expect(items.map((item) => item.row.id)).toEqual([2, 3, 1]);
  });
  it('leaves_out_changes_of_bookkeeping_fields', () => {
    const entry = { kind: 'update', version_to: 2, at: '2026-01-01T00:00:00Z', changes: { updated_at: {}, version: {} } };
    expect(changedFields(entry)).toEqual([]);
    expect(streamOf(SOURCES, {}, [entry])).toEqual([]);
  });
});

describe('the definition', () => {
  const data = {
    modules: [{ name: 'b', order: 20 }, { name: 'a', order: 10 }],
    resources: [{ name: 'note', path: 'notes', operations: ['create'], fields: [{ name: 'owner_id', type: 'reference', to: 'user' }, { name: 'parent_id', type: 'reference', to: null }] }],
  };
  it('is_found_by_name_and_path_and_ordered', () => {
    const model = modelOf(data);
    expect(model.byPath.notes).toBe(model.byName.note);
    expect(model.modules.map((module) => module.name)).toEqual(['a', 'b']);
  });
  it('includes_only_references_with_one_target', () => {
    expect(includesOf(modelOf(data).byName.note, ['owner_id', 'parent_id'])).toEqual(['owner']);
    expect(targetOf({ name: 'parent_id', to: null }, { parent_resource: 'account' })).toBe('account');
  });
  it('words_fall_back_to_chinese', () => {
    expect([textOf({ 'zh-CN': '客户', en: 'Account' }, 'en'), textOf({ 'zh-CN': '客户' }, 'en'), textOf(null, 'en')]).toEqual(['Account', '客户', '']);
  });
});

describe('problems', () => {
  it('name_their_fields_by_pointer', () => {
    const problem = new Problem({ status: 422, code: 'invalid', errors: [{ pointer: '/phone', code: 'format', message: '' }, { pointer: '/changes/level', code: 'choice', message: '' }] });
    expect(Object.keys(fieldErrors(problem))).toEqual(['phone', 'level']);
    expect(fieldErrors(new Error('x'))).toEqual({});
  });
});
