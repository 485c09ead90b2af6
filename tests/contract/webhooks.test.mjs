// SPDX-License-Identifier: AGPL-3.0-or-later
// What webhooks have beside their fields: the secret, a trial, sending again; and what these refuse.
import {test} from 'node:test';
import {IDS} from '../fixtures/people.mjs';
import {assert, expectProblem, expectStatus, withStack} from '../lib/suite.mjs';

const h = withStack();

test('secret_trial_and_again_of_a_webhook', async () => {
  const body = {name: '合同', url: 'https://erp.hengce.example/x', resource: 'account', events: ['create'], user_id: IDS.service};
  const hook = expectStatus(await h.stack.post('/webhooks', 'admin', body), 201).json.data;
  assert.equal(hook.has_secret, false);
  expectProblem(await h.stack.post(`/webhooks/${hook.id}/test`, 'admin'), 409, 'wrong_state');
  const {secret} = expectStatus(await h.stack.post(`/webhooks/${hook.id}/secret`, 'admin'), 200).json.data;
  assert.match(secret, /^gxw_/);
  const line = expectStatus(await h.stack.post(`/webhooks/${hook.id}/test`, 'admin'), 202).json.data;
  assert.deepEqual([line.event, line.state, line.webhook_id], ['ping', 'waiting', hook.id]);
  expectProblem(await h.stack.post(`/webhook-deliveries/${line.id}/again`, 'admin'), 409, 'wrong_state');
  await h.stack.sql(`update app.webhook_delivery set state = 'failed' where id = '${line.id}'`);
  expectStatus(await h.stack.post(`/webhook-deliveries/${line.id}/again`, 'admin'), 202);
  expectStatus(await h.stack.post(`/webhook-deliveries/${line.id}/again`, 'rep_a'), 404);
});
