// SPDX-License-Identifier: AGPL-3.0-or-later
// PostgreSQL goes away under load: all its connections are cut, again and again, and
// new ones are refused for a while. The API answers 503 with Retry-After, never a
// wrong answer, and is back within five seconds; the ledger holds.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { psql } from '../lib/psql.mjs'
import { startStack } from '../lib/stack.mjs'
import { differences, writer } from './ledger.mjs'

let stack

before(async () => { stack = await startStack() })
after(async () => {
  if (stack) await psql('postgres', `alter database "${stack.db}" allow_connections true`)
  await stack?.stop()
})

/** The database shut: no new connections, the old ones cut, as a restart does it. */
async function shut() {
  await psql('postgres', `alter database "${stack.db}" allow_connections false;
    select pg_terminate_backend(pid) from pg_stat_activity where datname = '${stack.db}';`)
}
const open = () => psql('postgres', `alter database "${stack.db}" allow_connections true`)

test('while the database is away the API says 503, and it is back within five seconds', async () => {
  const token = await stack.login('rep_a')
  await shut()
  const away = await stack.until(async () => {
    const answer = await stack.get('/accounts', token)
    return answer.status === 503 && answer
  }, 'a 503 while the database is away')
  assert.ok(Number(away.headers['retry-after']) >= 1)
  assert.equal(away.json.code, 'unavailable')
  assert.equal((await stack.api('GET', '/healthz', { raw: true })).status, 200, 'the process itself is well')
  assert.equal((await stack.api('GET', '/readyz', { raw: true })).status, 503)
  await open()
  const began = Date.now()
  await stack.until(async () => (await stack.get('/accounts', token)).status === 200, 'an answer after the database came back', 5000)
  assert.ok(Date.now() - began < 5000)
})

test('no acknowledged write is lost or doubled when connections are cut under load', async () => {
  const token = await stack.login('rep_a')
  let stop = false
  const labels = ['cut0', 'cut1', 'cut2', 'cut3']
  const work = labels.map((label) => writer(stack, token, label, () => stop))
  const counted = async () => Number((await stack.sql("select count(*) from app.account where name like 'cut%'")).trim())
  for (let n = 0; n < 3; n += 1) {
    const had = await counted()
    await stack.until(async () => (await counted()) > had + 20, 'some writes between two cuts')
    await shut()
    await open()
  }
  const had = await counted()
  await stack.until(async () => (await counted()) > had + 5, 'writes after the last cut')
  stop = true
  const ledgers = await Promise.all(work)
  for (const [n, label] of labels.entries()) assert.deepEqual(await differences(stack, ledgers[n], label), [])
  assert.ok(ledgers.flat().some((entry) => entry.tries > 1), 'no write was ever interrupted: the test proves nothing')
})
