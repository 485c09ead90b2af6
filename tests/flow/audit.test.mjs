// SPDX-License-Identifier: AGPL-3.0-or-later
// The audit from outside: what people do is in it, sealed within seconds, verified from the shell, searched, exported,
// and unusual volume is told. Exports name their maker, and a marked file imports as it was.
import {execFile} from 'node:child_process';
import {join} from 'node:path';
import {test} from 'node:test';
import {inflateRawSync} from 'node:zlib';
import {IDS, PASSWORD} from '../fixtures/people.mjs';
import {resource} from '../lib/env.mjs';
import {makeRecord} from '../lib/make.mjs';
import {totp} from '../lib/totp.mjs';
import {assert, expectStatus, withStack} from '../lib/suite.mjs';
import {Wizard, guesses} from './lib/wizard.mjs';

const h = withStack({worker: true, env: {GX_TICK_SECONDS: '1'}});
const audit = async (params, token = 'admin') => expectStatus(await h.stack.get('/audit', token, params), 200).json;
const lines = async (params, token) => (await audit(params, token)).data;
const state = async () => expectStatus(await h.stack.get('/audit/state', 'admin'), 200).json.data;
const sealed = () => h.stack.until(async () => (await state()).unsealed === 0, 'everything to be sealed', 30000);

/** guanxi-admin audit-verify: {code, out}. */
const verify = (...more) => new Promise((resolve) => {
  execFile(join(h.stack.binaries, 'guanxi-admin'), ['audit-verify', ...more], {env: {...process.env, ...h.stack.settings}}, (error, out, err) => resolve({code: error?.code ?? 0, out, err}));
});

test('every_write_is_a_line_with_request_and_session', async () => {
  const made = await makeRecord(h.stack, resource('account'), 'rep_a');
  const {data} = made;
  const [line] = await lines({record_id: data.id});
  assert.deepEqual([line.source, line.kind, line.resource, line.subject_id, line.origin], ['history', 'create', 'account', IDS.rep_a, 'api']);
  assert.equal(line.changes.name.to, data.name);
  assert.ok(line.request_id && line.session_id && line.ip, JSON.stringify(line));
  assert.equal((await lines({request_id: line.request_id}))[0].record_id, data.id, 'found by its request');
  expectStatus(await h.stack.get('/audit', 'rep_a', {record_id: data.id}), 403);
});

test('what_people_do_with_accounts_and_keys_is_recorded', async () => {
  const login = async (username, password, more = {}) => h.stack.api('POST', '/auth/login', {body: {username, password, refresh: 'body', ...more}});
  const kinds = async (person) => (await lines({person, limit: 200})).map((l) => l.kind);
  expectStatus(await login('rep_b', 'wrong'), 401);
  const first = expectStatus(await login('rep_b', PASSWORD), 200).json.access_token;
  const second = expectStatus(await login('rep_b', PASSWORD), 200).json.access_token;
  const sessions = expectStatus(await h.stack.get('/auth/sessions', first), 200).json.data;
  expectStatus(await h.stack.delete(`/auth/sessions/${sessions.find((s) => !s.is_current).id}`, first), 204);
  const third = expectStatus(await login('rep_b', PASSWORD), 200).json.access_token;
  const {secret} = expectStatus(await h.stack.post('/auth/totp', third), 200).json.data;
  expectStatus(await h.stack.post('/auth/totp/confirm', third, {code: totp(secret, Date.now() - 30000)}), 204);
  expectStatus(await h.stack.post('/auth/totp/clear', third, {code: totp(secret)}), 204);
  expectStatus(await h.stack.post('/auth/password', third, {old: PASSWORD, new: 'another long pass phrase'}), 204);
  expectStatus(await h.stack.post('/auth/logout', third), 204);
  assert.ok(second);
  const seen = await kinds(IDS.rep_b);
  for (const kind of ['login', 'login_failed', 'session_revoked', 'totp_enabled', 'totp_disabled', 'password_changed', 'logout']) assert.ok(seen.includes(kind), `${kind} in ${seen}`);
  const key = expectStatus(await h.stack.post('/api-keys', 'admin', {user_id: IDS.service, name: '对接'}), 201).json.data;
  expectStatus(await h.stack.delete(`/api-keys/${key.id}`, 'admin'), 204);
  expectStatus(await h.stack.post(`/users/${IDS.rep_b}/invitation`, 'admin', {}), 200);
  for (const kind of ['api_key_created', 'api_key_revoked', 'password_link_made']) assert.equal((await lines({kind, person: IDS.admin})).length, 1, kind);
  for (let i = 0; i < 7; i++) await login('rep_s', 'wrong');
  const [locked] = await lines({kind: 'login_locked', person: IDS.rep_s});
  assert.ok(locked.detail.seconds > 0 && locked.ip);
  assert.ok((await lines({kind: 'login_failed', ip: locked.ip, limit: 200})).some((l) => l.subject_id === IDS.rep_s));
});

