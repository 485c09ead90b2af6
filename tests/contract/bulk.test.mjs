// SPDX-License-Identifier: AGPL-3.0-or-later
// One action on many records: results per id, one change set, undo; transfer; the recycle bin list.
import {describe, test} from 'node:test';
import {catalog, resource} from '../lib/env.mjs';
import {changeOf, makeRecord} from '../lib/make.mjs';
import {IDS} from '../fixtures/people.mjs';
import {assert, expectProblem, expectStatus, withStack} from '../lib/suite.mjs';

const h = withStack({worker: true});
const MISSING = '01890000-0000-7000-8000-ffffffffffff';
const three = async (r) => Promise.all([0, 1, 0].map((n) => makeRecord(h.stack, r, 'admin', {}, n).then((x) => x.data)));

for (const r of catalog.resources.filter((x) => x.operations.includes('bulk'))) {
  describe(r.name, () => {
    const bulk = (body) => h.stack.post(`/${r.path}/bulk`, 'admin', body);

    test('bulk_update_changes_all_in_one_change_set_and_undo_restores', async () => {
      const records = await three(r);
      const change = changeOf(r, records[0]);
      const ids = records.map((x) => x.id);
      const answer = expectStatus(await bulk({action: 'update', ids: [...ids, MISSING], changes: change}), 200);
      const {results, change_set_id: set} = answer.json.data;
      assert.deepEqual(results.map((x) => [x.id, x.status]), [...ids.map((id) => [id, 'ok']), [MISSING, 'not_found']]);
      assert.equal(answer.headers['change-set'], set);
      const [name, to] = Object.entries(change)[0];
      const now = await h.stack.get(`/${r.path}`, 'admin', {'id[in]': ids});
      now.json.data.forEach((x) => assert.deepEqual(x[name], to));
      const undo = expectStatus(await h.stack.post(`/change-sets/${set}/undo`, 'admin'), 200);
      assert.deepEqual(undo.json.data.conflicts, []);
      const back = await h.stack.get(`/${r.path}`, 'admin', {'id[in]': ids});
      for (const x of back.json.data) assert.deepEqual(x[name], records.find((y) => y.id === x.id)[name]);
    });

    test('bulk_delete_and_restore_move_through_the_bin', async () => {
      const ids = (await three(r)).map((x) => x.id);
      const gone = expectStatus(await bulk({action: 'delete', ids}), 200);
      assert.ok(gone.json.data.results.every((x) => x.status === 'ok'));
      assert.equal((await h.stack.get(`/${r.path}`, 'admin', {'id[in]': ids})).json.data.length, 0);
      const bin = expectStatus(await h.stack.get('/recycle-bin', 'admin', {resource: r.name, 'id[in]': ids}), 200);
      assert.deepEqual(bin.json.data.map((x) => x.id).sort(), [...ids].sort());
      assert.ok(bin.json.data.every((x) => x.deleted_at));
      expectStatus(await bulk({action: 'restore', ids}), 200);
      assert.equal((await h.stack.get(`/${r.path}`, 'admin', {'id[in]': ids})).json.data.length, 3);
    });

    if (r.operations.includes('transfer')) test('bulk_transfer_gives_a_new_owner', async () => {
      const ids = (await three(r)).map((x) => x.id);
      expectStatus(await bulk({action: 'transfer', ids, owner_id: IDS.rep_b}), 200);
      const now = await h.stack.get(`/${r.path}`, 'admin', {'id[in]': ids});
      now.json.data.forEach((x) => { assert.equal(x.owner_id, IDS.rep_b); assert.equal(x.department_id, IDS.suzhou); });
    });

    test('bulk_by_filter_acts_on_what_fits', async () => {
      const ids = (await three(r)).map((x) => x.id);
      const answer = expectStatus(await bulk({action: 'delete', filter: {field: 'id', op: 'in', value: ids.slice(0, 2)}}), 200);
      assert.deepEqual(answer.json.data.results.map((x) => x.id).sort(), ids.slice(0, 2).sort());
      assert.deepEqual((await h.stack.get(`/${r.path}`, 'admin', {'id[in]': ids})).json.data.map((x) => x.id), [ids[2]]);
    });

    test('wrong_bulk_bodies_change_nothing', async () => {
      const [{id}] = await three(r);
      const version = async () => (await h.stack.get(`/${r.path}/${id}`, 'admin')).json.data.version;
      const before = await version();
      for (const [body, statuses] of [[{}, [422]], [{action: 'explode', ids: [id]}, [422]], [{action: 'delete'}, [422]], [{action: 'delete', ids: []}, [422]],
        [{action: 'delete', ids: [id, id]}, [422]], [{action: 'delete', ids: ['x']}, [422]], [{action: 'update', ids: [id]}, [422]],
        [{action: 'update', ids: [id], changes: {no_such_field: 1}}, [400, 422]], [{action: 'delete', ids: [id], filter: {field: 'id', op: 'eq', value: id}}, [422]],
        [{action: 'delete', ids: [id], more: 1}, [400]], [{action: 'delete', filter: {field: 'no_such_field', op: 'eq', value: 1}}, [400, 422]]]) {
        expectStatus(await bulk(body), statuses, JSON.stringify(body));
      }
      expectStatus(await bulk({action: 'delete', ids: Array.from({length: 201}, (_, i) => MISSING.slice(0, -4) + String(1000 + i))}), [422, 202]);
      assert.equal(await version(), before);
    });
  });
}

