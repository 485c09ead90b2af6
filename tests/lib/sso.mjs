// SPDX-License-Identifier: AGPL-3.0-or-later
// What tests of single sign-on share: a provider made through the API, a browser's part of a log-in,
// certificates, free ports.
import {spawnSync} from 'node:child_process';
import {randomBytes} from 'node:crypto';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import net from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expectStatus} from './suite.mjs';

export const binding = () => randomBytes(32).toString('base64url');

/** Makes a provider (and its secret) as the administrator; gives its id. */
export async function makeProvider(stack, settings, secret) {
  const made = expectStatus(await stack.post('/identity-providers', 'admin', {is_active: true, ...settings}), 201).json.data;
  if (secret) expectStatus(await stack.api('PUT', `/identity-providers/${made.id}/secret`, {token: 'admin', body: {secret}}), 204);
  return made.id;
}

export async function changeProvider(stack, id, changes) {
  return expectStatus(await stack.patch(`/identity-providers/${id}`, 'admin', changes, '*'), 200).json.data;
}

export const testProvider = async (stack, id, body = {}) => expectStatus(await stack.post(`/identity-providers/${id}/test`, 'admin', body), 200).json.data;

/** Begins a log-in: {url, state, binding}. */
export async function begin(stack, provider, mine = binding()) {
  const {url} = expectStatus(await stack.post(`/auth/oidc/${provider}/start`, undefined, {binding: mine}), 200).json.data;
  return {url, state: new URL(url).searchParams.get('state'), binding: mine};
}

export const finish = (stack, {state, code, binding: mine, url: _address, iss: _issuer, error: _error, error_description: _said, ...more}) => stack.post('/auth/oidc/finish', undefined, {state, code, binding: mine, refresh: 'body', ...more});

export const me = async (stack, token) => expectStatus(await stack.api('GET', '/auth/me', {token}), 200).json.data;

/** A port that was free a moment ago. */
export const freePort = () => new Promise((resolve) => {
  const server = net.createServer().listen(0, '127.0.0.1', () => { const {port} = server.address(); server.close(() => resolve(port)); });
});

function openssl(...args) {
  const r = spawnSync('openssl', args, {encoding: 'utf8'});
  if (r.status !== 0) throw new Error(`openssl ${args[0]}: ${r.stderr}`);
}

/** An authority and a certificate for this machine (or another name): {folder, ca, cert, key} with texts and paths. */
export function makeCertificates(name = 'localhost') {
  const folder = mkdtempSync(join(tmpdir(), 'gx-ca-'));
  process.once('exit', () => rmSync(folder, {recursive: true, force: true}));
  const at = (file) => join(folder, file);
  openssl('req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2', '-subj', '/CN=Test CA', '-keyout', at('ca.key'), '-out', at('ca.pem'));
  openssl('req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-subj', `/CN=${name}`, '-keyout', at('server.key'), '-out', at('server.csr'));
  writeFileSync(at('ext'), `subjectAltName=DNS:${name}${name === 'localhost' ? ',IP:127.0.0.1' : ''}\n`);
  openssl('x509', '-req', '-in', at('server.csr'), '-CA', at('ca.pem'), '-CAkey', at('ca.key'), '-CAcreateserial', '-days', '2', '-extfile', at('ext'), '-out', at('server.pem'));
  const read = (file) => readFileSync(at(file), 'utf8');
  return {folder, at, ca: read('ca.pem'), cert: read('server.pem'), key: read('server.key')};
}
