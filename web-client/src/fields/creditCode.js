// SPDX-License-Identifier: AGPL-3.0-or-later
// The check digit of unified social credit codes (GB 32100), as the server checks it.
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** What is wrong with a code as a key of common:rule, or null. @param {string} code */
export function creditCodeProblem(code) {
  const stray = [...code].find((char) => !ALPHABET.includes(char));
  if (stray) return { key: 'creditChar', char: stray };
  if (code.length !== 18) return { key: 'creditLength', count: code.length };
  let weight = 1;
  let sum = 0;
  for (const char of code.slice(0, 17)) {
    sum += ALPHABET.indexOf(char) * weight;
    weight = (weight * 3) % 31;
  }
  return ALPHABET[(31 - (sum % 31)) % 31] === code[17] ? null : { key: 'creditCheck' };
}

/** As people paste it: full-width characters, blanks and small letters. @param {string} text */
export const tidyCode = (text) => text.normalize('NFKC').replace(/\s/g, '').toUpperCase();
