// SPDX-License-Identifier: AGPL-3.0-or-later
import { expect, test } from 'vitest';
import { RING, branches, placesOf, reach } from '../src/modules/relation/layout.js';

const people = [{ id: 'a', level: 0 }, { id: 'b', level: 1 }, { id: 'c', level: 1 }, { id: 'd', level: 2 }, { id: 'e', level: 2 }, { id: 'f', level: 2 }];
const ties = [{ from: 'a', to: 'b', strength: 3 }, { from: 'c', to: 'a', strength: 2 }, { from: 'd', to: 'b', strength: 1 }, { from: 'e', to: 'b', strength: 2 }, { from: 'c', to: 'e', strength: 5 }, { from: 'b', to: 'f', strength: 4 }];

test('each person hangs on the closest of the ring before', () => {
  const below = branches(people, ties);
  expect(below.get('a').map((one) => one.id)).toEqual(['b', 'c']);
  expect(below.get('b').map((one) => one.id)).toEqual(['d', 'f']);
  expect(below.get('c').map((one) => one.id)).toEqual(['e']);
});

test('everybody gets a place on his ring, and no two the same', () => {
  const places = placesOf(people, ties);
  expect(places.size).toBe(6);
  for (const { person, x, y } of places.values()) expect(Math.abs(Math.hypot(x, y) - person.level * RING)).toBeLessThan(1.5);
  expect(new Set([...places.values()].map(({ x, y }) => `${x} ${y}`)).size).toBe(6);
  expect(reach(places)).toBe(2 * RING + 110);
  expect(placesOf([], []).size).toBe(0);
});
