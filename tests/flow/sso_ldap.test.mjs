// SPDX-License-Identifier: AGPL-3.0-or-later
// People of a real LDAP server (slapd) log in with the ordinary form. Who has a password here is never handed to the
// directory, and a directory that is wrong, slow or away locks nobody out.
import net from 'node:net';
import {after, before, beforeEach, describe, test} from 'node:test';
import {IDS, PASSWORD} from '../fixtures/people.mjs';
import {BASE, BIND, startSlapd} from '../lib/slapd.mjs';
import {changeProvider, makeCertificates, makeProvider, me, testProvider} from '../lib/sso.mjs';
import {startStack} from '../lib/stack.mjs';
import {assert, expectProblem, expectStatus} from '../lib/suite.mjs';
import {totp} from '../lib/totp.mjs';

const DIRECTORY = 'directory pass phrase';
let stack;
let slapd;
let tls;
let provider;
let silent;
let other;
let strange;
let held = [];

before(async () => {
  tls = makeCertificates();
  slapd = await startSlapd(tls);
  other = makeCertificates('other.example');
  strange = await startSlapd(other);
  silent = net.createServer((socket) => held.push(socket));
  await new Promise((resolve) => { silent.listen(0, '127.0.0.1', resolve); });
  stack = await startStack({env: {GX_NET_ALLOW: [...slapd.hosts, ...strange.hosts, `localhost:${silent.address().port}`].join(',')},
    fixtures: `update auth.credential set password_hash = null where user_id in ('${IDS.rep_s}', '${IDS.leaver}', '${IDS.totp}');`});
  provider = await makeProvider(stack, {name: 'Directory', kind: 'ldap', url: slapd.plain, base_dn: BASE, bind_dn: BIND.dn, user_filter: '(&(objectClass=inetOrgPerson)(uid={username}))',
    ca_certificate: tls.ca, match_by: 'username'}, BIND.password);
});
after(async () => { silent?.close(); held.forEach((s) => s.destroy()); await slapd?.stop(); slapd?.clear(); await strange?.stop(); strange?.clear(); await stack?.stop(); });
beforeEach(() => stack.sql('delete from auth.login_attempt;'));

const logIn = (username, password, more = {}) => stack.api('POST', '/auth/login', {body: {username, password, refresh: 'body', ...more}});
const tied = async (person) => Number(await stack.sql(`select count(*) from auth.identity where user_id = '${person}';`));
const refused = async (username, password, what) => expectProblem(await logIn(username, password), 401, 'invalid_credentials', what);

