// SPDX-License-Identifier: AGPL-3.0-or-later
// Condition trees: what is sent is what was meant, and half-made conditions are not sent.
import { describe, expect, it } from 'vitest';
import { appendAt, conditionsOn, filterParam, joined, parseFilter, prune, replaceAt, rooted, withField, withoutIndex } from '../src/list/filters.js';

const level = { field: 'level', op: 'in', value: ['a'] };
const city = { field: 'city', op: 'eq', value: '重庆' };

describe('condition trees', () => {
  it('drops_conditions_without_a_value_and_empty_groups', () => {
    const tree = { and: [level, { field: 'name', op: 'contains', value: '' }, { or: [{ field: 'x', op: 'in', value: [] }] }] };
    expect(prune(tree)).toEqual({ and: [level] });
    expect(filterParam({ and: [{ or: [] }] })).toBeUndefined();
  });
  it('keeps_conditions_on_related_records_and_drops_what_of_them_is_half_made', () => {
    const has = { has: 'opportunity.account_id' };
    expect(prune({ and: [has] })).toEqual({ and: [has] });
    expect(prune({ ...has, where: { and: [{ field: 'name', op: 'eq', value: '' }] } })).toEqual(has);
    expect(prune({ ...has, where: { and: [city] }, measure: 'count', op: 'gte', value: 0 })).toEqual({ ...has, where: { and: [city] }, measure: 'count', op: 'gte', value: 0 });
    expect(prune({ ...has, measure: 'count', op: 'gte', value: null })).toBeNull();
  });
  it('keeps_false_and_zero_as_values', () => {
    expect(prune({ and: [{ field: 'a', op: 'eq', value: false }, { field: 'b', op: 'gte', value: 0 }] }).and).toHaveLength(2);
  });
  it('replaces_the_header_condition_and_keeps_the_others', () => {
    const tree = withField({ and: [level, city] }, 'level', { field: 'level', op: 'in', value: ['b'] });
    expect(conditionsOn(tree, 'level')).toEqual([{ field: 'level', op: 'in', value: ['b'] }]);
    expect(conditionsOn(tree, 'city')).toEqual([city]);
    expect(withField(tree, 'level', null)).toEqual({ and: [city] });
  });
  it('puts_an_or_tree_below_and_before_adding_to_it', () => {
    const tree = withField({ or: [level, city] }, 'name', { field: 'name', op: 'contains', value: '长' });
    expect(tree.and).toHaveLength(2);
    expect(tree.and[0]).toEqual({ or: [level, city] });
  });
  it('takes_a_bare_condition_as_a_saved_view_may_hold_it', () => {
    expect(rooted(level)).toEqual({ and: [level] });
  });
  it('edits_nested_groups_by_path', () => {
    const tree = appendAt({ and: [level, { or: [city] }] }, [1], level);
    expect(tree).toEqual({ and: [level, { or: [city, level] }] });
    expect(replaceAt(tree, [1, 0], null)).toEqual({ and: [level, { or: [level] }] });
    expect(withoutIndex(tree, 1)).toEqual({ and: [level] });
  });
  it('survives_a_broken_address', () => {
    expect(parseFilter('{"and":')).toEqual({ and: [] });
    expect(parseFilter('5')).toEqual({ and: [] });
    expect(parseFilter(null)).toEqual({ and: [] });
  });
  it('joins_trees_with_and', () => {
    expect(joined({ and: [level] }, null, { or: [city] })).toEqual({ and: [level, { or: [city] }] });
  });
});
