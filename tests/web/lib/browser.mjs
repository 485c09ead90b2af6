// SPDX-License-Identifier: AGPL-3.0-or-later
// Debian's Chromium without a window, by playwright-core: one browser, a fresh context per story. A
// page error, a console error or a blocked resource fails the story that saw it.
import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { chromium } from 'playwright-core'

const ARGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--font-render-hinting=none']
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
export const PASSWORD = 'guanxi-demo-1'
export const WIDE = { width: 1440, height: 900 }
export const PHONE = { width: 390, height: 844 }

export const launch = () => chromium.launch({ executablePath: process.env.GX_CHROMIUM ?? '/usr/bin/chromium-headless-shell', args: ARGS })

/**
 * A person's own browser window. Of somebody who wants nothing to move (what flies in under the mouse takes no click),
 * unless moving is asked for.
 * @returns {Promise<import('playwright-core').Page & {complaints: string[]}>} */
export async function open(browser, site, { language = 'zh-CN', viewport = WIDE, dark = false, moving = false } = {}) {
  const context = await browser.newContext({ viewport, ignoreHTTPSErrors: true, locale: language, reducedMotion: moving ? 'no-preference' : 'reduce', colorScheme: dark ? 'dark' : 'light', hasTouch: viewport.width < 500 })
  await context.addInitScript((chosen) => { localStorage.setItem('gx.language', chosen) }, language)
  context.setDefaultTimeout(20_000)
  const page = await context.newPage()
  page.complaints = []
  page.on('pageerror', (error) => page.complaints.push(`page: ${error.message}`))
  page.on('console', (message) => {
    // A refused refresh at first sight is how the log-in page learns that nobody is signed in.
    if (message.type() === 'error' && !/401|Failed to load resource/.test(message.text())) page.complaints.push(message.text())
  })
  page.home = site.url
  watch(page)
  return page
}

/** Counts what a page has asked for and not got yet; the stream of events never ends and does not count. */
function watch(page) {
  const open_ = new Set()
  page.waiting = () => open_.size
  const ends = (request) => open_.delete(request)
  page.on('request', (request) => { if (!request.url().includes('/api/v1/events')) open_.add(request) })
  page.on('requestfinished', ends)
  page.refused = []
  page.on('response', (answer) => { if (answer.status() >= 400) page.refused.push(`${answer.status()} ${answer.request().method()} ${answer.url()}`) })
  page.on('requestfailed', ends)
  page.on('framenavigated', (frame) => { if (frame === page.mainFrame()) for (const request of open_) if (request.isNavigationRequest()) open_.delete(request) })
}

/** Waits until the page has had what it asked for and asked for nothing more during half a second. */
export async function settled(page, limit = 20_000) {
  const end = Date.now() + limit
  for (let quiet = 0; quiet < 10;) {
    if (Date.now() > end) throw new Error(`the page still waits for ${page.waiting()} answers`)
    quiet = page.waiting() ? 0 : quiet + 1
    await new Promise((done) => { setTimeout(done, 50) })
  }
}

/** The same at the log-in page. */
export async function atDoor(browser, site, options) {
  const page = await open(browser, site, { moving: true, ...options })
  await page.goto(site.url)
  return page
}

/** In without the form (the stories of the log-in use it), and to a page if one is named: the cookie that renews is what a browser keeps. */
export async function signIn(page, username, path = '') {
  const answer = await page.request.post(page.home + '/api/v1/auth/login', { data: { username, password: PASSWORD } })
  if (!answer.ok()) throw new Error(`log-in of ${username}: ${answer.status()} ${await answer.text()}`)
  if (!path) return
  await page.goto(page.home + path)
  await page.locator('.gx-shell').waitFor()
}

/** Log-in through the form, as people do. */
export async function logIn(page, username, password = PASSWORD) {
  await page.locator('input[autocomplete="username"]').fill(username)
  await page.locator('input[type="password"]').fill(password)
  await page.keyboard.press('Enter')
  await page.locator('.gx-shell').waitFor()
}

/** What fades in has its colours only at the end; what turns for ever is not waited for. */
async function still() {
  for (let i = 0; i < 2; i += 1) await new Promise((done) => { requestAnimationFrame(done) })
  const ending = document.getAnimations().filter((a) => a.effect?.getComputedTiming().endTime !== Infinity)
  await Promise.race([Promise.all(ending.map((a) => a.finished.catch(() => {}))), new Promise((done) => { setTimeout(done, 2000) })])
}

/** Serious and critical findings of axe on the page when nothing moves any more, one line each. */
export async function axe(page) {
  await page.evaluate(AXE)
  await page.evaluate(still)
  const found = await page.evaluate(() => window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'], resultTypes: ['violations'], preload: false, iframes: false }))
  return found.violations.filter((v) => ['serious', 'critical'].includes(v.impact))
    .map((v) => `${v.id} (${v.nodes.length}): ${v.nodes.slice(0, 3).map((n) => n.target.join(' ')).join(' | ')}`)
}

/** True when nothing is wider than the window, once what a change of its size moves has moved. */
export const fits = (page) => page.waitForFunction(() => document.documentElement.scrollWidth <= window.innerWidth, null, { timeout: 3000 }).then(() => true, () => false)

/** What stands in a window, in words: for the report of a story that failed. */
export async function described(page) {
  const words = await page.evaluate(() => document.body.innerText.replace(/\n+/g, ' | ').slice(0, 1500)).catch((error) => error.message)
  return [page.url(), ...(page.refused ?? []).slice(-5), ...page.complaints ?? [], words].join('\n  ')
}

/** A picture for people to look at, when GX_WEB_SHOTS names a folder. */
export async function shot(page, name) {
  if (!process.env.GX_WEB_SHOTS) return
  mkdirSync(process.env.GX_WEB_SHOTS, { recursive: true })
  await page.screenshot({ path: path.join(process.env.GX_WEB_SHOTS, name + '.png') })
}
