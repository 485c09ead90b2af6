// SPDX-License-Identifier: AGPL-3.0-or-later
// Hand-written tables of expectations: comma-separated without quotes, comments with #, a head line.
import {readFileSync} from 'node:fs';
import {ruleOf} from './env.mjs';

export function readTable(path) {
  const lines = readFileSync(path, 'utf8').split('\n').map((l) => l.trim()).filter((l) => l && !l.startsWith('#'));
  const head = lines[0].split(',');
  return lines.slice(1).map((line) => {
    const cells = line.split(',');
    if (cells.length !== head.length) throw new Error(`${path}: ${line}`);
    return Object.fromEntries(head.map((h, i) => [h, cells[i]]));
  });
}

/** Rows that hold for a resource: those of its own name where there are any for that persona, else of its access rule. */
export function rowsFor(table, r) {
  const rule = ruleOf(r);
  const own = table.filter((row) => row.for === r.name);
  return [...own, ...table.filter((row) => row.for === rule && !own.some((o) => o.persona === row.persona && o.record === row.record))];
}
