// SPDX-License-Identifier: AGPL-3.0-or-later
// Fields that depend on one another: a reminder rule (resource, its date field, a
// condition over it) and a follow-up whose record is picked in the chosen resource.
import assert from 'node:assert/strict'
import { axe, open, shot, signIn } from '../lib/browser.mjs'

/** Chooses an entry of a select by its words. */
async function choose(page, box, label, entry) {
  const input = box.getByRole('combobox', { name: label, exact: true })
  await input.click()
  if (await input.isEditable()) await input.fill(entry)
  await page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden)').getByTitle(entry, { exact: true }).first().click()
}

export default function story({ test, given }) {
  test('a_reminder_rule_is_made_of_a_resource_its_date_and_a_condition', async () => {
    const page = await open(given.browser, given.site)
    await signIn(page, 'zhangwei', '/reminders')
    await page.getByRole('button', { name: '新建提醒规则' }).first().click()
    const drawer = page.locator('.ant-drawer').first()
    await drawer.getByLabel('名称', { exact: true }).fill('重点客户到期')
    await choose(page, drawer, '对象类型', '客户')
    await choose(page, drawer, '日期字段', '下次跟进日期')
    await drawer.getByLabel('提前天数').fill('1')
    await drawer.getByRole('button', { name: /^条件.*全部$/ }).click()
    const builder = page.locator('.ant-drawer').last()
    await builder.getByRole('button', { name: /添加条件$/ }).click()
    await builder.getByLabel('值').fill('公司')
    await shot(page, 'reminder-condition')
    await page.keyboard.press('Control+Enter')
    await drawer.getByRole('button', { name: /1 个条件/ }).waitFor()
    await shot(page, 'reminder-form')
    assert.deepEqual(await axe(page), [])
    await drawer.getByRole('button', { name: /保\s*存/ }).last().click()
    await page.getByRole('heading', { name: '重点客户到期' }).waitFor()
    const row = JSON.parse(await given.site.sql("select row_to_json(r) from app.reminder r where name = '重点客户到期'"))
    assert.deepEqual([row.resource, row.date_field, row.days_before], ['account', 'next_step_on', 1])
    assert.equal(row.definition.and[0].value, '公司')
    await shot(page, 'reminder')
    assert.deepEqual(page.complaints, [])
    await page.context().close()
  })

  test('the_record_of_a_follow_up_is_picked_in_the_chosen_resource', async () => {
    const page = await open(given.browser, given.site)
    await signIn(page, 'zhangwei', '/activities')
    await page.getByRole('button', { name: '新建跟进' }).first().click()
    const drawer = page.locator('.ant-drawer').first()
    await choose(page, drawer, '方式', '电话')
    await drawer.getByLabel('主题', { exact: true }).fill('核对合同金额')
    const about = drawer.getByRole('combobox', { name: '关联对象', exact: true })
    assert.ok(await about.isDisabled(), 'first the resource')
    await choose(page, drawer, '关联对象类型', '商机')
    const [id, deal] = (await given.site.sql(`select o.id || '|' || o.name from app.opportunity o join app."user" u on u.id = o.owner_id where u.username = 'zhangwei' and o.deleted_at is null order by o.code limit 1`)).split('|')
    await about.fill(deal)
    await page.locator('.gx-picker .gx-option', { hasText: deal }).first().click()
    await shot(page, 'activity-form')
    await choose(page, drawer, '关联对象类型', '客户')
    await page.waitForFunction(() => !document.querySelector('[id$="parent_id"]')?.closest('.ant-select')?.querySelector('.ant-select-selection-item, .ant-select-content-value'))
    await choose(page, drawer, '关联对象类型', '商机')
    await about.fill(deal)
    await page.locator('.gx-picker .gx-option', { hasText: deal }).first().click()
    await page.keyboard.press('Control+Enter')
    await page.getByRole('heading', { name: '核对合同金额' }).waitFor()
    assert.equal(await given.site.sql("select parent_resource || ' ' || parent_id from app.activity where subject = '核对合同金额'"), 'opportunity ' + id)
    assert.deepEqual(page.complaints, [])
    await page.context().close()
  })
}
