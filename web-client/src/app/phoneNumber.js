// SPDX-License-Identifier: AGPL-3.0-or-later
// Whether what was typed is a whole telephone number, so that the palette offers
// to look it up. How numbers compare is the server's matter.

const SIGNS = /^[+＋]?[\d０-９\s\-－().（）]+$/;
const LEAST = 7;
const MOST = 15;

/** @param {string} typed */
export function isPhoneNumber(typed) {
  if (!SIGNS.test(typed)) return false;
  const digits = typed.replace(/[^\d０-９]/g, '').length;
  return digits >= LEAST && digits <= MOST;
}
