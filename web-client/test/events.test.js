// SPDX-License-Identifier: AGPL-3.0-or-later
import { QueryClient } from '@tanstack/react-query';
import { describe, expect, it } from 'vitest';
import { parseEvent } from '../src/api/events.js';
import { knows, refresh } from '../src/app/useEvents.js';

const isStale = (client, key) => client.getQueryState(key)?.isInvalidated;

describe('events', () => {
  it('are read from their lines', () => {
    expect(parseEvent('id: ab\nevent: change\ndata: {"id":"x"}')).toEqual({ id: 'ab', event: 'change', data: { id: 'x' } });
    expect(parseEvent(': nothing')).toBe(null);
  });

  it('refresh what shows the record and leave the rest alone', () => {
    const client = new QueryClient();
    client.setQueryData(['list', 'accounts', {}], { pages: [{ data: [{ id: 'a', version: 1 }] }] });
    client.setQueryData(['record', 'accounts', 'a'], { record: { id: 'a', version: 1 } });
    client.setQueryData(['record', 'accounts', 'b'], { record: { id: 'b', version: 1 } });
    client.setQueryData(['list', 'contacts', {}], { pages: [{ data: [] }] });
    refresh(client, new Map([['accounts', [{ id: 'a', version: 2, kind: 'update' }]]]));
    expect(isStale(client, ['list', 'accounts', {}])).toBe(true);
    expect(isStale(client, ['record', 'accounts', 'a'])).toBe(true);
    expect(isStale(client, ['record', 'accounts', 'b'])).toBe(false);
    expect(isStale(client, ['list', 'contacts', {}])).toBe(false);
  });

  it('of what this tab has written and read already ask for nothing', () => {
    const client = new QueryClient();
    client.setQueryData(['list', 'accounts', {}], { pages: [{ data: [{ id: 'a', version: 2 }] }] });
    expect(knows(client, 'accounts', { id: 'a', version: 2, kind: 'update' })).toBe(true);
    expect(knows(client, 'accounts', { id: 'a', version: 3, kind: 'update' })).toBe(false);
    expect(knows(client, 'accounts', { id: 'a', version: 2, kind: 'delete' })).toBe(false);
    expect(knows(client, 'accounts', { id: 'z', version: 1, kind: 'create' })).toBe(false);
  });
});
