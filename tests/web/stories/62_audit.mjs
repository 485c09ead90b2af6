// SPDX-License-Identifier: AGPL-3.0-or-later
// The audit log: a change that a salesman made a moment ago is found by person and
// kind, its values are shown, and the page says how far the log is sealed.
import assert from 'node:assert/strict'
import { PHONE, axe, open, shot, signIn } from '../lib/browser.mjs'

export default function story({ test, given }) {
  test('limits_for_alarms_are_set_in_a_small_table', async () => {
    const page = await open(given.browser, given.site)
    await signIn(page, 'ouwen')
    await page.goto(given.site.url + '/settings/audit')
    await page.getByRole('button', { name: '警报阈值' }).click()
    const limit = page.getByRole('spinbutton', { name: '导出记录 每日上限' })
    await limit.fill('30000')
    await shot(page, 'audit-alarms')
    assert.deepEqual(await axe(page), [])
    await page.getByRole('dialog').getByRole('button', { name: /保\s*存/ }).click()
    await page.getByText('警报阈值已保存').waitFor()
    assert.equal(await given.site.sql("select per_day from audit.alarm_rule where kind = 'export'"), '30000')
    assert.deepEqual(page.complaints, [])
    await page.context().close()
  })

  for (const [language, title] of [['en', 'Audit log'], ['zh-TW', '稽核日誌']]) {
    test('it_fits_a_phone_in_' + language, async () => {
      const page = await open(given.browser, given.site, { language, viewport: PHONE, dark: language === 'en' })
      await signIn(page, 'ouwen')
      await page.goto(given.site.url + '/settings/audit')
      await page.getByRole('heading', { name: title }).waitFor()
      await page.locator('.gx-audit-line').first().click()
      await page.locator('.ant-drawer-title').waitFor()
      await shot(page, 'audit-phone-line-' + language)
      await page.locator('.ant-drawer-close').click()
      await page.locator('.ant-drawer-title').waitFor({ state: 'hidden' })
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
      assert.ok(wide <= 0, `${wide} px too wide`)
      assert.deepEqual(await axe(page), [])
      await shot(page, 'audit-phone-' + language)
      assert.deepEqual(page.complaints, [])
      await page.context().close()
    })
  }

  test('who_may_not_audit_is_not_offered_it', async () => {
    const page = await open(given.browser, given.site)
    await signIn(page, 'zhangwei')
    await page.goto(given.site.url + '/settings/audit')
    await page.waitForTimeout(0)
    await page.locator('.gx-shell').waitFor()
    assert.equal(await page.locator('.gx-audit-line').count(), 0)
    await page.context().close()
  })
}
