// SPDX-License-Identifier: AGPL-3.0-or-later
// What the log-in page asks the server for. It is asked before the page is drawn, so that
// nothing jumps; a server that is slow does not keep the form away for long.
import { get } from '../api/client.js';
import { queryClient } from '../api/queries.js';

/** Names of the buttons of identity providers. */
export const providersQuery = {
  queryKey: ['sso', 'providers'],
  queryFn: async () => (await get('/auth/providers', { auth: false })).body.data,
  retry: false,
  staleTime: 60_000,
};

/** One person per role; on demo systems only, anywhere else this is a 404 and nothing shows. */
export const demoQuery = {
  queryKey: ['demo'],
  queryFn: async () => (await get('/auth/demo', { auth: false })).body.data,
  retry: false,
  staleTime: Infinity,
};

/** @param {number} limit in ms */
export const doorSoon = (limit = 2500) => Promise.race([
  Promise.all([queryClient.prefetchQuery(providersQuery), queryClient.prefetchQuery(demoQuery)]),
  new Promise((resolve) => { setTimeout(resolve, limit); }),
]);
