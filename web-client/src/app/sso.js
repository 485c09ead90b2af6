// SPDX-License-Identifier: AGPL-3.0-or-later
// Going to an identity provider and coming back. What this browser alone knows of a
// log-in under way stays in the tab's session storage until the provider has sent
// the person back to /sso/callback.
import { post } from '../api/client.js';
import { enter } from './session.js';

const STORED = 'gx.sso';
export const CALLBACK = '/sso/callback';

function newBinding() {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** Leaves the page. @param {string} provider @param {string} [password] given: to tie the name there to oneself */
export async function goToProvider(provider, password) {
  const linking = password !== undefined;
  const binding = newBinding();
  const path = '/auth/oidc/' + provider + (linking ? '/link' : '/start');
  const { body } = await post(path, linking && password ? { binding, password } : { binding }, { auth: linking });
  sessionStorage.setItem(STORED, JSON.stringify({ binding, linking }));
  window.location.assign(body.data.url);
}

/** What the provider sent along, taken out of the address: {state, code, error, binding, linking}. */
export function takeAnswer() {
  const params = new URLSearchParams(window.location.search);
  const kept = JSON.parse(sessionStorage.getItem(STORED) ?? '{}');
  sessionStorage.removeItem(STORED);
  window.history.replaceState(null, '', CALLBACK);
  return { state: params.get('state') ?? '', code: params.get('code') ?? '', error: params.get('error') ?? '', ...kept };
}

/** @param {any} answer of takeAnswer @param {string} [totp] */
export const finishLogIn = ({ state, code, binding }, totp) =>
  enter('/auth/oidc/finish', { state, binding, ...(totp ? { totp } : { code }) });

/** @param {any} answer of takeAnswer */
export const finishLink = ({ state, code, binding }) => post('/auth/identities', { state, code, binding });
