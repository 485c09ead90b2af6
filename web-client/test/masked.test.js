// SPDX-License-Identifier: AGPL-3.0-or-later
// Masked values: which numbers may be looked up, which reasons are offered again.
import { beforeEach, describe, expect, it } from 'vitest';
import { isPhoneNumber } from '../src/app/phoneNumber.js';
import { keepReason, lastReasons } from '../src/fields/reasons.js';

describe('telephone numbers', () => {
  it('are_whole_numbers_however_they_are_written', () => {
    for (const typed of ['13800571234', '138 0057 1234', '+86 138-0057-1234', '（0574）87654321', '１３８００５７１２３４']) expect(isPhoneNumber(typed), typed).toBe(true);
    for (const typed of ['1380', '海岳', 'C-000123', '2026-03-05 x', '1234567890123456', '']) expect(isPhoneNumber(typed), typed).toBe(false);
  });
});

describe('reasons', () => {
  const store = new Map();
  beforeEach(() => {
    store.clear();
    globalThis.localStorage = /** @type {any} */ ({ getItem: (key) => store.get(key) ?? null, setItem: (key, value) => store.set(key, value) });
  });
  it('are_the_last_three_newest_first_and_ones_own', () => {
    for (const reason of ['甲原因', '乙原因', '丙原因', '丁原因', '丙原因']) keepReason('a', reason);
    expect(lastReasons('a')).toEqual(['丙原因', '丁原因', '乙原因']);
    expect(lastReasons('b')).toEqual([]);
  });
  it('survive_what_is_not_theirs', () => {
    store.set('gx.reasons.a', '{"x":1}');
    expect(lastReasons('a')).toEqual([]);
    store.set('gx.reasons.a', 'broken');
    expect(lastReasons('a')).toEqual([]);
  });
});
