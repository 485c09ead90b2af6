// SPDX-License-Identifier: AGPL-3.0-or-later
// A real mail server (aiosmtpd of Debian) for one test program, with a mailbox that the test reads. It can be stopped and
// started again on the same port.
import {spawn} from 'node:child_process';
import {existsSync, mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {ROOT} from './env.mjs';
import {freePort} from './sso.mjs';

/** env: what the programs need to send through it; mails(): [{to, sender, headers: {Name: value}, text, raw}] so far. */
export async function startSmtpd() {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'gx-mail-'));
  const box = join(folder, 'box');
  const server = {
    host: `127.0.0.1:${port}`,
    env: {GX_SMTP_URL: `smtp://127.0.0.1:${port}`, GX_SMTP_FROM: 'guanxi@hengce.example', GX_NET_ALLOW: `127.0.0.1:${port}`},
    mails: () => (existsSync(box) ? readFileSync(box, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line)) : [])
      .map((mail) => ({...mail, headers: Object.fromEntries(mail.headers), names: mail.headers.map(([name]) => name)})),
    start: () => new Promise((resolve, reject) => {
      server.child = spawn('/usr/bin/python3', [join(ROOT, 'tests/lib/smtpd.py'), String(port), box], {stdio: ['ignore', 'pipe', 'inherit']});
      process.once('exit', () => server.child.kill('SIGKILL'));
      server.child.stdout.once('data', resolve);
      server.child.once('exit', () => reject(new Error('no mail server: python3-aiosmtpd is in deploy/packages-test.txt')));
    }),
    async stop() {
      if (server.child.exitCode !== null || server.child.signalCode !== null) return;
      const ended = new Promise((resolve) => { server.child.once('exit', resolve); });
      server.child.kill('SIGKILL');
      await ended;
    },
    clear: () => rmSync(folder, {recursive: true, force: true}),
  };
  await server.start();
  return server;
}
