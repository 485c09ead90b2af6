// SPDX-License-Identifier: AGPL-3.0-or-later
// What a print asks the server for.
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { conditionsOf, gridOf, OWN, printOf, remember, remembered, together } from '../src/modules/print/papers.js';

describe('a print', () => {
  beforeEach(() => {
    const kept = new Map();
    vi.stubGlobal('localStorage', { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value) });
  });

  test('asks_for_chosen_rows_a_hundred_at_a_time_and_for_a_list_by_its_conditions', () => {
    const ids = new Set(Array.from({ length: 250 }, (_, n) => 'id' + n));
    const parts = conditionsOf({ selection: { ids, all: false }, query: { sort: 'code' } });
    expect(parts.map((part) => part.filter.value.length)).toEqual([100, 100, 50]);
    expect(parts.every((part) => part.sort === 'code')).toBe(true);
    expect(conditionsOf({ selection: { ids, all: true }, query: { q: 'x' } })).toEqual([{ q: 'x' }]);
    expect(conditionsOf({ query: { q: 'x' } })).toEqual([{ q: 'x' }]);
    expect(conditionsOf({ record: { id: 'a' } })).toEqual([{ filter: { field: 'id', op: 'eq', value: 'a' } }]);
  });

  test('tells_only_what_its_kind_takes', () => {
    const labels = printOf('labels', { ...remembered('labels'), start: 5 });
    expect(labels).toMatchObject({ paper: 'a4_3x8', start: 5 });
    expect('own' in labels || 'attention' in labels || 'sender_id' in labels).toBe(false);
    expect(printOf('labels', { ...remembered('labels'), paper: 'own' })).toMatchObject({ own: OWN });
    const envelope = printOf('envelopes', { ...remembered('envelopes'), attention: ' 财务部 ', sender_id: null });
    expect(envelope.attention).toBe('财务部');
    expect('sender_id' in envelope || 'start' in envelope).toBe(false);
  });

  test('remembers_paper_and_printer_not_what_was_for_once', () => {
    remember('labels', { ...remembered('labels'), paper: 'l7163', start: 9, shift_x: 2, frame: true, attention: '财务部' });
    expect(remembered('labels')).toMatchObject({ paper: 'l7163', shift_x: 2, start: 1, frame: false, attention: '' });
    remember('envelopes', { ...remembered('envelopes'), frame: false, attention: '财务部' });
    expect(remembered('envelopes')).toMatchObject({ frame: false, attention: '' });
    expect(gridOf({ paper: 'l7163' })).toEqual([2, 7]);
  });

  test('adds_up_what_it_was_told_in_parts', () => {
    const part = (total, printable, first) => ({ total, printable, first, limit: 20000, problems: total > printable ? [{ id: 'x' }] : [] });
    expect(together([part(2, 0, null), part(3, 3, { person: 'a' })])).toEqual({ total: 5, printable: 3, limit: 20000, first: { person: 'a' }, problems: [{ id: 'x' }] });
  });
});
