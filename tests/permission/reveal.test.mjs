// SPDX-License-Identifier: AGPL-3.0-or-later
// What opens a mask: the reveal, with its reason and its log, and the exact look-up of a telephone number. Neither
// opens a record out of sight or a hidden field, neither can be had without its line in the log, and both end.
import {describe, test} from 'node:test';
import {randomUUID} from 'node:crypto';
import {IDS} from '../fixtures/people.mjs';
import {resource} from '../lib/env.mjs';
import {makeRecord} from '../lib/make.mjs';
import {literal} from '../lib/psql.mjs';
import {assert, expectProblem, expectStatus, withStack} from '../lib/suite.mjs';

const NUMBER = '138 1234 5678';
const MISSING = '01890000-0000-7000-8000-ffffffffffff';
const h = withStack({fixtures: `insert into auth.role_field (role_id, resource, field, "right") values
  (${literal(IDS.role_rep)}, 'contact', 'mobile', 'mask'), (${literal(IDS.role_rep)}, 'contact', 'email', 'mask');
  update auth.role_resource set operations = array_remove(operations, 'reveal') where role_id = ${literal(IDS.role_director)};`});

const reason = '电话联系客户';
const contact = async (owner = 'rep_a', mobile = NUMBER) => (await makeRecord(h.stack, resource('contact'), 'admin',
  {mobile, email: 'zengxue@haiyue.example', id_number: '330203198406181234', owner_id: IDS[owner]})).data;
const reveal = (id, token = 'rep_a', body = {fields: ['mobile'], reason}, headers = {}) => h.stack.post(`/contacts/${id}/reveal`, token, body, headers);
const logged = (id, kind = 'reveal') => h.stack.rows(`select e.subject_id, e.actor_id, e.session_id is not null as has_session, e.request_id, e.detail
  from audit.event e where e.kind = '${kind}' and e.record_id = '${id}' order by e.id`);