describe('transfer', () => {
  for (const r of catalog.resources.filter((x) => x.operations.includes('transfer'))) {
    test(`${r.name}: transfer_changes_owner_and_department_with_the_version_read`, async () => {
      const {data, etag} = await makeRecord(h.stack, r);
      const path = `/${r.path}/${data.id}/transfer`;
      const body = {owner_id: IDS.rep_s};
      expectProblem(await h.stack.post(path, 'admin', body), 428, 'precondition_required');
      expectProblem(await h.stack.post(path, 'admin', body, {'If-Match': '"77.0.0"'}), 412, 'version_conflict');
      expectStatus(await h.stack.post(path, 'admin', {}, {'If-Match': etag}), 422);
      expectStatus(await h.stack.post(path, 'admin', {owner_id: MISSING}, {'If-Match': etag}), 422);
      const moved = expectStatus(await h.stack.post(path, 'admin', body, {'If-Match': etag}), 200);
      assert.equal(moved.json.data.owner_id, IDS.rep_s);
      assert.equal(moved.json.data.department_id, IDS.south);
    });
  }
});

test('a_bulk_over_200_records_is_a_job_undone_as_one', async () => {
  await h.stack.sql(`insert into app.account (name, owner_id, department_id, city) select '批量' || i, '${IDS.admin}', '${IDS.hq}', 'X城' from generate_series(1, 230) i;`);
  const filter = {field: 'city', op: 'eq', value: 'X城'};
  const cities = async (city) => (await h.stack.get('/accounts', 'admin', {city, count: 'exact', limit: 1})).json.page.count.value;
  const answer = expectStatus(await h.stack.post('/accounts/bulk', 'admin', {action: 'update', filter, changes: {city: 'Y城'}}), 202);
  const job = await h.stack.until(async () => {
    const j = (await h.stack.get(`/jobs/${answer.json.data.job_id}`, 'admin')).json.data;
    return ['done', 'failed', 'cancelled'].includes(j.state) && j;
  }, 'the job to end');
  assert.equal(job.state, 'done', JSON.stringify(job));
  assert.deepEqual([job.done, job.total], [230, 230]);
  assert.equal(await cities('Y城'), 230);
  const set = (await h.stack.get('/change-sets', 'admin', {limit: 1})).json.data[0];
  assert.equal(expectStatus(await h.stack.post(`/change-sets/${set.id}/undo`, 'admin'), 200).json.data.undone, 230);
  assert.equal(await cities('X城'), 230);
});

