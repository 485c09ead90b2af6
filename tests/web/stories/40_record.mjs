// SPDX-License-Identifier: AGPL-3.0-or-later
// A customer's life in the browser: made, changed, two editors at once, history,
// recycle bin and back.
import assert from 'node:assert/strict'
import { axe, open, shot, signIn } from '../lib/browser.mjs'

const NAME = '苏州测试故事有限公司'

async function create(page, name) {
  await page.getByRole('button', { name: '新建客户' }).click()
  const drawer = page.locator('.ant-drawer')
  await drawer.getByLabel('客户名称', { exact: true }).fill(name)
  await page.keyboard.press('Control+Enter')
  await page.getByRole('heading', { name }).waitFor()
}

export default function story({ test, given }) {
  test('a_customer_is_made_with_the_keyboard_and_opened', async () => {
    const page = await open(given.browser, given.site)
    await signIn(page, 'zhangwei', '/accounts')
    await create(page, NAME)
    assert.deepEqual(await axe(page), [])
    await shot(page, 'new-record')
    assert.equal(await given.site.sql(`select u.username from app.account a join app."user" u on u.id = a.owner_id where a.name = '${NAME}'`), 'zhangwei')
    assert.deepEqual(page.complaints, [])
    await page.context().close()
  })

  test('two_editors_of_one_record_lose_nothing', async () => {
    const page = await open(given.browser, given.site)
    await signIn(page, 'zhangwei')
    const id = await given.site.sql(`select id from app.account where name = '${NAME}'`)
    await page.goto(given.site.url + '/accounts/' + id)
    await page.getByRole('heading', { name: NAME }).waitFor()
    await page.getByRole('button', { name: /编辑/ }).first().click()
    const phone = page.getByLabel('简称', { exact: true })
    await phone.fill('我的简称')
    await given.site.sql(`update app.account set short_name = '别人的简称' where id = '${id}'`)
    await page.getByRole('button', { name: /^保存/ }).first().click()
    const conflict = page.getByRole('dialog')
    await conflict.getByText('别人的简称').waitFor()
    await conflict.getByText('我的简称').waitFor()
    await shot(page, 'conflict')
    assert.equal(await given.site.sql(`select short_name from app.account where id = '${id}'`), '别人的简称', 'nothing was overwritten unasked')
    await page.context().close()
  })

  test('a_deleted_customer_comes_back_from_the_recycle_bin', async () => {
    const page = await open(given.browser, given.site)
    await signIn(page, 'zhangwei')
    const id = await given.site.sql(`select id from app.account where name = '${NAME}'`)
    await page.goto(given.site.url + '/accounts/' + id)
    await page.getByRole('heading', { name: NAME }).waitFor()
    await page.locator('.gx-detail-actions').getByRole('button').last().click()
    await page.getByRole('menuitem', { name: /删除/ }).click()
    const sure = page.getByRole('dialog').getByRole('button', { name: /删除/ })
    await sure.click()
    await page.waitForURL(/\/accounts$/)
    assert.equal(await given.site.sql(`select deleted_at is not null from app.account where id = '${id}'`), 't')
    await page.goto(given.site.url + '/recycle-bin')
    const line = page.getByText(NAME).first()
    await line.waitFor()
    await shot(page, 'bin')
    await page.locator('li, tr', { hasText: NAME }).getByRole('button', { name: /恢复/ }).click()
    await page.getByText(/已恢复/).first().waitFor()
    assert.equal(await given.site.sql(`select deleted_at is null from app.account where id = '${id}'`), 't')
    assert.deepEqual(page.complaints, [])
    await page.context().close()
  })
}
