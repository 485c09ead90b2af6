// SPDX-License-Identifier: AGPL-3.0-or-later
// Non-interference: two systems that differ only in what the salesman rep_a may not see must answer
// him byte for byte alike at every door. They differ in hidden records (number, values, deleted
// ones), in hidden and masked fields of his own records, and in what hidden references point to.
import {after, before, describe, test} from 'node:test';
import {IDS} from '../fixtures/people.mjs';
import {catalog} from '../lib/env.mjs';
import {createBody, randomBodies} from '../lib/samples.mjs';
import {insertServerMade, permitted} from '../lib/make.mjs';
import {psql} from '../lib/psql.mjs';
import {startStack} from '../lib/stack.mjs';
import {assert, expectStatus} from '../lib/suite.mjs';
import {commonDoors, doorsOf, recordDoors} from './doors.mjs';

const scoped = catalog.resources.filter((r) => ['owned', 'inherited:any', 'self'].includes(r.access));
const id = (group, n) => `01890000-0000-7000-9000-${group}${String(n).padStart(12 - group.length, '0')}`;
const own = new Map(scoped.map((r, i) => [r.name, [id(`a${i.toString(16).padStart(2, '0')}`, 1), id(`a${i.toString(16).padStart(2, '0')}`, 2)]]));
const hiddenId = new Map(scoped.map((r, i) => [r.name, [1, 2].map((n) => id(`b${i.toString(16).padStart(2, '0')}`, n))]));
const worlds = [];

/** His own records: the same in both worlds. Then what he must not know, by the seed of the world. */
async function fill(stack, seed) {
  const fileOf = {};
  for (const [owner, ids] of [['rep_a', own], ['rep_s', hiddenId]]) {
    for (const r of [...scoped].sort((a, b) => Number(a.name === 'import') - Number(b.name === 'import'))) {
      const extra = owner === 'rep_s' ? seed : 0;
      const [first, second] = ids.get(r.name);
      const bodies = r.operations.includes('create')
        ? [createBody(r, 0), createBody(r, 1), ...(extra ? randomBodies(r, extra * 2, seed) : [])] : null;
      if (!bodies) { await serverMade(stack, r, owner, [first, second].slice(0, owner === 'rep_a' ? 2 : seed), extra); continue; }
      for (const [i, body] of bodies.entries()) {
        const known = i === 0 ? first : i === 1 && (owner === 'rep_a' || seed === 1) ? second : undefined;
        const text = owner === 'rep_s' && r.fields.some((f) => f.name === r.name_field && f.type === 'text' && !f.pattern && !f.readonly) ? {[r.name_field]: `隐藏 Acme ${seed}-${i}`} : {};
        const sent = {...permitted(r, owner, body), ...text, ...(r.fields.some((f) => f.name === 'visibility') && {visibility: 'private'}), ...(known && {id: known}), ...(fileOf[owner] && r.fields.some((f) => f.name === 'file_id' && f.required) && {file_id: fileOf[owner]})};
        const made = expectStatus(await stack.post(`/${r.path}`, owner, sent), 201, r.name);
        if (r.name === 'file') fileOf[owner] = made.json.data.id;
        if (owner === 'rep_s' && i >= 2 && i % 2 === 0 && r.operations.includes('delete')) await stack.delete(`/${r.path}/${made.json.data.id}`, owner, '*');
      }
    }
  }
  await hideFields(stack, seed);
}

async function serverMade(stack, r, owner, ids, extra) {
  for (const known of ids) {
    const made = await insertServerMade(stack, r.name, IDS[owner]);
    await stack.sql(`set session_replication_role = replica; update app."${r.name}" set id = '${known}' where id = '${made}';`);
  }
  for (let i = 0; i < extra; i += 1) await insertServerMade(stack, r.name, IDS[owner]);
}

