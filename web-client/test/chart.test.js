// SPDX-License-Identifier: AGPL-3.0-or-later
// People by manager: nobody gets lost, nobody stands twice, whatever the managers say.
import { describe, expect, it } from 'vitest';
import { linesOf, managersFor, peopleOf, stepOf, treeOf } from '../src/modules/chart/people.js';

const contact = (id, manager, more) => ({ id, name: id.toUpperCase(), reports_to_id: manager ?? null, ...more });
const tree = (contacts, posts = []) => treeOf(peopleOf(contacts, posts));
const shape = (nodes) => nodes.map((node) => (node.children.length ? [node.id, shape(node.children)] : node.id));
const all = (nodes) => nodes.flatMap((node) => [node.id, ...all(node.children)]);

describe('organisation chart', () => {
  it('puts_people_below_their_manager_and_branches_first', () => {
    expect(shape(tree([contact('z'), contact('b', 'a'), contact('a'), contact('c', 'b')]))).toEqual([['a', [['b', ['c']]]], 'z']);
  });
  it('puts_who_reports_to_somebody_unseen_or_to_himself_on_top', () => {
    expect(shape(tree([contact('a', 'elsewhere'), contact('b', 'b')]))).toEqual(['a', 'b']);
  });
  it('opens_each_ring_once_and_loses_nobody_below_it', () => {
    const nodes = tree([contact('a', 'c'), contact('b', 'a'), contact('c', 'b'), contact('d', 'b'), contact('x', 'y'), contact('y', 'x')]);
    expect(shape(nodes)).toEqual([['a', [['b', ['c', 'd']]]], ['x', ['y']]]);
  });
  it('shows_everybody_once_for_any_managers', () => {
    for (let seed = 1; seed <= 200; seed += 1) {
      const pick = (n) => (n * 7919 * seed + seed * seed) % 11;
      const contacts = Array.from({ length: 10 }, (_, n) => contact('p' + n, 'p' + pick(n + 1)));
      expect(all(tree(contacts)).sort()).toEqual(contacts.map((one) => one.id).sort());
    }
  });
  it('draws_who_left_only_while_somebody_reports_to_him', () => {
    expect(shape(tree([contact('a', null, { has_left: true }), contact('b', 'a'), contact('c', 'b', { has_left: true })]))).toEqual([['a', ['b']]]);
    expect(tree([contact('a', null, { has_left: true }), contact('b', 'a', { has_left: true })])).toEqual([]);
  });
  it('takes_the_post_held_here_before_the_own_company', () => {
    const [person] = peopleOf([contact('a', 'x', { job_title: '经理' })], [{ contact_id: 'a', job_title: '董事', reports_to_id: 'y' }]);
    expect([person.job_title, person.manager]).toEqual(['董事', 'y']);
  });
  it('offers_no_manager_that_would_make_a_ring', () => {
    const people = peopleOf([contact('a'), contact('b', 'a'), contact('c', 'b'), contact('d'), contact('e', null, { has_left: true })], []);
    expect(managersFor(people, people[0]).map((one) => one.id)).toEqual(['d']);
    expect(managersFor(people, people[2]).map((one) => one.id)).toEqual(['a', 'b', 'd']);
  });
  it('is_walked_by_arrows', () => {
    const nodes = tree([contact('a'), contact('b', 'a'), contact('c', 'a'), contact('z')]);
    const open = new Set();
    const lines = linesOf(nodes, open);
    expect(lines.map((line) => line.node.id)).toEqual(['a', 'b', 'c', 'z']);
    const step = (id, key, closed = open) => stepOf(linesOf(nodes, closed), id, key, closed);
    expect([step('a', 'ArrowDown').to, step('z', 'ArrowUp').to, step('b', 'End').to, step('c', 'Home').to]).toEqual(['b', 'c', 'z', 'a']);
    expect([step('a', 'ArrowRight').to, step('c', 'ArrowLeft').to, step('a', 'ArrowLeft').toggle, step('z', 'ArrowRight')]).toEqual(['b', 'a', 'a', { toggle: undefined }]);
    const closed = new Set(['a']);
    expect([step('a', 'ArrowRight', closed).toggle, step('a', 'ArrowDown', closed).to]).toEqual(['a', 'z']);
    expect([step('a', 'ArrowUp'), step('z', 'ArrowDown'), step('b', 'x')]).toEqual([{ to: undefined }, { to: undefined }, {}]);
  });
});
