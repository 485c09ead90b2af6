// SPDX-License-Identifier: AGPL-3.0-or-later
// People by manager. Nobody gets lost: who has no manager among them stands on top, and a
// ring of managers is opened at whoever comes first.

/**
 * @typedef {{id: string, name: string, job_title?: string, division?: string, contact: any, post?: any, manager: string|null}} Person
 * @typedef {Person & {children: Node[]}} Node
 */

/**
 * Contacts of a customer, with the post that somebody holds there beside his own company: it
 * says what he does here and to whom he reports here.
 * @param {any[]} contacts @param {any[]} posts @returns {Person[]}
 */
export function peopleOf(contacts, posts) {
  const held = new Map(posts.map((post) => [post.contact_id, post]));
  return contacts.map((contact) => {
    const post = held.get(contact.id);
    return {
      id: contact.id, name: contact.name, contact, post, manager: post?.reports_to_id ?? contact.reports_to_id ?? null,
      job_title: post?.job_title ?? contact.job_title, division: post?.division ?? contact.division,
    };
  });
}

/** Does the first person come up when one climbs from the second? @param {Map<string, Person>} known @param {string} above @param {Person} from */
function isAbove(known, above, from) {
  const seen = new Set();
  for (let at = known.get(from.manager ?? ''); at && !seen.has(at.id); at = known.get(at.manager ?? '')) {
    if (at.id === above) return true;
    seen.add(at.id);
  }
  return false;
}

/** Who stands on top: no manager here, or the first of a ring. @param {Person[]} people @param {Map<string, Person>} known */
function topOf(people, known) {
  const opened = new Set();
  return people.filter((person) => {
    if (!known.has(person.manager ?? '')) return true;
    if (!isAbove(known, person.id, person) || opened.has(person.id)) return false;
    for (const other of people) if (isAbove(known, other.id, person)) opened.add(other.id);
    return true;
  });
}

/** Those who left are drawn only while somebody still reports to them. @param {Person[]} people */
const present = (people) => people.filter((person) => !person.contact.has_left || people.some((other) => other.manager === person.id && !other.contact.has_left));

/** @param {Person[]} everybody @returns {Node[]} */
export function treeOf(everybody) {
  const people = present(everybody);
  const known = new Map(people.map((person) => [person.id, person]));
  const top = topOf(people, known);
  const tops = new Set(top.map((person) => person.id));
  const below = new Map();
  for (const person of people) if (!tops.has(person.id)) below.set(person.manager, [...(below.get(person.manager) ?? []), person]);
  const node = (person) => ({ ...person, children: (below.get(person.id) ?? []).map(node) });
  const nodes = top.map(node);
  return [...nodes.filter((one) => one.children.length), ...nodes.filter((one) => !one.children.length)];
}

/** Whom a person may report to without a ring. @param {Person[]} people @param {Person} person */
export function managersFor(people, person) {
  const known = new Map(people.map((one) => [one.id, one]));
  return people.filter((other) => other.id !== person.id && !other.contact.has_left && !isAbove(known, person.id, other));
}

/** What can be reached by the arrows, from top to bottom. @param {Node[]} nodes @param {Set<string>} closed @param {Node|null} [parent] */
export function linesOf(nodes, closed, parent = null) {
  return nodes.flatMap((node) => [{ node, parent }, ...(closed.has(node.id) ? [] : linesOf(node.children, closed, node))]);
}

/**
 * Where a key leads from a person: another person to go to, or a branch to open or close.
 * @param {{node: Node, parent: Node|null}[]} lines @param {string} id @param {string} key @param {Set<string>} closed
 * @returns {{to?: string, toggle?: string}}
 */
export function stepOf(lines, id, key, closed) {
  const at = lines.findIndex((line) => line.node.id === id);
  const { node, parent } = lines[at] ?? lines[0];
  const open = node.children.length > 0 && !closed.has(node.id);
  switch (key) {
    case 'ArrowDown': return { to: lines[at + 1]?.node.id };
    case 'ArrowUp': return { to: lines[at - 1]?.node.id };
    case 'Home': return { to: lines[0].node.id };
    case 'End': return { to: lines[lines.length - 1].node.id };
    case 'ArrowRight': return open ? { to: node.children[0].id } : { toggle: node.children.length ? node.id : undefined };
    case 'ArrowLeft': return open ? { toggle: node.id } : { to: parent?.id };
    default: return {};
  }
}