describe('who comes in', () => {
  for (const [name, url] of [['start_tls', 'plain'], ['ldaps', 'secure']]) {
    test(`a_person_without_a_password_here_logs_in_over_${name}`, async () => {
      await changeProvider(stack, provider, {url: slapd[url]});
      const answer = expectStatus(await logIn('rep_s', DIRECTORY), 200);
      assert.equal((await me(stack, answer.json.access_token)).id, IDS.rep_s);
      assert.equal(await tied(IDS.rep_s), 1);
      await refused('rep_s', 'wrong pass phrase');
    });
  }

  test('who_has_a_password_here_logs_in_with_that_and_only_that', async () => {
    await refused('rep_a', DIRECTORY);
    await refused('admin', DIRECTORY);
    expectStatus(await logIn('admin', PASSWORD), 200);
    assert.equal(await tied(IDS.admin), 0);
  });

  test('a_role_giver_without_a_password_is_not_taken_by_name', async () => {
    await stack.sql(`update app."user" set role_ids = array['${IDS.role_admin}'::uuid] where id = '${IDS.leaver}';`);
    await refused('leaver', DIRECTORY);
    await stack.sql(`update app."user" set role_ids = array['${IDS.role_rep}'::uuid] where id = '${IDS.leaver}';`);
  });

  test('a_new_person_is_made_when_that_is_set', async () => {
    await refused('lihua', 'lihua pass phrase');
    await changeProvider(stack, provider, {create_users: true, default_role_ids: [IDS.role_rep], group_claim: 'memberOf'});
    expectStatus(await stack.post('/identity-groups', 'admin', {provider_id: provider, name: `cn=managers,${BASE}`, role_id: IDS.role_manager}), 201);
    const made = await me(stack, expectStatus(await logIn('LiHua', 'lihua pass phrase'), 200).json.access_token);
    assert.deepEqual([made.name, made.username, made.email], ['Li Hua', 'lihua', 'lihua@hengce.example']);
    assert.deepEqual(made.role_ids.sort(), [IDS.role_manager, IDS.role_rep].sort());
    slapd.modify(`dn: cn=managers,${BASE}\nchangetype: modify\nadd: member\nmember: uid=rep_s,ou=people,${BASE}\n-\ndelete: member\nmember: uid=lihua,ou=people,${BASE}\n`);
    const later = await me(stack, expectStatus(await logIn('lihua', 'lihua pass phrase'), 200).json.access_token);
    assert.deepEqual(later.role_ids, [IDS.role_rep]);
    await changeProvider(stack, provider, {create_users: false, group_claim: null});
  });

  test('a_renamed_entry_is_the_same_person', async () => {
    expectStatus(await logIn('rep_s', DIRECTORY), 200);
    slapd.modify(`dn: uid=rep_s,ou=people,${BASE}\nchangetype: modrdn\nnewrdn: uid=renamed\ndeleteoldrdn: 1\n`);
    assert.equal((await me(stack, expectStatus(await logIn('renamed', DIRECTORY), 200).json.access_token)).id, IDS.rep_s);
    slapd.modify(`dn: uid=renamed,ou=people,${BASE}\nchangetype: modrdn\nnewrdn: uid=rep_s\ndeleteoldrdn: 1\n`);
  });

  test('who_left_stays_out', async () => {
    expectStatus(await logIn('leaver', DIRECTORY), 200);
    await stack.sql(`update app."user" set is_active = false where id = '${IDS.leaver}';`);
    await refused('leaver', DIRECTORY);
  });

  test('the_second_factor_counts_here_too', async () => {
    const token = expectStatus(await logIn('totp', DIRECTORY), 200).json.access_token;
    const {secret} = expectStatus(await stack.api('POST', '/auth/totp', {token}), 200).json.data;
    expectStatus(await stack.api('POST', '/auth/totp/confirm', {token, body: {code: totp(secret, Date.now() - 30000)}}), 204);
    expectProblem(await logIn('totp', DIRECTORY), 401, 'totp_required');
    await refused('totp', 'wrong pass phrase');
    expectStatus(await logIn('totp', DIRECTORY, {totp: totp(secret)}), 200);
  });
});

describe('who does not', () => {
  test('an_empty_password_is_no_log_in', async () => {
    expectStatus(await logIn('rep_s', ''), 422);
    const blank = await stack.api('POST', '/auth/login', {body: {username: 'rep_s', password: '\u0000'}, check: false});
    assert.ok(blank.status >= 400);
  });

  test('a_user_name_is_no_filter', async () => {
    for (const name of ['*', 'rep_s*', '*)(uid=*', 'rep_s)(uid=*', 'x)(|(uid=*', '*)(objectClass=*', 'rep\\5fs', '(uid=rep_s)', 'rep_s)(!(uid=x', 'rep\u0000_s', 'uid=rep_s,ou=people']) {
      const answer = await stack.api('POST', '/auth/login', {body: {username: name, password: DIRECTORY}, check: false});
      assert.ok([400, 401].includes(answer.status), `${JSON.stringify(name)}: ${answer.status}`);
      await stack.sql('delete from auth.login_attempt;');
    }
  });

  test('a_name_with_special_characters_is_found_as_it_stands', async () => {
    assert.deepEqual(await testProvider(stack, provider, {username: 'odd(name)*'}), {ok: true, code: 'ok', person: 'Odd'});
    assert.equal((await testProvider(stack, provider, {username: 'odd*'})).code, 'person_unknown');
  });

  test('two_who_fit_are_nobody', async () => {
    assert.equal((await testProvider(stack, provider, {username: 'twin'})).code, 'person_ambiguous');
    await refused('twin', 'twin pass phrase');
  });

  test('wrong_passwords_make_a_name_wait', async () => {
    let last;
    for (let i = 0; i < 7; i += 1) last = await logIn('rep_s', 'wrong pass phrase');
    assert.equal(last.status, 429);
    expectStatus(await logIn('rep_s', DIRECTORY), 429);
  });
});

