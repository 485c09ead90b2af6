// SPDX-License-Identifier: AGPL-3.0-or-later
// Writing, as react-query hooks. Each one invalidates what the write may have
// changed and gives back {record, etag, changeSet} so that the page can offer undo.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { del, etagOf, get, patch, post } from './client.js';
import { Problem } from './problem.js';
import { putRefs } from './refs.js';

/** Lists, figures and histories of a path are stale after a write; so is what points at it. */
export function invalidatePath(queryClient, path) {
  for (const key of ['list', 'aggregate', 'lookup', 'history', 'record']) {
    queryClient.invalidateQueries({ queryKey: path ? [key, path] : [key] });
  }
  queryClient.invalidateQueries({ queryKey: ['get'] });
}

const answerOf = ({ body, etag, changeSet }) => {
  putRefs(body?.included);
  return { record: body?.data ?? null, etag, changeSet };
};

/** Create (no id) or merge-patch (id and etag). @param {import('../meta/model.js').Resource} resource */
export function useSave(resource) {
  const queryClient = useQueryClient();
  return useMutation({
    /** @param {{id?: string, etag?: string|null, version?: number, changes: any, key?: string}} save */
    mutationFn: async ({ id, etag, version, changes, key }) => {
      if (!id) return answerOf(await post('/' + resource.path, changes, { key }));
      const match = etag ?? etagOf(version);
      return answerOf(await patch('/' + resource.path + '/' + id, changes, { etag: match }));
    },
    onSuccess: () => invalidatePath(queryClient, resource.path),
  });
}

/** To the recycle bin. @param {import('../meta/model.js').Resource} resource */
export function useDelete(resource) {
  const queryClient = useQueryClient();
  return useMutation({
    /** @param {{id: string, etag?: string|null, version?: number}} target */
    mutationFn: async ({ id, etag, version }) =>
      answerOf(await del('/' + resource.path + '/' + id, { etag: etag ?? etagOf(version) })),
    onSuccess: () => {
      // its own page is still open for a moment; asking for the record again would be a 404
      for (const key of ['record', 'history']) queryClient.invalidateQueries({ queryKey: [key, resource.path], refetchType: 'none' });
      for (const key of ['list', 'aggregate', 'lookup']) queryClient.invalidateQueries({ queryKey: [key, resource.path] });
      queryClient.invalidateQueries({ queryKey: ['get'] });
    },
  });
}

/**
 * A business action: POST /path/{id}/{action}.
 * @param {import('../meta/model.js').Resource} resource
 */
export function useAction(resource) {
  const queryClient = useQueryClient();
  return useMutation({
    /** @param {{id: string, action: string, body?: any, etag?: string|null}} call */
    mutationFn: async ({ id, action, body, etag }) =>
      answerOf(await post('/' + resource.path + '/' + id + '/' + action, body, { etag: etag ?? undefined })),
    onSuccess: () => invalidatePath(queryClient, resource.path),
  });
}

/** Any other POST; gives the answer's "data". Invalidates the given path, or everything. @param {string} [path] */
export function usePost(path) {
  const queryClient = useQueryClient();
  return useMutation({
    /** @param {{to: string, body?: any, etag?: string|null}} call */
    mutationFn: async ({ to, body, etag }) => {
      const answer = await post(to, body, { etag: etag ?? undefined });
      return { data: answer.body?.data ?? answer.body, changeSet: answer.changeSet };
    },
    onSuccess: () => invalidatePath(queryClient, path),
  });
}

/**
 * One action on many: at once up to 200 ids, else a job.
 * @param {import('../meta/model.js').Resource} resource
 */
export function useBulk(resource) {
  const queryClient = useQueryClient();
  return useMutation({
    /** @param {{action: string, ids?: string[], filter?: any, changes?: any, owner_id?: string}} body */
    mutationFn: async (body) => (await post('/' + resource.path + '/bulk', body)).body.data,
    onSuccess: () => invalidatePath(queryClient, resource.path),
  });
}

const pause = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

/** Result of a job that was started, once it has ended. @param {string} id */
async function resultOfJob(id) {
  for (;;) {
    const { body } = await get('/jobs/' + id);
    if (body.data.state === 'done') return body.data.result;
    if (['failed', 'cancelled'].includes(body.data.state)) throw new Problem({ code: body.data.error_code ?? 'internal' });
    await pause(700);
  }
}

/**
 * Takes back a change set; a large one is taken back by a job, which is waited for.
 * @param {string} id @returns {Promise<{undone: number, conflicts: any[]}>}
 */
export async function undoChangeSet(id) {
  const { data } = (await post('/change-sets/' + id + '/undo')).body;
  return data.job_id ? resultOfJob(data.job_id) : data;
}

/** Takes back a change set. */
export function useUndo() {
  const queryClient = useQueryClient();
  return useMutation({
    /** @param {string} id */
    mutationFn: (id) => undoChangeSet(id),
    onSuccess: () => invalidatePath(queryClient),
  });
}
