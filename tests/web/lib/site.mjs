// SPDX-License-Identifier: AGPL-3.0-or-later
// The whole product for the browser tests: ./guanxi up in a state directory of its
// own, with the demo company, nginx and HTTPS, as a newcomer starts it. Nothing
// here knows the pages.
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, chmodSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { ROOT } from '../../lib/env.mjs'

const run = promisify(execFile)

/** Starts it (or uses GX_WEB_SITE, an address that runs already, with its state directory GX_WEB_STATE). @returns {Promise<{url: string, stop: () => Promise<void>, sql: (text: string) => Promise<string>}>} */
export async function startSite(settings = {}) {
  const running = process.env.GX_WEB_SITE
  const state = running ? process.env.GX_WEB_STATE : mkdtempSync(path.join(tmpdir(), 'gx-web-'))
  const env = { ...process.env, ...settings, GUANXI_VAR: state, ...(process.env.GX_TEST_BIN ? { GUANXI_BIN: process.env.GX_TEST_BIN } : {}) }
  const options = { env, cwd: ROOT, maxBuffer: 1 << 24, timeout: 420_000 }
  const guanxi = (...args) => run(path.join(ROOT, 'guanxi'), args, options)
  const sql = async (text) => (await guanxi('psql', '-X', '-A', '-t', '-c', text)).stdout.trim()
  if (running) return { url: running, stop: async () => {}, sql }
  chmodSync(state, 0o755)
  const stop = async () => {
    await guanxi('down').catch((error) => console.error(error.stderr))
    rmSync(state, { recursive: true, force: true })
  }
  try {
    // One after the other: each looks for ports that are free.
    const { stdout } = await run('flock', ['-o', path.join(tmpdir(), 'gx-web-up.lock'), path.join(ROOT, 'guanxi'), 'up'], options)
    const url = /(https:\/\/localhost:\d+)\//.exec(stdout)?.[1]
    if (!url) throw new Error(`no address in: ${stdout}`)
    return { url, stop, sql }
  } catch (error) {
    const log = tail(path.join(state, 'log/api.log'))
    await stop()
    throw new Error(`${error.message}\n${error.stdout ?? ''}\n${error.stderr ?? ''}\n${log}`)
  }
}

function tail(file) {
  try {
    return readFileSync(file, 'utf8').split('\n').slice(-20).join('\n')
  } catch {
    return ''
  }
}
