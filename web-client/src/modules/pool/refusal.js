// SPDX-License-Identifier: AGPL-3.0-or-later
// The sentence of a refused claim: the code says which limit, the detail carries its day and numbers.
import { Problem } from '../../api/problem.js';

/** @param {unknown} error @param {(key: any, options?: any) => string} t @returns {string} */
export function refusal(error, t) {
  if (!(error instanceof Problem)) return '';
  const day = /\d{4}-\d{2}-\d{2}/.exec(error.detail)?.[0];
  const [held, most] = (/(\d+) of (\d+)/.exec(error.detail) ?? []).slice(1);
  const allowed = /^(\d+) a day/.exec(error.detail)?.[1];
  return t('refused.' + error.code, { defaultValue: '', day, held, most, allowed });
}
