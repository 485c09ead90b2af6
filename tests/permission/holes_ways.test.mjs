// SPDX-License-Identifier: AGPL-3.0-or-later
// What is lent, and what ends: rights that somebody could make his own or keep beyond their end, and answers that were
// given once and must not be given again. Each guard here was broken by hand and seen red (tests/seeded).
import {before, describe, test} from 'node:test';
import {IDS} from '../fixtures/people.mjs';
import {catalog, resource} from '../lib/env.mjs';
import {makeRecord} from '../lib/make.mjs';
import {literal} from '../lib/psql.mjs';
import {assert, expectProblem, expectStatus, withStack} from '../lib/suite.mjs';
import {WAYS, freshToken, recordOn, waysSql} from './ways.mjs';

const h = withStack({fixtures: waysSql, worker: true});
const account = resource('account');
const later = '2099-01-01T00:00:00Z';
const day = (n) => new Date(Date.now() + n * 86400000).toISOString();

describe('what is lent is not made one\'s own', () => {
  test('who_has_a_record_by_a_share_does_not_prolong_the_share', async () => {
    const {id} = await recordOn(h.stack, account, 'shared_write');
    await h.stack.sql(`update auth.share set until = now() + interval '1 day' where record_id = ${literal(id)} and grantee_id = ${literal(WAYS.lender)}`);
    for (const body of [{kind: 'user', to: WAYS.lender, right: 'write'}, {kind: 'department', to: IDS.south}]) expectProblem(await h.stack.post(`/accounts/${id}/share`, 'lender', body), 403, 'forbidden');
    expectProblem(await h.stack.post(`/accounts/${id}/transfer`, 'lender', {owner_id: WAYS.lender}, {'If-Match': '*'}), 403, 'forbidden');
    assert.equal((await h.stack.get(`/accounts/${id}`, 'admin')).json.data.owner_id, IDS.rep_s);
  });

  test('in_bulk_as_little_as_alone', async () => {
    const {id} = await recordOn(h.stack, account, 'shared_write');
    const answer = expectStatus(await h.stack.post('/accounts/bulk', 'lender', {action: 'transfer', ids: [id], owner_id: WAYS.lender}), [200, 400, 422]);
    assert.ok(!/"result":"(done|ok|updated)"/.test(answer.text), answer.text);
    assert.equal((await h.stack.get(`/accounts/${id}`, 'admin')).json.data.owner_id, IDS.rep_s);
  });

  test('a_deputy_changes_nothing_about_the_absence_that_makes_him_one', async () => {
    const {id} = (await h.stack.get('/absences', 'admin', {owner_id: WAYS.away})).json.data[0];
    expectStatus(await h.stack.get(`/absences/${id}`, 'lender'), 200);
    for (const change of [{ends_at: later}, {deputy_id: IDS.leaver}]) expectProblem(await h.stack.patch(`/absences/${id}`, 'lender', change, '*'), 403, 'forbidden');
    expectProblem(await h.stack.delete(`/absences/${id}`, 'lender', '*'), 403, 'forbidden');
    const more = {begins_at: day(-1), ends_at: later, owner_id: WAYS.away};
    for (const deputy of [WAYS.lender, IDS.leaver]) expectStatus(await h.stack.post('/absences', 'lender', {...more, deputy_id: deputy}), [403, 422]);
  });

  test('nobody_names_himself_the_deputy_of_another', async () => {
    const body = {deputy_id: IDS.manager, begins_at: day(-1), ends_at: later, owner_id: IDS.rep_a};
    expectProblem(await h.stack.post('/absences', 'manager', body), 403, 'forbidden');
    expectStatus(await h.stack.post('/absences', 'manager', {...body, deputy_id: IDS.rep_b}), 201, 'somebody else he may name');
    expectStatus(await h.stack.post('/absences', 'rep_a', {deputy_id: IDS.leaver, begins_at: day(1), ends_at: day(2)}), 201, 'and everybody his own');
  });
});

describe('partners', () => {
  test('partners_do_not_read_with_whom_the_staff_share_a_record', async () => {
    const {id} = await recordOn(h.stack, account, 'partner');
    for (const to of [IDS.rep_b, WAYS.colleague]) expectStatus(await h.stack.post(`/accounts/${id}/share`, 'admin', {kind: 'user', to, note: '拟收回'}), 200);
    assert.deepEqual(expectStatus(await h.stack.get(`/accounts/${id}/shares`, 'dealer'), 200).json.data, []);
    assert.deepEqual((await h.stack.get(`/accounts/${id}/shares`, 'colleague')).json.data.map((x) => x.grantee_id), [WAYS.colleague]);
    assert.equal((await h.stack.get(`/accounts/${id}/shares`, 'rep_b')).json.data.length, 2);
  });

  test('partners_stand_in_for_none_of_the_staff', async () => {
    expectProblem(await h.stack.post('/absences', 'rep_a', {deputy_id: WAYS.dealer, begins_at: day(-1), ends_at: day(1)}), 422, 'invalid');
  });
});

