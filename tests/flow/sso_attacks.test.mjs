// SPDX-License-Identifier: AGPL-3.0-or-later
// What a hostile browser, a hostile provider and somebody in between try: each is refused, nobody is logged in, and the
// same way without the attack works.
import {generateKeyPairSync} from 'node:crypto';
import {after, before, beforeEach, describe, test} from 'node:test';
import {IDS, PASSWORD} from '../fixtures/people.mjs';
import {begin, binding, changeProvider, finish, makeCertificates, makeProvider, testProvider} from '../lib/sso.mjs';
import {SECRET, keys, signed, startStandin} from '../lib/standin.mjs';
import {startStack} from '../lib/stack.mjs';
import {assert, expectProblem, expectStatus} from '../lib/suite.mjs';

let stack;
let standin;
let secure;
let provider;
let tls;

before(async () => {
  const ca = makeCertificates();
  tls = ca;
  standin = await startStandin();
  secure = await startStandin({tls: {cert: ca.cert, key: ca.key}});
  stack = await startStack({env: {GX_NET_ALLOW: `${standin.host},${secure.host}`}});
  provider = await makeProvider(stack, {name: 'Provider', kind: 'oidc', issuer: standin.issuer, client_id: 'guanxi', match_by: 'username'}, SECRET);
});
after(async () => { standin?.stop(); secure?.stop(); await stack?.stop(); });
beforeEach(async () => { standin.reset(); await stack.sql('delete from auth.login_attempt; delete from auth.sso_attempt;'); });

/** A whole log-in with what the test changes. */
async function whole(claims = {}, change = {}) {
  const going = await begin(stack, provider);
  return finish(stack, {...going, ...standin.approve(going.url, {preferred_username: 'rep_a', ...claims}), ...change});
}
const now = () => Math.floor(Date.now() / 1000);

describe('the browser', () => {
  test('the_honest_way_works', async () => { expectStatus(await whole(), 200); });
  test('a_state_that_we_did_not_give_is_refused', async () => { expectProblem(await whole({}, {state: 'x'.repeat(43)}), 401, 'sso_expired'); });
  test('a_state_counts_in_the_browser_that_began_only', async () => { expectProblem(await whole({}, {binding: binding()}), 401, 'sso_expired'); });

  test('a_code_and_state_come_once', async () => {
    const going = await begin(stack, provider);
    const back = {...going, ...standin.approve(going.url, {preferred_username: 'rep_a'})};
    expectStatus(await finish(stack, back), 200);
    expectProblem(await finish(stack, back), 401, 'sso_expired');
  });

  test('a_state_is_good_for_ten_minutes', async () => {
    const going = await begin(stack, provider);
    await stack.sql("update auth.sso_attempt set expires_at = now() - interval '1 second';");
    expectProblem(await finish(stack, {...going, ...standin.approve(going.url)}), 401, 'sso_expired');
  });

  test('the_code_of_another_log_in_does_not_fit', async () => {
    const mine = await begin(stack, provider);
    const stolen = standin.approve((await begin(stack, provider)).url, {preferred_username: 'rep_a'});
    expectProblem(await finish(stack, {...mine, code: stolen.code}), 401, 'sso_refused');
  });

  test('an_address_that_tries_often_has_to_wait', async () => {
    let last;
    for (let i = 0; i < 33; i += 1) last = await finish(stack, {state: 'x'.repeat(40) + i, code: 'c', binding: binding()});
    assert.equal(last.status, 429);
    await stack.sql('delete from auth.login_attempt;');
    for (let i = 0; i < 61; i += 1) last = await stack.post(`/auth/oidc/${provider}/start`, undefined, {binding: binding()});
    assert.equal(last.status, 429);
  });
});