describe('reveal', () => {
  test('shows_what_is_masked_and_says_so_in_the_log', async () => {
    const {id} = await contact();
    const request = randomUUID();
    const shown = expectStatus(await h.stack.get(`/contacts/${id}`, 'rep_a'), 200).json.data;
    assert.deepEqual([shown.mobile, shown.email], ['138****5678', 'z***@haiyue.example']);
    const answer = expectStatus(await reveal(id, 'rep_a', {fields: ['mobile', 'email'], reason: `  ${reason} `}, {'X-Request-Id': request}), 200);
    assert.deepEqual(answer.json.data, {mobile: NUMBER, email: 'zengxue@haiyue.example'});
    assert.equal(answer.headers['cache-control'], 'no-store');
    const [line, ...more] = await logged(id);
    assert.equal(more.length, 0);
    assert.deepEqual([line.subject_id, line.actor_id, line.has_session, line.request_id],
      [IDS.rep_a, IDS.rep_a, true, request]);
    assert.deepEqual(JSON.parse(JSON.stringify(line.detail)), {fields: ['mobile', 'email'], reason});
    assert.ok(!JSON.stringify(line).includes('5678'), 'the log keeps no value');
    assert.equal((await h.stack.get(`/contacts/${id}`, 'rep_a')).json.data.mobile, '138****5678', 'the record stays masked');
  });

  test('a_hidden_field_is_as_unknown_as_one_that_does_not_exist', async () => {
    const {id} = await contact();
    const ask = (f) => reveal(id, 'rep_a', {fields: [f], reason});
    const plain = (a, name) => JSON.stringify({...a.json, request_id: ''}).replaceAll(name, '*');
    const ghost = await ask('zz_no_such');
    assert.equal(ghost.json.errors[0].code, 'unknown_field');
    for (const field of ['birthday', 'id_number', 'name']) {
      const real = expectStatus(await ask(field), 400, field);
      assert.equal(plain(real, field), plain(ghost, 'zz_no_such'));
    }
    expectStatus(await reveal(id, 'rep_a', {fields: ['mobile', 'id_number'], reason}), 400);
    assert.equal((await logged(id)).length, 0);
  });

  test('a_record_out_of_sight_deleted_or_missing_is_one_404', async () => {
    const [theirs, gone] = [await contact('rep_s'), await contact()];
    await h.stack.delete(`/contacts/${gone.id}`, 'rep_a', '*');
    const plain = (a) => JSON.stringify({...a.json, request_id: ''});
    const answers = [await reveal(MISSING), await reveal(theirs.id), await reveal(gone.id)];
    answers.forEach((a) => expectProblem(a, 404, 'not_found'));
    assert.equal(new Set(answers.map(plain)).size, 1);
    assert.equal((await logged(theirs.id)).length, 0);
  });

  test('needs_the_right_whatever_else_he_may_read', async () => {
    const {id} = await contact();
    for (const token of ['director', 'nobody']) expectProblem(await reveal(id, token), 403, 'forbidden', token);
    expectStatus(await reveal(id, ''), 401);
    assert.deepEqual(expectStatus(await reveal(id, 'manager', {fields: ['id_number'], reason}), 200).json.data, {id_number: '330203198406181234'});
    assert.equal((await h.stack.get(`/contacts/${id}`, 'manager')).json.data.id_number, '****1234');
    assert.equal((await h.stack.get(`/accounts/${(await makeRecord(h.stack, resource('account'), 'admin', {bank_account: '6222 0212 3456 7890', owner_id: IDS.rep_a})).data.id}`, 'manager'))
      .json.data.bank_account, '****7890');
  });

  test('needs_a_reason_and_names_of_fields', async () => {
    const {id} = await contact();
    const fields = ['mobile'];
    for (const [body, status] of [[{fields}, 422], [{fields, reason: 'ab'}, 422], [{fields, reason: '    '}, 422], [{fields, reason: ' 甲 '}, 422], [{fields, reason: 'x'.repeat(501)}, 422],
      [{fields, reason: 5}, 422], [{reason}, 422], [{fields: [], reason}, 422], [{fields: 'mobile', reason}, 422], [{fields: [1], reason}, 422],
      [{fields: Array(11).fill('mobile'), reason}, 422], [{fields: ['mobile"}'], reason}, 400], [{fields, reason, more: 1}, 400], [[], 400]]) {
      expectStatus(await reveal(id, 'rep_a', body), status, JSON.stringify(body));
    }
    assert.deepEqual(expectStatus(await reveal(id, 'rep_a', {fields, reason: '三个字'}), 200).json.data, {mobile: NUMBER});
    assert.equal((await logged(id)).length, 1);
  });

  test('a_repeated_key_gives_no_value_without_a_line_in_the_log', async () => {
    const {id} = await contact();
    const headers = {'Idempotency-Key': randomUUID()};
    for (const n of [1, 2]) {
      expectStatus(await reveal(id, 'rep_a', undefined, headers), 200);
      assert.equal((await logged(id)).length, n);
    }
    expectProblem(await reveal(id, 'rep_a', {fields: ['email'], reason}, headers), 422, 'idempotency_mismatch');
    assert.equal(await h.stack.sql(`select count(*) from auth.idempotency where key = '${headers['Idempotency-Key']}' and coalesce(body, '') <> '';`), '0', 'no value is kept');
    await h.stack.sql(`update app.contact set owner_id = '${IDS.rep_s}', department_id = '${IDS.south}' where id = '${id}';`);
    expectProblem(await reveal(id, 'rep_a', undefined, headers), 404, 'not_found', 'no longer his:');
  });

  test('so_many_an_hour_also_when_they_come_at_once', async () => {
    const {id} = await contact('rep_b');
    await h.stack.sql("update auth.allowance set per_hour = 5 where action = 'reveal';");
    const answers = await Promise.all(Array.from({length: 12}, () => reveal(id, 'rep_b')));
    await h.stack.sql("update auth.allowance set per_hour = 60 where action = 'reveal';");
    const [good, late] = [answers.filter((a) => a.status === 200), answers.filter((a) => a.status !== 200)];
    assert.equal(good.length, 5);
    for (const a of late) {
      expectProblem(a, 429, 'throttled');
      assert.ok(Number(a.headers['retry-after']) > 3500 && Number(a.headers['retry-after']) <= 3600, a.headers['retry-after']);
    }
    assert.equal((await logged(id)).length, 5);
  });
});

