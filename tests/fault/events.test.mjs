// SPDX-License-Identifier: AGPL-3.0-or-later
// Streams under trouble: a hundred of them, one that reads nothing, the API killed, the database away.
import assert from 'node:assert/strict'
import net from 'node:net'
import { after, before, test } from 'node:test'
import { openEvents } from '../lib/events.mjs'
import { startStack } from '../lib/stack.mjs'

let stack
const CROWD = Array.from({ length: 17 }, (_, i) => `crowd${i}`)
const crowd = `
  insert into app."user" (id, name, username, department_id, role_ids, kind)
  select meta.uuid_v7(), x, x, u.department_id, u.role_ids, 'staff' from unnest('{${CROWD}}'::text[]) x, app."user" u where u.username = 'rep_a';
  insert into auth.credential (user_id, password_hash)
  select n.id, c.password_hash from app."user" n, app."user" u join auth.credential c on c.user_id = u.id where u.username = 'rep_a' and n.username like 'crowd%';`

before(async () => { stack = await startStack({ fixtures: crowd }) })
after(async () => { await stack?.stop() })

const made = async (name) => (await stack.post('/accounts', 'rep_a', { name })).json.data.id

test('a hundred streams hear each its own, and requests are answered in between', async () => {
  const streams = []
  for (const who of CROWD) for (let i = 0; i < 6; i += 1) streams.push([who, await openEvents(stack, who)])
  assert.ok(streams.length >= 100)
  const ids = Object.fromEntries(await Promise.all(CROWD.map(async (who) => [who, (await stack.post('/accounts', who, { name: who })).json.data.id])))
  await Promise.all(streams.map(([who, stream]) => stream.change(ids[who])))
  for (const [who, stream] of streams) assert.deepEqual(stream.changes().map((c) => c.id), [ids[who]])
  assert.equal((await stack.get('/accounts', 'rep_a')).status, 200)
  for (const [, stream] of streams) stream.close()
})

test('who reads nothing is dropped and holds nobody up', async () => {
  const url = new URL(stack.base)
  const token = await stack.login('rep_a')
  const socket = net.connect({ host: url.hostname, port: Number(url.port), readableHighWaterMark: 1 })
  socket.pause()
  socket.on('error', () => {})
  socket.write(`GET /api/v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n\r\n`)
  const stream = await openEvents(stack, 'rep_a')
  for (let i = 0; i < 20; i += 1) await stream.change(await made(`慢${i}`))
  assert.equal((await stack.get('/accounts', 'rep_a')).status, 200)
  socket.destroy()
  stream.close()
})

test('a client goes on where it was after the API was killed', async () => {
  const stream = await openEvents(stack, 'rep_a')
  const id = (await stream.change(await made('杀前'))).id
  stack.apiProcess.kill('SIGKILL')
  await stack.until(() => stream.ended, 'the end of the stream')
  const between = (await stack.sql(`update app.account set name = '杀后' where name = '杀前' returning id`)).trim().split('\n')[0]
  await stack.startApi()
  const again = await openEvents(stack, 'rep_a', { after: id })
  await again.change(between, (c) => c.version >= 2)
  again.close()
})

test('a stream outlives a cut of the database', async () => {
  const stream = await openEvents(stack, 'rep_a')
  await stack.sql(`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and usename like 'guanxi%'`)
  const id = await stack.until(() => made('断后'), 'the database to be back')
  await stream.change(id)
  stream.close()
})

test('stopping ends all streams properly and quickly', async () => {
  const stream = await openEvents(stack, 'rep_a')
  const began = Date.now()
  stack.apiProcess.kill('SIGTERM')
  assert.deepEqual((await stream.next((e) => e.event === 'end', 'the end')).data, { reason: 'closed' })
  await stack.until(() => stream.ended, 'the connection to close')
  assert.ok(Date.now() - began < 5000)
  await stack.startApi()
})
