// SPDX-License-Identifier: AGPL-3.0-or-later
// An address that webhooks are sent to: keeps what came, answers what the test wants.
import {createHmac, timingSafeEqual} from 'node:crypto';
import http from 'node:http';

/** got: [{id, at, json, text, isSigned(secret)}]; say.status: what it answers (0: cuts the line, -1: never). */
export async function startReceiver() {
  const say = {status: 200};
  const got = [];
  const server = http.createServer((rq, rs) => {
    let text = '';
    rq.setEncoding('utf8').on('data', (c) => { text += c; }).on('end', () => {
      const {'webhook-id': id, 'webhook-timestamp': stamp, 'webhook-signature': signature = ''} = rq.headers;
      got.push({id, text, json: JSON.parse(text), status: say.status, isSigned: (secret) => {
        const right = `v1=${createHmac('sha256', secret).update(`${stamp}.${text}`).digest('hex')}`;
        return right.length === signature.length && timingSafeEqual(Buffer.from(right), Buffer.from(signature)) && Math.abs(Date.now() / 1000 - stamp) < 300;
      }});
      if (say.status === 0) rq.socket.destroy();
      else if (say.status > 0) { rs.writeHead(say.status); rs.end('thanks'); }
    });
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const {port} = server.address();
  return {say, got, host: `localhost:${port}`, url: `http://localhost:${port}/hook`,
    stop: () => new Promise((resolve) => { server.closeAllConnections(); server.close(resolve); })};
}