test('an_exported_file_is_of_who_made_it_whatever_files_another_sees', async () => {
  await h.stack.sql(`update app.product set floor_price = 4321.77 where id = ${literal(IDS.product)}`);
  const opened = expectStatus(await h.stack.post('/exports', 'admin', {resource: 'product', format: 'csv'}), 202).json.data;
  const file = await h.stack.until(async () => (await h.stack.get(`/exports/${opened.export_id}`, 'admin')).json.data.file_id, 'the export');
  assert.ok(expectStatus(await h.stack.get(`/files/${file}/content`, 'admin'), 200).text.includes('4321.77'));
  for (const person of ['director', 'manager', 'rep_a']) {
    expectStatus(await h.stack.get(`/files/${file}/content`, person), 404, person);
    expectStatus(await h.stack.get(`/files/${file}`, person), 404, person);
  }
});

describe('what has ended', () => {
  test('a_copy_that_he_holds_is_not_confirmed_when_the_share_is_gone', async () => {
    const {id} = await recordOn(h.stack, account, 'shared_read');
    const {etag} = expectStatus(await h.stack.get(`/accounts/${id}`, 'rep_b'), 200);
    const again = () => h.stack.api('GET', `/accounts/${id}`, {token: 'rep_b', headers: {'If-None-Match': etag}});
    expectStatus(await again(), 304);
    await h.stack.sql(`delete from auth.share where record_id = ${literal(id)}`);
    expectStatus(await again(), 404);
  });

  test('a_cursor_is_nobody_else_s_and_shows_no_more_than_he_sees_now', async () => {
    for (let i = 0; i < 3; i++) await makeRecord(h.stack, account, 'rep_a');
    const page = expectStatus(await h.stack.get('/accounts', 'rep_a', {limit: 1, fields: 'id'}), 200).json.page;
    assert.ok(page.next);
    expectProblem(await h.stack.get('/accounts', 'rep_b', {limit: 1, fields: 'id', cursor: page.next}), 400, 'invalid_cursor');
    expectProblem(await h.stack.get('/accounts', 'director', {limit: 1, fields: 'id', cursor: page.next}), 400, 'invalid_cursor');
  });

  test('an_answer_kept_for_one_person_is_not_given_to_another', async () => {
    const key = {'Idempotency-Key': 'the-same-words'};
    const [a, b] = [await h.stack.post('/accounts', 'rep_a', {name: '一'}, key), await h.stack.post('/accounts', 'rep_b', {name: '一'}, key)];
    expectStatus(a, 201);
    expectStatus(b, 201);
    assert.notEqual(a.json.data.id, b.json.data.id);
    assert.equal((await h.stack.post('/accounts', 'rep_a', {name: '一'}, key)).json.data.id, a.json.data.id);
  });
});

describe('through somebody else\'s eyes', () => {
  let token;
  before(async () => {
    token = await freshToken(h.stack, 'rep_s');
    const session = (t) => literal(JSON.parse(Buffer.from(t.split('.')[1], 'base64url')).sid);
    await h.stack.sql(`update auth.session set kind = 'view_as', actor_id = ${literal(IDS.admin)}, reason = '核对权限', from_id = ${session(await freshToken(h.stack, 'admin'))} where id = ${session(token)}`);
  });

  test('records_are_read', async () => {
    const {id} = (await makeRecord(h.stack, account, 'rep_s')).data;
    expectStatus(await h.stack.get(`/accounts/${id}`, token), 200);
  });

  test('nothing_is_written_by_any_operation', async () => {
    const {id} = (await makeRecord(h.stack, account, 'rep_s')).data;
    const before_ = await h.stack.sql('select (select count(*) from audit.history), (select count(*) from app.job), (select count(*) from auth.session where revoked_at is not null)');
    const refused = [['POST', '/accounts', {name: 'x'}], ['PATCH', `/accounts/${id}`, {name: 'x'}], ['DELETE', `/accounts/${id}`], ['POST', '/accounts/bulk', {action: 'delete', ids: [id]}],
      ['POST', '/notes', {body: 'x', parent_resource: 'account', parent_id: id}], ['POST', '/exports', {resource: 'account', format: 'csv'}], ['POST', '/notifications/mark-read', {all: true}],
      ['POST', '/api-keys', {name: 'k', user_id: IDS.rep_s}], ['POST', '/auth/totp', {}], ['POST', '/follow-ups', {parent_resource: 'account', parent_id: id, kind: 'call', body: 'x'}]];
    for (const [method, path, body] of refused) {
      expectStatus(await h.stack.api(method, path, {token, body, headers: {'If-Match': '*', ...(method === 'PATCH' && {'Content-Type': 'application/merge-patch+json'})}}), 403, `${method} ${path}`);
    }
    assert.equal(await h.stack.sql('select (select count(*) from audit.history), (select count(*) from app.job), (select count(*) from auth.session where revoked_at is not null)'), before_);
  });
});

