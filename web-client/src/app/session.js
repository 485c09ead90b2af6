// SPDX-License-Identifier: AGPL-3.0-or-later
// Who is signed in: starting from the refresh cookie, logging in and out, and
// what has to be forgotten in between. Tokens stay inside api/client.js.
import { useSyncExternalStore } from 'react';
import { acceptTokens, forgetTokens, onSession, post, renew } from '../api/client.js';
import { clearRefs } from '../api/refs.js';
import { queryClient } from '../api/queries.js';

/** @type {'starting'|'in'|'out'} */
let state = 'starting';
/** Through whose eyes one looks, and until when. @type {{id: string, name: string, until: number}|null} */
let look = null;
let leaving = false;
const watchers = new Set();

function become(next, nextLook = null) {
  if (state === next && look === nextLook) return;
  state = next;
  look = nextLook;
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
  lookOver: () => { leaveLook(); },
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
  if (look) return leaveLook();
  try {
    await post('/auth/logout');
  } catch {
    // the session may be gone already; leaving is always possible
  }
  await leave();
}

/** Becomes somebody's eyes; what was known so far is forgotten. @param {{id: string, name: string}} person @param {string} reason @param {() => void} before runs once it is granted */
export async function lookAs(person, reason, before) {
  const { body } = await post('/auth/view-as', { user_id: person.id, reason });
  before();
  forgetAll();
  acceptTokens(body, true);
  become('in', { id: person.id, name: person.name, until: Date.now() + (body.expires_in - 20) * 1000 });
}

/** Back to oneself, by the refresh cookie; what was seen is forgotten. */
export async function leaveLook() {
  if (!look || leaving) return;
  leaving = true;
  try {
    await post('/auth/view-as/end');
  } catch {
    // it may be over already
  }
  forgetAll();
  if (await renew()) become('in');
  else await leave();
  leaving = false;
}

const subscribe = (watcher) => {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
};
export const useSession = () => useSyncExternalStore(subscribe, () => state);
export const useLook = () => useSyncExternalStore(subscribe, () => look);