describe('the token', () => {
  const refused = async (token) => { standin.say.token = token; expectProblem(await whole(), 401, 'sso_refused'); };
  const claim = async (claims) => { standin.say.claims = claims; expectProblem(await whole(), 401, 'sso_refused'); };

  test('es256_is_good_too', async () => { standin.say.token = (c) => signed(c, {alg: 'ES256'}); expectStatus(await whole(), 200); });
  test('alg_none_is_refused', () => refused((c) => signed(c, {alg: 'none'})));
  test('hs256_with_the_public_key_is_refused', () => refused((c) => signed(c, {alg: 'HS256'})));
  test('hs256_is_refused_even_when_the_metadata_offers_it', async () => {
    await changeProvider(stack, provider, {issuer: `${standin.issuer}/hs`});
    standin.say.raw['/hs/.well-known/openid-configuration'] = (rq, rs) => {
      rs.writeHead(200, {'Content-Type': 'application/json'});
      rs.end(JSON.stringify({...standin.metadata, issuer: `${standin.issuer}/hs`, id_token_signing_alg_values_supported: ['HS256', 'none']}));
    };
    standin.say.claims = {iss: `${standin.issuer}/hs`};
    await refused((c) => signed(c, {alg: 'HS256'}));
    await refused((c) => signed(c));
    await changeProvider(stack, provider, {issuer: standin.issuer});
  });
  test('a_key_that_the_provider_does_not_list_is_refused', () => refused((c) => signed(c, {key: generateKeyPairSync('rsa', {modulusLength: 2048}).privateKey})));
  test('an_ec_signature_under_the_name_of_the_rsa_key_is_refused', () => refused((c) => signed(c, {alg: 'ES256', kid: 'rsa'})));
  test('changed_claims_are_refused', () => refused((c) => {
    const [head, , tail] = signed(c).split('.');
    return `${head}.${Buffer.from(JSON.stringify({...c, preferred_username: 'admin'})).toString('base64url')}.${tail}`;
  }));
  test('a_header_that_wants_to_be_understood_is_refused', () => refused((c) => signed(c, {header: {crit: ['exp']}})));
  test('text_that_is_no_token_is_refused', async () => { for (const text of ['', 'x', 'a.b', 'a.b.c.d', '..', `${'a'.repeat(40000)}.b.c`]) await refused(() => text); });
  test('the_nonce_of_another_log_in_is_refused', () => claim({nonce: 'n'.repeat(43)}));
  test('a_token_without_nonce_is_refused', () => claim({nonce: undefined}));
  test('another_issuer_is_refused', () => claim({iss: 'https://evil.example'}));
  test('a_token_for_others_is_refused', () => claim({aud: 'another'}));
  test('a_token_for_many_says_that_it_is_for_us', async () => {
    await claim({aud: ['guanxi', 'another']});
    await claim({aud: ['guanxi', 'another'], azp: 'another'});
    standin.say.claims = {aud: ['guanxi', 'another'], azp: 'guanxi'};
    expectStatus(await whole(), 200);
  });
  test('an_old_token_is_refused', () => claim({exp: now() - 61}));
  test('a_token_without_an_end_is_refused', () => claim({exp: undefined}));
  test('an_end_that_is_text_is_refused', () => claim({exp: String(now() + 300)}));
  test('a_token_made_long_ago_is_refused', () => claim({iat: now() - 3600}));
  test('a_token_of_the_future_is_refused', () => claim({iat: now() + 3600}));
  test('a_token_not_yet_good_is_refused', () => claim({nbf: now() + 3600}));
  test('nobody_is_no_subject', async () => { await claim({sub: ''}); await claim({sub: 7}); await claim({sub: 'x'.repeat(300)}); });

  test('userinfo_of_another_person_is_refused', async () => {
    await changeProvider(stack, provider, {issuer: `${standin.issuer}/ui`, match_by: 'email'});
    await stack.sql(`update app."user" set email = 'rep_b@hengce.example' where id = '${IDS.rep_b}';`);
    standin.say.raw['/ui/.well-known/openid-configuration'] = (rq, rs) => {
      rs.writeHead(200, {'Content-Type': 'application/json'});
      rs.end(JSON.stringify({...standin.metadata, issuer: `${standin.issuer}/ui`, userinfo_endpoint: `${standin.issuer}/userinfo`}));
    };
    let sub = 'sub-1';
    standin.say.raw['/userinfo'] = (rq, rs) => {
      rs.writeHead(200, {'Content-Type': 'application/json'});
      rs.end(JSON.stringify({sub, email: 'rep_b@hengce.example', email_verified: true}));
    };
    standin.say.claims = {iss: `${standin.issuer}/ui`, sub: 'sub-ui'};
    expectProblem(await whole(), 401, 'sso_refused');
    sub = 'sub-ui';
    expectStatus(await whole(), 200);
    await changeProvider(stack, provider, {issuer: standin.issuer, match_by: 'username'});
  });
});

