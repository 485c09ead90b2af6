// SPDX-License-Identifier: AGPL-3.0-or-later
// The permission matrix counts at once: a field taken away disappears on the next
// page that the salesman opens, and comes back.
import assert from 'node:assert/strict'
import { axe, open, shot, signIn } from '../lib/browser.mjs'

async function setPhone(page, right) {
  const row = page.locator('tr[data-resource="account"]')
  const toggle = row.getByRole('button', { name: '客户 字段' })
  if (await toggle.getAttribute('aria-expanded') !== 'true') await toggle.click()
  const field = page.locator('.gxm-field-right', { has: page.locator('span').getByText('城市', { exact: true }) }).first()
  await field.getByText(right, { exact: true }).click()
  await page.getByRole('button', { name: /^保\s*存$/ }).click()
  await page.getByText(/权限已保存/).waitFor()
}

export default function story({ test, given }) {
  test('a_field_right_counts_on_the_next_page', async () => {
    const admin = await open(given.browser, given.site)
    const salesman = await open(given.browser, given.site)
    await signIn(admin, 'ouwen')
    await signIn(salesman, 'zhangwei')
    const header = salesman.getByRole('columnheader', { name: /城市/ })
    await salesman.goto(given.site.url + '/accounts')
    await header.waitFor()
    const role = await given.site.sql("select id from app.role where key = 'salesperson'")
    await admin.goto(given.site.url + '/settings/roles/' + role)
    await admin.locator('.gxm-matrix').waitFor()
    assert.deepEqual(await axe(admin), [])
    await setPhone(admin, '不可见')
    await shot(admin, 'rights')
    await salesman.reload()
    await salesman.locator('.gx-row').first().waitFor()
    assert.equal(await header.count(), 0)
    await setPhone(admin, '可改')
    await salesman.reload()
    await header.waitFor()
    assert.deepEqual(admin.complaints, [])
    await admin.context().close()
    await salesman.context().close()
  })
}
