// SPDX-License-Identifier: AGPL-3.0-or-later
// Where the people of a network stand: rings around one person, each beyond whom he is reached by; a branch gets an
// angle by the number of its ends (the radial form of the tidy tree).

/**
 * @typedef {{id: string, name?: string|null, level: number}} Person
 * @typedef {{from: string, to: string, strength: number}} Tie
 * @typedef {{person: any, x: number, y: number, angle: number}} Place
 */

/** Pixels between two rings. */
export const RING = 120;

/** By whom each person is reached: his closest of the ring before. @param {Person[]} people @param {Tie[]} ties @returns {Map<string, Person[]>} */
export function branches(people, ties) {
  const level = new Map(people.map((person) => [person.id, person.level]));
  const closest = new Map();
  for (const tie of ties) {
    for (const [inner, outer] of [[tie.from, tie.to], [tie.to, tie.from]]) {
      const isNext = level.has(inner) && level.get(outer) === /** @type {number} */ (level.get(inner)) + 1;
      if (isNext && (closest.get(outer)?.strength ?? 0) < tie.strength) closest.set(outer, { by: inner, strength: tie.strength });
    }
  }
  const below = new Map(people.map((person) => [person.id, /** @type {Person[]} */ ([])]));
  for (const person of people) if (closest.has(person.id)) below.get(closest.get(person.id).by)?.push(person);
  return below;
}

/** @param {Person[]} people the first stands in the middle @param {Tie[]} ties @returns {Map<string, Place>} */
export function placesOf(people, ties) {
  const places = new Map();
  if (!people.length) return places;
  const below = branches(people, ties);
  const ends = (person) => (below.get(person.id) ?? []).reduce((sum, next) => sum + ends(next), 0) || 1;
  const place = (person, from, width) => {
    const angle = from + width / 2;
    const radius = person.level * RING;
    places.set(person.id, { person, angle, x: Math.round(radius * Math.cos(angle)), y: Math.round(radius * Math.sin(angle)) });
    const all = ends(person);
    let at = from;
    for (const next of below.get(person.id) ?? []) {
      const share = (width * ends(next)) / all;
      place(next, at, share);
      at += share;
    }
  };
  place(people[0], -Math.PI / 2, 2 * Math.PI);
  return places;
}

/** Half the side of the drawing, with room for names. @param {Map<string, Place>} places */
export const reach = (places) => Math.max(1, ...[...places.values()].map(({ person }) => person.level)) * RING + 110;
