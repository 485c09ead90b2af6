// SPDX-License-Identifier: AGPL-3.0-or-later
// Related search: the sales director finds the customers whose deals come to more than a sum, narrows them to what was won,
// and turns the question round; what he asks stands above the list in words.
import assert from 'node:assert/strict'
import { PHONE, axe, fits, open, shot, signIn } from '../lib/browser.mjs'

const pick = async (page, label, option, many = false) => {
  const box = page.getByRole('combobox', { name: label }).first()
  await box.click()
  if (await box.isEditable()) await box.fill(option)
  await page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option', { hasText: option }).first().click()
  if (many) await page.keyboard.press('Escape')
  await page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden)').first().waitFor({ state: 'hidden' })
}

const shown = async (page) => Number((await page.locator('.gx-count').textContent()).replace(/\D/g, ''))

export default function story({ test, given }) {
  test('customers_are_found_by_their_deals', async () => {
    const page = await open(given.browser, given.site)
    await signIn(page, 'zengmin')
    await page.goto(given.site.url + '/accounts')
    await page.locator('.gx-row').first().waitFor()
    const asked = async (having) => Number(await given.site.sql(`select count(*) from app.account a where a.deleted_at is null and ${having}`))
    const deals = (more) => `(select coalesce(sum(o.amount), 0) from app.opportunity o where o.account_id = a.id and o.deleted_at is null ${more})`
    await page.getByRole('button', { name: 'filter 筛选' }).click()
    const drawer = page.locator('.ant-drawer')
    await drawer.getByRole('button', { name: '添加关联条件' }).click()
    await pick(page, '关联记录', '商机 · 客户')
    await pick(page, '关联方式', '金额合计')
    await drawer.getByRole('spinbutton', { name: '值' }).fill('300000')
    await shot(page, 'related-sum')
    assert.deepEqual(await axe(page), [])
    await drawer.getByRole('button', { name: /应\s*用/ }).click()
    await page.locator('.gx-conditions', { hasText: '商机 · 客户 金额合计 不小于 300,000' }).waitFor()
    await page.waitForFunction((wanted) => document.querySelector('.gx-count')?.textContent.replace(/\D/g, '') === wanted, String(await asked(`${deals('')} >= 300000`)))
    const all = await shown(page)
    assert.ok(all > 0)

    await page.getByRole('button', { name: 'filter 筛选' }).click()
    await drawer.getByRole('button', { name: '限定其中的记录' }).click()
    await pick(page, '字段', '状态')
    await pick(page, '值', '赢单', true)
    await shot(page, 'related-where')
    await drawer.getByRole('button', { name: /应\s*用/ }).click()
    await page.waitForFunction((wanted) => document.querySelector('.gx-count')?.textContent.replace(/\D/g, '') === wanted, String(await asked(`${deals("and o.status = 'won'")} >= 300000`)))
    assert.ok(await shown(page) < all)
    await shot(page, 'related-list')

    await page.getByRole('button', { name: 'filter 筛选' }).click()
    await pick(page, '关联方式', '没有')
    await drawer.getByRole('button', { name: '移除条件组' }).click()
    await drawer.getByRole('button', { name: /应\s*用/ }).click()
    await page.locator('.gx-conditions', { hasText: '商机 · 客户 没有' }).waitFor()
    await page.waitForFunction((wanted) => document.querySelector('.gx-count')?.textContent.replace(/\D/g, '') === wanted, String(await asked('not exists (select from app.opportunity o where o.account_id = a.id and o.deleted_at is null)')))
    await page.setViewportSize(PHONE)
    assert.equal(await fits(page), true)
    assert.deepEqual(page.complaints, [])
    await page.context().close()
  })
}
