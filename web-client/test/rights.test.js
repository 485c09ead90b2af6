// SPDX-License-Identifier: AGPL-3.0-or-later
// Rights of roles as data, and matrix rules as cells and back.
import { describe, expect, test } from 'vitest';
import { bodyOf, changedResources, compareRoles, draftOf, warningsOf, withScope } from '../src/modules/settings/rights.js';
import { cover } from '../src/modules/matrix/cover.js';
import { isOwn, levelsOf, planOf, rulesOf, withCells } from '../src/modules/matrix/cells.js';
import { branches, isBelow } from '../src/modules/tree/branches.js';
import { isNetwork } from '../src/fields/network.js';

const DEFINITIONS = [{ resource: 'account', access: 'owned', operations: ['create', 'update', 'export', 'delete', 'bulk'], fields: [] }, { resource: 'stage', access: 'inherited', operations: ['update'], fields: [] }];
const row = (more) => ({ resource: 'account', read_scope: 'own', write_scope: 'own', operations: ['create'], fields: {}, ...more });

describe('rights', () => {
  test('what_was_read_is_written_back_the_same', () => {
    const given = [row({ fields: { phone: 'mask', cost: 'write' } }), { resource: 'stage', read_scope: 'parent', write_scope: 'parent', operations: [], fields: { probability: 'read' } }];
    expect(bodyOf(draftOf(DEFINITIONS, given)).resources).toEqual(given);
    expect(bodyOf(draftOf(DEFINITIONS, [])).resources).toEqual([]);
  });
  test('what_is_closed_though_its_parent_is_open_stays_closed', () => {
    const given = [row(), { resource: 'stage', read_scope: 'none', write_scope: 'none', operations: [], fields: {} }];
    const draft = draftOf(DEFINITIONS, given);
    expect(bodyOf({ ...draft, account: { ...draft.account, operations: ['create', 'export'] } }).resources[1]).toEqual(given[1]);
    expect(bodyOf({ ...draft, stage: withScope(draft.stage, 'read_scope', 'parent') }).resources.map((one) => one.resource)).toEqual(['account']);
  });
  test('nobody_changes_what_he_does_not_see', () => {
    expect(withScope(row(), 'write_scope', 'all').read_scope).toBe('all');
    expect(withScope(row({ read_scope: 'all', write_scope: 'all' }), 'read_scope', 'department').write_scope).toBe('department');
    expect(withScope(row({ read_scope: 'territory' }), 'write_scope', 'subtree').read_scope).toBe('subtree');
    expect(withScope(row({ read_scope: 'partner' }), 'write_scope', 'own').read_scope).toBe('partner');
    expect(withScope(row(), 'read_scope', 'none')).toMatchObject({ read_scope: 'none', write_scope: 'none' });
  });
  test('only_what_differs_is_compared_unless_the_whole_is_asked_for', () => {
    const drafts = [draftOf(DEFINITIONS, [row({ fields: { phone: 'mask', name: 'read' } })]), draftOf(DEFINITIONS, [row({ read_scope: 'all', fields: { name: 'read' } })])];
    const [line, ...more] = compareRoles(DEFINITIONS, drafts, false);
    expect(more).toEqual([]);
    expect([...line.parts].sort()).toEqual(['fields', 'read_scope']);
    expect(line.fields).toEqual(['phone']);
    expect(compareRoles(DEFINITIONS, drafts, true).map((item) => item.definition.resource)).toEqual(['account', 'stage']);
    expect(changedResources(drafts[0], drafts[1])).toEqual(['account']);
    expect(compareRoles(DEFINITIONS, [drafts[0], draftOf(DEFINITIONS, [row({ fields: { name: 'read', phone: 'mask' } })])], false)).toEqual([]);
  });
  test('dangerous_rights_are_named', () => {
    expect(warningsOf(DEFINITIONS[0], row({ read_scope: 'all', operations: ['export'] }))).toEqual(['exportAll']);
    expect(warningsOf(DEFINITIONS[0], row({ read_scope: 'own', operations: ['export'] }))).toEqual([]);
    expect(warningsOf(DEFINITIONS[0], row({ write_scope: 'none', operations: ['update'] }))).toEqual(['idle']);
  });
});

function random(seed) {
  let state = seed;
  return () => { state = (state * 1103515245 + 12345) % 2147483648; return state / 2147483648; };
}
const painted = (rectangles, height, width) => {
  const cells = Array.from({ length: height }, () => Array(width).fill(false));
  for (const { rows, columns } of rectangles) for (const r of rows) for (const c of columns) cells[r][c] = true;
  return cells;
};

