// SPDX-License-Identifier: AGPL-3.0-or-later
// The API is killed with SIGKILL again and again under load. What was acknowledged
// is there once; what was not is asked again with its key and is there once too.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startStack } from '../lib/stack.mjs'
import { differences, writer } from './ledger.mjs'

const WRITERS = 6
const KILLS = 4
let stack

before(async () => { stack = await startStack() })
after(() => stack?.stop())

test('no acknowledged write is lost or doubled when the API is killed under load', async () => {
  const token = await stack.login('rep_a')
  let stop = false
  let acknowledged = 0
  const labels = Array.from({ length: WRITERS }, (_, n) => `crash${n}`)
  const work = labels.map((label) => writer(stack, token, label, () => stop))
  const counted = async () => Number((await stack.sql("select count(*) from app.account where name like 'crash%'")).trim())
  for (let n = 0; n < KILLS; n += 1) {
    acknowledged = await counted()
    await stack.until(async () => (await counted()) > acknowledged + 20, 'some writes between two kills')
    stack.apiProcess.kill('SIGKILL')
    await stack.apiProcess.exited
    await stack.startApi()
  }
  stop = true
  const ledgers = await Promise.all(work)
  const total = ledgers.flat()
  for (const [n, label] of labels.entries()) assert.deepEqual(await differences(stack, ledgers[n], label), [])
  assert.ok(total.length > KILLS * 20, `only ${total.length} writes`)
  assert.ok(total.some((entry) => entry.tries > 1), 'no write was ever interrupted: the test proves nothing')
  const history = await stack.sql("select count(*) from audit.history h join app.account a on a.id = h.record_id where a.name like 'crash%' and h.kind = 'create'")
  assert.equal(Number(history.trim()), total.length, 'each account has one creation in its history')
})
