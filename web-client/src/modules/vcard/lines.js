// SPDX-License-Identifier: AGPL-3.0-or-later
// The lines of vCard (RFC 6350 for 4.0, RFC 2426 for 3.0, and what telephones still write as 2.1):
// folding, parameters, escaped texts. What a property means is not known here.

/** @typedef {{name: string, types: string[], params: Record<string, string>, value: string}} Line */

const encoder = new TextEncoder();
const FOLD = 75; // octets of a line without its end

/** A long line goes on behind a blank; no character is torn. @param {string} line */
export function fold(line) {
  const out = [];
  let part = '';
  let size = 0;
  for (const letter of line) {
    const more = encoder.encode(letter).length;
    if (size + more > FOLD) {
      out.push(part);
      part = ' ';
      size = 1;
    }
    part += letter;
    size += more;
  }
  return [...out, part].join('\r\n');
}

/** @param {string} text */
export const escaped = (text) => text.replace(/[\\,;]/g, '\\$&').replace(/\r\n?|\n/g, '\\n');

const plain = (text) => text.replace(/\\([\\,;:nN])/g, (_, letter) => (letter === 'n' || letter === 'N' ? '\n' : letter));

/** A text value. @param {string} value */
export const textOf = (value) => plain(value).trim();

/** Members of a value like N or ADR, parted by semicolons that are not escaped. @param {string} value */
export const partsOf = (value) => (value.match(/(?:\\.|[^;\\]|\\$)*(?:;|$)/gs) ?? []).map((part) => textOf(part.replace(/;$/, '')));

/** Octets written as =E6=9B=BE, in the character set that the line names. */
function quotedPrintable(text, charset) {
  const octets = text.replace(/=([0-9A-F]{2})|([^=])|=/gi, (_, hex, letter) => (hex ? String.fromCharCode(parseInt(hex, 16)) : letter ?? '='));
  try {
    return new TextDecoder(charset || 'utf-8').decode(Uint8Array.from(octets, (letter) => letter.charCodeAt(0) & 255));
  } catch {
    return text; // a character set that nobody knows
  }
}

/** One line each, continued ones joined. @param {string} text */
function unfolded(text) {
  const lines = [];
  for (const line of text.replace(/\r\n?/g, '\n').split('\n')) {
    const last = lines.length - 1;
    const soft = last >= 0 && /=$/.test(lines[last]) && /^[^:]*QUOTED-PRINTABLE/i.test(lines[last]);
    if (soft) lines[last] = lines[last].slice(0, -1) + line.replace(/^[ \t]/, '');
    else if (/^[ \t]/.test(line) && last >= 0) lines[last] += line.slice(1);
    else lines.push(line);
  }
  return lines;
}

const HEAD = /^(?:[\w-]+\.)?([\w-]+)((?:;(?:"[^"]*"|[^":;])*)*):(.*)$/s;

/** @param {string} line @returns {Line|null} */
function lineOf(line) {
  const found = HEAD.exec(line);
  if (!found) return null;
  /** @type {Record<string, string>} */
  const params = {};
  /** @type {string[]} */
  const types = [];
  for (const [, one] of found[2].matchAll(/;((?:"[^"]*"|[^":;])*)/g)) {
    const [, key, value] = /^([\w-]+)=(.*)$/s.exec(one) ?? [null, 'TYPE', one]; // 2.1 writes the type alone
    if (key.toUpperCase() === 'TYPE') types.push(...value.replace(/"/g, '').toLowerCase().split(','));
    else params[key.toUpperCase()] = value.replace(/^"|"$/g, '');
  }
  const coded = params.ENCODING?.toUpperCase() === 'QUOTED-PRINTABLE' || types.includes('quoted-printable');
  const value = coded ? quotedPrintable(found[3], params.CHARSET).replace(/\r?\n/g, '\\n') : found[3];
  return { name: found[1].toUpperCase(), types, params, value };
}

/** The lines of each card of a file; a card that does not end, ends with the file. @param {string} text @returns {Line[][]} */
export function cardsOf(text) {
  const cards = [];
  let card = null;
  for (const line of unfolded(text)) {
    const mark = /^(BEGIN|END)\s*:\s*VCARD\s*$/i.exec(line.trim());
    if (mark) {
      card = mark[1].toUpperCase() === 'BEGIN' ? [] : null;
      if (card) cards.push(card);
    } else if (card) {
      const read = lineOf(line);
      if (read) card.push(read);
    }
  }
  return cards;
}
