// SPDX-License-Identifier: AGPL-3.0-or-later
// Each operation of single sign-on, answered well: a provider is arranged, tried, used to log in, tied to a person and
// untied. What must be refused is in tests/flow/sso_*.test.mjs.
import {after, before, test} from 'node:test';
import {PASSWORD} from '../fixtures/people.mjs';
import {announce} from '../lib/coverage.mjs';
import {begin, binding, finish, makeProvider, me, testProvider} from '../lib/sso.mjs';
import {SECRET, startStandin} from '../lib/standin.mjs';
import {startStack} from '../lib/stack.mjs';
import {assert, expectProblem, expectStatus} from '../lib/suite.mjs';

announce();
let stack;
let standin;
let provider;

before(async () => {
  standin = await startStandin();
  stack = await startStack({env: {GX_NET_ALLOW: standin.host}});
  provider = await makeProvider(stack, {name: '集团账号', kind: 'oidc', issuer: standin.issuer, client_id: 'guanxi', match_by: 'username'}, SECRET);
});
after(async () => { standin?.stop(); await stack?.stop(); });

test('the_log_in_page_learns_names_and_nothing_else', async () => {
  const {data} = expectStatus(await stack.get('/auth/providers'), 200).json;
  assert.deepEqual(data, [{id: provider, label: '集团账号'}]);
});

test('a_secret_is_written_and_never_read', async () => {
  const answer = expectStatus(await stack.get(`/identity-providers/${provider}`, 'admin'), 200);
  assert.equal(answer.json.data.has_secret, true);
  assert.ok(!answer.text.includes('a secret'));
  const history = expectStatus(await stack.get(`/identity-providers/${provider}/history`, 'admin'), 200);
  assert.ok(!history.text.includes('a secret'));
  const stored = await stack.sql("select encode(sealed, 'escape') from auth.provider_secret;");
  assert.ok(!stored.includes('a secret'));
});

test('trying_it_says_ok', async () => {
  assert.deepEqual(await testProvider(stack, provider), {ok: true, code: 'ok', person: null});
});

test('a_person_logs_in_by_it_and_gets_a_session_of_ours', async () => {
  const going = await begin(stack, provider);
  const answer = expectStatus(await finish(stack, {...going, ...standin.approve(going.url, {preferred_username: 'rep_a'})}), 200);
  assert.equal((await me(stack, answer.json.access_token)).username, 'rep_a');
  expectStatus(await stack.api('POST', '/auth/refresh', {body: {refresh_token: answer.json.refresh_token}}), 200);
  expectProblem(await finish(stack, going), 401, 'sso_expired');
});

test('a_person_ties_a_name_to_himself_and_unties_it', async () => {
  const mine = binding();
  const refused = await stack.post(`/auth/oidc/${provider}/link`, 'rep_b', {binding: mine, password: 'wrong password'});
  assert.equal(expectStatus(refused, 422).json.errors[0].code, 'wrong_password');
  const {url} = expectStatus(await stack.post(`/auth/oidc/${provider}/link`, 'rep_b', {binding: mine, password: PASSWORD}), 200).json.data;
  const approved = standin.approve(url, {sub: 'sub-of-b', preferred_username: 'b@idp'});
  expectStatus(await stack.post('/auth/identities', 'rep_b', {...approved, binding: mine}), 204);
  const [tie] = expectStatus(await stack.get('/auth/identities', 'rep_b'), 200).json.data;
  assert.equal(tie.label, 'b@idp');
  assert.equal(tie.provider_id, provider);
  const going = await begin(stack, provider);
  const answer = expectStatus(await finish(stack, {...going, ...standin.approve(going.url, {sub: 'sub-of-b'})}), 200);
  assert.equal((await me(stack, answer.json.access_token)).username, 'rep_b');
  expectStatus(await stack.delete(`/auth/identities/${tie.id}`, 'rep_a'), 404);
  expectStatus(await stack.delete(`/auth/identities/${tie.id}`, 'rep_b'), 204);
  assert.deepEqual(expectStatus(await stack.get('/auth/identities', 'rep_b'), 200).json.data, []);
});
