// SPDX-License-Identifier: AGPL-3.0-or-later
// The reasons of one's own that were given last, per person in this browser.

const MOST = 3;
const keyOf = (userId) => 'gx.reasons.' + userId;

/** @param {string} userId @returns {string[]} newest first */
export function lastReasons(userId) {
  try {
    const kept = JSON.parse(localStorage.getItem(keyOf(userId)) ?? '[]');
    return Array.isArray(kept) ? kept.filter((reason) => typeof reason === 'string').slice(0, MOST) : [];
  } catch {
    return [];
  }
}

/** @param {string} userId @param {string} reason */
export function keepReason(userId, reason) {
  const next = [reason, ...lastReasons(userId).filter((item) => item !== reason)].slice(0, MOST);
  localStorage.setItem(keyOf(userId), JSON.stringify(next));
}
