// SPDX-License-Identifier: AGPL-3.0-or-later
import { expect, test } from 'vitest';
import { chosenFrom, differing, startingChoice } from '../src/modules/merge/choose.js';

const field = (name, more = {}) => ({ name, ...more });
const resource = { fields: [field('name'), field('phone'), field('city'), field('tags'), field('level', { writable: false }), field('bank', { masked: true }), field('owner_id')] };
const a = { id: 'a', name: '甲', phone: null, city: '重庆', tags: [], level: 'x', bank: '*1', owner_id: 'u1' };
const b = { id: 'b', name: '乙', phone: '1', city: '重庆', tags: ['t'], level: 'y', bank: '*2', owner_id: 'u2' };
const c = { id: 'c', name: '丙', phone: '2', city: null, tags: [], level: 'y', bank: '*2', owner_id: 'u2' };

test('only_fields_that_differ_and_that_the_person_may_write_and_reads_plain_are_chosen_from', () => {
  expect(differing(resource, [a, b]).map((x) => x.name)).toEqual(['name', 'phone', 'tags']);
  expect(differing(resource, [a, b, c]).map((x) => x.name)).toEqual(['name', 'phone', 'city', 'tags']);
});

test('what_the_one_that_stays_has_is_kept_and_what_it_lacks_is_taken', () => {
  expect(startingChoice(field('name'), [a, b], 'a')).toBe('a');
  expect(startingChoice(field('phone'), [a, b], 'a')).toBe('b');
  expect(startingChoice(field('tags'), [a, b], 'a')).toBe('b');
  expect(chosenFrom(resource, [a, b, c], 'a', { name: 'c' })).toEqual({ name: 'c', phone: 'b', tags: 'b' });
  expect(chosenFrom(resource, [a, b], 'a', { phone: 'a', tags: 'a' })).toEqual({});
});
