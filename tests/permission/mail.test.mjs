// SPDX-License-Identifier: AGPL-3.0-or-later
// The doors "mail template" and "digest": a hidden field, a masked value and a record out of sight reach no rendered text,
// no message and no mail. Canaries stand in all of them.
import {after, before, test} from 'node:test';
import {IDS} from '../fixtures/people.mjs';
import {startProgram, stopProgram} from '../lib/process.mjs';
import {startSmtpd} from '../lib/smtpd.mjs';
import {startStack} from '../lib/stack.mjs';
import {assert, expectProblem, expectStatus} from '../lib/suite.mjs';

const CANARY = /KANARIE|7654321|44554321|1984/;
let stack;
let smtpd;
const ids = {};
before(async () => {
  smtpd = await startSmtpd();
  stack = await startStack({worker: true, env: {GX_TICK_SECONDS: '1', ...smtpd.env}});
  const made = async (path, token, body) => expectStatus(await stack.post(path, token, body), 201).json.data.id;
  ids.theirs = await made('/accounts', 'rep_s', {name: 'KANARIE 公司', phone: '0577-7654321'});
  ids.mine = await made('/accounts', 'rep_a', {name: '我的公司', industry: 'software'});
  ids.contact = await made('/contacts', 'rep_a', {name: '曾雪', account_id: ids.mine});
  ids.far = await made('/contacts', 'rep_a', {name: '远方'});
  expectStatus(await stack.patch(`/accounts/${ids.mine}`, 'admin', {annual_revenue: '7654321', phone: '0574-44554321', description: 'x'}, '*'), 200);
  expectStatus(await stack.patch(`/contacts/${ids.contact}`, 'admin', {birthday: '1984-06-18'}, '*'), 200);
  await stack.sql(`set session_replication_role = replica; update app.contact set account_id = '${ids.theirs}' where id = '${ids.far}'`);
});
after(async () => { await stack?.stop(); await smtpd?.stop(); smtpd?.clear(); });

const template = async (body, token = 'admin') => expectStatus(await stack.post('/mail-templates', token, {name: '模板', resource: 'account', subject: 'S', ...body}), 201).json.data.id;
/** A template of the administrator that rep_a may read. */
async function shared(body) {
  const id = await template(body);
  expectStatus(await stack.post(`/mail-templates/${id}/share`, 'admin', {kind: 'user', to: IDS.rep_a}), [200, 201]);
  return id;
}
const render = (id, record, token = 'rep_a') => stack.post(`/mail-templates/${id}/render`, token, {record_id: record});

test('a_template_is_filled_as_its_reader_reads', async () => {
  const id = await shared({subject: '{{ name }}：问候', body: '{{name}} {{industry}} {{annual_revenue}}|{{phone}} {{owner.name}} {{parent.name}}\n{{name}}'});
  const mine = expectStatus(await render(id, ids.mine), 200).json.data;
  assert.equal(mine.subject, '我的公司：问候');
  assert.match(mine.body, /^我的公司 \S+ \|\S*\*+\S* 张伟测 \n我的公司$/);
  assert.deepEqual(mine.missing, ['annual_revenue', 'parent.name']);
  assert.doesNotMatch(JSON.stringify(mine), CANARY);
  const all = expectStatus(await render(id, ids.mine, 'admin'), 200).json.data;
  assert.match(all.body, /7654321.*0574-44554321/, 'who may read it gets it');
});

test('a_field_out_of_sight_looks_as_an_empty_one_also_one_reference_further', async () => {
  const id = await shared({resource: 'contact', body: '{{name}} {{birthday}} [{{account.name}}] [{{account.phone}}] [{{account.annual_revenue}}]'});
  const far = expectStatus(await render(id, ids.far), 200).json.data;
  assert.equal(far.body, '远方  [] [] []');
  assert.deepEqual(far.missing, ['birthday', 'account.name', 'account.phone', 'account.annual_revenue']);
  const none = expectStatus(await stack.post('/contacts', 'rep_a', {name: '远方'}), 201).json.data.id;
  assert.deepEqual(expectStatus(await render(id, none), 200).json.data, far, 'a hidden reference as none');
  const near = expectStatus(await render(id, ids.contact), 200).json.data;
  assert.match(near.body, /^曾雪 {2}\[我的公司\] \[\S*\*+\S*\] \[\]$/);
  assert.doesNotMatch(JSON.stringify([far, near]), CANARY);
});

