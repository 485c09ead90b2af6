// SPDX-License-Identifier: AGPL-3.0-or-later
// Telesales knows numbers by sight: an eye shows one, with a reason, until the page is left; a caller's number tells
// who it is; forms show what is masked and do not take it.
import assert from 'node:assert/strict'
import { axe, open, shot, signIn } from '../lib/browser.mjs'

const MASK = /^\d{3}\*{4}\d{4}$/

export default function story({ test, given }) {
  let contact
  const logged = (id) => given.site.sql(`select string_agg(e.detail ->> 'reason', ',' order by e.id) from audit.event e where e.kind = 'reveal' and e.record_id = '${id}'`)
  const telesales = async () => {
    const page = await open(given.browser, given.site)
    await signIn(page, 'fengxiaoyi')
    contact ??= JSON.parse(await given.site.sql(`select json_build_object('id', c.id, 'name', c.name, 'mobile', c.mobile) from app.contact c
      join app."user" u on u.id = c.owner_id and u.username = 'fengxiaoyi' where c.mobile ~ '^1[0-9]{10}$' and c.deleted_at is null order by c.id limit 1`))
    return page
  }
  const visit = async (page) => {
    await page.goto(given.site.url + '/contacts/' + contact.id)
    await page.getByRole('heading', { name: contact.name }).waitFor()
    return page.locator('.gx-value', { has: page.locator('dt', { hasText: /^手机$/ }) })
  }

  test('a_masked_number_is_shown_for_a_reason_until_the_page_is_left', async () => {
    const page = await telesales()
    const value = await visit(page)
    assert.match((await value.locator('dd').innerText()).trim(), MASK)
    assert.deepEqual(await axe(page), [])
    await value.getByRole('button', { name: `查看${contact.name}的手机` }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText(/记入日志/).waitFor()
    assert.deepEqual(await axe(page), [])
    await shot(page, 'reveal')
    await dialog.getByRole('button', { name: '核对资料' }).click()
    await value.getByRole('link', { name: contact.mobile }).waitFor()
    await dialog.waitFor({ state: 'hidden' })
    await shot(page, 'revealed')
    assert.equal(await logged(contact.id), '核对资料')
    await page.getByRole('link', { name: '联系人' }).first().click()
    await page.locator('.gx-row').first().waitFor()
    await page.goBack()
    await value.waitFor()
    assert.match((await value.locator('dd').innerText()).trim(), MASK, 'and is masked again')
    assert.deepEqual(page.complaints, [])
    await page.context().close()
  })

  test('the_keyboard_reveals_and_one_s_own_reason_is_offered_again', async () => {
    const page = await telesales()
    const value = await visit(page)
    const eye = value.getByRole('button', { name: /^查看.*的手机$/ })
    await eye.focus()
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: '其他' }).focus()
    await page.keyboard.press('Enter')
    await page.keyboard.type('回访去年的订单')
    await page.keyboard.press('Enter')
    await value.getByRole('link', { name: contact.mobile }).waitFor()
    await value.getByRole('button', { name: /^隐藏/ }).press('Enter')
    assert.match((await value.locator('dd').innerText()).trim(), MASK)
    await eye.press('Enter')
    await dialog.getByRole('button', { name: '回访去年的订单' }).waitFor()
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'hidden' })
    assert.match(await logged(contact.id), /回访去年的订单$/)
    assert.deepEqual(page.complaints, [])
    await page.context().close()
  })

  test('a_call_goes_through_the_reveal', async () => {
    const page = await telesales()
    const value = await visit(page)
    const calls = []
    const devtools = await page.context().newCDPSession(page)
    await devtools.send('Page.enable')
    devtools.on('Page.frameRequestedNavigation', ({ url }) => calls.push(url))
    await value.getByRole('button', { name: /^查看并拨打/ }).click()
    await page.getByRole('dialog').getByRole('button', { name: '电话联系' }).click()
    await value.getByRole('link', { name: contact.mobile }).waitFor()
    for (let i = 0; i < 100 && !calls.length; i += 1) await page.waitForTimeout(50)
    assert.deepEqual(calls, ['tel:' + contact.mobile])
    assert.match(await logged(contact.id), /电话联系$/)
    await page.context().close()
  })

  test('in_a_list_the_eye_opens_no_record_and_a_form_does_not_take_what_is_masked', async () => {
    const page = await telesales()
    await page.goto(given.site.url + '/contacts')
    const row = page.locator('.gx-row', { hasText: contact.name }).first()
    await row.getByRole('button', { name: /^查看.*的手机$/ }).click()
    await page.getByRole('dialog').getByRole('button', { name: '核对资料' }).click()
    await row.getByRole('link', { name: /^1\d{10}$/ }).waitFor()
    assert.match(page.url(), /\/contacts$/)
    await shot(page, 'reveal-list')
    await visit(page)
    await page.locator('.gx-detail-actions').getByRole('button', { name: /编辑/ }).click()
    const item = page.locator('.ant-drawer .ant-form-item', { hasText: '手机' })
    await item.waitFor()
    assert.match((await item.locator('.ant-form-item-control').innerText()).trim(), MASK)
    assert.equal(await item.locator('input').count(), 0)
    await shot(page, 'masked-form')
    assert.deepEqual(page.complaints, [])
    await page.context().close()
  })

  test('a_caller_s_number_tells_who_it_is', async () => {
    const page = await telesales()
    await page.goto(given.site.url)
    await page.locator('.gx-shell').waitFor()
    await page.keyboard.press('Control+k')
    const palette = page.getByRole('combobox', { name: /搜索/ })
    await palette.fill('+86 ' + contact.mobile.replace(/^(...)(....)/, '$1 $2 '))
    await page.getByRole('option', { name: /查找号码/ }).waitFor()
    await page.keyboard.press('Enter')
    const found = page.getByRole('group', { name: '这个号码属于' }).getByRole('option', { name: new RegExp(contact.name) }).first()
    await found.waitFor()
    await shot(page, 'phone-lookup')
    await found.click()
    await page.getByRole('heading', { name: contact.name }).waitFor()
    await page.keyboard.press('Control+k')
    await palette.fill('19900000000')
    await page.getByRole('option', { name: /查找号码/ }).click()
    await page.getByText(/没有号码 19900000000/).waitFor()
    assert.equal(await given.site.sql("select count(*) from audit.event where kind = 'phone_lookup'"), '2')
    assert.deepEqual(page.complaints, [])
    await page.context().close()
  })
}
