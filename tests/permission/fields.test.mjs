// SPDX-License-Identifier: AGPL-3.0-or-later
// Field rights through every door: an unreadable field is as unknown as one that does not exist, a
// masked one is shown masked and cannot be asked about, a read-only one cannot be written.
import {before, describe, test} from 'node:test';
import {randomUUID} from 'node:crypto';
import {FIELD_RIGHTS, IDS} from '../fixtures/people.mjs';
import {catalog, resource, ruleOf} from '../lib/env.mjs';
import {makeRecord, permitted} from '../lib/make.mjs';
import {createBody} from '../lib/samples.mjs';
import {assert, expectProblem, expectStatus, withStack} from '../lib/suite.mjs';

const h = withStack();
const named = FIELD_RIGHTS.filter(([role, , , right]) => role === 'role_rep' && right === 'none').map(([, r, f]) => [r, f]);
const hidden = [...named, ...catalog.resources.flatMap((r) => r.fields
  .filter((f) => f.sensitive || named.some(([of, field]) => of === r.name && field === f.follows)).map((f) => [r.name, f.name]))];
const masked = FIELD_RIGHTS.filter(([role, , , right]) => role === 'role_rep' && right === 'mask').map(([, r, f]) => [r, f]);

/** The same question about a field and about one that does not exist; the answers must not differ but in the name. */
async function sameAsUnknown(ask, field) {
  const ghost = 'zz_no_such';
  const [real, none] = [await ask(field), await ask(ghost)];
  const plain = (a, name) => JSON.stringify({...a.json, request_id: ''}).replaceAll(name, '*');
  assert.equal(real.status, 400, real.text);
  assert.equal(plain(real, field), plain(none, ghost));
}

const questions = (path, kind) => ({
  filter: (f) => h.stack.get(path, 'rep_a', {[f]: kind === 'text' ? 'x' : '1'}),
  operator: (f) => h.stack.get(path, 'rep_a', {[`${f}[null]`]: true}),
  tree: (f) => h.stack.get(path, 'rep_a', {filter: {field: f, op: 'null', value: true}}),
  sort: (f) => h.stack.get(path, 'rep_a', {sort: f}),
  group: (f) => h.stack.get(`${path}/aggregate`, 'rep_a', {group: f}),
  measure: (f) => h.stack.get(`${path}/aggregate`, 'rep_a', {measure: `max:${f}`}),
  second_group: (f) => h.stack.get(`${path}/aggregate`, 'rep_a', {group: `created_by,${f}`, totals: true}),
  group_order: (f) => h.stack.get(`${path}/aggregate`, 'rep_a', {group: 'created_by', sort: f}),
  measure_order: (f) => h.stack.get(`${path}/aggregate`, 'rep_a', {group: 'created_by', sort: `max:${f}`}),
  group_condition: (f) => h.stack.get(`${path}/aggregate`, 'rep_a', {group: 'created_by', totals: true, filter: {field: f, op: 'null', value: true}}),
  ...(catalog.resources.find((r) => `/${r.path}` === path).operations.includes('export') && {
    export_group: (f) => h.stack.get(`${path}/export`, 'rep_a', {group: f}),
    export_measure: (f) => h.stack.get(`${path}/export`, 'rep_a', {measure: `max:${f}`}),
  }),
});

