// SPDX-License-Identifier: AGPL-3.0-or-later
// The event stream, read with fetch so that it bears the token. It connects again by itself: where it was, after the
// server's end at once, after trouble with pauses that grow. What it hears it hands on; it knows no query.
import { request } from './client.js';

const PAUSE = { least: 1000, most: 60_000 };

/** @param {string} block @returns {{id: string, event: string, data: any}|null} */
export function parseEvent(block) {
  /** @type {Record<string, string>} */
  const lines = {};
  for (const line of block.split('\n')) {
    const at = line.indexOf(': ');
    if (at > 0) lines[line.slice(0, at)] = line.slice(at + 2);
  }
  return lines.event ? { id: lines.id ?? '', event: lines.event, data: JSON.parse(lines.data ?? '{}') } : null;
}

/** Reads one answer to its end. @param {Response} response @param {(event: {id: string, event: string, data: any}) => void} hear */
async function listen(response, hear) {
  const reader = /** @type {ReadableStream<any>} */ (response.body).pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const blocks = (rest + value).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const event = parseEvent(block);
      if (event) hear(event);
    }
  }
}

/**
 * Hears until stopped. lost: events may have been missed; live: whether it is connected.
 * @param {{change: (data: any) => void, inbox: () => void, lost: () => void, live: (on: boolean) => void}} to
 * @returns {() => void} stops it
 */
export function hearEvents(to) {
  const stop = new AbortController();
  const state = { place: '', pause: PAUSE.least, again: false };
  const hear = ({ id, event, data }) => {
    state.place = id || state.place;
    if (event === 'ready' && state.again) to.lost();
    if (event === 'ready' || event === 'resumed') { state.again = true; state.pause = PAUSE.least; to.live(true); }
    if (event === 'change') to.change(data);
    if (event === 'inbox') to.inbox();
  };
  const connect = async () => {
    const headers = { Accept: 'text/event-stream', ...(state.place && { 'Last-Event-ID': state.place }) };
    const { body } = await request('GET', '/events', { headers, signal: stop.signal, as: 'stream' });
    await listen(body, hear);
  };
  const run = async () => {
    while (!stop.signal.aborted) {
      await connect().catch((problem) => { if (problem?.status === 400) state.place = ''; });
      if (stop.signal.aborted) return;
      to.live(false);
      await new Promise((resolve) => { setTimeout(resolve, state.pause); });
      state.pause = Math.min(state.pause * 2, PAUSE.most);
    }
  };
  run();
  return () => stop.abort();
}