/** Hidden and masked fields of his records, and the hidden account that his contact and deal point to. */
async function hideFields(stack, seed) {
  const [account] = own.get('account');
  const [theirs] = hiddenId.get('account');
  await stack.patch(`/accounts/${account}`, 'admin', {annual_revenue: String(seed * 1000), phone: `${seed === 1 ? '0574' : '0999'}-87654321`}, '*');
  await stack.patch(`/contacts/${own.get('contact')[0]}`, 'admin', {birthday: seed === 1 ? '1984-06-18' : '1990-01-01'}, '*');
  await psql(stack.db, `set session_replication_role = replica;
    update app.account set phone = '0577-${seed === 1 ? '12345678' : '87654321'}', bank_account = '62220212345678${seed}' where id = '${theirs}';
    update app.account set bank_account = '62220212345679${seed}' where id = '${account}';
    update app.contact set id_number = '33020319840618123${seed}' where id = '${own.get('contact')[0]}';
    update app.contact set account_id = '${theirs}' where id = '${own.get('contact')[0]}';
    update app.opportunity set account_id = '${theirs}' where id = '${own.get('opportunity')[0]}';
    update app.account set parent_id = '${theirs}' where id = '${account}';
    update app.product set cost = ${seed * 7}, floor_price = ${seed * 9} where id = '${IDS.product}';`);
}

before(async () => {
  for (const seed of [1, 2]) {
    const stack = await startStack();
    worlds.push(stack);
    await fill(stack, seed);
    await stack.login('rep_a');
  }
});
after(async () => { for (const w of worlds) await w.stop(); });

const UUID = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g;

/** Without what differs for reasons of its own: request ids, times, made ids, numbers of codes, cursors. */
function normal(answer) {
  const names = new Map();
  const text = answer.text
    .replace(/"request_id":"[^"]*"/g, '"request_id":""')
    .replace(/"next":"[^"]+"/g, '"next":"cursor"')
    .replace(/\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(\.\d+)?(Z|\+00(:00)?)?/g, 'time')
    .replace(/\b[A-Z]{1,4}-\d{6,}\b/g, 'code')
    .replace(UUID, (u) => (u.startsWith('01890000') ? u : names.get(u) ?? names.set(u, `made-${names.size}`).get(u)));
  const headers = Object.fromEntries(['content-type', 'etag', 'cache-control', 'content-disposition', 'allow', 'retry-after', 'location'].map((h) => [h, answer.headers[h]]));
  return {status: answer.status, headers, text};
}

async function both(door, token = 'rep_a') {
  const {method, path, mustFail, ...rest} = door;
  const [a, b] = await Promise.all(worlds.map((w) => w.api(method, path, {token, ...rest})));
  const what = `${method} ${path} ${JSON.stringify(door.params ?? door.body ?? '')}`;
  assert.deepEqual(normal(a), normal(b), what);
  assert.ok(!/隐藏/.test(a.text), `hidden words in the answer to ${what}: ${a.text.slice(0, 300)}`);
  if (mustFail) assert.ok(a.status >= 400, `${what} was accepted: ${a.text.slice(0, 200)}`);
  return a;
}

describe('two_worlds_answer_alike', () => {
  for (const r of catalog.resources) {
    test(`at_every_door_of_${r.name}`, async () => {
      const doors = [...doorsOf(r, own.get(r.name) ?? [], hiddenId.get(r.name) ?? hiddenId.get('account'))];
      let good = 0;
      for (const door of doors) if ((await both(door)).status < 400) good += 1;
      // What only administrators see is closed to him altogether.
      assert.ok(r.access === 'admin' ? good === 0 : good > 5, `${good} of ${doors.length} doors answered with data`);
    });
  }

  test('at_the_common_doors', async () => {
    for (const door of commonDoors(['隐藏', 'yincang', 'Acme', '海岳', '0574', '999'])) await both(door);
  });

  for (const person of ['rep_b', 'nobody']) {
    test(`for_${person}_who_sees_none_of_these_records`, async () => {
      for (const r of scoped) {
        const theirs = [...own.get(r.name), ...hiddenId.get(r.name)];
        for (const params of [{count: 'exact', limit: 200}, {'id[in]': theirs}, {q: '隐', count: 'exact'}, {sort: '-updated_at', limit: 1}]) await both({method: 'GET', path: `/${r.path}`, params}, person);
        await both({method: 'GET', path: `/${r.path}/aggregate`, params: {group: 'created_by', measure: 'count'}}, person);
        for (const known of theirs) {
          for (const door of recordDoors(r, known, true)) assert.ok((await both(door, person)).status >= 400 || door.path.endsWith('/bulk'), `${person} ${door.method} ${door.path}`);
        }
      }
      for (const door of commonDoors(['隐藏', 'Acme', '海岳'])) await both(door, person);
    });
  }

  test('and_the_worlds_do_differ_for_the_director', async () => {
    const [a, b] = await Promise.all(worlds.map((w) => w.get('/accounts', 'director', {q: '隐藏', count: 'exact'})));
    assert.notEqual(a.json.page.count.value, b.json.page.count.value);
  });
});
