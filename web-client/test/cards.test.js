// SPDX-License-Identifier: AGPL-3.0-or-later
// Made-up business cards, chat texts and signatures with what must come out of them; precision and recall are printed.
import { describe, expect, it } from 'vitest';
import { readCard } from '../src/modules/cards/read.js';
import CARDS from './cards.corpus.json';

const FIELDS = ['name', 'company', 'job_title', 'division', 'mobile', 'phone', 'email', 'address'];

function score() {
  const sum = { right: 0, found: 0, wanted: 0, wrong: [] };
  for (const [at, { text, expect: wanted }] of CARDS.entries()) {
    const { fields } = readCard(text);
    for (const name of FIELDS) {
      if (fields[name]) sum.found += 1;
      if (wanted[name]) sum.wanted += 1;
      if (fields[name] && fields[name] === wanted[name]) sum.right += 1;
      else if (fields[name] || wanted[name]) sum.wrong.push(`${at} ${name}: ${fields[name] ?? '-'} (${wanted[name] ?? '-'})`);
    }
  }
  return { ...sum, precision: sum.right / sum.found, recall: sum.right / sum.wanted };
}

describe('a pasted card', () => {
  it('gives nine of ten fields, and nine of ten that it gives are right', () => {
    const { precision, recall, wrong } = score();
    console.info(`${CARDS.length} cards: precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}\n${wrong.join('\n')}`);
    expect(CARDS.length).toBeGreaterThanOrEqual(30);
    expect(precision).toBeGreaterThan(0.9);
    expect(recall).toBeGreaterThan(0.9);
  });

  it('names what was guessed and not what a label told', () => {
    const { guessed } = readCard('姓名：曾雪\n海岳新材料有限公司\n手机：13800001234');
    expect(guessed).toEqual(['company']);
  });

  it('gives nothing for nothing', () => {
    expect(readCard('')).toEqual({ fields: {}, guessed: [] });
  });
});
