// SPDX-License-Identifier: AGPL-3.0-or-later
// The permission matrix of fields: person × record × field. What must come out is written by hand in fields.csv; each
// door that shows a value or answers a question about it must agree.
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {describe, test} from 'node:test';
import {readTable} from '../lib/csv.mjs';
import {resource} from '../lib/env.mjs';
import {makeRecord} from '../lib/make.mjs';
import {literal} from '../lib/psql.mjs';
import {assert, expectStatus, withStack} from '../lib/suite.mjs';
import {RELATIONS, recordOn, waysSql} from './ways.mjs';

const table = readTable(join(dirname(fileURLToPath(import.meta.url)), 'fields.csv'));
const h = withStack({fixtures: waysSql});
// A value that is there, one to write over it, and what of the first must never be seen where it is masked.
const VALUES = {
  phone: ['0574-87654321', '0574-11112222', '8765'], annual_revenue: ['424242.0000', '5.00', '424242'], level: ['b', 'c', 'b'], city: ['甬城', '婺城', '甬城'],
  birthday: ['1984-06-18', '1990-02-03', '1984'], cost: ['77.1234', '8.00', '77.1234'], floor_price: ['88.4321', '9.00', '88.4321'], name: ['明码产品', '改名产品', '明码'],
};

async function subject(row) {
  const r = resource(row.resource);
  const data = row.record in RELATIONS ? await recordOn(h.stack, r, row.record) : (await makeRecord(h.stack, r, row.record === 'any' ? 'admin' : row.record)).data;
  // As an edit of the administrator, so that it is in the history too.
  if (row.field === 'level') await h.stack.sql(`update app."${r.name}" set level = 'b' where id = ${literal(data.id)}`);
  else expectStatus(await h.stack.patch(`/${r.path}/${data.id}`, 'admin', {[row.field]: VALUES[row.field][0]}, '*'), 200);
  return {r, id: data.id};
}

const doors = (r, id, field, who) => [
  () => h.stack.get(`/${r.path}`, who, {[`${field}[null]`]: 'false', id}), () => h.stack.get(`/${r.path}`, who, {sort: field, id}),
  () => h.stack.get(`/${r.path}`, who, {filter: {or: [{field, op: 'null', value: true}, {field: 'id', op: 'eq', value: id}]}}),
  () => h.stack.get(`/${r.path}/aggregate`, who, {[['annual_revenue', 'cost', 'floor_price'].includes(field) ? 'measure' : 'group']: ['annual_revenue', 'cost', 'floor_price'].includes(field) ? `max:${field}` : field === 'birthday' ? 'birthday:year' : field, id}),
];

/** What an answer says besides ids and times, in which any digits stand by chance. */
const said = (text) => text.replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\d{4}-\d\d-\d\dT[\d:.]+/g, '');

async function showsAt(row, r, id) {
  const [value, , part] = VALUES[row.field];
  const one = expectStatus(await h.stack.get(`/${r.path}/${id}`, row.persona), 200);
  const list = expectStatus(await h.stack.get(`/${r.path}`, row.persona, {id}), 200);
  for (const record of [one.json.data, list.json.data[0]]) {
    if (row.shown === 'absent') assert.ok(!(row.field in record), 'absent');
    else if (row.shown === 'masked') assert.ok(record[row.field] && record[row.field] !== value && !record[row.field].includes(part), `masked: ${record[row.field]}`);
    else assert.equal(String(record[row.field]).replace(/(\.\d\d)00$/, '$1'), value.replace(/(\.\d\d)00$/, '$1'));
  }
  const others = [await h.stack.get(`/${r.path}/${id}/history`, row.persona), await h.stack.get(`/${r.path}/export`, row.persona, {id, format: 'json'}), await h.stack.get(`/${r.path}`, row.persona, {id, q: part})];
  if (row.shown !== 'value') for (const answer of [one, list, ...others.filter((a) => a.status === 200)]) assert.ok(!said(answer.text).includes(part), answer.text.slice(0, 300));
}

for (const row of table) {
  describe(`${row.persona} ${row.resource}.${row.field} of ${row.record}`, () => {
    test(`is_${row.shown}_asked_${row.ask}_patched_${row.patch}`, async () => {
      const {r, id} = await subject(row);
      await showsAt(row, r, id);
      for (const [i, ask] of doors(r, id, row.field, row.persona).entries()) {
        const f = r.fields.find((x) => x.name === row.field);
        if (i === 1 && !f.sort && row.ask === '200') continue;
        if (i === 3 && row.field === 'phone' && row.ask === '200') continue; // a value of which each is another is no group
        expectStatus(await ask(), Number(row.ask), `door ${i}`);
      }
      expectStatus(await h.stack.patch(`/${r.path}/${id}`, row.persona, {[row.field]: VALUES[row.field][1]}, '*'), Number(row.patch), 'patch');
      const kept = await h.stack.sql(`select "${row.field}" from app."${r.name}" where id = ${literal(id)}`);
      assert.equal(kept === VALUES[row.field][0], row.patch !== '200', `stored: ${kept}`);
    });
  });
}

test('two_people_and_more_for_every_field_with_a_right_of_its_own', () => {
  for (const field of new Set(table.map((row) => row.field))) assert.ok(new Set(table.filter((row) => row.field === field).map((row) => row.persona)).size >= 2 || field === 'name', field);
});