for (const [name, field] of hidden) {
  const r = resource(name);
  const isPersonal = ['owned', 'inherited:owned'].includes(ruleOf(r));
  describe(`hidden ${name}.${field}`, () => {
    let record;
    before(async () => { record = (await makeRecord(h.stack, r, isPersonal ? 'rep_a' : 'admin')).data; });

    test('is_absent_from_records_lists_meta_history_and_export', async () => {
      const one = expectStatus(await h.stack.get(`/${r.path}/${record.id}`, 'rep_a'), 200);
      assert.ok(!(field in one.json.data));
      const list = await h.stack.get(`/${r.path}`, 'rep_a', {id: record.id});
      assert.ok(!(field in list.json.data[0]));
      const meta = await h.stack.get('/meta', 'rep_a');
      assert.ok(!meta.json.data.resources.find((x) => x.name === name).fields.some((f) => f.name === field));
      if (r.operations.includes('history')) assert.ok(!(await h.stack.get(`/${r.path}/${record.id}/history`, 'rep_a')).text.includes(`"${field}"`));
      if (r.operations.includes('export')) assert.ok(!(await h.stack.get(`/${r.path}/export`, 'rep_a', {id: record.id, format: 'json'})).text.includes(`"${field}"`));
    });

    test('is_as_unknown_as_a_field_that_does_not_exist', async () => {
      const type = r.fields.find((f) => f.name === field).type;
      const all = {...questions(`/${r.path}`, type), fields: (f) => h.stack.get(`/${r.path}`, 'rep_a', {fields: `id,${f}`}),
        one: (f) => h.stack.get(`/${r.path}/${record.id}`, 'rep_a', {fields: f})};
      for (const ask of Object.values(all)) await sameAsUnknown(ask, field);
      if (!r.operations.includes('update') || !isPersonal) return;
      await sameAsUnknown((f) => h.stack.patch(`/${r.path}/${record.id}`, 'rep_a', {[f]: null}, '*'), field);
      await sameAsUnknown((f) => h.stack.post(`/${r.path}`, 'rep_a', {...{name: 'x'}, [f]: null}), field);
    });

    if (isPersonal && r.operations.includes('update')) test('keeps_its_value_when_somebody_who_cannot_see_it_writes', async () => {
      const before_ = (await h.stack.get(`/${r.path}/${record.id}`, 'admin')).json.data[field];
      expectStatus(await h.stack.patch(`/${r.path}/${record.id}`, 'rep_a', {description: '不影响隐藏字段'}, '*'), 200);
      assert.equal((await h.stack.get(`/${r.path}/${record.id}`, 'admin')).json.data[field], before_);
    });
  });
}

for (const [name, field] of masked) {
  const r = resource(name);
  test(`masked ${name}.${field}: shown_masked_and_not_to_be_asked_about`, async () => {
    const {data} = await makeRecord(h.stack, r, 'admin', {[field]: '0574-87654321', owner_id: IDS.rep_a});
    const shown = expectStatus(await h.stack.get(`/${r.path}/${data.id}`, 'rep_a'), 200).json.data[field];
    assert.ok(shown && shown !== '0574-87654321' && !shown.includes('8765'), shown);
    for (const [door, ask] of Object.entries(questions(`/${r.path}`, 'text'))) expectStatus(await ask(field), 400, door);
    for (const q of ['0574-8765', '0574']) assert.equal((await h.stack.get(`/${r.path}`, 'rep_a', {q, id: data.id})).json.data.length, 0, 'not found by its hidden part');
    assert.ok(!(await h.stack.get(`/${r.path}/export`, 'rep_a', {id: data.id})).text.includes('8765'));
    assert.ok(!(await h.stack.get(`/${r.path}/${data.id}/history`, 'rep_a')).text.includes('8765'));
    expectStatus(await h.stack.patch(`/${r.path}/${data.id}`, 'rep_a', {[field]: '1'}, '*'), [400, 403, 422]);
    const given = expectStatus(await h.stack.post(`/${r.path}`, 'rep_a', {...permitted(r, 'rep_a', createBody(r)), [field]: '0574-12349876'}), 201).json.data;
    assert.ok(!given[field].includes('1234'), 'what he gives a new record he sees masked at once');
    assert.equal((await h.stack.get(`/${r.path}/${given.id}`, 'admin')).json.data[field], '0574-12349876');
  });
}

