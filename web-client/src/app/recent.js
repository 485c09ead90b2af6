// SPDX-License-Identifier: AGPL-3.0-or-later
// Records opened last, per person, in this browser. Holds ids and names only and
// is dropped for names that the server no longer gives.

const keyOf = (userId) => 'gx.recent.' + userId;

/** @param {string} userId @returns {{resource: string, id: string, title: string}[]} */
export function recentRecords(userId) {
  try {
    return JSON.parse(localStorage.getItem(keyOf(userId)) ?? '[]');
  } catch {
    return [];
  }
}

/** @param {string} userId @param {{resource: string, id: string, title: string}} entry */
export function rememberRecord(userId, entry) {
  const others = recentRecords(userId).filter((item) => item.id !== entry.id);
  localStorage.setItem(keyOf(userId), JSON.stringify([entry, ...others].slice(0, 12)));
}

/** @param {string} userId @param {string} id */
export function forgetRecord(userId, id) {
  localStorage.setItem(keyOf(userId), JSON.stringify(recentRecords(userId).filter((item) => item.id !== id)));
}
