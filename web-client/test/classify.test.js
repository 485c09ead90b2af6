// SPDX-License-Identifier: AGPL-3.0-or-later
// Classes and value of customers: where figures lead to, tiers in order, moves of the month, the heat map.
import { describe, expect, it } from 'vitest';
import { accountsWith, classRows, heatRows, moveRows } from '../src/modules/classify/data.js';

const CLASSES = [{ id: 'g', name: 'Gold', color: 'orange' }, { id: 's', name: 'Silver', color: 'blue' }, { id: 'b', name: 'Bronze', color: 'green' }];

describe('classify', () => {
  it('leads to the customers behind a figure by a related condition', () => {
    const [, query] = accountsWith('account_value', { model_id: 'm', 'realised[gt]': '0' }).split('?filter=');
    expect(JSON.parse(decodeURIComponent(query))).toEqual({ and: [{ has: 'account_value.account_id', where: { and: [{ field: 'model_id', op: 'eq', value: 'm' }, { field: 'realised', op: 'gt', value: '0' }] } }] });
  });

  it('keeps the order of the classes, shows the empty ones and shares of all', () => {
    const rows = classRows(CLASSES, [{ class_id: 's', count: 3, 'sum:realised': '100.00' }, { class_id: 'g', count: 1, 'sum:realised': '300.00' }]);
    expect(rows.map((row) => [row.id, row.count, row.ofCount, row.ofMoney])).toEqual([['g', 1, 0.25, 0.75], ['s', 3, 0.75, 0.25], ['b', 0, 0, 0]]);
    expect(classRows(CLASSES, undefined).map((row) => row.ofMoney)).toEqual([0, 0, 0]);
  });

  it('tells who rose and who fell, and nothing of who came back', () => {
    const moves = moveRows(CLASSES, [{ before_id: 'g', class_id: 's', count: 12 }, { before_id: 'b', class_id: 'g', count: 2 }, { before_id: 's', class_id: 's', count: 5 }, { before_id: 'gone', class_id: 's', count: 9 }]);
    expect(moves.map((move) => [move.from.name, move.to.name, move.count, move.isUp])).toEqual([['Gold', 'Silver', 12, false], ['Bronze', 'Gold', 2, true]]);
  });

  it('makes five by five cells, the most recent on top', () => {
    const rows = heatRows([{ recency: 5, frequency: 1, count: 4, 'sum:realised': '9.00' }, { recency: 1, frequency: 5, count: 1, 'sum:realised': '1.00' }]);
    expect(rows.map((row) => row.r)).toEqual([5, 4, 3, 2, 1]);
    expect(rows[0].cells.map((cell) => cell.count)).toEqual([4, 0, 0, 0, 0]);
    expect([rows[0].cells[0].heat, rows[4].cells[4].heat < 5, rows[0].cells[1].heat]).toEqual([5, true, 0]);
  });
});
