// SPDX-License-Identifier: AGPL-3.0-or-later
// People of a real OpenID Connect provider come in: found by e-mail, made anew, with a one-time code, after leaving.
import {after, before, describe, test} from 'node:test';
import {IDS, PASSWORD} from '../fixtures/people.mjs';
import {goThrough, startOidc} from '../lib/oidc.mjs';
import {begin, binding, changeProvider, finish, makeProvider, me, testProvider} from '../lib/sso.mjs';
import {SECRET} from '../lib/standin.mjs';
import {startStack} from '../lib/stack.mjs';
import {assert, expectProblem, expectStatus} from '../lib/suite.mjs';
import {totp} from '../lib/totp.mjs';

const PEOPLE = {
  wei: {email: 'wei@hengce.example', email_verified: true, name: '张伟', preferred_username: 'wei'},
  unverified: {email: 'jing@hengce.example', email_verified: false, name: '何静', preferred_username: 'jing'},
  boss: {email: 'admin@hengce.example', email_verified: true, name: '区文', preferred_username: 'admin'},
  fresh: {email: 'fresh@hengce.example', email_verified: true, name: '新人', preferred_username: 'Fresh.Person'},
  clash: {email: 'x@hengce.example', email_verified: true, name: '重名', preferred_username: 'rep_b'},
  leaver: {email: 'leaver@hengce.example', email_verified: true, name: '解芳', preferred_username: 'leaver'},
  code: {email: 'code@hengce.example', email_verified: true, name: '查志强', preferred_username: 'code'},
  agent: {email: 'agent@partner.example', email_verified: true, name: '代理', preferred_username: 'agent'},
  tied: {email: 'tied@else.example', email_verified: true, name: '单磊', preferred_username: 'shanlei'},
  grouped: {email: 'grouped@hengce.example', email_verified: true, name: '分组', preferred_username: 'grouped', groups: ['sales', 'managers']},
};
const MAILS = [['rep_a', 'wei@hengce.example'], ['rep_s', 'jing@hengce.example'], ['admin', 'admin@hengce.example'],
  ['leaver', 'leaver@hengce.example'], ['totp', 'code@hengce.example'], ['nobody', 'agent@partner.example']];

let stack;
let idp;
let provider;

before(async () => {
  idp = await startOidc(PEOPLE);
  stack = await startStack({env: {GX_NET_ALLOW: `other.example:443, ${idp.host}`},
    fixtures: MAILS.map(([who, mail]) => `update app."user" set email = '${mail}' where id = '${IDS[who]}';`)});
  provider = await makeProvider(stack, {name: 'Provider', kind: 'oidc', issuer: idp.issuer, client_id: 'guanxi', match_by: 'email'}, SECRET);
});
after(async () => { idp?.stop(); await stack?.stop(); });

async function logIn(login, more = {}) {
  const going = await begin(stack, provider);
  return finish(stack, {...going, ...await goThrough(going.url, login), ...more});
}
const count = (sql) => stack.sql(sql).then(Number);

