// SPDX-License-Identifier: AGPL-3.0-or-later
// Mail end to end with a real server: sent once, refused with the server's words, tried again while it is away, never
// twice when the worker is killed; words of people never become headers; templates are read as their reader reads.
import {after, before, test} from 'node:test';
import {IDS} from '../fixtures/people.mjs';
import {startSmtpd} from '../lib/smtpd.mjs';
import {startStack} from '../lib/stack.mjs';
import {assert, expectProblem, expectStatus} from '../lib/suite.mjs';

let stack;
let smtpd;
before(async () => {
  smtpd = await startSmtpd();
  stack = await startStack({worker: true, env: {...smtpd.env}});
  await stack.sql(`update app."user" set email = 'zhang.wei@hengce.example' where id = '${IDS.rep_a}'`);
});
after(async () => { await stack?.stop(); await smtpd?.stop(); smtpd?.clear(); });

const account = async (token, body) => expectStatus(await stack.post('/accounts', token, body), 201).json.data;
const write = async (body, token = 'rep_a') => expectStatus(await stack.post('/mail-messages', token, {subject: '报价单', body: '您好', ...body}), 201).json.data;
const read = async (id, token = 'rep_a') => expectStatus(await stack.get(`/mail-messages/${id}`, token), 200).json.data;
const ended = (id) => stack.until(async () => { const m = await read(id); return ['sent', 'failed'].includes(m.state) && m; }, 'the mail to be sent or failed');
const got = (to) => smtpd.mails().filter((m) => m.to.includes(to));
const soon = () => stack.sql(`update app.job set run_at = now(), lease_until = now() where kind in ('mail_send', 'digest') and state in ('queued', 'running'); notify guanxi_job`);

test('a_mail_goes_out_once_and_stands_on_the_timeline', async () => {
  const about = await account('rep_a', {name: '收信公司'});
  const subject = `报价单：${'衡测试验机'.repeat(30)}`;
  const made = await write({recipient: 'zeng@haiyue.example', subject, body: '曾主任，您好：\n.\nEnde', parent_resource: 'account', parent_id: about.id});
  assert.equal(made.state, 'queued');
  const done = await ended(made.id);
  assert.equal(done.state, 'sent');
  assert.ok(done.sent_at);
  const [mail, ...more] = got('zeng@haiyue.example');
  assert.equal(more.length, 0);
  assert.deepEqual([mail.sender, mail.headers.To, mail.headers['Reply-To'], mail.headers['Message-ID']],
    ['guanxi@hengce.example', 'zeng@haiyue.example', 'zhang.wei@hengce.example', `<${made.id}@hengce.example>`]);
  assert.equal(mail.headers.Subject, subject);
  assert.match(mail.headers.From, /张伟测.*<guanxi@hengce\.example>/);
  assert.equal(mail.text.replaceAll('\r\n', '\n').trimEnd(), '曾主任，您好：\n.\nEnde');
  assert.ok(mail.raw.split(/\r?\n/).every((line) => line.length <= 90));
  const line = (await stack.get('/mail-messages', 'rep_a', {parent_id: about.id})).json.data;
  assert.deepEqual(line.map((m) => [m.id, m.owner_id]), [[made.id, IDS.rep_a]]);
});

test('a_refusal_is_final_and_keeps_the_servers_words', async () => {
  for (const [to, words] of [['nobody@haiyue.example', `550 5.1.1 ${'*'.repeat('<nobody@haiyue.example>'.length)} No such person here`], ['spam@haiyue.example', '554 5.7.1 That looks like spam']]) {
    const done = await ended((await write({recipient: to})).id);
    assert.deepEqual([done.state, done.error], ['failed', words]);
    assert.equal(got(to).length, 0);
  }
});

test('a_server_that_is_away_or_busy_is_asked_again', async () => {
  const busy = await write({recipient: 'later@haiyue.example'});
  await stack.until(async () => (await read(busy.id)).error === '451 4.3.0 Try again later' && (await read(busy.id)).state === 'queued', 'the busy answer');
  await smtpd.stop();
  const made = await write({recipient: 'away@haiyue.example'});
  await stack.until(async () => { const m = await read(made.id); return m.state === 'queued' && m.error; }, 'the first attempt');
  await smtpd.start();
  await soon();
  assert.equal((await ended(made.id)).state, 'sent');
  assert.equal(got('away@haiyue.example').length, 1);
  const attempts = async () => Number((await stack.rows(`select attempts from app.job where params ->> 'id' = '${busy.id}'`))[0].attempts);
  for (let i = await attempts(); i < 5; i += 1) { await soon(); await stack.until(async () => await attempts() > i, 'one more attempt'); await stack.until(async () => (await read(busy.id)).state !== 'sending', 'its end'); }
  assert.deepEqual([(await ended(busy.id)).state, (await read(busy.id)).error], ['failed', '451 4.3.0 Try again later'], 'and not for ever');
});