test('a_record_or_template_out_of_sight_is_a_404_and_a_resource_without_right_a_403', async () => {
  const id = await shared({body: '{{name}}'});
  expectProblem(await render(id, ids.theirs), 404, 'not_found');
  expectProblem(await render(id, '01890000-0000-7000-8000-ffffffffffff'), 404, 'not_found');
  expectProblem(await render(await template({body: '{{name}}'}), ids.mine), 404, 'not_found');
  expectProblem(await render(id, ids.mine, 'nobody'), 403, 'forbidden');
  const role = await shared({resource: 'webhook', body: '{{name}}'});
  expectProblem(await render(role, IDS.role_rep), 403, 'forbidden');
});

test('fields_that_one_does_not_have_are_refused_as_fields_that_are_none', async () => {
  const body = (words, resource = 'account') => ({name: '模板', resource, subject: 'S', body: words});
  for (const words of ['{{no_such}}', '{{annual_revenue}}', '{{bank_account}}', '{{account.no_such}}', '{{parent.annual_revenue}}', '{{owner_id}}', '{{tags}}', '{{name; drop}}', '{{a.b.c}}', '{{}}', '{{parent.id}}']) {
    const answer = expectStatus(await stack.post('/mail-templates', 'rep_a', body(words)), 422, words);
    assert.deepEqual(answer.json.errors.map((e) => [e.pointer, e.code, e.message]), [['/body', 'unknown_field', `There is no field ${words.slice(2, -2)}`]]);
  }
  const subject = expectStatus(await stack.post('/mail-templates', 'rep_a', {...body('x'), subject: '{{annual_revenue}}'}), 422);
  assert.equal(subject.json.errors[0].pointer, '/subject');
  for (const resource of ['webhook', 'no_such']) assert.equal(expectStatus(await stack.post('/mail-templates', 'rep_a', body('x', resource)), 422).json.errors[0].pointer, '/resource');
  const id = await template({body: '{{name}} {{phone}}'}, 'rep_a');
  expectStatus(await stack.patch(`/mail-templates/${id}`, 'rep_a', {body: '{{annual_revenue}}'}, '*'), 422);
  expectStatus(await stack.post('/mail-templates', 'admin', body('{{annual_revenue}}')), 201);
});