test('rights_exports_undo_and_purge_are_recorded', async () => {
  const rights = expectStatus(await h.stack.get(`/roles/${IDS.role_rep}/rights`, 'admin'), 200);
  const body = {resources: rights.json.data.resources};
  body.resources.find((r) => r.resource === 'account').read_scope = 'department';
  expectStatus(await h.stack.api('PUT', `/roles/${IDS.role_rep}/rights`, {token: 'admin', body, headers: {'If-Match': rights.etag}}), 200);
  const [changed] = await lines({kind: 'role_rights_changed'});
  const scope = (side) => changed.detail[side].resources.find((r) => r.resource === 'account').read_scope;
  assert.deepEqual([scope('before'), scope('after'), changed.record_id], ['own', 'department', IDS.role_rep]);
  const {data, etag} = await makeRecord(h.stack, resource('account'), 'admin');
  expectStatus(await h.stack.get('/accounts/export', 'admin', {id: data.id, format: 'json'}), 200);
  const [exported] = await lines({kind: 'export', resource: 'account'});
  assert.deepEqual([exported.detail.rows, exported.detail.format, exported.detail.query.id], [1, 'json', data.id]);
  const patched = expectStatus(await h.stack.patch(`/accounts/${data.id}`, 'admin', {name: '改名'}, etag ?? '*'), 200);
  await new Wizard(h.stack, 'admin').undo(patched.headers['change-set']);
  assert.equal((await lines({kind: 'undo'}))[0].detail.change_set_id, patched.headers['change-set']);
  expectStatus(await h.stack.delete(`/accounts/${data.id}`, 'admin', '*'), 204);
  expectStatus(await h.stack.post(`/accounts/${data.id}/purge`, 'admin'), 204);
  const all = await lines({record_id: data.id});
  assert.deepEqual(all.map((l) => l.kind), ['purge', 'delete', 'update', 'update', 'create']);
  assert.ok(all.every((l) => l.changes === null), 'nobody sees a record that is gone');
});

test('pages_follow_one_another_without_gap_or_repeat', async () => {
  const whole = await lines({limit: 200});
  const walked = [];
  for (let cursor; ;) {
    const {data, page} = await audit({limit: 7, cursor, to: whole[0].at});
    walked.push(...data);
    if (!page.next || walked.length > 150) break;
    cursor = page.next;
  }
  const key = (l) => l.source + l.id;
  const wanted = whole.filter((l) => l.at < whole[0].at).map(key);
  assert.deepEqual(walked.map(key).slice(0, wanted.length), wanted.slice(0, walked.length));
  const {page} = await audit({limit: 7, kind: 'login'});
  if (page.next) expectStatus(await h.stack.get('/audit', 'admin', {limit: 7, kind: 'login', cursor: page.next.slice(0, -2) + 'xx'}), 400);
  expectStatus(await h.stack.get('/audit', 'admin', {person: 'x'}), 400);
  expectStatus(await h.stack.get('/audit', 'admin', {no_such: 'x'}), 400);
});