describe('undo', () => {
  const r = resource('account');

  test('undo_lists_what_changed_since_as_conflict_and_leaves_it', async () => {
    const {data} = await makeRecord(h.stack, r);
    const first = await h.stack.patch(`/accounts/${data.id}`, 'admin', {city: '苏州市'}, '*');
    await h.stack.patch(`/accounts/${data.id}`, 'admin', {city: '无锡市'}, '*');
    const undo = expectStatus(await h.stack.post(`/change-sets/${first.headers['change-set']}/undo`, 'admin'), 200);
    assert.equal(undo.json.data.undone, 0);
    assert.deepEqual(undo.json.data.conflicts.map((c) => [c.resource, c.id]), [['account', data.id]]);
    assert.equal((await h.stack.get(`/accounts/${data.id}`, 'admin')).json.data.city, '无锡市');
  });

  test('undo_of_create_delete_and_of_the_undo_itself', async () => {
    const {data, changeSet} = await makeRecord(h.stack, r);
    expectStatus(await h.stack.post(`/change-sets/${changeSet}/undo`, 'admin'), 200);
    expectStatus(await h.stack.get(`/accounts/${data.id}`, 'admin'), 404);
    const other = await makeRecord(h.stack, r);
    const gone = await h.stack.delete(`/accounts/${other.data.id}`, 'admin', '*');
    const undo = expectStatus(await h.stack.post(`/change-sets/${gone.headers['change-set']}/undo`, 'admin'), 200);
    expectStatus(await h.stack.get(`/accounts/${other.data.id}`, 'admin'), 200);
    expectStatus(await h.stack.post(`/change-sets/${undo.json.data.change_set_id}/undo`, 'admin'), 200);
    expectStatus(await h.stack.get(`/accounts/${other.data.id}`, 'admin'), 404);
  });

  test('somebody_elses_or_no_change_set_is_404_and_twice_is_409', async () => {
    const {changeSet} = await makeRecord(h.stack, r);
    expectStatus(await h.stack.post(`/change-sets/${changeSet}/undo`, 'rep_s'), 404);
    expectStatus(await h.stack.post(`/change-sets/${MISSING}/undo`, 'admin'), 404);
    expectStatus(await h.stack.post(`/change-sets/${changeSet}/undo`, 'admin'), 200);
    expectStatus(await h.stack.post(`/change-sets/${changeSet}/undo`, 'admin'), 409);
    const list = expectStatus(await h.stack.get('/change-sets', 'admin', {limit: 5}), 200);
    assert.equal(list.json.data.length, 5);
    const next = expectStatus(await h.stack.get('/change-sets', 'admin', {limit: 5, cursor: list.json.page.next}), 200);
    assert.ok(next.json.data.every((x) => !list.json.data.some((y) => y.id === x.id)));
  });

  test('recycle_bin_asks_for_a_resource_and_pages', async () => {
    expectStatus(await h.stack.get('/recycle-bin', 'admin'), 400);
    expectStatus(await h.stack.get('/recycle-bin', 'admin', {resource: 'no_such'}), 400);
    const made = await three(r);
    for (const x of made) await h.stack.delete(`/accounts/${x.id}`, 'admin', '*');
    const ids = made.map((x) => x.id);
    const first = expectStatus(await h.stack.get('/recycle-bin', 'admin', {resource: 'account', 'id[in]': ids, limit: 2, count: 'exact'}), 200);
    assert.equal(first.json.page.count.value, 3);
    const rest = expectStatus(await h.stack.get('/recycle-bin', 'admin', {resource: 'account', 'id[in]': ids, limit: 2, cursor: first.json.page.next}), 200);
    assert.deepEqual([...first.json.data, ...rest.json.data].map((x) => x.id).sort(), ids.sort());
  });
});

test('bulk_by_search_words_acts_on_what_the_list_shows', async () => {
  await h.stack.sql(`insert into app.account (name, owner_id, department_id) select '搜词甲' || i, '${IDS.admin}', '${IDS.hq}' from generate_series(1, 3) i;
    insert into app.account (name, owner_id, department_id) select '搜词乙' || i, '${IDS.admin}', '${IDS.hq}' from generate_series(1, 220) i;`);
  const bulk = (body) => h.stack.post('/accounts/bulk', 'admin', {action: 'update', changes: {city: '词城'}, ...body});
  const few = expectStatus(await bulk({filter: {and: []}, q: '搜词甲'}), 200);
  assert.equal(few.json.data.results.length, 3);
  const many = expectStatus(await bulk({filter: {and: []}, q: 'souciyi'}), 202);
  const job = await h.stack.until(async () => {
    const j = (await h.stack.get(`/jobs/${many.json.data.job_id}`, 'admin')).json.data;
    return ['done', 'failed'].includes(j.state) && j;
  }, 'the job to end');
  assert.deepEqual([job.state, job.done], ['done', 220]);
  assert.equal((await h.stack.sql("select count(*) from app.account where city = '词城'")).trim(), '223');
  expectStatus(await bulk({ids: [IDS.admin], q: 'x'}), 422);
  expectStatus(await bulk({filter: {and: []}, q: ''}), 422);
});
