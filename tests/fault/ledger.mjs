// SPDX-License-Identifier: AGPL-3.0-or-later
// Writers that keep a ledger: what they asked, with which idempotency key, and what
// was acknowledged. A request without an answer is asked again with the same key
// until it is answered, as a careful client does. Afterwards the database is held
// against the ledger: nothing lost, nothing doubled.
import { randomUUID } from 'node:crypto'

/** Errors of a connection that broke, and answers that say "later". */
const later = (answer) => answer === null || answer.status === 503 || answer.status === 502 || answer.status === 429

async function ask(stack, token, name, key) {
  try {
    return await stack.api('POST', '/accounts', { token, body: { name }, headers: { 'Idempotency-Key': key }, timeout: 8000 })
  } catch (error) {
    if (/breaks the contract/.test(error.message)) throw error
    return null
  }
}

/**
 * One writer. `until()` true ends it after the running request is acknowledged.
 * @returns {Promise<{name: string, id: string, tries: number}[]>}
 */
export async function writer(stack, token, label, until) {
  const ledger = []
  for (let n = 0; !until(); n += 1) {
    const name = `${label}-${n}`
    const key = randomUUID()
    let answer = null
    let tries = 0
    const end = Date.now() + 40_000
    do {
      if (Date.now() > end) throw new Error(`${name} was never acknowledged; last answer ${answer?.status} ${answer?.text}`)
      if (tries) await new Promise((resolve) => { setTimeout(resolve, 50) })
      answer = await ask(stack, token, name, key)
      tries += 1
    } while (later(answer))
    if (answer.status !== 201) throw new Error(`${name}: ${answer.status} ${answer.text}`)
    ledger.push({ name, id: answer.json.data.id, tries })
  }
  return ledger
}

/** Names in the ledger that the database lacks, holds twice, or holds under another id. */
export async function differences(stack, ledger, label) {
  const stored = await stack.rows(`select id, name from app.account where name like '${label}-%'`)
  const byName = Map.groupBy ? Map.groupBy(stored, (row) => row.name) : group(stored)
  const wrong = []
  for (const { name, id } of ledger) {
    const found = byName.get(name) ?? []
    if (found.length !== 1 || found[0].id !== id) wrong.push({ name, id, found })
  }
  const known = new Set(ledger.map((entry) => entry.name))
  for (const row of stored) if (!known.has(row.name)) wrong.push({ unexpected: row })
  return wrong
}

function group(rows) {
  const out = new Map()
  for (const row of rows) out.set(row.name, [...(out.get(row.name) ?? []), row])
  return out
}
