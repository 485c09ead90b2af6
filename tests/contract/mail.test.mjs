// SPDX-License-Identifier: AGPL-3.0-or-later
// What mail has beside its resources: a template filled from a record, the time of one's digest. Sending: flow/mail.test.mjs.
import {test} from 'node:test';
import {IDS} from '../fixtures/people.mjs';
import {assert, expectProblem, expectStatus, withStack} from '../lib/suite.mjs';

const h = withStack();
const MISSING = '01890000-0000-7000-8000-ffffffffffff';
const made = async (path, body) => expectStatus(await h.stack.post(path, 'admin', body), 201).json.data.id;

test('a_template_is_filled_from_a_record_and_from_nothing_else', async () => {
  const record = await made('/accounts', {name: '填空公司'});
  const id = await made('/mail-templates', {name: '问候', resource: 'account', subject: '{{name}}', body: '{{name}}，您好 {{city}}'});
  const render = (body, of = id) => h.stack.post(`/mail-templates/${of}/render`, 'admin', body);
  assert.deepEqual(expectStatus(await render({record_id: record}), 200).json.data, {subject: '填空公司', body: '填空公司，您好 ', missing: ['city']});
  expectProblem(await render({record_id: MISSING}), 404, 'not_found');
  expectProblem(await render({record_id: record}, MISSING), 404, 'not_found');
  for (const body of [{}, {record_id: 'x'}, {record_id: record, more: 1}]) expectStatus(await render(body), [400, 422], JSON.stringify(body));
});

test('the_time_of_the_digest_is_set_and_taken_back', async () => {
  await h.stack.sql(`update app."user" set email = 'rep.a@example.org' where id = '${IDS.rep_a}'`);
  const set = (body) => h.stack.api('PUT', '/auth/digest', {token: 'rep_a', body});
  const at = async () => (await h.stack.get('/auth/me', 'rep_a')).json.data.digest_at;
  expectStatus(await set({at: '08:30'}), 204);
  assert.equal(await at(), '08:30');
  for (const body of [{}, {at: '24:00'}, {at: 8}, {at: '08:30', more: 1}]) expectStatus(await set(body), [400, 422], JSON.stringify(body));
  assert.equal(await at(), '08:30');
  expectStatus(await set({at: null}), 204);
  assert.equal(await at(), null);
});
