// SPDX-License-Identifier: AGPL-3.0-or-later
// The audit log: a change that a salesman made a moment ago is found by person and
// kind, its values are shown, and the page says how far the log is sealed.
import assert from 'node:assert/strict'
import { PHONE, axe, open, shot, signIn } from '../lib/browser.mjs'

export default function story({ test, given }) {
  test('a_change_is_found_and_explained', async () => {
    const page = await open(given.browser, given.site)
    await signIn(page, 'ouwen', '/settings')
    await page.getByRole('link', { name: /审计日志/ }).click()
    await page.locator('.gx-audit-line').first().waitFor()
    await page.getByText(/已封存 .* 条，截至/).waitFor()
    await shot(page, 'audit')
    assert.deepEqual(await axe(page), [])
    const [person, name] = (await given.site.sql(`select u.id || '|' || u.name from app."user" u where username = 'qiuxiaolin'`)).split('|')
    await page.getByRole('combobox', { name: '人员' }).fill(name)
    await page.locator('.gx-picker .gx-option', { hasText: name }).first().click()
    await page.waitForURL(new RegExp('person=' + person))
    await page.getByRole('combobox', { name: '类别' }).fill('新建')
    await page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden)').getByTitle('新建', { exact: true }).click()
    await page.keyboard.press('Escape')
    await page.waitForURL(/kind=create/)
    await page.locator('.gx-audit-line', { hasText: name }).first().waitFor()
    await page.locator('.gx-audit-line', { hasText: '登录' }).first().waitFor({ state: 'detached' })
    await page.locator('.gx-audit-line', { hasText: /客户 · / }).first().click()
    const drawer = page.locator('.ant-drawer')
    await drawer.getByRole('columnheader', { name: '改后' }).waitFor()
    await drawer.getByRole('rowheader', { name: '名称' }).first().waitFor()
    assert.equal(await drawer.getByRole('columnheader', { name: '改前' }).count(), 0, 'nothing was before what is new')
    await shot(page, 'audit-line')
    assert.deepEqual(await axe(page), [])
    await drawer.getByRole('button', { name: '只看这个' }).last().click()
    await page.waitForURL(/record_id=/)
    await page.getByRole('button', { name: /清除条件/ }).first().click()
    await page.getByRole('textbox', { name: '记录编号' }).fill('01890000-0000-7000-8000-fffffffffff0')
    await page.keyboard.press('Enter')
    await page.getByText('没有符合条件的记录').waitFor()
    await page.getByRole('button', { name: /清除条件/ }).first().click()
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: /导出 CSV/ }).click().then(() => undefined)])
    assert.match(file.suggestedFilename(), /^audit-ouwen-\d{8}T\d{6}Z\.csv$/)
    assert.deepEqual(page.complaints, [])
    await page.context().close()
  })

  test('limits_for_alarms_are_set_in_a_small_table', async () => {
    const page = await open(given.browser, given.site)
    await signIn(page, 'ouwen', '/settings/audit')
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
      await signIn(page, 'ouwen', '/settings/audit')
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
    await signIn(page, 'zhangwei', '/settings/audit')
    await page.waitForTimeout(0)
    await page.locator('.gx-shell').waitFor()
    assert.equal(await page.locator('.gx-audit-line').count(), 0)
    await page.context().close()
  })
}
