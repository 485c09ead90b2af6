// SPDX-License-Identifier: AGPL-3.0-or-later
// Rows that a person may not see, reached by a door that asks something else than "may he see it": the right to
// write, the bin, a chain of parents, the undo of what followed by itself. Each test is a hole that was there once.
import {before, describe, test} from 'node:test';
import {randomUUID} from 'node:crypto';
import {IDS} from '../fixtures/people.mjs';
import {resource} from '../lib/env.mjs';
import {makeRecord} from '../lib/make.mjs';
import {literal} from '../lib/psql.mjs';
import {assert, expectProblem, expectStatus, withStack} from '../lib/suite.mjs';

// The manager writes more than he reads; what he reads of activities, notes and files says nothing of their parents.
const h = withStack({fixtures: `update auth.role_resource set write_scope = 'all' where role_id = ${literal(IDS.role_manager)};
  update auth.role_resource set read_scope = 'all' where role_id = ${literal(IDS.role_manager)} and resource in ('activity', 'note', 'file');`});
const owned = ['account', 'contact', 'opportunity'];
const hanging = ['activity', 'note', 'file'];
const missing = '01890000-0000-7000-8000-00000000dead';
const manager = 'manager';

/** A record of the south, which the manager of the east does not see. */
async function hiddenRecord(name) {
  if (owned.includes(name)) return (await makeRecord(h.stack, resource(name), 'rep_s')).data;
  const account = await makeRecord(h.stack, resource('account'), 'rep_s');
  return (await makeRecord(h.stack, resource(name), 'rep_s', {parent_resource: 'account', parent_id: account.data.id})).data;
}

/** What the manager hears about the record must be what he hears about none. */
async function asMissing(ask, id) {
  const [real, none] = [await ask(id), await ask(missing)];
  const plain = (a, x) => JSON.stringify([a.status, {...a.json, request_id: '', data: a.json?.data && {...a.json.data, change_set_id: ''}}]).replaceAll(x, '*');
  assert.equal(plain(real, id), plain(none, missing));
}

const changeOf = (name) => ({note: {body: 'x'}, activity: {subject: 'x'}})[name] ?? {name: 'x'};

for (const name of [...owned, ...hanging]) {
  const r = resource(name);
  describe(`hidden ${name}`, () => {
    let id;
    before(async () => { ({id} = await hiddenRecord(name)); });

    test('is_missing_for_who_may_only_write_it', async () => {
      expectStatus(await h.stack.get(`/${r.path}/${id}`, manager), 404);
      await asMissing((x) => h.stack.patch(`/${r.path}/${x}`, manager, changeOf(name), '*'), id);
      await asMissing((x) => h.stack.patch(`/${r.path}/${x}`, manager, {}, '*'), id);
      await asMissing((x) => h.stack.delete(`/${r.path}/${x}`, manager, '*'), id);
      if (r.operations.includes('bulk')) {
        await asMissing((x) => h.stack.post(`/${r.path}/bulk`, manager, {action: 'update', ids: [x], changes: changeOf(name)}), id);
        await asMissing((x) => h.stack.post(`/${r.path}/bulk`, manager, {action: 'delete', ids: [x]}), id);
      }
      assert.equal((await h.stack.get(`/${r.path}/${id}`, 'rep_s')).json.data.version, 1, 'nothing was written');
    });

    test('is_missing_in_the_bin_too', async () => {
      const gone = await hiddenRecord(name);
      expectStatus(await h.stack.delete(`/${r.path}/${gone.id}`, 'rep_s', '*'), 204);
      const bin = expectStatus(await h.stack.get('/recycle-bin', manager, {resource: name, id: gone.id}), 200);
      assert.deepEqual(bin.json.data, []);
      await asMissing((x) => h.stack.post(`/${r.path}/${x}/restore`, manager), gone.id);
      if (r.operations.includes('history')) await asMissing((x) => h.stack.get(`/${r.path}/${x}/history`, manager), gone.id);
      expectStatus(await h.stack.post(`/${r.path}/${gone.id}/restore`, 'rep_s'), 200, 'his own comes back');
    });
  });
}

describe('chain of parents', () => {
  for (const name of hanging) {
    test(`${name}_on_a_hidden_activity_is_hidden`, async () => {
      const activity = await hiddenRecord('activity');
      const r = resource(name);
      const made = await h.stack.post(`/${r.path}`, 'rep_s', {...(name === 'note' ? {body: 'geheim'} : name === 'file' ? {name: 'a.txt', size: 1, mime_type: 'text/plain'}
        : {kind: 'task', subject: 'geheim', status: 'planned'}), parent_resource: 'activity', parent_id: activity.id});
      if (made.status === 422) return; // it cannot hang there at all
      expectStatus(made, 201);
      expectStatus(await h.stack.get(`/activities/${activity.id}`, manager), 404);
      await asMissing((x) => h.stack.get(`/${r.path}/${x}`, manager), made.json.data.id);
    });
  }
});

test('undo_names_no_record_that_the_person_does_not_see', async () => {
  const account = await makeRecord(h.stack, resource('account'), 'rep_s');
  const deal = await makeRecord(h.stack, resource('opportunity'), 'rep_a');
  await h.stack.sql(`update app.opportunity set account_id = ${literal(account.data.id)} where id = ${literal(deal.data.id)}`);
  const talk = expectStatus(await h.stack.post('/activities', 'rep_a',
    {kind: 'call', subject: 'x', status: 'done', parent_resource: 'opportunity', parent_id: deal.data.id}), 201);
  const undone = expectStatus(await h.stack.post(`/change-sets/${talk.headers['change-set']}/undo`, 'rep_a'), 200);
  assert.ok(!undone.text.includes(account.data.id), undone.text);
});
