// SPDX-License-Identifier: AGPL-3.0-or-later
// Random condition trees, orders and page sizes over every resource, against plain JavaScript on the
// same records. Seeded: GX_SEED repeats a run. 100 queries a resource, 2 000 with GX_DEEP.
import {before, describe, test} from 'node:test';
import {catalog} from '../lib/env.mjs';
import {fits, order} from '../lib/expect.mjs';
import {insertServerMade} from '../lib/make.mjs';
import {randomBodies, seeded} from '../lib/samples.mjs';
import {IDS} from '../fixtures/people.mjs';
import {assert, expectStatus, withStack} from '../lib/suite.mjs';

const QUERIES = process.env.GX_DEEP ? 2000 : 100;
const SEED = Number(process.env.GX_SEED ?? 20260101);
const MANY = new Set(['tags', 'multi_choice', 'references']);
const h = withStack();

const pick = (list, random) => list[Math.floor(random() * list.length)];

/** A leaf on a random field with a value that occurs, or null when the field has none to offer. */
function leaf(r, records, random) {
  const f = pick(r.fields.filter((x) => x.filters.length), random);
  const op = pick(f.filters.filter((o) => o !== 'within'), random);
  if (op === 'null') return {field: f.name, op, value: random() < 0.5};
  const present = records.flatMap((x) => x[f.name] ?? []);
  if (present.length === 0) return null;
  const some = pick(present, random);
  if (op === 'in' || op === 'nin') return {field: f.name, op, value: [...new Set([some, pick(present, random)])]};
  if ((op === 'contains' || op === 'prefix') && !MANY.has(f.type)) return {field: f.name, op, value: [...String(some)].slice(0, 1 + Math.floor(random() * 3)).join('')};
  return {field: f.name, op, value: some};
}

function tree(r, records, random, depth) {
  const dice = random();
  if (depth === 0 || dice < 0.4) return leaf(r, records, random) ?? {field: 'version', op: 'gte', value: 1};
  if (dice < 0.55) return {not: tree(r, records, random, depth - 1)};
  const parts = Array.from({length: 1 + Math.floor(random() * 3)}, () => tree(r, records, random, depth - 1));
  return {[dice < 0.78 ? 'and' : 'or']: parts};
}

function holds(r, node, record) {
  if (node.and) return node.and.every((n) => holds(r, n, record));
  if (node.or) return node.or.some((n) => holds(r, n, record));
  if (node.not) return !holds(r, node.not, record);
  return fits(r.fields.find((f) => f.name === node.field), node.op, node.value, record);
}

function randomSort(r, random) {
  const fields = r.fields.filter((f) => f.sort);
  const chosen = [...new Set(Array.from({length: 1 + Math.floor(random() * 3)}, () => pick(fields, random)))];
  return chosen.map((field) => ({field, down: random() < 0.5}));
}

for (const r of catalog.resources) {
  describe(r.name, () => {
    let ids;
    let records;
    before(async () => {
      ids = [];
      if (r.operations.includes('create')) {
        for (const body of randomBodies(r, 20, SEED)) ids.push(expectStatus(await h.stack.post(`/${r.path}`, 'admin', body), 201, r.name).json.data.id);
      } else for (let i = 0; i < 4; i += 1) ids.push(await insertServerMade(h.stack, r.name, IDS.admin));
      records = (await h.stack.get(`/${r.path}`, 'admin', {'id[in]': ids, limit: 200})).json.data;
    });

    test(`${QUERIES}_random_queries_find_page_and_order_rightly`, async () => {
      const random = seeded(SEED);
      for (let i = 0; i < QUERIES; i += 1) {
        const filter = tree(r, records, random, 3);
        const sorts = randomSort(r, random);
        const params = {'id[in]': ids, filter, sort: sorts.map((s) => (s.down ? '-' : '') + s.field.name).join(','), limit: 3 + Math.floor(random() * 20)};
        const what = `query ${i}: ${JSON.stringify({filter, sort: params.sort})}`;
        const rows = [];
        let cursor;
        do {
          const page = expectStatus(await h.stack.get(`/${r.path}`, 'admin', {...params, cursor}), 200, what).json;
          rows.push(...page.data);
          cursor = page.page.next ?? undefined;
        } while (cursor);
        assert.deepEqual(rows.map((x) => x.id).sort(), records.filter((x) => holds(r, filter, x)).map((x) => x.id).sort(), what);
        const compare = order(sorts);
        rows.slice(1).forEach((row, k) => assert.ok(compare(rows[k], row) <= 0, what));
      }
    });
  });
}
