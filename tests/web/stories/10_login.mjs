// SPDX-License-Identifier: AGPL-3.0-or-later
// The door: one click per role, a wrong password, three languages, log-out.
import assert from 'node:assert/strict'
import { atDoor, axe, logIn, open, shot } from '../lib/browser.mjs'

export default function story({ test, given }) {
  test('one_click_on_a_role_logs_in_and_opens_the_workbench', async () => {
    const page = await atDoor(given.browser, given.site)
    await page.locator('.gx-demo-person', { hasText: '业务员' }).first().waitFor()
    assert.ok(await page.locator('.gx-demo-person').count() >= 12, 'one button per ready role')
    assert.deepEqual(await axe(page), [])
    await shot(page, 'login')
    await page.locator('.gx-demo-person', { hasText: '业务员' }).first().click()
    await page.getByRole('heading', { name: /张伟/ }).waitFor()
    assert.match(page.url(), /\/today$/)
    assert.deepEqual(page.complaints, [])
    await page.context().close()
  })

  test('what_is_typed_at_the_door_stays_whatever_comes_later', async () => {
    const page = await open(given.browser, given.site)
    let late = 0
    await page.route(/\/assets\/zh[_-]cn-.*\.js$/i, async (route) => {
      await new Promise((done) => { setTimeout(done, 1500) })
      late += 1
      await route.continue()
    })
    await page.goto(given.site.url)
    const name = page.locator('input[autocomplete="username"]')
    await name.fill('zhangwei')
    const come = () => performance.getEntriesByType('resource').filter((e) => /zh[_-]cn/i.test(e.name) && e.responseEnd > 0 && performance.now() - e.responseEnd > 700).length >= 2
    await page.waitForFunction(come)
    assert.ok(late > 1, 'the words of the widgets came late')
    assert.equal(await name.inputValue(), 'zhangwei')
    await page.context().close()
  })

  test('a_wrong_password_says_so_and_keeps_the_name', async () => {
    const page = await atDoor(given.browser, given.site)
    await page.locator('input[autocomplete="username"]').fill('zhangwei')
    await page.locator('input[type="password"]').fill('wrong password')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').first().waitFor()
    assert.equal(await page.locator('input[autocomplete="username"]').inputValue(), 'zhangwei')
    await page.context().close()
  })

  for (const [language, word] of [['zh-CN', '客户'], ['zh-TW', '客戶'], ['en', 'Accounts']]) {
    test(`the_shell_speaks_${language}`, async () => {
      const page = await atDoor(given.browser, given.site, { language })
      await logIn(page, 'shanlei')
      await page.goto(given.site.url + '/accounts')
      await page.locator('.gx-toolbar-title', { hasText: word }).waitFor()
      assert.equal(await page.evaluate(() => document.documentElement.lang), language)
      await shot(page, `accounts-${language}`)
      assert.deepEqual(page.complaints, [])
      await page.context().close()
    })
  }
}
