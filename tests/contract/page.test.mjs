// SPDX-License-Identifier: AGPL-3.0-or-later
// Sorting and keyset pages of every resource: each row once, in order, with ties and empty values;
// cursors belong to one query and one caller. Counts agree with the rows.
import {before, describe, test} from 'node:test';
import {catalog} from '../lib/env.mjs';
import {order} from '../lib/expect.mjs';
import {insertServerMade} from '../lib/make.mjs';
import {randomBodies} from '../lib/samples.mjs';
import {IDS} from '../fixtures/people.mjs';
import {assert, expectProblem, expectStatus, withStack} from '../lib/suite.mjs';

const h = withStack();

async function walk(r, params, limit) {
  const rows = [];
  let cursor;
  let pages = 0;
  do {
    const answer = expectStatus(await h.stack.get(`/${r.path}`, 'admin', {...params, limit, cursor}), 200);
    assert.ok(answer.json.data.length <= limit);
    assert.equal(answer.json.page.limit, limit);
    rows.push(...answer.json.data);
    cursor = answer.json.page.next ?? undefined;
    pages += 1;
    assert.ok(pages < 100, 'paging ends');
  } while (cursor);
  return rows;
}

for (const r of catalog.resources) {
  describe(r.name, () => {
    let ids;
    before(async () => {
      ids = [];
      if (r.operations.includes('create')) {
        for (const body of randomBodies(r, 17, 23)) ids.push(expectStatus(await h.stack.post(`/${r.path}`, 'admin', body), 201, r.name).json.data.id);
      } else for (let i = 0; i < 5; i += 1) ids.push(await insertServerMade(h.stack, r.name, IDS.admin));
    });

    for (const f of r.fields.filter((x) => x.sort)) {
      test(`${f.name}: pages_hold_each_row_once_in_order_both_ways`, async () => {
        for (const down of [false, true]) {
          const rows = await walk(r, {'id[in]': ids, sort: (down ? '-' : '') + f.name}, 5);
          assert.deepEqual(rows.map((x) => x.id).sort(), [...ids].sort(), 'each row once');
          const compare = order([{field: f, down}]);
          rows.slice(1).forEach((row, i) => assert.ok(compare(rows[i], row) <= 0, `${f.name}: ${rows[i][f.name]} before ${row[f.name]} (${down ? 'down' : 'up'})`));
        }
      });
    }

    test('two_sort_keys_and_the_default_order_page_completely', async () => {
      const [a, b] = r.fields.filter((x) => x.sort && !x.system);
      const sorts = [...(a ? [{field: a, down: true}] : []), ...(b ? [{field: b, down: false}] : [])];
      const rows = await walk(r, {'id[in]': ids, sort: sorts.map((s) => (s.down ? '-' : '') + s.field.name).join(',') || undefined}, 4);
      assert.deepEqual(rows.map((x) => x.id).sort(), [...ids].sort());
      const compare = order(sorts);
      rows.slice(1).forEach((row, i) => assert.ok(compare(rows[i], row) <= 0));
      const plain = await walk(r, {'id[in]': ids}, 3);
      assert.deepEqual(plain.map((x) => x.id).sort(), [...ids].sort());
      const field = r.fields.find((x) => x.name === r.sort.replace(/^-/, ''));
      const standard = order([{field, down: r.sort.startsWith('-')}]);
      plain.slice(1).forEach((row, i) => assert.ok(standard(plain[i], row) <= 0, `default order ${r.sort}`));
    });

    test('counts_agree_with_the_rows', async () => {
      for (const count of ['exact', 'capped']) {
        const answer = await h.stack.get(`/${r.path}`, 'admin', {'id[in]': ids, count, limit: 2});
        assert.deepEqual(answer.json.page.count, {value: ids.length, exact: true});
      }
      const without = await h.stack.get(`/${r.path}`, 'admin', {'id[in]': ids, limit: 2});
      assert.equal(without.json.page.count, undefined);
    });

    test('cursors_are_signed_for_caller_and_query', async () => {
      const first = await h.stack.get(`/${r.path}`, 'admin', {'id[in]': ids, limit: 2});
      const cursor = first.json.page.next;
      const get = (token, params) => h.stack.get(`/${r.path}`, token, params);
      expectProblem(await get('admin', {'id[in]': ids, limit: 2, cursor, sort: '-updated_at'}), 400, 'invalid_cursor');
      expectProblem(await get('admin', {'id[in]': ids.slice(1), limit: 2, cursor}), 400, 'invalid_cursor');
      expectProblem(await get('director', {'id[in]': ids, limit: 2, cursor}), 400, 'invalid_cursor');
      const flipped = (cursor[0] === 'A' ? 'B' : 'A') + cursor.slice(1);
      for (const bad of [flipped, 'x', cursor.slice(0, -3), `${cursor}AAAA`, '%']) expectStatus(await get('admin', {'id[in]': ids, cursor: bad}), 400, bad);
    });

    test('wrong_page_parameters_are_400', async () => {
      const get = (params) => h.stack.get(`/${r.path}`, 'admin', params);
      for (const params of [{limit: 0}, {limit: 201}, {limit: 'x'}, {limit: ''}, {sort: 'no_such_field'}, {sort: ''}, {sort: 'id,id'}, {count: 'all'}, {offset: 3}]) {
        expectStatus(await get(params), 400, JSON.stringify(params));
      }
      expectProblem(await h.stack.api('GET', `/${r.path}?limit=5&limit=6`, {token: 'admin'}), 400, 'repeated_parameter');
      for (const f of r.fields.filter((x) => !x.sort).slice(0, 3)) expectStatus(await get({sort: f.name}), 400, f.name);
    });
  });
}
