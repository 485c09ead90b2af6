// SPDX-License-Identifier: AGPL-3.0-or-later
// The explanation says what every other door does: for people, records and resources of all kinds it agrees with list,
// record, export, PATCH, with the fields that the record shows and with who may ask at all.
import {describe, test} from 'node:test';
import {IDS, PEOPLE} from '../fixtures/people.mjs';
import {catalog, resource} from '../lib/env.mjs';
import {changeOf, makeRecord} from '../lib/make.mjs';
import {literal} from '../lib/psql.mjs';
import {assert, expectProblem, expectStatus, withStack} from '../lib/suite.mjs';

const MISSING = '01890000-0000-7000-8000-ffffffffffff';
const by = (key) => literal(IDS[key]);
// More ways than the roles give: managers write less than they read, an absence, a person of two roles, one who has left.
const MORE = `update auth.role_resource set write_scope = 'own' where role_id = ${by('role_manager')} and resource in ('account', 'note');
insert into app.absence (owner_id, deputy_id, begins_at, ends_at) values (${by('rep_s')}, ${by('rep_b')}, now() - interval '1 hour', now() + interval '1 day');
update app."user" set department_id = ${by('suzhou')}, role_ids = array[${by('role_rep')}, ${by('role_manager')}]::uuid[] where id = ${by('totp')};
update app."user" set is_active = false, role_ids = array[${by('role_director')}]::uuid[] where id = ${by('leaver')};`;
const h = withStack({fixtures: MORE});
const why = (r, id, token, params) => h.stack.get(`/${r.path}/${id}/why`, token, params);
const whyOf = async (r, id, person, params = {}) => expectStatus(await why(r, id, 'admin', {user_id: IDS[person], ...params}), 200, `${r.name} ${person}`).json.data;

async function recordsOf(r) {
  const records = [];
  for (const owner of ['rep_a', 'rep_s', 'manager', 'admin']) {
    try {
      records.push((await makeRecord(h.stack, r, owner)).data);
    } catch (e) { if (!/: 403 /.test(e.message)) throw e; }
  }
  if (r.operations.includes('share')) {
    const share = (record, body) => h.stack.post(`/${r.path}/${record.id}/share`, 'admin', body);
    expectStatus(await share(records[0], {kind: 'user', to: IDS.rep_s}), 200);
    expectStatus(await share(records[1], {kind: 'department', to: IDS.suzhou, right: 'write'}), 200);
    expectStatus(await share(records[2], {kind: 'role', to: IDS.role_rep}), 200);
  }
  return records;
}

/** Ids of the records that a door shows; an empty set when it is closed. */
const shown = (answer) => new Set(answer.status === 200 ? [].concat(answer.json.data ?? answer.json).map((x) => x.id) : (expectStatus(answer, 403), []));

const without = (r, record, fields) => Object.fromEntries(Object.entries(record).filter(([k]) => !fields.includes(k)));

