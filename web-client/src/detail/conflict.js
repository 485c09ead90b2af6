// SPDX-License-Identifier: AGPL-3.0-or-later
// Two people saved at once: which fields collide. Pure.

const same = (one, other) => JSON.stringify(one ?? null) === JSON.stringify(other ?? null);

/**
 * Fields that I changed and that are not what I saw any more, and not what I want either.
 * @param {Record<string, any>} base what I saw @param {Record<string, any>} current what is stored now @param {Record<string, any>} mine my changes
 */
export const collisions = (base, current, mine) =>
  Object.keys(mine).filter((name) => !same(base?.[name], current[name]) && !same(mine[name], current[name]));

/**
 * What to send after the person chose: my values where I won, nothing where they did.
 * @param {Record<string, any>} mine @param {string[]} colliding @param {Record<string, 'mine'|'theirs'>} choice @param {Record<string, any>} current
 */
export function resolved(mine, colliding, choice, current) {
  const changes = {};
  for (const [name, value] of Object.entries(mine)) {
    const lost = colliding.includes(name) && choice[name] !== 'mine';
    if (!lost && !same(value, current[name])) changes[name] = value;
  }
  return changes;
}
