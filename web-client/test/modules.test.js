// SPDX-License-Identifier: AGPL-3.0-or-later
import dayjs from 'dayjs';
import { describe, expect, it } from 'vitest';
import { listUrl } from '../src/list/url.js';
import { recordColumns, daysSince } from '../src/modules/board/columns.js';
import { missingFields } from '../src/modules/board/missing.js';
import { boundsOf, funnelRows, monthRows, topOwners, winRate } from '../src/modules/dashboard/data.js';
import { dayOf } from '../src/modules/followup/dates.js';
import { keyOf, openQuestions, optionsOf, problemsOf, withField } from '../src/modules/import/mapping.js';
import { bodyOf, changedResources, draftOf, groundOf, withFieldRight, withScope } from '../src/modules/settings/rights.js';
import { daysLate, taskQueries } from '../src/modules/workbench/day.js';

const resource = {
  name: 'opportunity', path: 'opportunities', name_field: 'name',
  fields: [{ name: 'name', required: true, writable: true }, { name: 'external_id', writable: true }, { name: 'amount', writable: true }, { name: 'status', readonly: true }],
  field: { name: { name: 'name', required: true }, external_id: { name: 'external_id' }, amount: { name: 'amount' }, closed_reason: { name: 'closed_reason' }, status: { name: 'status', readonly: true } },
  layout: { board: { group: 'stage_id' } },
};

describe('dashboard data', () => {
  it('orders_the_funnel_by_the_pipeline_and_keeps_empty_stages', () => {
    const stages = [{ id: 'b', name: 'B', position: 2, kind: 'open' }, { id: 'w', name: 'W', position: 9, kind: 'won' }, { id: 'a', name: 'A', position: 1, kind: 'open' }];
    const rows = funnelRows(stages, [{ stage_id: 'b', count: 3, 'sum:amount': '10.50' }]);
    expect(rows).toEqual([{ id: 'a', name: 'A', count: 0, amount: '0' }, { id: 'b', name: 'B', count: 3, amount: '10.50' }]);
  });
  it('counts_the_win_rate_over_decided_deals_only', () => {
    expect(winRate([{ status: 'won', count: 3 }, { status: 'lost', count: 1 }, { status: 'open', count: 9 }])).toBe(0.75);
    expect(winRate([])).toBeNull();
  });
  it('fills_months_without_a_deal', () => {
    const rows = monthRows([{ closed_on: '2026-03-01', count: 2, 'sum:amount': '5' }, { closed_on: '2026-01-01', count: 1, 'sum:amount': '4' }, { closed_on: null, count: 7 }]);
    expect(rows.map((row) => row.month + ':' + row.amount)).toEqual(['2026-01:4', '2026-02:0', '2026-03:5']);
  });
  it('knows_quarters_and_the_last_twelve_months', () => {
    expect(boundsOf('this_quarter', dayjs('2026-11-22')).from).toBe('2026-10-01');
    expect(boundsOf('last_12_months', dayjs('2026-11-22')).from).toBe('2025-12-01');
    expect(boundsOf('all').from).toBeNull();
  });
  it('puts_the_largest_owner_first', () => {
    expect(topOwners([{ owner_id: 'a', 'sum:amount': '9' }, { owner_id: 'b', 'sum:amount': '10' }, { owner_id: null }]).map((row) => row.owner_id)).toEqual(['b', 'a']);
  });
  it('opens_the_list_behind_a_figure', () => {
    const url = new URL(listUrl(resource, { status: 'won', 'closed_on[gte]': '2026-01-01', 'owner_id[in]': 'x,y', stage_id: undefined }), 'http://h');
    expect(url.pathname).toBe('/opportunities');
    expect(JSON.parse(url.searchParams.get('filter') ?? '')).toEqual({ and: [{ field: 'status', op: 'eq', value: 'won' }, { field: 'closed_on', op: 'gte', value: '2026-01-01' }, { field: 'owner_id', op: 'in', value: ['x', 'y'] }] });
  });
});

describe('board', () => {
  it('shows_open_stages_before_ended_ones', () => {
    expect(recordColumns([{ id: 'l', name: 'L', kind: 'lost', position: 1 }, { id: 'o', name: 'O', kind: 'open', position: 5 }], 'name').map((column) => column.id)).toEqual(['o', 'l']);
  });
  it('asks_only_for_what_the_stage_needs_and_the_deal_lacks', () => {
    const column = { kind: 'lost', record: { required_fields: ['amount', 'name'] } };
    expect(missingFields(resource, column, { name: 'x', amount: null })).toEqual(['amount', 'closed_reason']);
    expect(missingFields(resource, { kind: 'open', record: { required_fields: [] } }, {})).toEqual([]);
  });
  it('counts_whole_days_in_a_stage', () => {
    expect(daysSince('2026-01-01T00:00:00Z', Date.parse('2026-01-03T12:00:00Z'))).toBe(2);
    expect(daysSince(null)).toBeNull();
  });
});