describe('coming in', () => {
  test('a_person_is_found_by_his_verified_address_and_by_the_tie_afterwards', async () => {
    const first = expectStatus(await logIn('wei'), 200);
    assert.equal((await me(stack, first.json.access_token)).id, IDS.rep_a);
    PEOPLE.wei = {...PEOPLE.wei, email: 'other@hengce.example', preferred_username: 'someone.else'};
    assert.equal((await me(stack, expectStatus(await logIn('wei'), 200).json.access_token)).id, IDS.rep_a);
    assert.equal(await count(`select count(*) from audit.event where kind = 'login' and subject_id = '${IDS.rep_a}' and detail ->> 'reason' = 'oidc';`), 2);
    assert.equal(await count(`select count(*) from audit.event where kind = 'sso_linked' and subject_id = '${IDS.rep_a}';`), 1);
  });

  test('the_address_that_the_browser_is_sent_to_says_what_it_must', async () => {
    const q = new URL((await begin(stack, provider)).url).searchParams;
    assert.equal(q.get('redirect_uri'), 'http://localhost/sso/callback');
    assert.equal(q.get('code_challenge_method'), 'S256');
    assert.deepEqual(['state', 'nonce', 'code_challenge'].map((k) => q.get(k).length), [43, 43, 43]);
    assert.equal(new Set(['state', 'nonce', 'code_challenge'].map((k) => q.get(k))).size, 3);
    assert.equal(await count(`select count(*) from auth.sso_attempt where encode(hash, 'escape') like '%${q.get('state')}%';`), 0);
  });

  test('an_unverified_address_finds_nobody', async () => {
    expectProblem(await logIn('unverified'), 403, 'no_account');
    assert.equal(await count(`select count(*) from auth.identity where user_id = '${IDS.rep_s}';`), 0);
  });

  test('an_administrator_is_found_by_no_address', async () => {
    expectProblem(await logIn('boss'), 403, 'no_account');
    await changeProvider(stack, provider, {match_by: 'username'});
    expectProblem(await logIn('boss'), 403, 'no_account');
    await changeProvider(stack, provider, {match_by: 'email'});
  });

  test('a_new_person_is_made_with_the_roles_that_were_set_and_only_then', async () => {
    expectProblem(await logIn('fresh'), 403, 'no_account');
    await changeProvider(stack, provider, {create_users: true, default_role_ids: [IDS.role_rep], default_department_id: IDS.suzhou});
    const answer = expectStatus(await logIn('fresh'), 200);
    const made = await me(stack, answer.json.access_token);
    assert.deepEqual([made.name, made.username, made.department_id, made.role_ids], ['新人', 'fresh.person', IDS.suzhou, [IDS.role_rep]]);
    expectStatus(await stack.get('/accounts', answer.json.access_token), 200);
    expectProblem(await logIn('clash'), 403, 'no_account');
    await changeProvider(stack, provider, {create_users: false});
  });

  test('groups_give_and_take_roles_of_who_has_no_password_here', async () => {
    await changeProvider(stack, provider, {create_users: true, group_claim: 'groups', default_role_ids: [IDS.role_rep]});
    expectStatus(await stack.post('/identity-groups', 'admin', {provider_id: provider, name: 'managers', role_id: IDS.role_manager}), 201);
    const roles = async () => (await me(stack, expectStatus(await logIn('grouped'), 200).json.access_token)).role_ids.sort();
    assert.deepEqual(await roles(), [IDS.role_manager, IDS.role_rep].sort());
    PEOPLE.grouped.groups = ['sales'];
    assert.deepEqual(await roles(), [IDS.role_rep]);
    expectStatus(await stack.post('/identity-groups', 'admin', {provider_id: provider, name: 'nobody has it', role_id: IDS.role_rep}), 201);
    assert.equal((await me(stack, expectStatus(await logIn('wei'), 200).json.access_token)).role_ids.length, 1, 'rep_a has a password: his roles stay');
    await changeProvider(stack, provider, {create_users: false, group_claim: null});
  });

  test('who_left_stays_out', async () => {
    expectStatus(await logIn('leaver'), 200);
    const user = await stack.get(`/users/${IDS.leaver}`, 'admin');
    expectStatus(await stack.patch(`/users/${IDS.leaver}`, 'admin', {is_active: false}, user.etag), 200);
    expectProblem(await logIn('leaver'), 403, 'no_account');
  });

  test('the_second_factor_of_this_system_is_asked_for_once_the_provider_has_spoken', async () => {
    const token = await stack.login('totp');
    const {secret} = expectStatus(await stack.api('POST', '/auth/totp', {token}), 200).json.data;
    expectStatus(await stack.api('POST', '/auth/totp/confirm', {token, body: {code: totp(secret, Date.now() - 30000)}}), 204);
    const going = await begin(stack, provider);
    const back = {...going, ...await goThrough(going.url, 'code')};
    expectProblem(await finish(stack, back), 401, 'totp_required');
    expectProblem(await finish(stack, {...back, binding: binding(), totp: totp(secret)}), 401, 'sso_expired');
    expectProblem(await finish(stack, {...back, totp: '000000'}), 401, 'invalid_credentials');
    const good = expectStatus(await finish(stack, {...back, code: undefined, totp: totp(secret)}), 200);
    assert.equal((await me(stack, good.json.access_token)).id, IDS.totp);
    expectProblem(await finish(stack, {...back, totp: totp(secret, Date.now() + 30000)}), 401, 'sso_expired');
  });

  test('a_portal_provider_admits_portal_users_only_and_gives_them_a_portal_session', async () => {
    await stack.sql(`update app."user" set kind = 'portal' where id = '${IDS.nobody}';`);
    expectProblem(await logIn('agent'), 403, 'no_account');
    await changeProvider(stack, provider, {user_kind: 'portal'});
    const answer = expectStatus(await logIn('agent'), 200);
    const claims = JSON.parse(Buffer.from(answer.json.access_token.split('.')[1], 'base64url'));
    assert.equal(claims.aud, 'portal');
    expectProblem(await logIn('wei'), 403, 'no_account');
    await changeProvider(stack, provider, {user_kind: 'staff'});
  });

  test('cancelling_at_the_provider_brings_no_code', async () => {
    const going = await begin(stack, provider);
    const back = await goThrough(going.url);
    assert.equal(back.error, 'access_denied');
    expectProblem(await finish(stack, {...going, state: back.state}), 401, 'sso_expired');
  });
});

