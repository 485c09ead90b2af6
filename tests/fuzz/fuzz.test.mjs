// SPDX-License-Identifier: AGPL-3.0-or-later
// Long class: builds the libFuzzer targets with clang and lets each run for a minute
// (GX_FUZZ_SECONDS) from its seeds. A finding fails the test and is kept in the
// build folder. Part of `./guanxi test deep` only.
import { execFile } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { before, test } from 'node:test'
import { promisify } from 'node:util'
import { ROOT } from '../lib/env.mjs'

const run = promisify(execFile)
const build = path.join(ROOT, 'build-fuzz')
const seconds = Number(process.env.GX_FUZZ_SECONDS ?? 60)
const targets = readdirSync(new URL('.', import.meta.url)).filter((name) => name.endsWith('.c')).map((name) => name.replace('.c', ''))

before(async () => {
  await run('cmake', ['-S', ROOT, '-B', build, '-DCMAKE_C_COMPILER=clang', '-DGX_FUZZ=ON', '-DGX_SANITIZE=ON', '-DCMAKE_BUILD_TYPE=RelWithDebInfo'])
  await run('cmake', ['--build', build, '-j', '2'], { maxBuffer: 1 << 26 })
}, { timeout: 900_000 })

for (const target of targets) {
  test(`${target}_bears_a_minute_of_fuzzing`, { timeout: (seconds + 120) * 1000 }, async () => {
    const corpus = mkdtempSync(path.join(tmpdir(), 'gx-fuzz-'))
    const findings = path.join(build, 'findings', target)
    const seeds = path.join(ROOT, 'tests/fuzz/corpus', target)
    mkdirSync(findings, { recursive: true })
    if (existsSync(seeds)) cpSync(seeds, corpus, { recursive: true })
    try {
      await run(path.join(build, 'bin', `fuzz_${target}`), [`-max_total_time=${seconds}`, '-timeout=10', '-rss_limit_mb=2048', `-artifact_prefix=${findings}/`, corpus], { maxBuffer: 1 << 26 })
    } finally {
      rmSync(corpus, { recursive: true, force: true })
    }
  })
}