test('one_old_row_changed_by_hand_is_named', {timeout: 90000}, async () => {
  await sealed();
  const good = await verify();
  assert.equal(good.code, 0, good.out + good.err);
  assert.match(good.out, /rows in \d+ seals, sealed up to .*; \d+ rows not sealed yet/);
  const head = /head ([0-9a-f]{64})/.exec(good.out)[1];
  const [row] = await h.stack.rows("select id, record_id, at from audit.history where kind = 'create' and resource = 'account' order by id limit 1");
  const [event] = await h.stack.rows("select id from audit.event where kind = 'export' order by id limit 1");
  const [change] = await h.stack.rows('select no, id from audit.change_set order by no limit 1');
  await h.stack.sql(`create table public.kept as select * from audit.history where id = ${row.id};
    update audit.history set after = jsonb_set(after, '{name}', '"伪造"') where id = ${row.id};`);
  const bad = await verify(head);
  assert.equal(bad.code, 1, bad.out);
  assert.match(bad.out, new RegExp(`^changed +audit\\.history ${row.id} at ${row.at.slice(0, 10)}.* record account ${row.record_id} `, 'm'));
  assert.equal(bad.out.match(/^(changed|missing|inserted|seal|chain)/gm).length, 1, bad.out);
  await h.stack.sql(`delete from audit.history where id = ${row.id}; delete from audit.event where id = ${event.id};
    update audit.change_set set actor_id = '${IDS.rep_s}' where no = ${change.no};`);
  const worse = (await verify()).out;
  assert.match(worse, new RegExp(`^missing +audit\\.history ${row.id} .*${row.record_id}`, 'm'));
  assert.match(worse, new RegExp(`^missing +audit\\.event ${event.id} `, 'm'));
  assert.match(worse, new RegExp(`^changed +audit\\.change_set ${change.no} .*${change.id}`, 'm'));
  assert.ok(await h.stack.until(async () => (await lines({kind: 'audit_verified'})).some((l) => l.detail.faults === 3), 'the outcome'));
  assert.ok((await h.stack.get('/notifications', 'admin', {kind: 'alarm'})).json.data.length > 0, 'auditors are told');
  assert.match((await verify('00'.repeat(32))).out, /^head /m, 'a head that is not of this chain');
});

test('a_writer_never_waits_for_a_seal_nor_a_seal_for_a_writer', {timeout: 60000}, async () => {
  await h.stack.sql(`insert into audit.history overriding system value select * from public.kept; drop table public.kept`);
  const slow = h.stack.sql("begin; insert into app.tag (name) values ('慢写'); select pg_sleep(6); commit;");
  await h.stack.until(async () => (await h.stack.sql("select count(*) from pg_stat_activity where query like '%pg_sleep%' and pid <> pg_backend_pid()")) !== '0', 'the slow writer');
  await makeRecord(h.stack, resource('account'), 'admin');
  await slow;
  await sealed();
  const record = await h.stack.sql("select id from app.tag where name = '慢写'");
  assert.equal(await h.stack.sql(`select count(*) from audit.seal where '${record}' = any (records)`), '1', 'what committed late is sealed once');
});