describe('look-up', () => {
  const lookup = (number, token = 'rep_a', headers = {}) => h.stack.post('/phone-lookup', token, {number}, headers);
  const found = async (number, token) => expectStatus(await lookup(number, token), 200).json.data.map((x) => x.id).sort();
  const lines = () => h.stack.rows("select detail from audit.event where kind = 'phone_lookup' order by id");

  test('finds_exactly_this_number_however_it_is_written_and_masked', async () => {
    const mine = await contact('rep_a', '139-8765-4321');
    await contact('rep_s', '13987654321');
    await contact('rep_a', '13987654320');
    for (const text of ['13987654321', '+86 139 8765 4321', '１３９８７６５４３２１']) assert.deepEqual(await found(text), [mine.id], text);
    for (const text of ['1398765432', '87654321', '0574-12345678']) assert.deepEqual(await found(text), [], text);
    const [one] = (await lookup('13987654321')).json.data;
    assert.deepEqual(one, {resource: 'contact', id: mine.id, name: mine.name});
  });

  test('a_hidden_number_finds_nobody_and_a_deleted_record_is_gone', async () => {
    const {data} = await makeRecord(h.stack, resource('account'), 'admin', {phone: '021-55556666', owner_id: IDS.rep_b});
    assert.deepEqual(await found('021 5555 6666', 'rep_b'), [data.id]);
    await h.stack.sql(`update auth.role_field set "right" = 'none' where role_id = '${IDS.role_rep}' and resource = 'account' and field = 'phone';`);
    assert.deepEqual(await found('021 5555 6666', 'rep_b'), []);
    await h.stack.sql(`update auth.role_field set "right" = 'mask' where role_id = '${IDS.role_rep}' and resource = 'account' and field = 'phone';`);
    await h.stack.delete(`/accounts/${data.id}`, 'admin', '*');
    assert.deepEqual(await found('021 5555 6666', 'rep_b'), []);
  });

  test('needs_the_right_and_a_number', async () => {
    expectProblem(await lookup(NUMBER, 'nobody'), 403, 'forbidden');
    expectStatus(await lookup(NUMBER, ''), 401);
    for (const text of ['12', 'no number', '-----']) expectStatus(await lookup(text), 422, text);
  });

  test('is_logged_each_time_also_under_one_key', async () => {
    const {id} = await contact('rep_s', '13711112222');
    const before = (await lines()).length;
    const headers = {'Idempotency-Key': randomUUID()};
    for (const n of [1, 2]) {
      assert.deepEqual(expectStatus(await lookup('13711112222', 'rep_s', headers), 200).json.data.map((x) => x.id), [id]);
      assert.equal((await lines()).length, before + n);
    }
    const {detail} = (await lines()).at(-1);
    assert.deepEqual(detail, {number: '****2222', found: [{resource: 'contact', id}]});
    expectProblem(await lookup('13711112223', 'rep_s', headers), 422, 'idempotency_mismatch');
  });

  test('so_many_an_hour', async () => {
    await h.stack.sql("update auth.allowance set per_hour = 2 where action = 'phone_lookup';");
    const answers = await Promise.all(Array.from({length: 6}, () => lookup(NUMBER, 'director')));
    await h.stack.sql("update auth.allowance set per_hour = 120 where action = 'phone_lookup';");
    assert.equal(answers.filter((a) => a.status === 200).length, 2);
    answers.filter((a) => a.status !== 200).forEach((a) => expectProblem(a, 429, 'throttled'));
  });
});
