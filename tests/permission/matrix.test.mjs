// SPDX-License-Identifier: AGPL-3.0-or-later
// The permission matrix: every persona of the tables does every verb on every resource of the
// catalog. What must come out is written by hand in records.csv and collections.csv.
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {describe, test} from 'node:test';
import {IDS} from '../fixtures/people.mjs';
import {readTable, rowsFor} from '../lib/csv.mjs';
import {catalog} from '../lib/env.mjs';
import {bodyFor, changeOf, makeRecord} from '../lib/make.mjs';
import {assert, expectStatus, withStack} from '../lib/suite.mjs';
import {RELATIONS, canBe, recordOn, waysSql} from './ways.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const records = readTable(join(here, 'records.csv'));
const collections = readTable(join(here, 'collections.csv'));
const h = withStack({fixtures: waysSql});
const who = (persona) => (persona === 'none' ? undefined : persona);

/** A record as the relation says; made by its owner, or by the administrator where nobody owns it. */
const recordOf = async (r, relation) => (relation in RELATIONS ? recordOn(h.stack, r, relation)
  : (await makeRecord(h.stack, r, relation === 'any' ? 'admin' : relation)).data);
const SHARE = {kind: 'user', to: IDS.leaver};
const asAdmin = (r, id) => h.stack.delete(`/${r.path}/${id}`, 'admin', '*');

const verbs = {
  read: (r, token, x) => h.stack.get(`/${r.path}/${x.id}`, token),
  history: (r, token, x) => h.stack.get(`/${r.path}/${x.id}/history`, token),
  reveal: (r, token, x) => h.stack.post(`/${r.path}/${x.id}/reveal`, token, {fields: [(r.fields.find((f) => f.mask && !f.sensitive) ?? r.fields.find((f) => f.mask)).name], reason: '核对资料'}),
  update: (r, token, x) => h.stack.patch(`/${r.path}/${x.id}`, token, changeOf(r, x, token ?? 'admin') ?? {}, '*'),
  transfer: (r, token, x) => h.stack.post(`/${r.path}/${x.id}/transfer`, token, {owner_id: x.owner_id ?? IDS.admin}, {'If-Match': '*'}),
  delete: (r, token, x) => h.stack.delete(`/${r.path}/${x.id}`, token, '*'),
  restore: async (r, token, x) => { await asAdmin(r, x.id); return h.stack.post(`/${r.path}/${x.id}/restore`, token); },
  purge: async (r, token, x) => { await asAdmin(r, x.id); return h.stack.post(`/${r.path}/${x.id}/purge`, token); },
  share: (r, token, x) => h.stack.post(`/${r.path}/${x.id}/share`, token, SHARE),
  unshare: async (r, token, x) => {
    const given = expectStatus(await h.stack.post(`/${r.path}/${x.id}/share`, 'admin', SHARE), 200).json.data;
    return h.stack.post(`/${r.path}/${x.id}/unshare`, token, {share_id: given.find((g) => g.grantee_id === SHARE.to).id});
  },
  shares: (r, token, x) => h.stack.get(`/${r.path}/${x.id}/shares`, token),
};
const offers = (r, verb) => verb === 'read' || r.operations.includes(/share/.test(verb) ? 'share' : verb);

async function listed(r, token, x) {
  const answer = await h.stack.get(`/${r.path}`, token, {id: x.id, count: 'exact'});
  if (answer.status !== 200) return String(answer.status);
  assert.equal(answer.json.page.count.value, answer.json.data.length, 'the count tells no more than the list');
  return answer.json.data.length === 1 ? 'yes' : 'no';
}

for (const r of catalog.resources) {
  describe(r.name, () => {
    for (const row of rowsFor(records, r).filter((x) => canBe(r, x.record))) {
      test(`${row.persona}_on_a_record_of_${row.record}`, async () => {
        const token = who(row.persona);
        let x = await recordOf(r, row.record);
        assert.equal(await listed(r, token, x), row.listed, 'listed');
        for (const [verb, act] of Object.entries(verbs)) {
          if (!offers(r, verb)) continue;
          const answer = await act(r, token, x);
          expectStatus(answer, Number(row[verb]), `${row.persona} ${verb} ${r.name} of ${row.record}:`);
          if (['delete', 'restore', 'purge'].includes(verb)) x = await recordOf(r, row.record);
        }
      });
    }

    for (const row of rowsFor(collections, r)) {
      test(`${row.persona}_on_the_whole`, async () => {
        const token = who(row.persona);
        const has = (o) => r.operations.includes(o);
        const check = (answer, column) => expectStatus(answer, Number(row[column]), `${row.persona} ${column} ${r.name}:`);
        check(await h.stack.get(`/${r.path}`, token), 'list');
        check(await h.stack.get(`/${r.path}/aggregate`, token), 'aggregate');
        if (has('create')) check(await h.stack.post(`/${r.path}`, token, await bodyFor(h.stack, r, row.persona === 'nobody' ? 'admin' : token)), 'create');
        if (has('export')) check(await h.stack.get(`/${r.path}/export`, token), 'export');
        if (has('export') && r.postal) check(await h.stack.get(`/${r.path}/postal`, token, {format: 'labels'}), 'export');
        if (has('bulk')) check(await h.stack.post(`/${r.path}/bulk`, token, {action: 'delete', ids: ['01890000-0000-7000-8000-ffffffffffff']}), 'bulk');
        if (has('restore')) check(await h.stack.get('/recycle-bin', token, {resource: r.name}), 'bin');
      });
    }
  });
}

test('every_resource_has_rows_for_two_personas_and_none', () => {
  for (const r of catalog.resources) {
    for (const table of [records, collections]) {
      const personas = new Set(rowsFor(table, r).map((x) => x.persona));
      assert.ok(personas.has('none') && personas.size >= 3, r.name);
    }
  }
});
