// SPDX-License-Identifier: AGPL-3.0-or-later
// Colours of choice values: well-known words have the colour people expect, the
// rest take one by their place in the list, so that it is the same everywhere.

const KNOWN = {
  won: 'ok', active: 'ok', done: 'ok', completed: 'ok', customer: 'ok', success: 'ok', ready: 'ok', low: 'calm', open: 'info',
  lost: 'bad', failed: 'bad', cancelled: 'calm', inactive: 'calm', churned: 'bad', high: 'bad', urgent: 'bad', overdue: 'bad',
  pending: 'warn', normal: 'info', medium: 'warn', running: 'info', queued: 'calm', draft: 'calm', planned: 'info',
};
const TONES = 7;

/** @param {string} value @param {number} at place in the list of choices, -1 when unknown @returns {string|number} */
export const toneOf = (value, at) => KNOWN[value] ?? (at < 0 ? 'calm' : at % TONES);
