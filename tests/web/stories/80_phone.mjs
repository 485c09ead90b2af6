// SPDX-License-Identifier: AGPL-3.0-or-later
// The same pages on a phone and in the dark: nothing wider than the screen, axe
// content, and a follow-up written from the bottom bar.
import assert from 'node:assert/strict'
import { PHONE, axe, open, settled, shot, signIn } from '../lib/browser.mjs'

const PAGES = ['today', 'accounts', 'opportunities', 'dashboard', 'settings']

async function look(page, site, name) {
  for (const path of PAGES) {
    await page.goto(site.url + '/' + path)
    await page.locator('.gx-shell h1, .gx-shell .gx-toolbar').first().waitFor()
    await settled(page)
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    assert.ok(wide <= 1, `${path} is ${wide} px wider than the screen`)
    assert.deepEqual(await axe(page), [], path)
    await shot(page, `${name}-${path}`)
  }
}

export default function story({ test, given }) {
  test('every_page_fits_a_phone', async () => {
    const page = await open(given.browser, given.site, { viewport: PHONE })
    await signIn(page, 'zengmin')
    await look(page, given.site, 'phone')
    assert.deepEqual(page.complaints, [])
    await page.context().close()
  })

  test('every_page_is_readable_in_the_dark', async () => {
    const page = await open(given.browser, given.site, { dark: true, language: 'en' })
    await signIn(page, 'zengmin')
    await look(page, given.site, 'dark')
    assert.deepEqual(page.complaints, [])
    await page.context().close()
  })

  test('a_follow_up_is_written_from_the_phone', async () => {
    const page = await open(given.browser, given.site, { viewport: PHONE })
    await signIn(page, 'zhangwei', '/accounts')
    await page.locator('.gx-tile').first().waitFor()
    await page.locator('.gx-tile').first().getByRole('button', { name: '写跟进' }).click()
    await page.getByRole('dialog').locator('textarea').fill('手机上写的跟进')
    await shot(page, 'phone-followup')
    await page.getByRole('dialog').getByRole('button', { name: '保存' }).click()
    await page.getByText('跟进已保存').waitFor()
    assert.equal(await given.site.sql("select count(*) from app.activity where body = '手机上写的跟进'"), '1')
    assert.deepEqual(page.complaints, [])
    await page.context().close()
  })
}