for (const r of catalog.resources) {
  describe(r.name, () => {
    let records;
    test('reading_and_writing_are_as_explained', async () => {
      records = await recordsOf(r);
      const filter = {'id[in]': records.map((x) => x.id).join(','), limit: 200};
      for (const person of PEOPLE) {
        const listed = shown(await h.stack.get(`/${r.path}`, person, filter));
        const exported = r.operations.includes('export') ? await h.stack.get(`/${r.path}/export`, person, {'id[in]': filter['id[in]'], format: 'json'}) : null;
        for (const record of records) {
          const says = await whyOf(r, record.id, person);
          const what = `${person} ${record.id} ${JSON.stringify(says)}`;
          assert.equal(listed.has(record.id), says.can_read, 'list: ' + what);
          const read = await h.stack.get(`/${r.path}/${record.id}`, person);
          assert.equal(read.status === 200, says.can_read, 'record: ' + what);
          if (exported?.status === 200) assert.equal(shown(exported).has(record.id), says.can_read, 'export: ' + what);
          if (exported) assert.equal(exported.status === 200, says.operations.find((o) => o.operation === 'export').reason !== 'role', 'export: ' + what);
          assert.equal(says.reads.length > 0, says.can_read, what);
          const own = await why(r, record.id, person);
          if (says.can_read) assert.deepEqual(expectStatus(own, 200).json.data, says, 'about himself: ' + what);
          else expectStatus(own, [403, 404], 'about himself: ' + what);
          const change = changeOf(r, record, person);
          if (change && r.operations.includes('update')) {
            const changed = await h.stack.patch(`/${r.path}/${record.id}`, person, change, '*');
            assert.equal([200, 204].includes(changed.status), says.can_write, `PATCH ${changed.status} ${changed.text.slice(0, 200)}: ` + what);
          } else if (!r.operations.includes('update')) assert.equal(says.can_write, false);
        }
      }
    });

    test('who_can_see_it_are_those_who_can', async () => {
      for (const record of records) {
        const all = expectStatus(await h.stack.get(`/${r.path}/${record.id}/access`, 'admin'), 200).json.data;
        assert.equal(all.people.length, all.count);
        for (const person of [...PEOPLE, 'totp', 'leaver']) {
          const says = await whyOf(r, record.id, person);
          const found = all.people.find((x) => x.user_id === IDS[person]);
          assert.equal(Boolean(found), says.can_read, `${person} ${JSON.stringify(says)}`);
          if (found) assert.deepEqual([found.can_write, found.reads], [says.can_write, says.reads], person);
        }
      }
      const few = expectStatus(await h.stack.get(`/${r.path}/${records[0].id}/access`, 'admin', {q: '区文'}), 200).json.data;
      assert.ok(few.people.every((x) => x.name.includes('区文')) && few.people.some((x) => x.user_id === IDS.admin));
    });

    test('fields_are_as_explained', async () => {
      const record = records[0];
      const whole = (await h.stack.get(`/${r.path}/${record.id}`, 'admin')).json.data;
      for (const person of ['rep_a', 'manager', 'director']) {
        const read = await h.stack.get(`/${r.path}/${record.id}`, person);
        for (const f of r.fields.filter((x) => x.name !== 'id' && (!x.system || person === 'rep_a'))) {
          const {field} = await whyOf(r, record.id, person, {field: f.name});
          const what = `${person} ${f.name} ${JSON.stringify(field)}`;
          if (read.status !== 200) { assert.equal(field.right, 'none', what); continue; }
          const value = read.json.data[f.name];
          assert.equal(f.name in read.json.data, field.right !== 'none', what);
          if (field.right === 'mask' && whole[f.name]) assert.notEqual(value, whole[f.name], what);
          if (['read', 'write'].includes(field.right)) assert.deepEqual(value, whole[f.name], what);
          if (!r.operations.includes('update') || whole[f.name] === null) continue;
          const patched = await h.stack.patch(`/${r.path}/${record.id}`, person, {[f.name]: whole[f.name]}, '*');
          if (field.right === 'write') expectStatus(patched, [200, 204, 409, 422], what);
          else assert.ok(patched.status >= 400, `${patched.status} ${what}`);
        }
      }
    });
  });
}

describe('who_may_ask', () => {
  const account = resource('account');

  test('about_others_only_superiors_and_auditors_and_only_of_what_they_see', async () => {
    const mine = (await makeRecord(h.stack, account, 'rep_a')).data.id;
    expectStatus(await why(account, mine, 'rep_a'), 200);
    expectProblem(await why(account, mine, 'rep_a', {user_id: IDS.rep_b}), 403, 'forbidden');
    expectStatus(await why(account, mine, 'manager', {user_id: IDS.rep_b}), 200, 'his superior');
    expectProblem(await why(account, mine, 'director', {user_id: IDS.admin}), 403, 'forbidden');
    assert.deepEqual(without(null, (await why(account, mine, 'rep_s')).json, ['request_id', 'instance']),
      without(null, (await why(account, MISSING, 'rep_s')).json, ['request_id', 'instance']), 'hidden and absent are one answer');
    expectStatus(await why(account, MISSING, 'admin', {user_id: IDS.rep_a}), 404);
    expectStatus(await why(account, mine, 'admin', {user_id: MISSING}), 404);
    expectProblem(await why(account, mine, 'rep_a', {field: 'no_such'}), 400, 'unknown_field');
    expectProblem(await why(account, mine, 'rep_a', {whom: 'x'}), 400, 'unknown_parameter');
    expectStatus(await why(account, mine, 'rep_a', {user_id: 'me'}), 400);
  });

  test('who_can_see_it_is_told_to_those_who_share_or_audit', async () => {
    const mine = (await makeRecord(h.stack, account, 'rep_a')).data.id;
    const list = (token, id = mine) => h.stack.get(`/accounts/${id}/access`, token);
    expectProblem(await list('rep_a'), 403, 'forbidden', 'no right to share');
    expectStatus(await list('manager'), 200);
    expectStatus(await list('rep_s'), 404);
    expectStatus(await list('admin', MISSING), 404);
    expectProblem(await h.stack.get(`/accounts/${mine}/access`, 'admin', {user_id: IDS.rep_a}), 400, 'unknown_parameter');
  });
});

