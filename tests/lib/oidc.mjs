// SPDX-License-Identifier: AGPL-3.0-or-later
// A real OpenID Connect provider (npm oidc-provider) on a port of its own, with a log-in page of one
// field, and a browser without a screen that goes through it.
import {generateKeyPairSync} from 'node:crypto';
import http from 'node:http';
import Provider from 'oidc-provider';
import {freePort} from './sso.mjs';
import {SECRET} from './standin.mjs';

const page = (action) => `<!doctype html><html lang="en"><title>Provider</title><main><h1>Provider</h1><form method="post" action="${action}">
<label>Name <input name="login" autofocus></label> <button>Continue</button></form><form method="post" action="${action}"><button name="cancel" value="1">Cancel</button></form></main>`;

function configuration(redirect, accounts, alg) {
  const rsa = generateKeyPairSync('rsa', {modulusLength: 2048}).privateKey.export({format: 'jwk'});
  const ec = generateKeyPairSync('ec', {namedCurve: 'P-256'}).privateKey.export({format: 'jwk'});
  return {
    clients: [{client_id: 'guanxi', client_secret: SECRET, redirect_uris: [redirect], response_types: ['code'], grant_types: ['authorization_code'],
      token_endpoint_auth_method: 'client_secret_basic', id_token_signed_response_alg: alg}],
    pkce: {methods: ['S256'], required: () => true},
    claims: {openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'preferred_username', 'groups']},
    findAccount: async (ctx, id) => (accounts[id] ? {accountId: id, claims: async () => ({sub: id, ...accounts[id]})} : undefined),
    features: {devInteractions: {enabled: false}},
    interactions: {url: (ctx, interaction) => `/interaction/${interaction.uid}`},
    cookies: {keys: ['a key of the test']},
    jwks: {keys: [{...rsa, kid: 'r1', use: 'sig', alg: 'RS256'}, {...ec, kid: 'e1', use: 'sig', alg: 'ES256'}]},
    loadExistingGrant: async (ctx) => {
      const grant = new ctx.oidc.provider.Grant({clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId});
      grant.addOIDCScope('openid email profile');
      await grant.save();
      return grant;
    },
  };
}

/** accounts: {login: claims}. base: where the client's callback page is. */
export async function startOidc(accounts, {base = 'http://localhost', alg = 'RS256', port: wanted} = {}) {
  const port = wanted ?? await freePort();
  const issuer = `http://localhost:${port}`;
  const warn = console.warn;
  console.warn = () => {};
  const provider = new Provider(issuer, configuration(`${base}/sso/callback`, accounts, alg));
  console.warn = warn;
  const rest = provider.callback();
  const server = http.createServer(async (rq, rs) => {
    if (!/^\/interaction\//.test(rq.url)) return rest(rq, rs);
    if (rq.method === 'POST') {
      const form = new URLSearchParams(await new Promise((resolve) => { let text = ''; rq.on('data', (c) => { text += c; }).on('end', () => resolve(text)); }));
      if (form.get('cancel')) return provider.interactionFinished(rq, rs, {error: 'access_denied', error_description: 'cancelled'});
      if (accounts[form.get('login')]) return provider.interactionFinished(rq, rs, {login: {accountId: form.get('login')}});
    }
    rs.writeHead(200, {'Content-Type': 'text/html; charset=utf-8'});
    return rs.end(page(rq.url));
  });
  await new Promise((resolve) => { server.listen(port, '127.0.0.1', resolve); });
  return {issuer, host: `localhost:${port}`, accounts, stop: () => { server.closeAllConnections?.(); server.close(); }};
}

/** Goes through the provider's pages as a browser does: {code, state} or {error, state} of the address it is sent back to. */
export async function goThrough(address, login) {
  const jar = new Map();
  let next = {url: address};
  for (let step = 0; step < 12; step += 1) {
    const answer = await fetch(next.url, {redirect: 'manual', method: next.body ? 'POST' : 'GET', body: next.body,
      headers: {Cookie: [...jar].map(([k, v]) => `${k}=${v}`).join('; ')}});
    for (const line of answer.headers.getSetCookie?.() ?? [answer.headers.get('set-cookie')].filter(Boolean)) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
      jar.set(name, value);
    }
    const location = answer.headers.get('location');
    if (location) {
      const to = new URL(location, next.url);
      if (to.pathname === '/sso/callback') return Object.fromEntries(to.searchParams);
      next = {url: to.href};
    } else if (/\/interaction\//.test(next.url) && !next.body) next = {url: next.url, body: new URLSearchParams(login ? {login} : {cancel: '1'})};
    else throw new Error(`the provider stopped at ${next.url}: ${answer.status} ${(await answer.text()).slice(0, 300)}`);
  }
  throw new Error('the provider goes in circles');
}