describe('a directory that is wrong', () => {
  const says = async (changes, code, body) => {
    const before_ = (await stack.get(`/identity-providers/${provider}`, 'admin')).json.data;
    await changeProvider(stack, provider, changes);
    const said = await testProvider(stack, provider, body);
    await changeProvider(stack, provider, Object.fromEntries(Object.keys(changes).map((k) => [k, before_[k]])));
    assert.equal(said.code, code, JSON.stringify(changes));
  };

  test('each_fault_has_its_word', async () => {
    assert.deepEqual(await testProvider(stack, provider), {ok: true, code: 'ok', person: null});
    assert.deepEqual(await testProvider(stack, provider, {username: 'rep_a'}), {ok: true, code: 'ok', person: 'Rep A'});
    await says({ca_certificate: makeCertificates().ca}, 'tls');
    await says({ca_certificate: null}, 'tls');
    await says({bind_dn: `cn=nobody,${BASE}`}, 'bind_refused');
    await says({bind_dn: null}, 'no_base');
    await says({base_dn: 'dc=elsewhere,dc=example'}, 'no_base');
    await says({subject_attribute: 'nonesuch'}, 'no_subject', {username: 'rep_a'});
    await says({url: 'ldap://localhost:1'}, 'not_allowed');
    await says({url: 'ldaps://10.0.0.1'}, 'not_allowed');
    await says({url: 'ldap://no-such-host.invalid'}, 'unknown_host');
    await says({base_dn: null}, 'incomplete');
  });

  test('a_certificate_of_another_host_is_refused', async () => {
    await says({url: strange.plain, ca_certificate: other.ca}, 'tls');
    await says({url: strange.secure, ca_certificate: other.ca}, 'tls');
  });

  test('one_that_says_nothing_ends_after_five_seconds_and_holds_nobody_else_up', async () => {
    await changeProvider(stack, provider, {url: `ldap://localhost:${silent.address().port}`});
    const began = Date.now();
    const slow = Array.from({length: 4}, () => logIn('rep_s', DIRECTORY));
    await stack.until(() => held.length >= 1, 'the directory to be asked');
    expectStatus(await logIn('admin', PASSWORD), 200);
    assert.ok(Date.now() - began < 4000, 'a local log-in does not wait');
    for (const answer of await Promise.all(slow)) expectProblem(answer, 503, 'unreachable');
    assert.ok(Date.now() - began < 12000);
    await changeProvider(stack, provider, {url: slapd.plain});
  });

  test('one_that_is_away_is_503_and_the_administrator_comes_in', async () => {
    await slapd.stop();
    expectProblem(await logIn('rep_s', DIRECTORY), 503, 'unreachable');
    expectStatus(await logIn('admin', PASSWORD), 200);
    assert.equal((await testProvider(stack, provider)).code, 'unreachable');
    await slapd.start();
    expectStatus(await logIn('rep_s', DIRECTORY), 200);
  });

  test('no_group_takes_the_administrators_roles', async () => {
    await stack.sql(`insert into auth.identity (provider_id, subject, user_id) values ('${provider}', 'x', '${IDS.admin}');`);
    await changeProvider(stack, provider, {group_claim: 'memberOf'});
    expectStatus(await stack.post('/identity-groups', 'admin', {provider_id: provider, name: 'nobody is in it', role_id: IDS.role_admin}), 201);
    await stack.sql(`select * from api.sso_enter('${provider}', 'x', 'admin', null, null, '{}');`);
    assert.deepEqual((await me(stack, expectStatus(await logIn('admin', PASSWORD), 200).json.access_token)).role_ids, [IDS.role_admin]);
  });
});
