// SPDX-License-Identifier: AGPL-3.0-or-later
// Runs every story of this folder against one product, started once. A story is a
// file in stories/ whose default export takes {test, site, browser}.
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { after, before, describe, test } from 'node:test'
import { launch } from './lib/browser.mjs'
import { freePort } from '../lib/sso.mjs'
import { startSite } from './lib/site.mjs'

const folder = new URL('./stories/', import.meta.url)
const wanted = process.env.GX_WEB_STORY
const files = readdirSync(fileURLToPath(folder)).filter((name) => name.endsWith('.mjs') && (!wanted || name.includes(wanted))).sort()
const given = {}

before(async () => {
  given.providerPort = await freePort()
  given.site = await startSite({ GUANXI_NET_ALLOW: `localhost:${given.providerPort}` })
  given.browser = await launch()
}, { timeout: 600_000 })

after(async () => {
  await given.browser?.close()
  await given.site?.stop()
})

for (const file of files) {
  const { default: story } = await import(new URL(file, folder))
  describe(file.replace('.mjs', ''), () => story({ test, given }))
}
