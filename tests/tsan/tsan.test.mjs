// SPDX-License-Identifier: AGPL-3.0-or-later
// Long class: everything that threads share, under ThreadSanitizer: the unit tests
// of pool and client, and HTTP tests that press many requests at once. A report
// ends the program and with it the test. Part of `./guanxi test deep` only.
import { execFile } from 'node:child_process'
import path from 'node:path'
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { promisify } from 'node:util'
import { ROOT } from '../lib/env.mjs'

const run = promisify(execFile)
const build = path.join(ROOT, 'build-tsan')
// A test runner below a test runner skips its files unless it does not know of the one above.
const { NODE_TEST_CONTEXT: _above, ...outer } = process.env
const env = { ...outer, GX_TEST_BIN: path.join(build, 'bin'), TSAN_OPTIONS: 'halt_on_error=1:exitcode=66' }
const HTTP = ['contract/idempotency', 'contract/bulk', 'fault/http_clients', 'fault/restart']

before(async () => {
  await run('cmake', ['-S', ROOT, '-B', build, '-DGX_SANITIZE=thread', '-DCMAKE_BUILD_TYPE=RelWithDebInfo'])
  await run('cmake', ['--build', build, '-j', '2'], { maxBuffer: 1 << 26 })
}, { timeout: 900_000 })

test('unit_tests_report_no_race', { timeout: 600_000 }, async () => {
  await run('ctest', ['--test-dir', build, '--output-on-failure'], { env, maxBuffer: 1 << 26 })
})

for (const name of HTTP) {
  test(`${name.replaceAll('/', '_')}_reports_no_race`, { timeout: 900_000 }, async () => {
    const { stdout } = await run('node', ['--test', '--test-reporter=tap', path.join(ROOT, `tests/${name}.test.mjs`)], { env, cwd: ROOT, maxBuffer: 1 << 26 })
    assert.ok(Number(/^# pass (\d+)$/m.exec(stdout)?.[1]) > 0, 'no test ran')
  })
}
