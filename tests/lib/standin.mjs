// SPDX-License-Identifier: AGPL-3.0-or-later
// A stand-in for an OpenID Connect provider that says whatever a test wants it to say, right or
// wrong: real HTTP, real signatures. A real provider is in tests/lib/oidc.mjs.
import {createHash, createHmac, generateKeyPairSync, sign} from 'node:crypto';
import http from 'node:http';
import https from 'node:https';

const b64 = (value) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
const rsa = generateKeyPairSync('rsa', {modulusLength: 2048});
const ec = generateKeyPairSync('ec', {namedCurve: 'P-256'});

/** Signs claims: alg RS256 or ES256 properly; none, HS256 (with the public key as secret) as an attacker does. */
export function signed(claims, {alg = 'RS256', kid = alg === 'ES256' ? 'ec' : 'rsa', header = {}, key} = {}) {
  const text = `${b64({alg, ...(kid && {kid}), typ: 'JWT', ...header})}.${b64(claims)}`;
  if (alg === 'none') return `${text}.`;
  if (alg === 'HS256') return `${text}.${createHmac('sha256', rsa.publicKey.export({type: 'spki', format: 'pem'})).update(text).digest('base64url')}`;
  const options = alg === 'ES256' ? {key: key ?? ec.privateKey, dsaEncoding: 'ieee-p1363'} : key ?? rsa.privateKey;
  return `${text}.${sign('sha256', Buffer.from(text), options).toString('base64url')}`;
}

export const keys = () => [
  {...rsa.publicKey.export({format: 'jwk'}), kid: 'rsa', use: 'sig', alg: 'RS256'},
  {...ec.publicKey.export({format: 'jwk'}), kid: 'ec', use: 'sig'},
];

/**
 * Starts it. `say` may be changed by tests at any time: metadata (merged), jwks(), token(claims, form) -> an answer
 * {status, body} or an id_token; claims (merged into a good id token); raw: {path: (rq, rs) => void}.
 */
export async function startStandin({tls} = {}) {
  const say = {metadata: {}, claims: {}, raw: {}, jwks: () => ({keys: keys()}), token: null};
  const asked = [];
  const server = (tls ? https : http).createServer(tls ?? {}, async (rq, rs) => {
    const url = new URL(rq.url, standin.issuer);
    asked.push(`${rq.method} ${url.pathname}`);
    if (say.raw[url.pathname]) return say.raw[url.pathname](rq, rs);
    const body = await new Promise((resolve) => { let text = ''; rq.on('data', (c) => { text += c; }).on('end', () => resolve(text)); });
    const json = (status, value) => { rs.writeHead(status, {'Content-Type': 'application/json'}); rs.end(JSON.stringify(value)); };
    if (url.pathname === '/.well-known/openid-configuration') return json(200, {...standin.metadata, ...say.metadata});
    if (url.pathname === '/jwks') return json(200, say.jwks());
    if (url.pathname !== '/token') return json(404, {error: 'not_found'});
    return answerToken(standin, new URLSearchParams(body), json, rq);
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const {port} = server.address();
  const issuer = `${tls ? 'https' : 'http'}://localhost:${port}`;
  const standin = {
    issuer, host: `localhost:${port}`, say, asked, codes: new Map(), stop: () => { server.closeAllConnections?.(); server.close(); },
    metadata: {issuer, authorization_endpoint: `${issuer}/auth`, token_endpoint: `${issuer}/token`, jwks_uri: `${issuer}/jwks`,
      response_types_supported: ['code'], subject_types_supported: ['public'], id_token_signing_alg_values_supported: ['RS256', 'ES256']},
    reset() { Object.assign(say, {metadata: {}, claims: {}, raw: {}, jwks: () => ({keys: keys()}), token: null}); asked.length = 0; },
    /** What the provider does when somebody has logged in there: remembers the request, gives a code. */
    approve(address, claims = {}) {
      const q = new URL(address).searchParams;
      const code = `code-${standin.codes.size + 1}`;
      standin.codes.set(code, {nonce: q.get('nonce'), challenge: q.get('code_challenge'), client: q.get('client_id'), redirect: q.get('redirect_uri'), claims});
      return {code, state: q.get('state')};
    },
  };
  return standin;
}

export const SECRET = 'a secret: with % and /';

function answerToken(standin, form, json, rq) {
  const known = `Basic ${Buffer.from(`${encodeURIComponent('guanxi')}:${encodeURIComponent(SECRET)}`).toString('base64')}`;
  if (rq.headers.authorization !== known) return json(401, {error: 'invalid_client'});
  const grant = standin.codes.get(form.get('code'));
  standin.codes.delete(form.get('code'));
  const challenge = createHash('sha256').update(form.get('code_verifier') ?? '').digest('base64url');
  if (!grant || grant.challenge !== challenge || grant.redirect !== form.get('redirect_uri')) return json(400, {error: 'invalid_grant'});
  const now = Math.floor(Date.now() / 1000);
  const claims = {iss: standin.issuer, aud: grant.client, sub: 'sub-1', iat: now, exp: now + 300, nonce: grant.nonce, ...grant.claims, ...standin.say.claims};
  const said = standin.say.token ? standin.say.token(claims, form) : signed(claims);
  if (typeof said === 'object') return json(said.status, said.body);
  return json(200, {access_token: 'opaque', token_type: 'Bearer', expires_in: 60, id_token: said});
}