test('a_message_is_seen_by_who_sees_its_record_and_hangs_on_no_other', async () => {
  const mail = {recipient: 'kanarie@haiyue.example', subject: 'KANARIE', body: 'KANARIE'};
  expectStatus(await stack.post('/mail-messages', 'rep_a', {...mail, parent_resource: 'account', parent_id: ids.theirs}), 422);
  const hiddenTemplate = await template({body: 'x'});
  expectStatus(await stack.post('/mail-messages', 'rep_a', {...mail, template_id: hiddenTemplate}), 422);
  const {id} = expectStatus(await stack.post('/mail-messages', 'rep_s', {...mail, parent_resource: 'account', parent_id: ids.theirs}), 201).json.data;
  expectProblem(await stack.get(`/mail-messages/${id}`, 'rep_a'), 404, 'not_found');
  assert.doesNotMatch((await stack.get('/mail-messages', 'rep_a', {limit: 200})).text, CANARY);
  assert.doesNotMatch((await stack.get('/search', 'rep_a', {q: 'KANARIE'})).text, /KANARIE"/);
  expectStatus(await stack.get(`/mail-messages/${id}`, 'director'), 200);
});

test('who_knows_addresses_by_sight_sees_those_of_mails_masked', async () => {
  await stack.sql(`insert into auth.role_field (role_id, resource, field, "right") values ('${IDS.role_manager}', 'mail_message', 'recipient', 'mask')`);
  const {id} = expectStatus(await stack.post('/mail-messages', 'rep_a', {recipient: 'zengxue@haiyue.example', subject: 'x', body: 'x'}), 201).json.data;
  assert.match((await stack.get(`/mail-messages/${id}`, 'manager')).json.data.recipient, /\*+@haiyue\.example$/);
  assert.equal((await stack.get(`/mail-messages/${id}`, 'rep_a')).json.data.recipient, 'zengxue@haiyue.example');
});

const digests = (to) => smtpd.mails().filter((m) => m.to.includes(to));
const put = (at, token = 'rep_a') => stack.api('PUT', '/auth/digest', {token, body: {at}});

test('a_digest_names_what_one_sees_when_it_is_sent_and_comes_once_a_day', async () => {
  expectStatus(await put('00:00'), 422);
  await stack.sql(`update app."user" set email = 'rep_a@hengce.example' where id = '${IDS.rep_a}'`);
  // where it is just after midnight, so that the twelve hours have begun
  const hour = new Date().getUTCHours();
  const day = (n) => new Date(Date.now() + (n + Number(hour > 11)) * 86400e3).toISOString().slice(0, 10);
  const task = async (subject, due_on, token = 'rep_a') => expectStatus(await stack.post('/activities', token, {kind: 'task', subject, due_on, status: 'planned'}), 201);
  await task('逾期的事', day(-2));
  await task('今天的事', day(0));
  await task('明天的事', day(1));
  await task('KANARIE 别人的事', day(0), 'rep_b');
  const note = (kind, title, record, owner = 'rep_a') => stack.sql(`insert into app.notification (kind, title, resource, record_id, owner_id) values ('${kind}', ${title ? `'${title}'` : 'null'}, 'account', '${record}', '${IDS[owner]}')`);
  await note('reminder', '该联系了', ids.mine);
  await note('assigned', '', ids.theirs);
  await note('system', '读过的', ids.mine);
  await stack.sql(`update app.notification set read_at = now() where title = '读过的'`);
  await note('system', 'KANARIE', ids.theirs, 'rep_b');
  await stack.sql(`update app."user" set time_zone = 'Etc/GMT${hour <= 11 ? `+${hour}` : `-${24 - hour}`}' where id = '${IDS.rep_a}'`);
  expectStatus(await put('00:00'), 204);
  assert.equal((await stack.get('/auth/me', 'rep_a')).json.data.digest_at, '00:00');
  const [mail] = await stack.until(() => digests('rep_a@hengce.example').length && digests('rep_a@hengce.example'), 'the digest');
  const text = mail.text.replaceAll('\r\n', '\n');
  assert.match(text, /逾期的事/);
  assert.match(text, /该联系了 {2}我的公司/);
  assert.match(text, /- 分配给我\n/, 'a record out of sight is not named');
  assert.doesNotMatch(text, CANARY);
  assert.doesNotMatch(text, /明天的事|读过的|别人/);
  // once a day: another round, another worker, a worker that starts anew
  const {child} = await startProgram(`${stack.binaries}/guanxi-worker`, stack.settings, /ready/);
  stack.workerProcess.kill('SIGKILL');
  await stack.workerProcess.exited;
  await stack.startWorker();
  await stack.sql(`delete from job.tick where name = 'digest'; update app.job set state = 'queued', run_at = now() where kind = 'digest'; notify guanxi_job`);
  try {
    await stack.until(async () => Number((await stack.rows(`select count(*) as n from app.job where kind = 'digest' and state = 'done' and attempts = 2`))[0].n) === 1, 'the second round');
    await stack.until(async () => Number((await stack.rows(`select count(*) as n from job.tick where name = 'digest'`))[0].n) === 1, 'the task');
  } finally { await stopProgram(child); }
  assert.equal(digests('rep_a@hengce.example').length, 1);
  assert.deepEqual((await stack.rows('select state from job.digest_day')).map((r) => r.state), ['sent']);
  expectStatus(await put(null), 204);
  assert.equal((await stack.get('/auth/me', 'rep_a')).json.data.digest_at, null);
});
