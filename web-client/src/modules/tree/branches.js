// SPDX-License-Identifier: AGPL-3.0-or-later
// Records with a parent as a tree. One whose parent is not among them stands on top.

/** @param {any[]} rows @returns {any[]} */
export function branches(rows) {
  const known = new Set(rows.map((row) => row.id));
  const parentOf = (row) => (known.has(row.parent_id) && row.parent_id !== row.id ? row.parent_id : null);
  const below = (id, above) => rows.filter((row) => parentOf(row) === id && !above.includes(row.id))
    .map((row) => ({ key: row.id, row, children: below(row.id, [...above, row.id]) }));
  return below(null, []);
}

/** Does the first record lie below the second, or is it the same? @param {any[]} rows @param {string|null|undefined} id @param {string} above */
export function isBelow(rows, id, above) {
  const seen = new Set();
  for (let at = id; at && !seen.has(at); at = rows.find((row) => row.id === at)?.parent_id) {
    if (at === above) return true;
    seen.add(at);
  }
  return false;
}
