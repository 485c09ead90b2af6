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

/** What the log-in page wants to know before it is drawn; set by it, so that nothing of it is loaded here. */
const before = { door: async () => {} };
/** @param {() => Promise<any>} ask */
export const beforeDoor = (ask) => { before.door = ask; };

async function leave() {
  forgetAll();
  await before.door().catch(() => {});
  become('out');
}

onSession({
  signedOut: leave,
  rightsChanged: () => queryClient.invalidateQueries({ queryKey: ['meta'] }),
});

/** Tries the cookie of an earlier visit. */
export async function startSession() {
  if (await renew()) become('in');
  else await leave();
}

/** A log-in of any kind. @param {string} path @param {Record<string, any>} proof */
export async function enter(path, proof) {
  const { body } = await post(path, { ...proof, refresh: 'cookie' }, { auth: false });
  forgetAll();
  acceptTokens(body.data ?? body);
  become('in');
}

/** @param {{username: string, password: string, totp?: string}} credentials */
export const logIn = (credentials) => enter('/auth/login', credentials);

export async function logOut() {
  try {
    await post('/auth/logout');
  } catch {
    // the session may be gone already; leaving is always possible
  }
  await leave();
}

const subscribe = (watcher) => {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
};
export const useSession = () => useSyncExternalStore(subscribe, () => state);