describe('the provider', () => {
  const document = (path, write) => { standin.say.raw[path] = write; };
  const says = (path, value) => document(path, (rq, rs) => { rs.writeHead(200, {'Content-Type': 'application/json'}); rs.end(JSON.stringify(value)); });

  test('metadata_of_another_issuer_are_not_taken', async () => {
    says('/.well-known/openid-configuration', {...standin.metadata, issuer: 'https://evil.example'});
    assert.equal((await testProvider(stack, provider)).code, 'wrong_issuer');
  });

  test('keys_that_never_end_are_cut_off', async () => {
    let sent = 0;
    document('/jwks', (rq, rs) => {
      rs.writeHead(200, {'Content-Type': 'application/json'});
      const more = () => { while (!rs.destroyed && rs.write(`{"keys":[${' '.repeat(65536)}`)) sent += 65536; };
      rs.on('drain', more);
      more();
    });
    assert.equal((await testProvider(stack, provider)).code, 'too_large');
    assert.ok(sent < 20 << 20, `${sent} bytes`);
  });

  test('keys_that_drip_end_after_ten_seconds', async () => {
    document('/jwks', (rq, rs) => {
      rs.writeHead(200, {'Content-Type': 'application/json'});
      const timer = setInterval(() => rs.write(' '), 200);
      rs.on('close', () => clearInterval(timer));
    });
    const began = Date.now();
    assert.equal((await testProvider(stack, provider)).code, 'timeout');
    assert.ok(Date.now() - began < 13000);
  });

  test('what_is_no_document_is_a_bad_answer', async () => {
    for (const text of ['', '<html>', '[]', '{"a":1,"a":2}', `${'['.repeat(100)}`]) {
      document('/jwks', (rq, rs) => rs.end(text));
      assert.equal((await testProvider(stack, provider)).code, 'bad_answer', text);
    }
    document('/jwks', (rq, rs) => { rs.writeHead(302, {Location: '/other'}); rs.end(); });
    assert.equal((await testProvider(stack, provider)).code, 'bad_answer');
    assert.ok(!standin.asked.includes('GET /other'), 'no redirect is followed');
  });

  test('a_list_without_a_usable_key_is_said_so', async () => {
    says('/jwks', {keys: [{kty: 'oct', k: 'AAAA', kid: 'x'}]});
    assert.equal((await testProvider(stack, provider)).code, 'no_keys');
  });

  test('a_weak_key_verifies_nothing', async () => {
    const weak = generateKeyPairSync('rsa', {modulusLength: 1024});
    await changeProvider(stack, provider, {issuer: `${standin.issuer}/weak`});
    says('/weak/.well-known/openid-configuration', {...standin.metadata, issuer: `${standin.issuer}/weak`, jwks_uri: `${standin.issuer}/weakkeys`});
    says('/weakkeys', {keys: [{...weak.publicKey.export({format: 'jwk'}), kid: 'rsa'}]});
    standin.say.claims = {iss: `${standin.issuer}/weak`};
    standin.say.token = (c) => signed(c, {key: weak.privateKey});
    expectProblem(await whole(), 401, 'sso_refused');
    await changeProvider(stack, provider, {issuer: standin.issuer});
  });

  test('a_new_key_is_found_and_an_old_one_forgotten', async () => {
    const fresh = generateKeyPairSync('rsa', {modulusLength: 2048});
    await changeProvider(stack, provider, {issuer: `${standin.issuer}/roll`});
    says('/roll/.well-known/openid-configuration', {...standin.metadata, issuer: `${standin.issuer}/roll`, jwks_uri: `${standin.issuer}/rollkeys`});
    says('/rollkeys', {keys: keys()});
    standin.say.claims = {iss: `${standin.issuer}/roll`};
    expectStatus(await whole(), 200);
    says('/rollkeys', {keys: [{...fresh.publicKey.export({format: 'jwk'}), kid: 'new', use: 'sig'}]});
    standin.say.token = (c) => signed(c, {key: fresh.privateKey, kid: 'new'});
    await stack.until(async () => { await stack.sql('delete from auth.sso_attempt; delete from auth.login_attempt;'); return (await whole()).status === 200; }, 'the new key', 20000);
    standin.say.token = null;
    expectProblem(await whole(), 401, 'sso_refused');
    await changeProvider(stack, provider, {issuer: standin.issuer});
  });

  test('addresses_of_ours_in_the_metadata_are_not_asked', async () => {
    for (const inside of [`${stack.base}/readyz`, 'http://169.254.169.254/latest', 'https://127.0.0.1:1/', 'https://[::1]:1/', 'file:///etc/passwd', 'https://user@localhost/']) {
      says('/.well-known/openid-configuration', {...standin.metadata, jwks_uri: inside});
      const {code} = await testProvider(stack, provider);
      assert.equal(code, 'not_allowed', inside);
    }
    for (const bad of ['javascript:alert(1)', 'http://evil.example/auth']) {
      says('/.well-known/openid-configuration', {...standin.metadata, authorization_endpoint: bad});
      assert.equal((await testProvider(stack, provider)).code, 'not_allowed', bad);
    }
  });

  test('an_issuer_in_the_local_network_needs_the_operators_word', async () => {
    for (const issuer of ['http://127.0.0.1:8081', 'https://localhost:8443', 'https://10.1.2.3', 'https://0x7f000001', 'https://2130706433', 'https://[::ffff:127.0.0.1]'])  {
      const id = await makeProvider(stack, {name: `inside ${issuer}`, kind: 'oidc', is_active: false, issuer, client_id: 'x'});
      assert.equal((await testProvider(stack, id)).code, 'not_allowed', issuer);
    }
  });

  test('a_certificate_must_be_of_an_authority_that_is_known', async () => {
    const id = await makeProvider(stack, {name: 'TLS', kind: 'oidc', issuer: secure.issuer, client_id: 'guanxi'}, SECRET);
    assert.equal((await testProvider(stack, id)).code, 'tls');
    await changeProvider(stack, id, {ca_certificate: tls.ca});
    assert.equal((await testProvider(stack, id)).code, 'ok');
    await changeProvider(stack, id, {ca_certificate: makeCertificates().ca});
    assert.equal((await testProvider(stack, id)).code, 'tls');
  });

  test('a_token_endpoint_that_fails_is_503_and_passwords_go_on', async () => {
    assert.equal((await testProvider(stack, provider)).code, 'ok', 'a trial reads everything anew');
    standin.say.token = () => ({status: 500, body: {}});
    expectProblem(await whole(), 503, 'unreachable');
    expectStatus(await stack.api('POST', '/auth/login', {body: {username: 'admin', password: PASSWORD}}), 200);
  });
});
