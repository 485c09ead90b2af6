// SPDX-License-Identifier: AGPL-3.0-or-later
// Initials of Han text, from the same table of readings as the database (migrations/0020_han.sql), so that long
// lists of choices are found by 拼音 too. The first reading of a character counts.
import {readFileSync} from 'node:fs';

/** A function from text to its initials in lower case; letters and digits stand for themselves. */
export function makeInitials(path) {
  const first = new Map();
  for (const [, packed] of readFileSync(path, 'utf8').matchAll(/^ {2}\('([a-z][^']*)'\)/gm)) {
    for (const entry of packed.split('|')) {
      const [readings, chars] = entry.split(':');
      for (const ch of chars) first.set(ch, readings[0]);
    }
  }
  return (text) => [...text.toLowerCase()].map((ch) => (/[a-z0-9]/.test(ch) ? ch : first.get(ch) ?? '')).join('');
}
