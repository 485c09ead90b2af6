// SPDX-License-Identifier: AGPL-3.0-or-later
// One stream out of activities, notes, files and changes: newest first, planned
// work on top, grouped by day. Pure.

const SKIPPED = new Set(['version', 'updated_at', 'updated_by', 'created_at', 'created_by', 'last_activity_at', 'search_text']);

/** When something happened: the first of the fields that the definition names. */
const whenOf = (resource, row) => resource.layout.stream.at.map((name) => row[name]).find(Boolean) ?? row.created_at;

/** @param {any} row an activity that is still to be done */
export const isPlanned = (row) => row.status === 'planned';

/** Fields of a history entry that are worth a word. @param {any} entry */
export const changedFields = (entry) => Object.keys(entry.changes ?? {}).filter((name) => !SKIPPED.has(name));

/**
 * @param {{name: string, layout: any}[]} resources those on the timeline @param {Record<string, any[]>} rows by resource @param {any[]} [history]
 * @returns {{kind: string, key: string, at: string, by: string|null, row: any, planned: boolean}[]}
 */
export function streamOf(resources, rows, history) {
  const items = [];
  for (const resource of resources) {
    for (const row of rows[resource.name] ?? []) {
      items.push({ kind: resource.name, key: resource.name + row.id, at: whenOf(resource, row), by: row.owner_id ?? row.created_by ?? null, row, planned: isPlanned(row) });
    }
  }
  for (const entry of history ?? []) {
    if (entry.kind === 'update' && !changedFields(entry).length) continue;
    items.push({ kind: 'history', key: 'history' + entry.version_to + entry.at, at: entry.at, by: entry.actor_id ?? null, row: entry, planned: false });
  }
  return items.sort((one, other) => Number(other.planned) - Number(one.planned) || String(other.at).localeCompare(String(one.at)));
}

/** "2026-11-22" in the reader's time. @param {string} at */
export function dayOf(at) {
  const date = new Date(at);
  return [date.getFullYear(), String(date.getMonth() + 1).padStart(2, '0'), String(date.getDate()).padStart(2, '0')].join('-');
}