describe('write rights', () => {
  test('a_read_only_field_is_403_and_the_rest_is_not_written', async () => {
    const {data} = await makeRecord(h.stack, resource('account'), 'admin', {owner_id: IDS.rep_a});
    expectStatus(await h.stack.patch(`/accounts/${data.id}`, 'rep_a', {level: 'a', city: '偷改'}, '*'), 403);
    assert.notEqual((await h.stack.get(`/accounts/${data.id}`, 'admin')).json.data.city, '偷改');
    expectStatus(await h.stack.post('/accounts', 'rep_a', {name: 'x', level: 'a'}), 403);
  });

  test('nobody_writes_records_into_other_hands_or_scopes', async () => {
    const id = randomUUID().replace(/^(.{14})./, '$17');
    expectStatus(await h.stack.post('/accounts', 'rep_a', {name: '归属测试', owner_id: IDS.rep_s, id}), [403, 422]);
    expectStatus(await h.stack.post('/accounts', 'rep_a', {name: '归属测试', department_id: IDS.south}), [400, 422]);
    const {data} = await makeRecord(h.stack, resource('account'), 'rep_a');
    expectStatus(await h.stack.patch(`/accounts/${data.id}`, 'rep_a', {owner_id: IDS.rep_s}, '*'), [400, 403, 422]);
    const bulk = await h.stack.post('/accounts/bulk', 'rep_a', {action: 'update', ids: [data.id], changes: {owner_id: IDS.rep_s}});
    expectStatus(bulk, [400, 403, 422, 200]);
    assert.equal((await h.stack.get(`/accounts/${data.id}`, 'admin')).json.data.owner_id, IDS.rep_a);
  });

  test('references_to_hidden_records_answer_like_missing_ones', async () => {
    const theirs = (await makeRecord(h.stack, resource('account'), 'rep_s')).data.id;
    const missing = randomUUID().replace(/^(.{14})./, '$17');
    const bodies = [(id) => ['/contacts', {name: 'x', account_id: id}], (id) => ['/opportunities', {name: 'x', stage_id: IDS.stage, account_id: id}],
      (id) => ['/activities', {kind: 'call', subject: 'x', parent_resource: 'account', parent_id: id}], (id) => ['/notes', {body: 'x', parent_resource: 'account', parent_id: id}]];
    for (const of of bodies) {
      const [a, b] = await Promise.all([theirs, missing].map((id) => h.stack.post(of(id)[0], 'rep_a', of(id)[1])));
      expectProblem(a, 422, 'invalid', of('')[0]);
      const strip = (x, id) => JSON.stringify({...x.json, request_id: ''}).replaceAll(id, '*');
      assert.equal(strip(a, theirs), strip(b, missing));
    }
  });
});

describe('inherited', () => {
  test('a_note_is_seen_by_who_sees_its_record_and_changed_by_its_author', async () => {
    const {data: account} = await makeRecord(h.stack, resource('account'), 'rep_a');
    const note = expectStatus(await h.stack.post('/notes', 'manager', {body: '经理的话', parent_resource: 'account', parent_id: account.id}), 201).json.data;
    expectStatus(await h.stack.get(`/notes/${note.id}`, 'rep_a'), 200);
    expectStatus(await h.stack.patch(`/notes/${note.id}`, 'rep_a', {body: 'x'}, '*'), 403);
    expectStatus(await h.stack.get(`/notes/${note.id}`, 'rep_b'), 404);
    expectStatus(await h.stack.post(`/accounts/${account.id}/transfer`, 'manager', {owner_id: IDS.rep_b}, {'If-Match': '*'}), 200);
    expectStatus(await h.stack.get(`/notes/${note.id}`, 'rep_a'), 404, 'the scope follows the record');
    expectStatus(await h.stack.get(`/notes/${note.id}`, 'rep_b'), 200);
  });

  test('a_shared_view_is_read_by_all_and_written_by_its_owner', async () => {
    const {data} = await makeRecord(h.stack, resource('saved_view'), 'rep_a', {visibility: 'shared'});
    expectStatus(await h.stack.get(`/saved-views/${data.id}`, 'rep_s'), 200);
    expectStatus(await h.stack.patch(`/saved-views/${data.id}`, 'rep_s', {name: 'x'}, '*'), 403);
    expectStatus(await h.stack.patch(`/saved-views/${data.id}`, 'rep_a', {visibility: 'private'}, '*'), 200);
    expectStatus(await h.stack.get(`/saved-views/${data.id}`, 'rep_s'), 404);
  });
});