test('an_export_names_its_maker_in_every_format', async () => {
  const {data} = await makeRecord(h.stack, resource('account'), 'manager');
  const get = (format, token = 'manager') => h.stack.get('/accounts/export', token, {id: data.id, format, fields: 'name,code'});
  for (const format of ['csv', 'txt']) {
    const answer = expectStatus(await get(format), 200);
    const last = answer.text.trim().split('\r\n').at(-1);
    assert.match(last, new RegExp(`^# guanxi-export by=manager name=单磊测 user=${IDS.manager} at=\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ ref=[0-9a-f-]{36}$`));
    const ref = /ref=(\S+)/.exec(last)[1];
    assert.equal((await lines({request_id: ref}))[0].kind, 'export', 'the mark leads to the line of the audit');
  }
  for (const format of ['csv', 'json', 'xlsx']) assert.match((await get(format)).headers['content-disposition'], /accounts-manager-\d{8}T\d{6}Z\./);
  const xlsx = expectStatus(await get('xlsx'), 200);
  const parts = unzip(xlsx.bytes);
  assert.match(parts['docProps/core.xml'], /<dc:creator>单磊测 \(manager\)<\/dc:creator>/);
  assert.match(parts['docProps/core.xml'], /# guanxi-export by=manager/);
  assert.match(parts['xl/worksheets/sheet1.xml'], /<oddFooter>[^<]*manager/);
  const key = expectStatus(await h.stack.post('/api-keys', 'admin', {user_id: IDS.service, name: '导出程序'}), 201).json.data.key;
  assert.equal((await get('csv', key)).text.trim().split('\r\n').length, 2, 'a program gets the table and nothing else');
});

/** Texts of the parts of a zip file by name, as its central directory lists them. */
function unzip(bytes) {
  const parts = {};
  for (let at = bytes.indexOf('PK\x01\x02'); at >= 0 && bytes.readUInt32LE(at) === 0x02014b50;) {
    const [size, name, extra, comment] = [bytes.readUInt32LE(at + 20), ...[28, 30, 32].map((o) => bytes.readUInt16LE(at + o))];
    const local = bytes.readUInt32LE(at + 42);
    const from = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const data = bytes.subarray(from, from + size);
    parts[bytes.toString('utf8', at + 46, at + 46 + name)] = (bytes.readUInt16LE(at + 10) ? inflateRawSync(data) : data).toString('utf8');
    at += 46 + name + extra + comment;
  }
  return parts;
}

test('a_marked_file_imports_as_it_was', {timeout: 60000}, async () => {
  const {data} = await makeRecord(h.stack, resource('account'), 'manager');
  const wizard = new Wizard(h.stack, 'manager');
  for (const format of ['csv', 'xlsx']) {
    const file = expectStatus(await h.stack.get('/accounts/export', 'manager', {id: data.id, format, fields: 'code,name,industry'}), 200);
    const id = await wizard.open('account', `账户.${format}`, file.bytes);
    const analysis = await wizard.analyse(id);
    const fields = guesses(analysis);
    await wizard.options(id, {mapping: analysis.columns.map((c) => ({column: c.index, field: fields[c.header]})), match_key: ['code'], mode: 'both'});
    const {result} = await wizard.run(id, true);
    assert.deepEqual([result.rows, result.unchanged, result.created, result.failed], [1, 1, 0, 0], JSON.stringify(result));
  }
});

test('the_audit_is_exported_as_csv_and_says_so', async () => {
  const answer = expectStatus(await h.stack.get('/audit/export', 'admin', {kind: 'login,export'}), 200);
  const rows = answer.text.trim().split('\r\n');
  assert.match(rows[0], /^at,kind,subject,actor,ip,/);
  assert.ok(rows.slice(1, -1).every((r) => /^[^,]+,(login|export),/.test(r)), rows[1]);
  assert.match(rows.at(-1), /^# guanxi-export by=admin /);
  const [line] = await lines({kind: 'export', resource: 'audit'});
  assert.equal(line.detail.rows, rows.length - 2);
});

test('unusual_volume_is_told_once_to_those_who_audit', {timeout: 60000}, async () => {
  const rules = expectStatus(await h.stack.get('/audit/alarm-rules', 'admin'), 200).json.data;
  assert.deepEqual(rules.map((r) => r.kind), ['export', 'reveal', 'bulk', 'delete']);
  expectStatus(await h.stack.api('PUT', '/audit/alarm-rules', {token: 'rep_a', body: {rules}}), 403);
  expectStatus(await h.stack.api('PUT', '/audit/alarm-rules', {token: 'admin', body: {rules: [{...rules[0], per_day: 0}]}}), 422);
  const changed = rules.map((r) => (r.kind === 'export' ? {...r, per_day: 3} : r));
  assert.equal(expectStatus(await h.stack.api('PUT', '/audit/alarm-rules', {token: 'admin', body: {rules: changed}}), 200).json.data[0].per_day, 3);
  assert.equal((await lines({kind: 'alarm_rules_changed'}))[0].detail.before[0].per_day, rules[0].per_day);
  for (let i = 0; i < 4; i++) await makeRecord(h.stack, resource('account'), 'director');
  expectStatus(await h.stack.get('/accounts/export', 'director', {owner_id: IDS.director, format: 'csv'}), 200);
  const [alarm] = await h.stack.until(async () => {
    const found = await lines({kind: 'alarm', person: IDS.director});
    return found.length && found;
  }, 'the alarm', 30000);
  assert.deepEqual([alarm.detail.kind, alarm.detail.limit, alarm.actor_id], ['export', 3, null]);
  const told = async (token) => (await h.stack.get('/notifications', token, {kind: 'alarm'})).json.data.filter((n) => n.record_id === IDS.director);
  assert.equal((await told('admin')).length, 1);
  assert.match((await told('admin'))[0].title, /导出 \d+ 条（上限 3）/);
  assert.equal((await told('director')).length, 0, 'not the person himself');
  expectStatus(await h.stack.get('/accounts/export', 'director', {owner_id: IDS.director, format: 'csv'}), 200);
  const before = await h.stack.sql("select last_at from job.tick where name = 'audit_alarm'");
  await h.stack.until(async () => (await h.stack.sql(`select count(*) from job.tick where name = 'audit_alarm' and last_at > '${before}'::timestamptz + interval '1 second'`)) === '1', 'the next look');
  assert.equal((await told('admin')).length, 1, 'once a day');
});