describe('in_words', () => {
  const account = resource('account');

  test('a_chain_names_role_share_rule_and_who_is_away', async () => {
    const id = (await makeRecord(h.stack, account, 'rep_s', {province: '江苏省'})).data.id;
    const rule = expectStatus(await h.stack.post('/matrix-rules', 'admin', {name: '江苏', resource: 'account', user_ids: [IDS.rep_a], values: {province: ['江苏省']}, can_write: true}), 201).json.data;
    const seen = await whyOf(account, id, 'rep_a');
    assert.deepEqual([seen.reads.map((x) => x.way), seen.can_write], [['matrix'], true]);
    assert.deepEqual(seen.reads[0].things, [{kind: 'rule', id: rule.id, name: '江苏'}]);
    assert.deepEqual((await whyOf(account, id, 'rep_b')).reads, [{way: 'deputy', roles: [], things: [{kind: 'user', id: IDS.rep_s, name: '何静测'}]}]);
    expectStatus(await h.stack.post(`/accounts/${id}/share`, 'director', {kind: 'role', to: IDS.role_manager}), 200);
    const manager = await whyOf(account, id, 'manager');
    assert.deepEqual(manager.reads.map((x) => [x.way, x.things[0].to, x.things[0].name]), [['share', 'role', '测试经理']]);
    assert.deepEqual([manager.can_write, manager.operations.find((o) => o.operation === 'update')].map((x) => x.reason ?? x), [false, 'record']);
    assert.deepEqual((await whyOf(account, id, 'director')).reads[0], {way: 'all', roles: [{id: IDS.role_director, name: '测试总监', scope: 'all'}], things: []});
  });

  test('a_no_tells_role_by_role_what_was_missed', async () => {
    const id = (await makeRecord(h.stack, account, 'rep_s')).data.id;
    const says = await whyOf(account, id, 'totp');
    assert.deepEqual([says.can_read, says.reads], [false, []]);
    assert.deepEqual(says.roles.map((x) => [x.name, x.read_scope, x.gives_read]), [['测试业务员', 'own', false], ['测试经理', 'subtree', false]]);
    assert.deepEqual([says.rests_on.owner_name, says.rests_on.department_name], ['何静测', '测试华南']);
    assert.ok(says.missed_reads.includes('subtree') && says.missed_reads.includes('share'));
    assert.deepEqual([(await whyOf(account, id, 'leaver')).is_active, (await whyOf(account, id, 'leaver')).can_read], [false, false]);
  });

  test('a_field_names_the_role_that_keeps_it', async () => {
    const id = (await makeRecord(h.stack, account, 'rep_a')).data.id;
    const field = async (person, name) => (await whyOf(account, id, person, {field: name})).field;
    assert.deepEqual(await field('rep_a', 'annual_revenue'), {name: 'annual_revenue', right: 'none', reason: 'role', roles: [{id: IDS.role_rep, name: '测试业务员', right: 'none', is_explicit: true}]});
    assert.deepEqual([(await field('rep_a', 'phone')).right, (await field('rep_a', 'level')).reason, (await field('rep_a', 'name')).right], ['mask', 'role', 'write']);
    assert.deepEqual([(await field('rep_a', 'created_at')).reason, (await field('rep_a', 'owner_id')).reason], ['system', 'write_once']);
    assert.deepEqual([(await field('manager', 'name')).right, (await field('manager', 'name')).reason], ['read', 'record'], 'he reads below, but writes his own');
  });
});
