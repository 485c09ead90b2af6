// SPDX-License-Identifier: AGPL-3.0-or-later
// 客户报备: a salesman registers with the check while typing, hits a hidden customer, his manager sees both sides beside each
// other and decides, he hears the outcome; a dealer has his own in the portal.
import assert from 'node:assert/strict'
import { PHONE, axe, open, shot, signIn } from '../lib/browser.mjs'

const HIDDEN = '重庆报备暗处铸造有限公司'
const FREE = '重庆报备无人铸造有限公司'
const idOf = (site, name) => site.sql(`select id from app.registration where name = '${name}' order by created_at desc limit 1`)
const userOf = (site, id) => site.sql(`select u.username from auth.registration_case c join app."user" u on u.id = c.decider_id where c.registration_id = '${id}'`)

async function fill(page, site, name) {
  await page.goto(site.url + '/registrations')
  await page.locator('.gx-toolbar .ant-btn-primary').click()
  const drawer = page.locator('.ant-drawer')
  await drawer.getByLabel('公司名称', { exact: true }).fill(name)
  return drawer
}

export default function story({ test, given }) {
  test('a_salesman_registers_and_the_manager_of_both_decides', async () => {
    await given.site.sql(`insert into app.account (name, owner_id, department_id) select '${HIDDEN}', u.id, u.department_id from app."user" u where u.username = 'hejing'`)
    const page = await open(given.browser, given.site)
    await signIn(page, 'zhangwei')
    let drawer = await fill(page, given.site, FREE)
    await drawer.locator('.gx-similar').getByText(/没有相似的客户报备/).waitFor()
    await page.keyboard.press('Control+Enter')
    await page.getByRole('heading', { level: 1, name: FREE }).waitFor()
    await page.getByText('保护中').first().waitFor()
    await shot(page, 'registration_protected')
    assert.deepEqual(await axe(page), [])
    drawer = await fill(page, given.site, HIDDEN)
    await drawer.locator('.gx-similar').getByText(/很可能已有/).waitFor()
    await shot(page, 'registration_form')
    assert.deepEqual(await axe(page), [])
    await page.keyboard.press('Control+Enter')
    const ask = page.getByRole('dialog', { name: '仍然新建？' })
    await ask.getByLabel('理由').fill('客户在展会上找到我')
    await ask.getByRole('button', { name: '仍然新建' }).click()
    await page.getByRole('heading', { level: 1, name: HIDDEN }).waitFor()
    await page.getByText('撞单待裁决').first().waitFor()
    const id = await idOf(given.site, HIDDEN)
    await page.getByRole('tab', { name: '裁决' }).click()
    await page.getByText('这条报备不由你裁决').waitFor()
    await page.goto(given.site.url + '/registrations')
    await page.locator('.gx-row').first().waitFor()
    await shot(page, 'registration_list')
    assert.equal(await page.getByText('何静').count(), 0, 'nothing of the owner')

    const boss = await open(given.browser, given.site)
    await signIn(boss, await userOf(given.site, id))
    await boss.goto(given.site.url + '/inbox')
    await boss.getByText('撞单，待你裁决').first().click()
    await boss.waitForURL(/\/registrations\//)
    await boss.getByRole('tab', { name: '裁决' }).click()
    await boss.getByText(/何静/).first().waitFor()
    await shot(boss, 'registration_decide')
    assert.deepEqual(await axe(boss), [])
    assert.equal(await boss.getByRole('button', { name: '归报备方' }).isDisabled(), true, 'a reason first')
    await boss.getByLabel('理由').fill('对方一年未跟进')
    await boss.getByRole('button', { name: '归报备方' }).click()
    await boss.getByText('已有结果').waitFor()
    await boss.context().close()

    await page.goto(given.site.url + '/inbox')
    await page.getByText('报备已通过，客户受保护').first().waitFor()
    await page.goto(given.site.url + '/registrations/' + id)
    await page.locator('.gx-detail-actions .ant-dropdown-trigger').click()
    await page.getByRole('menuitem', { name: '延长保护期' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('理由').fill('客户预算推迟')
    await shot(page, 'registration_extend')
    await dialog.getByRole('button', { name: '延长保护期' }).click()
    await page.getByText(/保护期已延长至/).waitFor()
    assert.deepEqual(page.complaints, [])
    await page.context().close()
  })

  test('the_decision_in_english_on_the_phone_and_in_the_dark', async () => {
    await given.site.sql(`insert into app.registration (name, owner_id, created_by) select a.name, u.id, u.id from app."user" u, app.account a
      where u.username = 'zhangwei' and a.owner_id = (select id from app."user" where username = 'hejing') and a.deleted_at is null order by a.created_at limit 1`)
    const id = await given.site.sql("select registration_id from auth.registration_case where kind = 'conflict' and decision is null order by registration_id desc limit 1")
    for (const [name, options] of [['en', { language: 'en', dark: true }], ['phone', { viewport: PHONE }]]) {
      const page = await open(given.browser, given.site, options)
      await signIn(page, await userOf(given.site, id))
      await page.goto(given.site.url + '/registrations/' + id + '?tab=decide')
      await page.locator('.gx-sides').waitFor()
      await shot(page, 'registration_decide_' + name)
      assert.deepEqual(await axe(page), [])
      assert.deepEqual(page.complaints, [])
      await page.context().close()
    }
  })

  test('a_dealer_registers_in_the_portal', async () => {
    const page = await open(given.browser, given.site, { viewport: PHONE })
    await signIn(page, 'wenqihang')
    const drawer = await fill(page, given.site, '重庆报备渠道铸造有限公司')
    await drawer.locator('.gx-similar').getByText(/没有相似的/).waitFor()
    await drawer.getByRole('button', { name: /保\s*存/ }).last().click()
    await page.getByRole('heading', { level: 1, name: '重庆报备渠道铸造有限公司' }).waitFor()
    await page.getByText('待审批').first().waitFor()
    await shot(page, 'registration_portal')
    assert.deepEqual(await axe(page), [])
    assert.equal(await page.getByRole('tab', { name: '裁决' }).count(), 0)
    assert.deepEqual(page.complaints, [])
    await page.context().close()
  })
}
