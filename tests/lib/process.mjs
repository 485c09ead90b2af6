// SPDX-License-Identifier: AGPL-3.0-or-later
// Starts one of our programs and waits for the line that says it is ready. The last lines of its
// log are kept for the message of a failing test; nothing is waited for by time alone.
import {spawn} from 'node:child_process';

const running = new Set();
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));

export function startProgram(path, env, ready, limit = 30000) {
  const child = spawn(path, [], {env: {...process.env, ...env}, stdio: ['ignore', 'ignore', 'pipe']});
  const log = [];
  running.add(child);
  child.exited = new Promise((resolve) => { child.once('exit', (code, signal) => { running.delete(child); resolve({code, signal}); }); });
  child.tail = () => log.slice(-40).join('\n');
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => { child.kill('SIGKILL'); reject(new Error(`${path} did not get ready:\n${child.tail()}`)); }, limit);
    const done = (value) => { clearTimeout(timer); resolve({child, match: value}); };
    let rest = '';
    child.stderr.setEncoding('utf8').on('data', (chunk) => {
      const parts = (rest + chunk).split('\n');
      rest = parts.pop();
      for (const line of parts) {
        log.push(line);
        if (log.length > 400) log.shift();
        const match = ready.exec(line);
        if (match) done(match);
      }
    });
    child.once('error', (e) => { clearTimeout(timer); reject(e); });
    child.once('exit', (code, signal) => { clearTimeout(timer); reject(new Error(`${path} ended (${code ?? signal}):\n${child.tail()}`)); });
  });
}

/** SIGTERM, then SIGKILL after the limit; resolves to {code, signal}. */
export async function stopProgram(child, limit = 10000) {
  if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exited;
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), limit);
  const end = await child.exited;
  clearTimeout(timer);
  return end;
}
