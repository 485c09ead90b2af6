// SPDX-License-Identifier: AGPL-3.0-or-later
// What others do is seen without reloading: queries that show what an event names are asked again in place, those in the
// background when they are next looked at. What this tab has written and read already is not asked for twice. Without the
// stream everything is as fresh as its pages ask for by themselves.
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { hearEvents } from '../api/events.js';
import { useMeta } from '../api/queries.js';

const GATHER_MS = 300;

/** Rows that a query holds, of whatever kind it is. */
const rowsOf = (data) => data?.pages?.flatMap((page) => page.data) ?? (Array.isArray(data?.data) ? data.data : data?.record ? [data.record] : []);

/** Do the lists and pages of this path know the version already? @param {import('@tanstack/react-query').QueryClient} client */
export function knows(client, path, { id, version, kind }) {
  if (kind === 'delete') return false;
  const seen = client.getQueriesData({ predicate: (q) => ['list', 'record'].includes(String(q.queryKey[0])) && q.queryKey[1] === path })
    .flatMap(([, data]) => rowsOf(data)).filter((row) => row?.id === id);
  return seen.length > 0 && seen.every((row) => row.version >= version);
}

/** @param {import('@tanstack/react-query').QueryClient} client @param {Map<string, any[]>} heard changes by path */
export function refresh(client, heard) {
  for (const [path, changes] of heard) {
    const fresh = changes.filter((change) => !knows(client, path, change));
    if (!fresh.length) continue;
    const ids = new Set(fresh.map((change) => change.id));
    for (const key of ['list', 'aggregate', 'lookup']) client.invalidateQueries({ queryKey: [key, path] });
    for (const change of fresh) {
      // the page of a record that is gone would only ask for a 404
      const refetchType = change.kind === 'delete' ? 'none' : 'active';
      for (const key of ['record', 'history']) client.invalidateQueries({ queryKey: [key, path], predicate: (q) => ids.has(String(q.queryKey[2])), refetchType });
    }
  }
}

export function useEvents() {
  const client = useQueryClient();
  const { byName } = useMeta();
  useEffect(() => {
    /** @type {Map<string, any[]>} */
    let heard = new Map();
    let timer = 0;
    const flush = () => {
      timer = 0;
      const now = heard;
      heard = new Map();
      refresh(client, now);
    };
    const change = (data) => {
      const path = byName[data.resource]?.path;
      if (!path) return;
      heard.set(path, [...(heard.get(path) ?? []), data]);
      timer ||= window.setTimeout(flush, GATHER_MS);
    };
    const inbox = () => { client.invalidateQueries({ queryKey: ['list', byName.notification?.path ?? 'notifications'] }); };
    const stop = hearEvents({ change, inbox, lost: () => { client.invalidateQueries({ predicate: (q) => q.queryKey[0] !== 'meta' }); }, live: () => {} });
    return () => { stop(); window.clearTimeout(timer); };
  }, [client, byName]);
}
