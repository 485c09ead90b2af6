// SPDX-License-Identifier: AGPL-3.0-or-later
// One HTTP request, as bytes say it: nothing is normalised, retried or followed. Answers come as
// {status, headers, text, json, bytes}.
import http from 'node:http';

const agent = new http.Agent({keepAlive: true, maxSockets: 50});

export function request(base, method, path, {body, headers = {}, timeout = 30000, agent: own} = {}) {
  const url = new URL(base);
  const payload = body === undefined ? undefined : Buffer.isBuffer(body) ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  const all = {...headers};
  if (payload && !('content-type' in lower(all))) all['Content-Type'] = 'application/json';
  if (payload) all['Content-Length'] = payload.length;
  return new Promise((resolve, reject) => {
    const rq = http.request({host: url.hostname, port: url.port, method, path, headers: all, agent: own ?? agent}, (rs) => {
      const chunks = [];
      rs.on('data', (c) => chunks.push(c));
      rs.on('error', reject);
      rs.on('end', () => resolve(answer(rs, Buffer.concat(chunks))));
    });
    rq.setTimeout(timeout, () => rq.destroy(new Error(`${method} ${path}: no answer in ${timeout} ms`)));
    rq.on('error', reject);
    rq.end(payload);
  });
}

const lower = (headers) => Object.fromEntries(Object.entries(headers).map(([k, v]) => [k.toLowerCase(), v]));

function answer(rs, bytes) {
  const text = bytes.toString('utf8');
  let json;
  if (/json/.test(rs.headers['content-type'] ?? '')) {
    try { json = JSON.parse(text); } catch { /* answerProblem reports it */ }
  }
  return {status: rs.statusCode, headers: rs.headers, text, json, bytes};
}

/** {a: 1, 'b[in]': ['x','y']} -> "?a=1&b%5Bin%5D=x%2Cy"; undefined members are left out. */
export function query(parameters = {}) {
  const pairs = Object.entries(parameters).filter(([, v]) => v !== undefined).map(([k, v]) => {
    const value = Array.isArray(v) ? v.join(',') : v !== null && typeof v === 'object' ? JSON.stringify(v) : String(v);
    return `${encodeURIComponent(k)}=${encodeURIComponent(value)}`;
  });
  return pairs.length ? `?${pairs.join('&')}` : '';
}
