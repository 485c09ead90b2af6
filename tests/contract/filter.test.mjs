// SPDX-License-Identifier: AGPL-3.0-or-later
// Every filter operator of every field of every resource, against what plain JavaScript finds among
// the same records; and the condition tree, which must agree with the simple form.
import {before, describe, test} from 'node:test';
import {catalog} from '../lib/env.mjs';
import {fits} from '../lib/expect.mjs';
import {insertServerMade} from '../lib/make.mjs';
import {randomBodies, seeded} from '../lib/samples.mjs';
import {IDS} from '../fixtures/people.mjs';
import {assert, expectProblem, expectStatus, withStack} from '../lib/suite.mjs';

const ROWS = 24;
const h = withStack();

async function makeRows(r) {
  const ids = [];
  if (r.operations.includes('create')) {
    for (const body of randomBodies(r, ROWS, 7)) ids.push(expectStatus(await h.stack.post(`/${r.path}`, 'admin', body), 201, r.name).json.data.id);
  } else for (let i = 0; i < 3; i += 1) ids.push(await insertServerMade(h.stack, r.name, IDS.admin));
  const all = await h.stack.get(`/${r.path}`, 'admin', {'id[in]': ids, limit: 200});
  expectStatus(all, 200);
  assert.equal(all.json.data.length, ids.length);
  return {ids, records: all.json.data};
}

/** Values to try for an operator: some that occur, one that does not. */
function candidates(f, op, records, random) {
  if (op === 'null') return [true, false];
  const present = records.map((x) => x[f.name]).filter((v) => v !== null && v !== undefined).flatMap((v) => (Array.isArray(v) ? v : [v]));
  if (present.length === 0) return [];
  const some = present[Math.floor(random() * present.length)];
  const other = present[Math.floor(random() * present.length)];
  if (op === 'in' || op === 'nin') return [[...new Set([some, other].map(String))]];
  if (op === 'contains' && typeof some === 'string' && !['tags', 'references', 'multi_choice'].includes(f.type)) {
    const chars = [...some];
    return [chars.slice(Math.floor(chars.length / 3), Math.floor(chars.length / 3) + 2).join(''), chars[0].toUpperCase(), '%'];
  }
  if (op === 'prefix') return [[...some].slice(0, 2).join('')];
  return [some];
}

const wantedOf = (f, value) => (f.type === 'boolean' && typeof value !== 'boolean' ? value === 'true' : value);

for (const r of catalog.resources) {
  describe(r.name, () => {
    let rows;
    before(async () => { rows = await makeRows(r); });

    const ask = async (params, what) => {
      const answer = expectStatus(await h.stack.get(`/${r.path}`, 'admin', {'id[in]': rows.ids, limit: 200, ...params}), 200, what);
      return answer.json.data.map((x) => x.id).sort();
    };

    for (const f of r.fields.filter((x) => x.filters.length)) {
      test(`${f.name}: every_operator_finds_what_it_should`, async () => {
        const random = seeded(11);
        for (const op of f.filters.filter((o) => o !== 'within')) {
          for (const value of candidates(f, op, rows.records, random)) {
            const wanted = Array.isArray(value) ? value.map((v) => wantedOf(f, v)) : wantedOf(f, value);
            const expected = rows.records.filter((x) => fits(f, op, wanted, x)).map((x) => x.id).sort();
            const what = `${r.name}.${f.name}[${op}]=${JSON.stringify(value)}`;
            if (!(Array.isArray(value) && value.some((v) => String(v).includes(',')))) {
              const simple = op === 'eq' ? f.name : `${f.name}[${op}]`;
              assert.deepEqual(await ask({[simple]: value}, what), expected, what);
            }
            assert.deepEqual(await ask({filter: {field: f.name, op, value: wanted}}, what), expected, `${what} as a tree`);
          }
        }
      });
    }

    test('trees_of_and_or_not_join_as_logic_says', async () => {
      const f = r.fields.find((x) => x.filters.includes('null') && !x.system && rows.records.some((y) => y[x.name] === null)) ?? r.fields.find((x) => x.name === 'created_by');
      const a = {field: f.name, op: 'null', value: true};
      const b = {field: 'id', op: 'in', value: rows.ids.slice(0, 2)};
      const isA = (x) => x[f.name] === null;
      const isB = (x) => rows.ids.slice(0, 2).includes(x.id);
      const pick = (test_) => rows.records.filter(test_).map((x) => x.id).sort();
      assert.deepEqual(await ask({filter: {and: [a, b]}}), pick((x) => isA(x) && isB(x)));
      assert.deepEqual(await ask({filter: {or: [a, b]}}), pick((x) => isA(x) || isB(x)));
      assert.deepEqual(await ask({filter: {not: {or: [a, b]}}}), pick((x) => !(isA(x) || isB(x))));
      assert.deepEqual(await ask({filter: {and: [{or: [a, b]}, {not: b}]}}), pick((x) => isA(x) && !isB(x)));
    });

    test('wrong_values_operators_and_fields_are_400', async () => {
      const get = (params) => h.stack.get(`/${r.path}`, 'admin', params);
      expectProblem(await get({no_such_field: '1'}), 400, 'unknown_field');
      expectStatus(await get({'id[like]': 'x'}), 400);
      expectStatus(await get({'id[': 'x'}), 400);
      expectStatus(await get({id: 'not-a-uuid'}), 400);
      expectStatus(await get({'created_at[gte]': 'yesterday'}), 400);
      expectStatus(await get({'version[gte]': '1e3'}), 400);
      expectStatus(await get({'version[null]': 'maybe'}), 400);
      expectStatus(await get({filter: '{"and":'}), 400);
      expectStatus(await get({filter: '[]'}), 400);
      expectStatus(await get({filter: {field: 'no_such_field', op: 'eq', value: 1}}), 400);
      expectStatus(await get({filter: {field: 'id', op: 'eq', value: {}}}), 400);
      expectStatus(await get({filter: {field: 'version', op: 'eq', value: 1, extra: true}}), 400);
      for (const f of r.fields.filter((x) => x.filters.length === 0)) expectStatus(await get({[f.name]: 'x'}), 400, f.name);
    });

    test('within_periods_find_today', async () => {
      for (const [period, hit] of [['today', true], ['this_month', true], ['this_year', true], ['last_7_days', true], ['yesterday', false], ['next_month', false], ['last_year', false]]) {
        const found = await ask({'created_at[within]': period}, period);
        assert.equal(found.length, hit ? rows.ids.length : 0, period);
      }
      expectStatus(await h.stack.get(`/${r.path}`, 'admin', {'created_at[within]': 'someday'}), 400);
    });
  });
}