test('a_line_that_breaks_after_the_text_is_not_tried_again', async () => {
  const done = await ended((await write({recipient: 'cut@haiyue.example'})).id);
  assert.equal(done.state, 'failed');
  assert.equal(got('cut@haiyue.example').length, 1);
});

test('a_worker_that_is_killed_in_between_sends_nothing_twice', async () => {
  const made = await write({recipient: 'slow@haiyue.example'});
  await stack.until(() => got('slow@haiyue.example').length === 1, 'the text to be there');
  stack.workerProcess.kill('SIGKILL');
  await stack.workerProcess.exited;
  assert.equal((await read(made.id)).state, 'sending');
  await soon();
  await stack.startWorker();
  const done = await ended(made.id);
  assert.deepEqual([done.state, done.error], ['failed', 'interrupted']);
  const other = await ended((await write({recipient: 'after@haiyue.example'})).id);
  assert.equal(other.state, 'sent');
  assert.equal(got('slow@haiyue.example').length, 1);
});

test('words_of_people_never_become_headers_or_commands', async () => {
  const bad = ['a@b.example\r\nBcc: c@d.example', 'a@b.example\nRCPT TO:<c@d.example>', 'a@b.example, c@d.example', '<a@b.example>', 'a b@c.example', 'z***@haiyue.example', 'ü@b.example', 'a@b'];
  for (const recipient of bad) expectStatus(await stack.post('/mail-messages', 'rep_a', {recipient, subject: 'x', body: 'x'}), 422, recipient);
  for (const subject of ['x\r\nBcc: c@d.example', 'x\nBcc: c@d.example', 'x\n', 'x\ty']) {
    const answer = expectStatus(await stack.post('/mail-messages', 'rep_a', {recipient: 'a@b.example', subject, body: 'x'}), 422, JSON.stringify(subject));
    assert.equal(answer.json.errors[0].pointer, '/subject');
  }
  await stack.sql(`update app."user" set name = E'张\\r\\nBcc: c@d.example', email = E'x@y.example\\r\\nBcc: c@d.example' where id = '${IDS.rep_b}'`);
  const made = await write({recipient: 'inject@haiyue.example', subject: 'Re: "a" <b@c.example>, x', body: 'x\r\n.\r\nMAIL FROM:<c@d.example>\r\n'}, 'rep_b');
  await stack.until(() => got('inject@haiyue.example').length === 1, 'the mail');
  const [mail] = got('inject@haiyue.example');
  assert.ok(!mail.names.includes('Bcc') && !mail.names.includes('Reply-To'), mail.names.join());
  assert.equal(mail.headers.Subject, 'Re: "a" <b@c.example>, x');
  assert.equal(smtpd.mails().filter((m) => m.to.includes('c@d.example')).length, 0);
  assert.equal((await read(made.id, 'rep_b')).recipient, 'inject@haiyue.example');
});

test('what_was_sent_cannot_be_changed_and_what_was_withdrawn_is_not_sent', async () => {
  await smtpd.stop();
  const made = await write({recipient: 'withdrawn@haiyue.example'});
  expectStatus(await stack.patch(`/mail-messages/${made.id}`, 'rep_a', {subject: 'y'}, '*'), [404, 405]);
  expectStatus(await stack.post('/mail-messages', 'rep_a', {recipient: 'a@b.example', subject: 'x', body: 'x', state: 'sent'}), 422);
  await stack.until(async () => { const m = await read(made.id); return m.state === 'queued' && m.error; }, 'the first attempt');
  expectStatus(await stack.delete(`/mail-messages/${made.id}`, 'rep_a', '*'), 204);
  await smtpd.start();
  await soon();
  await stack.until(async () => (await stack.rows(`select error from app.mail_message where id = '${made.id}'`))[0].error === 'withdrawn', 'the line');
  assert.equal(got('withdrawn@haiyue.example').length, 0);
});

test('without_a_server_mail_is_off_and_says_so', async () => {
  const off = await startStack({env: {GX_SMTP_URL: '', GX_SMTP_FROM: ''}});
  try {
    expectProblem(await off.post('/mail-messages', 'rep_a', {recipient: 'a@b.example', subject: 'x', body: 'x'}), 409, 'mail_off');
    expectProblem(await off.api('PUT', '/auth/digest', {token: 'rep_a', body: {at: '08:00'}}), 409, 'mail_off');
    assert.equal((await off.get('/auth/me', 'rep_a')).json.data.has_mail, false);
    assert.equal((await stack.get('/auth/me', 'rep_a')).json.data.has_mail, true);
  } finally { await off.stop(); }
});
