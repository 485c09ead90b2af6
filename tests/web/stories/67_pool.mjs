// SPDX-License-Identifier: AGPL-3.0-or-later
// 公海: a salesman sees what lies there without its number, claims one, gives it back with a reason, and hears from
// which day he may have it again; a colleague elsewhere sees nothing of it.
import assert from 'node:assert/strict'
import { PHONE, axe, open, shot, signIn } from '../lib/browser.mjs'

export default function story({ test, given }) {
  const list = async (page) => {
    await page.goto(given.site.url + '/pool-records?filter=' + encodeURIComponent(JSON.stringify({ and: [{ field: 'resource', op: 'eq', value: 'account' }] })))
    await page.locator('.gx-row, .gx-tile').first().waitFor()
  }
  const claim = async (page, row) => {
    await row.hover()
    await row.getByRole('button', { name: '领取' }).click()
  }

  test('a_salesman_claims_a_customer_and_gives_it_back', async () => {
    const page = await open(given.browser, given.site)
    await signIn(page, 'zhangwei')
    await list(page)
    assert.deepEqual(await axe(page), [])
    await shot(page, 'pool_list')
    // Not one that was his own: that he may have again only after its cool-down.
    const free = page.locator('.gx-row').filter({ hasNotText: '张伟' }).first()
    const name = (await free.locator('.gx-row-name').innerText()).trim()
    await claim(page, free)
    const dialog = page.getByRole('dialog')
    await dialog.getByText(/领取后由你负责/).waitFor()
    await shot(page, 'pool_claim')
    await dialog.getByRole('button', { name: /领\s*取/ }).click()
    await page.waitForURL(/\/accounts\/[0-9a-f-]{36}$/)
    await page.getByRole('heading', { level: 1, name }).waitFor()
    await page.locator('.gx-detail-actions .ant-dropdown-trigger').click()
    await page.getByRole('menuitem', { name: '退回公海' }).click()
    await dialog.getByLabel('退回原因').click()
    await page.getByTitle('精力不足').click()
    await shot(page, 'pool_release')
    assert.deepEqual(await axe(page), [])
    await dialog.getByRole('button', { name: '退回公海' }).click()
    await page.getByText('已把“' + name + '”退回公海').waitFor()
    await list(page)
    await claim(page, page.locator('.gx-row', { hasText: name }))
    await dialog.getByRole('button', { name: /领\s*取/ }).click()
    await dialog.getByText(/冷却期内不能领取；\d{4}-\d{2}-\d{2} 起可再次领取/).waitFor()
    await shot(page, 'pool_cool_down')
    assert.deepEqual(page.complaints, [])
    await page.context().close()
  })

  test('the_same_in_english_and_on_the_phone', async () => {
    for (const [name, options] of [['en', { language: 'en' }], ['phone', { viewport: PHONE }]]) {
      const page = await open(given.browser, given.site, options)
      await signIn(page, 'qiuxiaolin')
      await list(page)
      assert.deepEqual(await axe(page), [])
      await shot(page, 'pool_' + name)
      assert.deepEqual(page.complaints, [])
      await page.context().close()
    }
  })
}
