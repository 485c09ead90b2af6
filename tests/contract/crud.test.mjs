// SPDX-License-Identifier: AGPL-3.0-or-later
// The life of one record, for every resource of the catalog: create, read, change, delete, restore,
// purge, with the preconditions and answers that the contract promises.
import {describe, test} from 'node:test';
import {randomUUID} from 'node:crypto';
import {catalog} from '../lib/env.mjs';
import {changeOf, makeRecord} from '../lib/make.mjs';
import {createBody, isBound, writable} from '../lib/samples.mjs';
import {assert, expectProblem, expectStatus, withStack} from '../lib/suite.mjs';
import {key} from '../lib/expect.mjs';

const h = withStack();
const has = (r, name) => r.operations.includes(name);
const when = (holds) => (holds ? test : () => {});

/** The record shows what was sent: numbers by value, times by instant. */
function assertShows(r, record, body) {
  for (const [name, sent] of Object.entries(body)) {
    const f = r.fields.find((x) => x.name === name);
    assert.deepEqual(key(f, record[name]), key(f, sent), `${r.name}.${name}`);
  }
}

for (const r of catalog.resources) {
  describe(r.name, () => {
    const path = `/${r.path}`;

    when(has(r, 'create'))('create_answers_the_record_with_location_and_etag', async () => {
      for (const n of [0, 1]) {
        const body = createBody(r, n);
        const made = expectStatus(await h.stack.post(path, 'admin', body), 201);
        assertShows(r, made.json.data, body);
        assert.equal(made.headers.location, `/api/v1${path}/${made.json.data.id}`);
        assert.match(made.etag, /^"1\.\d+\.\d+"$/);
        assert.ok(made.headers['change-set'], 'Change-Set header');
        const read = expectStatus(await h.stack.get(`${path}/${made.json.data.id}`, 'admin'), 200);
        assert.deepEqual(read.json.data, made.json.data);
        assert.equal(read.etag, made.etag);
      }
    });

    when(has(r, 'create'))('create_fills_defaults_code_and_bookkeeping', async () => {
      const {data} = await makeRecord(h.stack, r, 'admin', {}, 1);
      for (const f of r.fields.filter((x) => x.default !== null && x.type !== 'percent' && x.type !== 'decimal')) assert.notEqual(data[f.name], null, `${f.name} has its default`);
      if (r.code) assert.match(data.code, new RegExp(`^${r.code.prefix}\\d{${r.code.digits},}$`));
      assert.equal(data.version, 1);
      assert.ok(Math.abs(Date.parse(data.created_at) - Date.now()) < 600000);
      const me = (await h.stack.get('/auth/me', 'admin')).json.data.id;
      assert.equal(data.created_by, me);
      if (r.access === 'owned') assert.equal(data.owner_id, me);
    });

    when(has(r, 'create'))('create_with_own_id_keeps_it_and_refuses_it_twice', async () => {
      const id = randomUUID().replace(/^(.{14})./, '$17');
      const made = expectStatus(await h.stack.post(path, 'admin', {...createBody(r), id}), 201);
      assert.equal(made.json.data.id, id);
      expectStatus(await h.stack.post(path, 'admin', {...createBody(r), id}), 409);
      expectStatus(await h.stack.post(path, 'admin', {...createBody(r), id: randomUUID()}), 422);
    });

    when(has(r, 'create'))('create_without_required_fields_names_all_of_them', async () => {
      const must = r.fields.filter((f) => f.required && f.default === null).map((f) => `/${f.name}`);
      if (must.length === 0) return;
      const answer = expectProblem(await h.stack.post(path, 'admin', {}), 422, 'invalid');
      assert.deepEqual(answer.json.errors.filter((e) => e.code === 'required').map((e) => e.pointer).sort(), must.sort());
    });

    when(has(r, 'create') && r.fields.some((f) => f.unique))('a_unique_value_twice_is_409', async () => {
      const {data} = await makeRecord(h.stack, r);
      for (const f of r.fields.filter((x) => x.unique && !x.readonly && data[x.name] !== null)) {
        expectStatus(await h.stack.post(path, 'admin', createBody(r, 0, {[f.name]: data[f.name]})), 409, f.name);
      }
    });

    when(has(r, 'create'))('unknown_and_read_only_fields_are_refused', async () => {
      const unknown = expectStatus(await h.stack.post(path, 'admin', {...createBody(r), no_such_field: 1}), 400);
      assert.equal(unknown.json.code, 'unknown_field');
      for (const f of r.fields.filter((x) => x.readonly && x.name !== 'id').slice(0, 4)) {
        expectStatus(await h.stack.post(path, 'admin', {...createBody(r), [f.name]: null}), [400, 422], f.name);
      }
    });

    test('read_honours_etag_and_fields', async () => {
      const {data, etag} = await makeRecord(h.stack, r);
      const one = `${path}/${data.id}`;
      const same = await h.stack.api('GET', one, {token: 'admin', headers: {'If-None-Match': etag}});
      expectStatus(same, 304);
      expectStatus(await h.stack.api('GET', one, {token: 'admin', headers: {'If-None-Match': '"0.0.0"'}}), 200);
      const narrow = await h.stack.get(one, 'admin', {fields: r.name_field});
      assert.deepEqual(Object.keys(narrow.json.data).sort(), ['id', r.name_field].sort());
      expectProblem(await h.stack.get(one, 'admin', {fields: 'no_such_field'}), 400, 'unknown_field');
    });

    test('ids_that_do_not_exist_are_404_and_bad_ones_400_or_404', async () => {
      const missing = `${path}/01890000-0000-7000-8000-ffffffffffff`;
      expectProblem(await h.stack.get(missing, 'admin'), 404, 'not_found');
      for (const bad of ['x', '123', '01890000-0000-7000-8000-fffffffffff', "'or'1", '%00', '..%2f', '%E5%AE%A2']) {
        expectStatus(await h.stack.get(`${path}/${bad}`, 'admin'), [400, 404], bad);
      }
      if (has(r, 'update')) expectStatus(await h.stack.patch(missing, 'admin', {}, '*'), 404);
      if (has(r, 'delete')) expectStatus(await h.stack.delete(missing, 'admin', '*'), 404);
      if (has(r, 'restore')) expectStatus(await h.stack.post(`${missing}/restore`, 'admin'), 404);
      if (has(r, 'purge')) expectStatus(await h.stack.post(`${missing}/purge`, 'admin'), 404);
      if (has(r, 'history')) expectStatus(await h.stack.get(`${missing}/history`, 'admin'), 404);
    });

    when(has(r, 'update'))('update_needs_the_version_that_was_read', async () => {
      const {data, etag} = await makeRecord(h.stack, r);
      const one = `${path}/${data.id}`;
      const change = changeOf(r, data);
      if (!change) return;
      expectProblem(await h.stack.patch(one, 'admin', change), 428, 'precondition_required');
      const changed = expectStatus(await h.stack.patch(one, 'admin', change, etag), 200);
      assertShows(r, changed.json.data, change);
      assert.equal(changed.json.data.version, 2);
      assert.match(changed.etag, /^"2\./);
      const late = expectProblem(await h.stack.patch(one, 'admin', change, etag), 412, 'version_conflict');
      assert.equal(late.json.current.version, 2, 'the problem carries the current record');
      expectStatus(await h.stack.patch(one, 'admin', changeOf(r, changed.json.data), '*'), 200);
    });

    when(has(r, 'update'))('patch_with_null_empties_and_absent_members_stay', async () => {
      const {data} = await makeRecord(h.stack, r);
      const f = writable(r, {patch: true}).find((x) => x.nullable && data[x.name] !== null && x.type !== 'reference' && !isBound(r, x));
      if (!f) return;
      const emptied = expectStatus(await h.stack.patch(`${path}/${data.id}`, 'admin', {[f.name]: null}, '*'), 200);
      assert.equal(emptied.json.data[f.name], null, f.name);
      const others = r.fields.filter((x) => x.name !== f.name && !x.readonly && !x.system);
      for (const x of others) assert.deepEqual(emptied.json.data[x.name], data[x.name], x.name);
    });

    when(has(r, 'update'))('patch_refuses_unknown_read_only_write_once_and_emptied_required', async () => {
      const {data} = await makeRecord(h.stack, r);
      const one = `${path}/${data.id}`;
      expectProblem(await h.stack.patch(one, 'admin', {no_such_field: 1}, '*'), 400, 'unknown_field');
      for (const f of r.fields.filter((x) => x.readonly || x.write_once).slice(0, 6)) {
        expectStatus(await h.stack.patch(one, 'admin', {[f.name]: data[f.name]}, '*'), [400, 422], f.name);
      }
      for (const f of writable(r, {patch: true}).filter((x) => !x.nullable)) {
        expectStatus(await h.stack.patch(one, 'admin', {[f.name]: null}, '*'), 422, f.name);
      }
      assert.equal((await h.stack.get(one, 'admin')).json.data.version, 1, 'nothing changed');
    });

    when(has(r, 'delete'))('delete_needs_the_version_hides_and_restores', async () => {
      const {data, etag} = await makeRecord(h.stack, r);
      const one = `${path}/${data.id}`;
      expectProblem(await h.stack.delete(one, 'admin'), 428, 'precondition_required');
      expectProblem(await h.stack.delete(one, 'admin', '"99.0.0"'), 412, 'version_conflict');
      const gone = expectStatus(await h.stack.delete(one, 'admin', etag), 204);
      assert.ok(gone.headers['change-set']);
      expectProblem(await h.stack.get(one, 'admin'), 404, 'not_found');
      expectStatus(await h.stack.delete(one, 'admin', '*'), 404);
      const list = await h.stack.get(path, 'admin', {id: data.id});
      assert.equal(list.json.data.length, 0, 'a deleted record is in no list');
      if (!has(r, 'restore')) return;
      const back = expectStatus(await h.stack.post(`${one}/restore`, 'admin'), 200);
      assert.equal(back.json.data.id, data.id);
      expectStatus(await h.stack.get(one, 'admin'), 200);
      expectStatus(await h.stack.post(`${one}/restore`, 'admin'), [404, 409], 'a live record cannot be restored');
    });

    when(has(r, 'purge'))('purge_takes_deleted_records_only_and_for_good', async () => {
      const {data} = await makeRecord(h.stack, r);
      const one = `${path}/${data.id}`;
      expectStatus(await h.stack.post(`${one}/purge`, 'admin'), [404, 409], 'a live record');
      expectStatus(await h.stack.get(one, 'admin'), 200);
      expectStatus(await h.stack.delete(one, 'admin', '*'), 204);
      expectStatus(await h.stack.post(`${one}/purge`, 'admin'), 204);
      expectStatus(await h.stack.post(`${one}/restore`, 'admin'), 404);
    });

    when(has(r, 'history'))('history_tells_each_change_with_from_and_to', async () => {
      const {data, changeSet} = await makeRecord(h.stack, r);
      const one = `${path}/${data.id}`;
      const change = has(r, 'update') ? changeOf(r, data) : null;
      if (change) expectStatus(await h.stack.patch(one, 'admin', change, '*'), 200);
      const history = expectStatus(await h.stack.get(`${one}/history`, 'admin'), 200).json.data;
      assert.deepEqual(history.map((x) => x.kind), change ? ['update', 'create'] : ['create']);
      if (r.operations.includes('create')) assert.equal(history.at(-1).change_set_id, changeSet);
      if (!change) return;
      const [name, to] = Object.entries(change)[0];
      // the name that the server makes of others changes with them
      assert.deepEqual(Object.keys(history[0].changes).filter((x) => x !== r.name_field || !r.name_from.includes(name)), [name]);
      assert.deepEqual(history[0].changes[name].to, to);
      assert.deepEqual(history[0].changes[name].from, data[name]);
      const older = await h.stack.get(`${one}/history`, 'admin', {before_version: 2, limit: 1});
      assert.deepEqual(older.json.data.map((x) => x.kind), ['create']);
    });
  });
}
