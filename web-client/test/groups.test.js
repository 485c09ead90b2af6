// SPDX-License-Identifier: AGPL-3.0-or-later
// Groups of lists and reports: what is asked, which conditions stand for a group, how answers nest.
import { describe, expect, it } from 'vitest';
import { conditionsFor, filterWithin, groupChoices, groupText, groupsOf, groupsQuery, nested, summedOf } from '../src/list/groups.js';
import { drawnValue, firstMeasure, isWhole, questionOf, seriesOf } from '../src/modules/reports/data.js';

const fields = [
  { name: 'name', type: 'text', search: true }, { name: 'status', type: 'choice' }, { name: 'owner_id', type: 'reference', to: 'user', system: true },
  { name: 'parent_id', type: 'reference', to: null }, { name: 'closed_on', type: 'date' }, { name: 'created_at', type: 'datetime', system: true },
  { name: 'phone', type: 'text', masked: true }, { name: 'amount', type: 'money' }, { name: 'cost', type: 'money', masked: true }, { name: 'currency', type: 'choice' }, { name: 'version', type: 'integer', system: true },
];
const resource = /** @type {any} */ ({ name: 'deal', path: 'deals', name_field: 'name', fields, field: Object.fromEntries(fields.map((field) => [field.name, field])) });
const by = (text) => groupsOf(resource, text);

describe('groups', () => {
  it('offers_fields_that_make_groups_and_dates_by_period_only', () => {
    expect(groupChoices(resource).map((choice) => choice.value)).toEqual(['status', 'owner_id', 'closed_on:month', 'closed_on:quarter', 'closed_on:year', 'created_at:month', 'created_at:quarter', 'created_at:year', 'currency']);
  });
  it('passes_over_what_is_unknown_masked_twice_or_too_many', () => {
    expect(groupText(by('phone,zz,status,status,owner_id,currency'))).toBe('status,owner_id');
    expect(groupText(by('closed_on,created_at:week,status:month'))).toBe('created_at:week');
  });
  it('adds_up_columns_with_amounts_and_asks_for_their_currencies', () => {
    expect(summedOf(resource, ['name', 'amount', 'cost', 'version']).map((field) => field.name)).toEqual(['amount']);
    expect(groupsQuery(resource, by('closed_on:month,owner_id'), ['amount'], { q: 'x' }, 500)).toEqual({ q: 'x', group: 'closed_on:month,owner_id', measure: 'count,sum:amount,min:currency,max:currency', sort: '-closed_on,-count', limit: 500, include: 'owner' });
  });
  it('says_which_rows_are_in_a_group', () => {
    expect(conditionsFor(by('status')[0], null)).toEqual([{ field: 'status', op: 'null', value: true }]);
    expect(conditionsFor(by('closed_on:quarter')[0], '2026-10-01')).toEqual([{ field: 'closed_on', op: 'gte', value: '2026-10-01' }, { field: 'closed_on', op: 'lt', value: '2027-01-01' }]);
    expect(conditionsFor(by('created_at:week')[0], '2026-12-28').map((one) => one.value)).toEqual(['2026-12-28T00:00:00+08:00', '2027-01-04T00:00:00+08:00']);
    const not = { not: { field: 'amount', op: 'gte', value: '5' } };
    expect(JSON.parse(filterWithin({ and: [not] }, conditionsFor(by('status')[0], 'won')))).toEqual({ and: [not, { field: 'status', op: 'in', value: ['won'] }] });
  });
});

const body = {
  data: [{ status: 'won', owner_id: 'a', count: 2, 'sum:amount': '5', 'min:currency': 'CNY', 'max:currency': 'CNY' }, { status: null, owner_id: 'a', count: 1, 'sum:amount': '1', 'min:currency': 'CNY', 'max:currency': 'USD' }],
  subtotals: [{ status: 'won', count: 2, 'sum:amount': '5' }, { status: null, count: 1, 'sum:amount': '1' }],
};

describe('answers', () => {
  it('nests_the_second_field_within_the_first_with_both_conditions', () => {
    const groups = nested(by('status,owner_id'), body);
    expect(groups.map((group) => [group.value, group.row.count, group.parts.map((part) => part.value)])).toEqual([['won', 2, ['a']], [null, 1, ['a']]]);
    expect(groups[1].parts[0].conditions).toEqual([{ field: 'status', op: 'null', value: true }, { field: 'owner_id', op: 'in', value: ['a'] }]);
  });
  it('draws_no_sum_over_several_currencies', () => {
    const two = by('status,owner_id');
    const drawn = seriesOf(two, body, true);
    expect(drawn.series.map((one) => one.of.map((group) => drawnValue(group, { measure: 'sum:amount', money: true })))).toEqual([[5, null]]);
    expect(drawnValue(drawn.series[0].of[1], { measure: 'count', money: false })).toBe(1);
  });
});

describe('reports', () => {
  const record = { group_by: 'status,owner_id', measures: 'count,sum:amount', order_by: '-max:amount', condition: { field: 'status', op: 'eq', value: 'won' }, words: null, top: 10 };
  it('ask_what_was_saved_and_leave_out_an_order_by_what_is_not_asked', () => {
    expect(questionOf(resource, record, by(record.group_by))).toEqual({ group: 'status,owner_id', measure: 'count,sum:amount,min:currency,max:currency', sort: undefined, limit: 10, filter: JSON.stringify(record.condition), q: undefined, include: 'owner' });
    expect(questionOf(resource, { ...record, order_by: '-sum:amount' }, by(record.group_by)).sort).toBe('-sum:amount');
    expect(firstMeasure(record)).toBe('sum:amount');
  });
  it('are_whole_only_with_every_group', () => {
    expect(isWhole(record, by(record.group_by))).toBe(true);
    expect(isWhole({ group_by: 'status,secret' }, by('status,secret'))).toBe(false);
  });
});
