// SPDX-License-Identifier: AGPL-3.0-or-later
// Reading, as react-query hooks. Keys: ['meta'], ['list', path, query],
// ['record', path, id], ['history', path, id], ['aggregate', path, query],
// ['get', path, query]. Whatever is written invalidates by path (saves.js).
import { QueryClient, useInfiniteQuery, useQueries, useQuery } from '@tanstack/react-query';
import { createContext, useContext, useMemo } from 'react';
import { get } from './client.js';
import { putRefs, setRefResolver } from './refs.js';
import { includesOf, modelOf } from '../meta/model.js';
import { Problem } from './problem.js';

/** Only what may pass by waiting is tried again. */
function again(count, error) {
  return error instanceof Problem && [0, 502, 503, 504].includes(error.status) && count < 2;
}

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { staleTime: 15_000, gcTime: 10 * 60_000, retry: again, refetchOnWindowFocus: false },
    mutations: { retry: false },
  },
});

/** @returns {Promise<import('../meta/model.js').Model>} */
async function fetchMeta() {
  const { body } = await get('/meta');
  const model = modelOf(body.data);
  setRefResolver((name) => model.byName[name]);
  return model;
}

export const metaQuery = { queryKey: ['meta'], queryFn: fetchMeta, staleTime: Infinity, gcTime: Infinity };

/** @type {import('react').Context<import('../meta/model.js').Model|null>} */
export const MetaContext = createContext(null);

/** The definition that this person has; the shell provides it once it is there. */
export function useMeta() {
  const model = useContext(MetaContext);
  if (!model) throw new Error('useMeta is for pages inside the shell');
  return model;
}

/** @param {string} name @returns {import('../meta/model.js').Resource|undefined} */
export const useResource = (name) => useMeta().byName[name];

async function fetchList(path, query, signal) {
  const { body } = await get('/' + path, { query, signal });
  putRefs(body.included);
  return body;
}

/**
 * An endless list by keyset cursors; rows is flat and keeps its identity.
 * @param {string} path @param {Record<string, any>} query @param {{enabled?: boolean}} [options]
 */
export function useList(path, query, options) {
  const result = useInfiniteQuery({
    queryKey: ['list', path, query],
    queryFn: ({ pageParam, signal }) => {
      const first = pageParam ? { ...query, cursor: pageParam } : query;
      if (pageParam) delete first.count;
      return fetchList(path, first, signal);
    },
    initialPageParam: '',
    getNextPageParam: (page) => page.page?.next ?? undefined,
    placeholderData: (previous) => previous,
    ...options,
  });
  const pages = result.data?.pages;
  const rows = useMemo(() => (pages ?? []).flatMap((page) => page.data), [pages]);
  return { ...result, rows, count: pages?.[0]?.page?.count ?? null };
}

/** One page, for panels and short lists. @param {string} path @param {Record<string, any>} query @param {{enabled?: boolean, refetchInterval?: number}} [options] */
export function useShortList(path, query, options) {
  const result = useQuery({
    queryKey: ['list', path, query, 'short'],
    queryFn: ({ signal }) => fetchList(path, query, signal),
    ...options,
  });
  return { ...result, rows: result.data?.data ?? [], more: Boolean(result.data?.page?.next), count: result.data?.page?.count ?? null };
}

/** One page of each of several lists with the same question. @param {{name: string, path: string}[]} resources @param {(resource: any) => Record<string, any>} queryOf */
export function useShortLists(resources, queryOf) {
  const results = useQueries({ queries: resources.map((resource) => {
    const query = queryOf(resource);
    return { queryKey: ['list', resource.path, query, 'short'], queryFn: ({ signal }) => fetchList(resource.path, query, signal) };
  }) });
  return { rows: Object.fromEntries(resources.map((resource, at) => [resource.name, results[at].data?.data ?? []])), loading: results.some((one) => one.isLoading) };
}

export async function fetchRecord(path, id, include, signal) {
  const { body, etag } = await get('/' + path + '/' + id, { query: { include: include || undefined }, signal });
  putRefs(body.included);
  return { record: body.data, etag };
}

/** @param {import('../meta/model.js').Resource} resource @param {string|undefined} id */
export function useRecord(resource, id) {
  const include = includesOf(resource, resource.fields.map((field) => field.name)).join(',');
  const result = useQuery({
    queryKey: ['record', resource.path, id],
    queryFn: ({ signal }) => fetchRecord(resource.path, id, include, signal),
    enabled: Boolean(id),
  });
  return { ...result, record: result.data?.record ?? null, etag: result.data?.etag ?? null };
}

/** @param {string} path @param {string} id @param {boolean} [enabled] */
export function useHistory(path, id, enabled = true) {
  return useQuery({
    queryKey: ['history', path, id],
    queryFn: async ({ signal }) => {
      const { body } = await get('/' + path + '/' + id + '/history', { signal });
      putRefs(body.included);
      return body.data;
    },
    enabled,
  });
}

/** @param {string} path @param {Record<string, any>} query group, measure and filters @param {{enabled?: boolean}} [options] */
export function useAggregate(path, query, options) {
  return useQuery({
    queryKey: ['aggregate', path, query],
    queryFn: async ({ signal }) => {
      const { body } = await get('/' + path + '/aggregate', { query, signal });
      putRefs(body.included);
      return body.data;
    },
    placeholderData: (previous) => previous,
    ...options,
  });
}

/** Groups with their subtotals and the total, as the answer has them. @param {string} path @param {Record<string, any>} query @param {{enabled?: boolean}} [options] @returns {import('@tanstack/react-query').UseQueryResult<any>} */
export function useGroups(path, query, options) {
  return useQuery({
    queryKey: ['aggregate', path, query, 'totals'],
    queryFn: async ({ signal }) => {
      const { body } = await get('/' + path + '/aggregate', { query: { ...query, totals: true }, signal });
      putRefs(body.included);
      return body;
    },
    ...options,
  });
}

/** Any other GET; gives the answer's "data". @param {string} path @param {Record<string, any>} [query] @param {object} [options] @returns {import('@tanstack/react-query').UseQueryResult<any>} */
export function useGet(path, query, options) {
  return useQuery({
    queryKey: ['get', path, query],
    queryFn: async ({ signal }) => {
      const { body } = await get(path, { query, signal });
      putRefs(body?.included);
      return body?.data ?? body;
    },
    ...options,
  });
}

/** What a reference picker offers. @param {import('../meta/model.js').Resource|undefined} resource @param {string} q @param {{enabled?: boolean, filter?: any}} [options] */
export function useLookup(resource, q, options = {}) {
  const searchable = resource?.fields.some((field) => field.search);
  const query = { limit: 20, filter: options.filter, ...(q && searchable ? { q } : {}) };
  return useQuery({
    queryKey: ['lookup', resource?.path, query],
    queryFn: async ({ signal }) => {
      const { body } = await get('/' + resource.path, { query, signal });
      putRefs({ [resource.name]: body.data });
      return body.data;
    },
    enabled: Boolean(resource) && options.enabled !== false,
    placeholderData: (previous) => previous,
  });
}

/** A job until it has ended. @param {string|null|undefined} id */
export function useJob(id) {
  return useQuery({
    queryKey: ['job', id],
    queryFn: async ({ signal }) => (await get('/jobs/' + id, { signal })).body.data,
    enabled: Boolean(id),
    refetchInterval: (query) => (['done', 'failed', 'cancelled'].includes(query.state.data?.state) ? false : 1000),
  });
}
