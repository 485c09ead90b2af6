// SPDX-License-Identifier: AGPL-3.0-or-later
// Papers that the server knows, with what a window must draw of them: measures of envelopes in millimetres, columns and
// rows of sheets. And what of the settings is told to the server, and remembered here.

/** @type {Record<string, [number, number]>} */
export const ENVELOPES = { zl: [230, 120], dl: [220, 110], b6: [176, 125], c5: [229, 162], c4: [324, 229] };
/** @type {Record<string, [number, number]>} */
export const SHEETS = { a4_3x8: [3, 8], a4_3x7: [3, 7], a4_2x5: [2, 5], a4_4x10: [4, 10], l7159: [3, 8], l7160: [3, 7], l7162: [2, 8], l7163: [2, 7], l7165: [2, 4] };
export const OWN = { paper_width: 210, paper_height: 297, left: 5, top: 10, width: 65, height: 35, step_right: 67, step_down: 35, columns: 3, rows: 8 };

const FIRST = {
  envelopes: { paper: 'zl', frame: true, turn: false, shift_x: 0, shift_y: 0, phone: false, without_postcode: false, attention: '', sender_id: undefined },
  labels: { paper: 'a4_3x8', own: OWN, start: 1, frame: false, shift_x: 0, shift_y: 0, phone: false, without_postcode: false, attention: '' },
};
const STORED = 'gx.print.';
/** Of this one print only. */
const PASSING = { start: 1, attention: '', frame: false };

/** What was set last time on this computer: paper and printer stay the same. @param {string} kind */
export function remembered(kind) {
  try {
    const { frame, ...kept } = JSON.parse(localStorage.getItem(STORED + kind) ?? '{}');
    return { ...FIRST[kind], ...kept, ...(kind === 'envelopes' ? { attention: '', frame: frame ?? true } : PASSING) };
  } catch {
    return FIRST[kind];
  }
}

/** @param {string} kind @param {any} settings */
export const remember = (kind, settings) => localStorage.setItem(STORED + kind, JSON.stringify(settings));

/** The parameter `print`. @param {string} kind @param {any} settings */
export function printOf(kind, settings) {
  const { attention, sender_id: sender, paper, own, start, ...plain } = settings;
  const common = { ...plain, ...(attention.trim() && { attention: attention.trim() }) };
  if (kind === 'envelopes') return { ...common, paper, ...(sender && { sender_id: sender }) };
  return { ...common, ...(paper === 'own' ? { own } : { paper }), start };
}

/** @param {any} settings @returns {[number, number]} columns and rows */
export const gridOf = ({ paper, own }) => (paper === 'own' ? [own.columns, own.rows] : SHEETS[paper]);

const BATCH = 100;

/**
 * The rows meant, as conditions of requests: one for all of a list, one per hundred chosen rows.
 * @param {{record?: any, selection?: any, query?: any}} what
 */
export function conditionsOf({ record, selection, query }) {
  if (record) return [{ filter: { field: 'id', op: 'eq', value: record.id } }];
  if (!selection || selection.all) return [query];
  const ids = [...selection.ids];
  const parts = [];
  for (let at = 0; at < ids.length; at += BATCH) parts.push({ filter: { field: 'id', op: 'in', value: ids.slice(at, at + BATCH) }, sort: query?.sort });
  return parts;
}

/** Several answers of /postal as one. @param {any[]} answers */
export const together = (answers) => ({
  total: answers.reduce((sum, one) => sum + one.total, 0),
  printable: answers.reduce((sum, one) => sum + one.printable, 0),
  limit: answers[0].limit,
  first: answers.find((one) => one.first)?.first ?? null,
  problems: answers.flatMap((one) => one.problems),
});