describe('ties', () => {
  test('a_name_belongs_to_one_person_and_a_person_has_one_there', async () => {
    const tie = async (person, login, password = PASSWORD) => {
      const mine = binding();
      const {url} = expectStatus(await stack.post(`/auth/oidc/${provider}/link`, person, {binding: mine, password}), 200).json.data;
      return stack.post('/auth/identities', person, {...await goThrough(url, login), iss: undefined, binding: mine});
    };
    expectStatus(await tie('manager', 'tied'), 204);
    assert.equal((await me(stack, expectStatus(await logIn('tied'), 200).json.access_token)).id, IDS.manager);
    expectProblem(await tie('director', 'tied'), 409, 'wrong_state');
    expectProblem(await tie('manager', 'fresh'), 409, 'wrong_state');
  });

  test('a_tie_that_another_began_is_not_finished_by_me_nor_turned_into_a_log_in', async () => {
    const mine = binding();
    const {url} = expectStatus(await stack.post(`/auth/oidc/${provider}/link`, 'director', {binding: mine, password: PASSWORD}), 200).json.data;
    const {code, state} = await goThrough(url, 'boss');
    assert.equal(expectStatus(await stack.post('/auth/identities', 'rep_b', {code, state, binding: mine}), 422).json.errors[0].code, 'sso_expired');
    const again = expectStatus(await stack.post(`/auth/oidc/${provider}/link`, 'director', {binding: mine, password: PASSWORD}), 200).json.data;
    expectProblem(await finish(stack, {...await goThrough(again.url, 'wei'), iss: undefined, binding: mine}), 401, 'sso_expired');
    const going = await begin(stack, provider);
    const back = await goThrough(going.url, 'wei');
    expectStatus(await stack.post('/auth/identities', 'director', {code: back.code, state: back.state, binding: going.binding}), 422);
  });

  test('the_last_way_in_is_not_untied', async () => {
    const token = expectStatus(await logIn('fresh'), 200).json.access_token;
    const [tie] = expectStatus(await stack.get('/auth/identities', token), 200).json.data;
    expectProblem(await stack.delete(`/auth/identities/${tie.id}`, token), 409, 'wrong_state');
  });
});

describe('arranging', () => {
  test('a_wrong_secret_is_said_so', async () => {
    expectStatus(await stack.api('PUT', `/identity-providers/${provider}/secret`, {token: 'admin', body: {secret: 'wrong'}}), 204);
    assert.equal((await testProvider(stack, provider)).code, 'secret_refused');
    expectProblem(await logIn('wei'), 401, 'sso_refused');
    expectStatus(await stack.api('PUT', `/identity-providers/${provider}/secret`, {token: 'admin', body: {secret: SECRET}}), 204);
    assert.equal((await testProvider(stack, provider)).code, 'ok');
  });

  test('who_may_not_give_roles_arranges_no_provider_even_with_rights_on_it', async () => {
    await stack.sql(`insert into auth.role_resource values ('${IDS.role_director}', 'identity_provider', 'all', 'all', '{create,update,delete,restore,history}')
      on conflict (role_id, resource) do update set write_scope = 'all', operations = excluded.operations;`);
    expectStatus(await stack.post('/identity-providers', 'director', {name: 'Mine', kind: 'oidc'}), 403);
    expectStatus(await stack.patch(`/identity-providers/${provider}`, 'director', {issuer: 'https://evil.example'}, '*'), 403);
    expectStatus(await stack.api('PUT', `/identity-providers/${provider}/secret`, {token: 'director', body: {secret: 'x'}}), 403);
    expectStatus(await stack.api('POST', `/identity-providers/${provider}/test`, {token: 'director', body: {}}), 403);
  });

  test('an_inactive_provider_is_not_there', async () => {
    await changeProvider(stack, provider, {is_active: false});
    assert.deepEqual(expectStatus(await stack.get('/auth/providers'), 200).json.data, []);
    expectProblem(await stack.post(`/auth/oidc/${provider}/start`, undefined, {binding: binding()}), 404, 'not_found');
    await changeProvider(stack, provider, {is_active: true});
  });

  test('a_provider_that_is_away_is_503_and_passwords_go_on', async () => {
    idp.stop();
    assert.equal((await testProvider(stack, provider)).code, 'unreachable');
    const going = await stack.post(`/auth/oidc/${provider}/start`, undefined, {binding: binding()});
    if (going.status !== 200) expectProblem(going, 503, 'unreachable');
    else expectProblem(await finish(stack, {state: new URL(going.json.data.url).searchParams.get('state'), code: 'x', binding: binding()}), 401, 'sso_expired');
    expectStatus(await stack.api('POST', '/auth/login', {body: {username: 'admin', password: PASSWORD}}), 200);
  });
});
