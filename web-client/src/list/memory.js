// SPDX-License-Identifier: AGPL-3.0-or-later
// What a list leaves behind when a record is opened: where it stood, so that
// coming back finds the same place, and the order of ids for previous/next.

/** @type {Map<string, {url: string, top: number}>} by path */
const places = new Map();
/** @type {Map<string, string[]>} by path */
const orders = new Map();

/** @type {Map<string, Set<string>>} open groups, by list and conditions */
const opened = new Map();

/** @param {string} place @param {Set<string>} keys */
export const leaveOpen = (place, keys) => opened.set(place, keys);
/** @param {string} place @returns {Set<string>|undefined} */
export const openOf = (place) => opened.get(place);

/** @param {string} path @param {string} url @param {number} top */
export const leavePlace = (path, url, top) => places.set(path, { url, top });
/** @param {string} path @param {string} url @returns {number} */
export const placeOf = (path, url) => (places.get(path)?.url === url ? places.get(path).top : 0);
/** Address of the list as it was last seen. @param {string} path */
export const listUrl = (path) => places.get(path)?.url ?? '/' + path;

/** @param {string} path @param {string[]} ids */
export const leaveOrder = (path, ids) => orders.set(path, ids);

/** @param {string} path @param {string} id @returns {{previous: string|null, next: string|null, at: number, of: number}} */
export function neighbours(path, id) {
  const ids = orders.get(path) ?? [];
  const at = ids.indexOf(id);
  return { previous: at > 0 ? ids[at - 1] : null, next: at >= 0 && at < ids.length - 1 ? ids[at + 1] : null, at, of: ids.length };
}
