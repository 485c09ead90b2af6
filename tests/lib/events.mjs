// SPDX-License-Identifier: AGPL-3.0-or-later
// An event stream as a client reads it: {status, headers, events, next(wanted), ended, close()}.
import http from 'node:http';
import {BASE} from './stack.mjs';
import {recordHit} from './coverage.mjs';

const parse = (block) => {
  const lines = Object.fromEntries(block.split('\n').map((l) => [l.slice(0, l.indexOf(': ')), l.slice(l.indexOf(': ') + 2)]));
  return {id: lines.id, event: lines.event, data: JSON.parse(lines.data)};
};

/** Opens the stream of a person; resolves when the head of the answer is there. */
export async function openEvents(stack, token, {after, headers = {}} = {}) {
  const url = new URL(stack.base);
  const bearer = token ? {Authorization: `Bearer ${await stack.bearer(token)}`} : {};
  const stream = {events: [], ended: false};
  await new Promise((resolve, reject) => {
    const rq = http.request({host: url.hostname, port: url.port, path: `${BASE}/events`, agent: false,
      headers: {...bearer, ...(after && {'Last-Event-ID': after}), ...headers}}, (rs) => {
      let rest = '';
      Object.assign(stream, {status: rs.statusCode, headers: rs.headers, response: rs});
      recordHit('event_stream', rs.statusCode);
      rs.setEncoding('utf8');
      rs.on('data', (text) => {
        rest += text;
        for (let at = rest.indexOf('\n\n'); at >= 0 && rs.statusCode === 200; at = rest.indexOf('\n\n')) {
          stream.events.push(parse(rest.slice(0, at)));
          rest = rest.slice(at + 2);
        }
        stream.text = rest;
      });
      rs.on('error', () => { stream.ended = true; });
      rs.on('close', () => { stream.ended = true; });
      resolve();
    });
    stream.close = () => rq.destroy();
    rq.on('error', (e) => { stream.ended = true; reject(e); });
    rq.end();
  });
  stream.changes = () => stream.events.filter((e) => e.event === 'change').map((e) => e.data);
  stream.next = (wanted, what = 'an event', limit = 15000) => stack.until(() => stream.events.find(wanted), what, limit);
  stream.change = (id, more = () => true) => stream.next((e) => e.event === 'change' && e.data.id === id && more(e.data), `a change of ${id}`);
  if (stream.status === 200) await stream.next((e) => ['ready', 'resumed'].includes(e.event), 'the beginning of the stream');
  return stream;
}