describe('cover', () => {
  test('covers_exactly_and_with_few', () => {
    const next = random(7);
    for (let round = 0; round < 200; round += 1) {
      const [height, width] = [1 + Math.floor(next() * 7), 1 + Math.floor(next() * 7)];
      const cells = Array.from({ length: height }, () => Array.from({ length: width }, () => next() < 0.5));
      const found = cover(height, width, (r, c) => cells[r][c]);
      expect(painted(found, height, width)).toEqual(cells);
      const distinct = (lines) => new Set(lines.filter((line) => line.includes(true)).map(String)).size;
      expect(found.length).toBeLessThanOrEqual(distinct(cells));
      expect(found.length).toBeLessThanOrEqual(distinct(cells[0].map((_, c) => cells.map((line) => line[c]))));
    }
  });
  test('a_cross_is_two_and_what_is_open_anyway_may_be_used', () => {
    expect(cover(5, 5, (r, c) => r === 2 || c === 2)).toHaveLength(2);
    expect(cover(3, 3, (r, c) => !(r === 1 && c === 1), () => true)).toHaveLength(1);
    expect(cover(4, 4, () => false)).toEqual([]);
  });
  test('two_hundred_by_fifty_is_fast', () => {
    const next = random(3);
    const cells = Array.from({ length: 200 }, (_, r) => Array.from({ length: 50 }, (_, c) => (r % 7 < 3 && c % 5 < 2) || next() < 0.02));
    const begun = performance.now();
    const found = cover(200, 50, (r, c) => cells[r][c]);
    expect(painted(found, 200, 50)).toEqual(cells);
    expect(performance.now() - begun).toBeLessThan(4000);
  });
});

const VIEW = {
  row: { name: 'territory_id', values: ['east', 'jiangsu', 'zhejiang', 'south', null], parents: { east: null, jiangsu: 'east', zhejiang: 'east', south: null } },
  column: { name: 'level', values: ['a', 'b', null], parents: {} }, filters: {}, parents: {},
};
const ROLE = { key: 'role_ids', id: 'r1', grantees: ['r1'] };
const rule = (values, more) => ({ id: 'x', version: 1, role_ids: ['r1'], department_ids: null, user_ids: [], values, can_write: false, is_active: true, ...more });

describe('cells', () => {
  test('what_rules_say_becomes_cells_and_comes_back', () => {
    const rules = [rule({ territory_id: ['east'], level: ['a'] }), rule({ territory_id: ['south', null] }, { can_write: true })];
    const { own, other } = levelsOf(rules, ROLE, VIEW);
    expect([...own]).toEqual([1, 0, 0, 1, 0, 0, 1, 0, 0, 2, 2, 2, 2, 2, 2]);
    expect([...other].some(Boolean)).toBe(false);
    expect(planOf(rules, rulesOf(own, VIEW))).toEqual({ change: [], create: [], remove: [] });
  });
  test('a_tree_opens_downwards_and_closes_upwards', () => {
    const none = new Uint8Array(15);
    const open = withCells(none, VIEW, [[0, 0]], 1);
    expect([0, 3, 6].map((at) => open[at])).toEqual([1, 1, 1]);
    const less = withCells(open, VIEW, [[1, 0]], 0);
    expect([0, 3, 6, 9].map((at) => less[at])).toEqual([0, 0, 1, 0]);
    expect(rulesOf(open, VIEW)).toEqual([{ can_write: false, values: { territory_id: ['east'], level: ['a'] } }]);
  });
  test('rules_of_others_and_other_dimensions_are_shown_and_kept', () => {
    const rules = [rule({ level: ['a'] }, { role_ids: ['r1', 'r2'] }), rule({ level: ['b'], kind: ['agent'] }), rule({ level: [null] }, { is_active: false }), rule({}, { role_ids: ['r9'] })];
    const { own, other, part } = levelsOf(rules, ROLE, VIEW);
    expect([...own].some(Boolean)).toBe(false);
    expect([other[0], other[1], part[1], part[2]]).toEqual([1, 0, 1, 0]);
    const filtered = { ...VIEW, filters: { kind: ['agent'] } };
    expect(isOwn(rules[1], ROLE, filtered)).toBe(true);
    expect(levelsOf(rules, ROLE, filtered).own[1]).toBe(1);
    expect(isOwn(rules[0], ROLE, VIEW)).toBe(false);
  });
  test('saving_changes_before_it_makes_and_deletes', () => {
    const own = [rule({ level: ['a'] }, { id: '1' }), rule({ level: ['b'] }, { id: '2' })];
    const plan = planOf(own, [{ values: { level: ['b'] }, can_write: false }, { values: { level: ['a'] }, can_write: true }]);
    expect([plan.change.length, plan.change[0].rule.id, plan.create.length, plan.remove.length]).toEqual([1, '1', 0, 0]);
    expect(planOf(own, []).remove).toHaveLength(2);
  });
});

test('a_tree_loses_no_record', () => {
  const rows = [{ id: 'a', parent_id: 'b' }, { id: 'b', parent_id: null }, { id: 'c', parent_id: 'gone' }];
  expect(branches(rows).map((node) => [node.key, node.children.map((child) => child.key)])).toEqual([['b', ['a']], ['c', []]]);
  expect([isBelow(rows, 'a', 'b'), isBelow(rows, 'b', 'a'), isBelow(rows, null, 'a')]).toEqual([true, false, false]);
});

test('networks_are_told_from_other_words', () => {
  expect(['10.1.0.0/16', '1.2.3.4', '2001:db8::/32', '::1'].filter((text) => !isNetwork(text))).toEqual([]);
  expect(['10.1.0.0/33', '10.1.0', '300.1.1.1', 'office', '10.0.0.0/8/8', '2001::db8::1', '10.1.0.0/'].filter(isNetwork)).toEqual([]);
});
