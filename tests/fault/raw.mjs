// SPDX-License-Identifier: AGPL-3.0-or-later
// Requests as bytes: what no HTTP library would send.
import {connect} from 'node:net';

/** Sends the chunks as they are and collects what comes until the server closes or `limit` ms have passed. */
export function exchange(base, chunks, {limit = 5000, end = false} = {}) {
  const {hostname, port} = new URL(base);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    const parts = [];
    const finish = (closed) => { clearTimeout(timer); socket.destroy(); resolve(read(Buffer.concat(parts), closed)); };
    const timer = setTimeout(() => finish(false), limit);
    socket.on('data', (d) => { parts.push(d); if (!end && complete(Buffer.concat(parts))) setTimeout(() => finish(socket.destroyed), 100); });
    socket.on('close', () => finish(true));
    socket.on('error', (e) => (parts.length || e.code === 'ECONNRESET' || e.code === 'EPIPE' ? finish(true) : reject(e)));
    socket.on('connect', () => { for (const c of [chunks].flat()) socket.write(c); });
  });
}

const head = (bytes) => bytes.indexOf('\r\n\r\n');

function complete(bytes) {
  const at = head(bytes);
  if (at < 0) return false;
  const length = /\r\ncontent-length: (\d+)/i.exec(bytes.subarray(0, at).toString('latin1'));
  return length ? bytes.length >= at + 4 + Number(length[1]) : false;
}

/** {status, text, closed, answers}: status of the first answer, number of answers that came. */
function read(bytes, closed) {
  const text = bytes.toString('utf8');
  const status = /^HTTP\/1\.[01] (\d{3})/.exec(text);
  return {status: status ? Number(status[1]) : 0, text, closed, answers: (text.match(/^HTTP\/1\.[01] \d{3}/gm) ?? []).length};
}

/** Lines of a request with a Host header. */
export const lines = (first, headers = [], body = '') => Buffer.concat([
  Buffer.from([first, 'Host: localhost', ...headers, '', ''].join('\r\n'), 'latin1'), Buffer.from(body)]);
