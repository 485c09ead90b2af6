// SPDX-License-Identifier: AGPL-3.0-or-later
// Who is signed in: starting from the refresh cookie, logging in and out, and
// what has to be forgotten in between. Tokens stay inside api/client.js.
import { useSyncExternalStore } from 'react';
import { acceptTokens, forgetTokens, onSession, post, renew } from '../api/client.js';
import { clearRefs } from '../api/refs.js';
import { queryClient } from '../api/queries.js';

/** @type {'starting'|'in'|'out'} */
let state = 'starting';
const watchers = new Set();

function become(next) {
  if (state === next) return;
  state = next;
  for (const watcher of watchers) watcher();
}

function forgetAll() {
  forgetTokens();
  queryClient.clear();
  clearRefs();
}

onSession({
  signedOut: () => {
    forgetAll();
    become('out');
  },
  rightsChanged: () => queryClient.invalidateQueries({ queryKey: ['meta'] }),
});

/** Tries the cookie of an earlier visit. */
export async function startSession() {
  become((await renew()) ? 'in' : 'out');
}

/** @param {{username: string, password: string, totp?: string}} credentials */
export async function logIn(credentials) {
  const { body } = await post('/auth/login', { ...credentials, refresh: 'cookie' }, { auth: false });
  forgetAll();
  acceptTokens(body.data ?? body);
  become('in');
}

export async function logOut() {
  try {
    await post('/auth/logout');
  } catch {
    // the session may be gone already; leaving is always possible
  }
  forgetAll();
  become('out');
}

const subscribe = (watcher) => {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
};
export const useSession = () => useSyncExternalStore(subscribe, () => state);
