// SPDX-License-Identifier: AGPL-3.0-or-later
// Runs stories against one product, started once. A story is a file in stories/ whose default export takes
// {test, site, browser}; they are dealt out to lanes, each with a product of its own, which run side by side.
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { after, before, describe, test } from 'node:test'
import { freePort } from '../../lib/sso.mjs'
import { described, launch } from './browser.mjs'
import { startSite } from './site.mjs'

const folder = new URL('../stories/', import.meta.url)
const wanted = process.env.GX_WEB_STORY
const all = readdirSync(fileURLToPath(folder)).filter((name) => name.endsWith('.mjs') && (!wanted || new RegExp(wanted).test(name))).sort()
const given = {}

/** A story whose windows are told of and closed when it fails: what stood there is most of the answer. */
const told = (name, ...rest) => test(name, ...rest.slice(0, -1), async (t) => {
  try {
    await rest.at(-1)(t)
  } catch (error) {
    for (const context of given.browser.contexts()) {
      for (const page of context.pages()) console.log(await described(page))
      await context.close()
    }
    throw error
  }
})

/** The stories of lane n of so many. */
export async function lane(n, lanes) {
  const files = all.filter((_, at) => at % lanes === n)
  if (files.length === 0) return
  before(async () => {
    given.providerPort = await freePort()
    given.site = await startSite({ GUANXI_NET_ALLOW: `localhost:${given.providerPort}`, GUANXI_SMTP_URL: 'smtp://127.0.0.1:9', GUANXI_SMTP_FROM: 'guanxi@hengce.example' })
    given.browser = await launch()
  }, { timeout: 600_000 })

  after(async () => {
    await given.browser?.close()
    await given.site?.stop()
  })

  for (const file of files) {
    const { default: story } = await import(new URL(file, folder))
    describe(file.replace('.mjs', ''), () => story({ test: told, given }))
  }
}