describe('follow-up and workbench days', () => {
  it('moves_weekends_to_monday', () => {
    expect(dayOf('tomorrow', dayjs('2026-11-20'))).toBe('2026-11-23');
    expect(dayOf('next_monday', dayjs('2026-11-23'))).toBe('2026-11-30');
    expect(dayOf('next_monday', dayjs('2026-11-22'))).toBe('2026-11-23');
  });
  it('splits_tasks_into_overdue_today_and_soon', () => {
    const queries = taskQueries('me', '2026-11-22');
    expect(queries.overdue['due_on[lt]']).toBe('2026-11-22');
    expect(queries.soon['due_on[lte]']).toBe('2026-11-29');
    expect(daysLate('2026-11-20', '2026-11-22')).toBe(2);
    expect(daysLate('2026-11-25', '2026-11-22')).toBe(0);
  });
});

describe('import mapping', () => {
  const analysis = { columns: [{ index: 0, guess: { field: 'name' } }, { index: 1, guess: { field: 'name' } }, { index: 2, guess: { field: 'external_id' } }, { index: 3, guess: null }] };
  it('uses_each_field_once_and_prefers_a_unique_key', () => {
    const options = optionsOf(resource, analysis, null);
    expect(options.mapping.map((entry) => entry.field)).toEqual(['name', 'external_id']);
    expect(options.match_key).toEqual(['external_id']);
    expect(keyOf(resource, [{ field: 'name' }])).toEqual(['name']);
  });
  it('keeps_options_given_before', () => {
    expect(optionsOf(resource, analysis, { mapping: [{ column: 3, field: 'amount' }], mode: 'create' })).toEqual({ choices: {}, mapping: [{ column: 3, field: 'amount' }], mode: 'create' });
  });
  it('moves_a_field_from_one_column_to_another', () => {
    expect(withField([{ column: 0, field: 'name' }], 2, 'name')).toEqual([{ column: 2, field: 'name' }]);
    expect(withField([{ column: 0, field: 'name' }], 0, null)).toEqual([]);
  });
  it('names_what_is_missing_before_a_run', () => {
    const label = () => 'Name';
    expect(problemsOf(resource, { mapping: [], mode: 'both', match_key: [] }, label).map((problem) => problem.key)).toEqual(['problem.none', 'problem.required', 'problem.key']);
    expect(problemsOf(resource, { mapping: [{ column: 0, field: 'name' }], mode: 'create' }, label)).toEqual([]);
  });
  it('counts_unanswered_near_misses_and_takes_none_as_an_answer', () => {
    const result = { ambiguous: { product_id: [{ value: 'GTXPro' }, { value: 'MG' }] } };
    expect(openQuestions(result, { choices: { product_id: { GTXPro: null } } })).toBe(1);
  });
});

describe('permission matrix', () => {
  const rights = { resources: [{ resource: 'account', read_scope: 'own', write_scope: 'own', operations: ['create'], fields: { phone: 'mask' } }] };
  it('gives_back_what_it_was_given', () => {
    const draft = draftOf([{ resource: 'account' }, { resource: 'contact' }], rights.resources);
    expect(bodyOf(draft)).toEqual(rights);
    expect(changedResources(draft, draft)).toEqual([]);
  });
  it('keeps_what_is_said_of_a_sensitive_field_and_leaves_the_ground_unsaid', () => {
    const cost = { name: 'cost', sensitive: true, can_write: true };
    const phone = { name: 'phone', can_write: true };
    expect([groundOf(cost), groundOf(phone), groundOf({})]).toEqual(['none', 'write', 'read']);
    const open = draftOf([{ resource: 'account' }], [{ ...rights.resources[0], fields: { cost: 'write' } }]);
    expect(bodyOf(open).resources[0].fields).toEqual({ cost: 'write' });
    const closed = { account: { ...open.account, fields: withFieldRight(open.account.fields, cost, 'none') } };
    expect(closed.account.fields).toEqual({});
    expect(changedResources(open, closed)).toEqual(['account']);
    expect(withFieldRight(withFieldRight({}, phone, 'mask'), phone, 'write')).toEqual({});
  });
  it('never_lets_a_role_change_what_it_cannot_see', () => {
    const row = { read_scope: 'own', write_scope: 'own', operations: [], fields: {} };
    expect(withScope(row, 'write_scope', 'all').read_scope).toBe('all');
    expect(withScope(row, 'read_scope', 'none').write_scope).toBe('none');
  });
});
