// SPDX-License-Identifier: AGPL-3.0-or-later
// Few rectangles (rows × columns, not necessarily neighbours) that together are
// exactly some cells of a grid. The least number is hard to find; the greedy choice
// among maximal rectangles comes near, and is never worse than one rectangle per
// distinct row or per distinct column. Rows are BigInt sets of columns.

/** @typedef {{rows: number[], columns: number[]}} Rectangle */

const PAIRS = 40;
const bit = (at) => 1n << BigInt(at);

function countOf(set) {
  let count = 0;
  for (let rest = set; rest; rest &= rest - 1n) count += 1;
  return count;
}

function membersOf(set) {
  const members = [];
  for (let at = 0, rest = set; rest; at += 1, rest >>= 1n) if (rest & 1n) members.push(at);
  return members;
}

const setsOf = (height, width, test) => Array.from({ length: height }, (_, row) => {
  let set = 0n;
  for (let column = 0; column < width; column += 1) if (test(row, column)) set |= bit(column);
  return set;
});

/** The widest rectangle over all rows that allow these columns. */
function maximal(columns, may) {
  const rows = may.flatMap((set, row) => ((set & columns) === columns ? [row] : []));
  return { rows, set: rows.reduce((set, row) => set & may[row], may[rows[0]] ?? 0n) };
}

function candidatesOf(want, may, height, width) {
  const seeds = new Set(want.filter(Boolean));
  for (let column = 0; column < width; column += 1) {
    const rows = want.flatMap((set, row) => (set & bit(column) ? [row] : []));
    if (rows.length) seeds.add(rows.reduce((set, row) => set & may[row], may[rows[0]]));
  }
  const base = [...new Set(may.filter(Boolean))];
  if (base.length <= PAIRS) for (const one of base) for (const other of base) if (one & other) seeds.add(one & other);
  const found = new Map();
  for (const seed of seeds) {
    if (!seed) continue;
    const rectangle = maximal(seed, may);
    if (rectangle.rows.length) found.set(rectangle.set, rectangle);
  }
  return [...found.values()];
}

/** Takes the rectangle that covers most of what is left until nothing is left. */
function greedy(want, candidates) {
  const left = [...want];
  const gainOf = ({ rows, set }) => rows.reduce((sum, row) => sum + countOf(left[row] & set), 0);
  const queue = candidates.map((rectangle) => ({ rectangle, gain: gainOf(rectangle) }));
  const taken = [];
  while (left.some(Boolean)) {
    queue.sort((a, b) => b.gain - a.gain);
    // gains only shrink: the first whose gain is still true is the best
    for (let gain = gainOf(queue[0].rectangle); gain !== queue[0].gain; gain = gainOf(queue[0].rectangle)) {
      queue[0].gain = gain;
      queue.sort((a, b) => b.gain - a.gain);
    }
    const { rectangle } = queue.shift();
    for (const row of rectangle.rows) left[row] &= ~rectangle.set;
    taken.push(rectangle);
  }
  return taken;
}

/** Without those whose cells the others cover. */
function needed(rectangles, want) {
  return rectangles.reduceRight((kept, rectangle) => {
    const others = kept.filter((item) => item !== rectangle);
    const covered = want.every((set, row) => !(set & ~others.reduce((all, item) => (item.rows.includes(row) ? all | item.set : all), 0n)));
    return covered ? others : kept;
  }, rectangles);
}

/** Without rows and columns that only pass over cells which are open anyway. */
function trimmed({ rows, set }, want) {
  const kept = rows.filter((row) => want[row] & set);
  return { rows: kept, set: kept.reduce((all, row) => all | (want[row] & set), 0n) };
}

function byRows(want) {
  const groups = new Map();
  want.forEach((set, row) => { if (set) groups.set(set, [...(groups.get(set) ?? []), row]); });
  return [...groups].map(([set, rows]) => ({ rows, set }));
}

/**
 * @param {number} height @param {number} width
 * @param {(row: number, column: number) => boolean} must cells that have to be covered
 * @param {(row: number, column: number) => boolean} [allowed] cells that may be covered besides
 * @returns {Rectangle[]}
 */
export function cover(height, width, must, allowed = must) {
  const want = setsOf(height, width, must);
  const may = setsOf(height, width, (row, column) => must(row, column) || allowed(row, column));
  const rectangles = needed(greedy(want, candidatesOf(want, may, height, width)), want).map((rectangle) => trimmed(rectangle, want));
  const turned = setsOf(width, height, (column, row) => must(row, column));
  const byColumns = byRows(turned).map(({ rows, set }) => ({ rows: membersOf(set), set: rows.reduce((all, column) => all | bit(column), 0n) }));
  const best = [rectangles, byRows(want), byColumns].reduce((least, one) => (one.length < least.length ? one : least));
  return best.map(({ rows, set }) => ({ rows, columns: membersOf(set) }));
}