describe('limits of a role', () => {
  test('hold_for_reading_writing_and_keys', async () => {
    const key = expectStatus(await h.stack.post('/api-keys', 'admin', {name: 'k', user_id: IDS.service}), 201).json.data;
    const from = (token, ip, method = 'GET', body) => h.stack.api(method, '/accounts', {token, body, headers: {'X-Real-IP': ip}});
    const secret = Object.values(key).find((v) => typeof v === 'string' && v.startsWith('gxk_'));
    await h.stack.sql(`update app.role set allowed_networks = '{10.9.0.0/16}' where id = ${literal(IDS.role_director)}`);
    for (const token of ['director', secret]) {
      expectStatus(await from(token, '10.9.1.1'), 200);
      expectProblem(await from(token, '10.8.1.1'), 403, 'outside_limits');
      expectProblem(await from(token, '10.8.1.1', 'POST', {name: 'x'}), 403, 'outside_limits');
    }
    await h.stack.sql(`update app.role set allowed_networks = null where id = ${literal(IDS.role_director)}`);
  });
});

test('every_scope_that_can_be_read_can_be_given', async () => {
  const own = expectStatus(await h.stack.get(`/roles/${WAYS.role_partner}/rights`, 'admin'), 200).json.data;
  assert.ok(own.resources.some((x) => x.read_scope === 'partner'));
  expectStatus(await h.stack.api('PUT', `/roles/${WAYS.role_partner}/rights`, {token: 'admin', body: {resources: own.resources}, headers: {'If-Match': '*'}}), [200, 204]);
  expectStatus(await h.stack.get('/accounts', 'dealer'), 200);
});

describe('where the record is not asked itself', () => {
  test('sums_groups_and_side_loaded_names_tell_of_what_he_sees_only', async () => {
    const theirs = (await makeRecord(h.stack, account, 'rep_s', {name: '不可见之客户', employees: 987654})).data;
    const mine = (await makeRecord(h.stack, resource('contact'), 'rep_a')).data;
    await h.stack.sql(`update app.contact set account_id = ${literal(theirs.id)} where id = ${literal(mine.id)}`);
    const total = expectStatus(await h.stack.get('/accounts/aggregate', 'rep_a', {measure: 'count,max:employees,sum:employees', group: 'owner_id'}), 200).json;
    assert.deepEqual([...new Set(total.data.map((g) => g.owner_id))], [IDS.rep_a]);
    assert.ok(!JSON.stringify(total).includes('987654'));
    for (const path of ['/contacts', `/contacts/${mine.id}`]) {
      const shown = expectStatus(await h.stack.get(path, 'rep_a', {include: 'account', ...(path === '/contacts' && {id: mine.id})}), 200);
      assert.deepEqual(shown.json.included.account, []);
    }
    assert.ok(!(await h.stack.get('/accounts/export', 'rep_a', {format: 'csv'})).text.includes('不可见之客户'));
    expectStatus(await h.stack.get('/accounts/export', 'dealer', {format: 'csv'}), 403, 'without that right');
    expectStatus(await h.stack.post('/exports', 'dealer', {resource: 'account', format: 'csv'}), 403);
  });

  test('names_beside_a_list_do_not_tell_whose_row_was_written_last', async () => {
    for (const person of ['rep_a', 'rep_b', 'manager', 'director']) await makeRecord(h.stack, account, person);
    for (const person of ['manager', 'rep_a', 'director', 'rep_b']) await h.stack.sql(`update app."user" set last_login_at = now() where id = ${literal(IDS[person])}`);
    const ids = expectStatus(await h.stack.get('/accounts', 'director', {include: 'owner', limit: 200}), 200).json.included.user.map((u) => u.id);
    assert.ok(ids.length > 3);
    assert.deepEqual(ids, [...ids].sort());
  });

  test('a_share_given_to_somebody_without_any_scope_tells_him_a_number_and_opens_nothing', async () => {
    const {id} = (await makeRecord(h.stack, account, 'manager', {name: '只给编号'})).data;
    expectStatus(await h.stack.post(`/accounts/${id}/share`, 'manager', {kind: 'user', to: IDS.nobody, note: '内部备注'}), 200);
    const told = expectStatus(await h.stack.get('/notifications', 'nobody', {kind: 'shared'}), 200);
    assert.equal(told.json.data.length, 1);
    assert.ok(!/只给编号|内部备注/.test(told.text));
    for (const r of catalog.resources.filter((x) => x.access === 'owned')) expectStatus(await h.stack.get(`/${r.path}/${id}`, 'nobody'), 403);
  });

  test('undo_takes_back_on_a_shared_record_what_he_may_still_write', async () => {
    const {id} = await recordOn(h.stack, account, 'shared_write');
    const changed = expectStatus(await h.stack.patch(`/accounts/${id}`, 'rep_b', {description: '暂改'}, '*'), 200);
    await h.stack.sql(`update auth.share set can_write = false where record_id = ${literal(id)}`);
    const undo = () => h.stack.post(`/change-sets/${changed.headers['change-set']}/undo`, 'rep_b');
    const first = expectStatus(await undo(), 200);
    assert.equal(first.json.data.undone, 0, first.text);
    assert.equal((await h.stack.get(`/accounts/${id}`, 'admin')).json.data.description, '暂改');
  });
});
