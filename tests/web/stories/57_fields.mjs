// SPDX-License-Identifier: AGPL-3.0-or-later
// An administrator adds a choice and a number to customers; a salesman fills them in, a manager
// sees them in the list, filters by them and takes them out in a file, without anybody having logged in anew.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { PHONE, axe, open, settled, shot, signIn } from '../lib/browser.mjs'

const NAME = '南通字段故事有限公司'

async function pick(page, box, label, entry) {
  await box.getByRole('combobox', { name: label, exact: true }).click()
  await page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden)').getByTitle(entry, { exact: true }).first().click()
}

/** Opens the drawer of a new field and gives it its type and titles. */
async function begin(page, type, zh, en) {
  await page.getByRole('button', { name: '添加字段' }).click()
  const drawer = page.locator('.ant-drawer').last()
  await drawer.getByLabel('中文名称', { exact: true }).fill(zh)
  await drawer.getByLabel('英文名称', { exact: true }).fill(en)
  await pick(page, drawer, '类型', type)
  return drawer
}

async function publish(page, drawer, title) {
  await drawer.getByRole('button', { name: '保存并发布' }).click()
  await drawer.waitFor({ state: 'detached' })
  await page.locator('.gxf-line', { hasText: title }).getByText('已发布').waitFor()
}

export default function story({ test, given }) {
  test('an_administrator_adds_a_choice_and_a_number', async () => {
    const page = await open(given.browser, given.site)
    await signIn(page, 'ouwen', '/settings')
    await page.getByRole('link', { name: /^字段/ }).click()
    await page.getByText('客户还没有自定义字段').waitFor()
    let drawer = await begin(page, '单选', '开票要求', 'Invoice demand')
    await drawer.getByRole('button', { name: '保存并发布' }).click()
    await drawer.getByText('至少要有一个选项').waitFor()
    for (const [n, zh, en] of [[1, '纸质', 'On paper'], [2, '电子', 'Electronic']]) {
      await drawer.getByRole('button', { name: '添加选项' }).click()
      await drawer.getByLabel(`选项 ${n}，中文`, { exact: true }).fill(zh)
      await drawer.getByLabel(`选项 ${n}，英文`, { exact: true }).fill(en)
    }
    await drawer.getByLabel('说明', { exact: true }).fill('财务开票前看这里')
    assert.deepEqual(await axe(page), [])
    await shot(page, 'fields-choice')
    await publish(page, drawer, '开票要求')
    drawer = await begin(page, '整数', '门店数', 'Number of shops')
    await drawer.getByLabel('最小值', { exact: true }).fill('5')
    await drawer.getByLabel('最大值', { exact: true }).fill('1')
    await drawer.getByRole('button', { name: '保存并发布' }).click()
    await drawer.getByText('小于最小值').waitFor()
    await drawer.getByLabel('最小值', { exact: true }).fill('0')
    await drawer.getByLabel('最大值', { exact: true }).fill('500')
    await publish(page, drawer, '门店数')
    await settled(page)
    assert.deepEqual(await axe(page), [])
    await shot(page, 'fields')
    assert.equal(await given.site.sql("select string_agg(type || ' ' || state, ',' order by id) from app.custom_field where label_zh in ('开票要求', '门店数')"), 'choice published,integer published')
    assert.equal(await given.site.sql("select string_agg(c ->> 'value', ',') from app.custom_field, jsonb_array_elements(choices) c where label_zh = '开票要求'"), 'on_paper,electronic')
    assert.deepEqual(page.complaints, [])
    await page.context().close()
  })

  test('a_salesman_fills_them_in_and_finds_them_in_the_record', async () => {
    const page = await open(given.browser, given.site)
    await signIn(page, 'zhangwei', '/accounts')
    await page.getByRole('button', { name: '新建客户' }).click()
    const drawer = page.locator('.ant-drawer').first()
    await drawer.getByLabel('客户名称', { exact: true }).fill(NAME)
    await pick(page, drawer, '开票要求', '电子')
    await drawer.getByText('财务开票前看这里').waitFor()
    await drawer.getByLabel('门店数', { exact: true }).fill('42')
    await shot(page, 'fields-form')
    await page.keyboard.press('Control+Enter')
    await page.getByRole('heading', { name: NAME }).waitFor()
    await page.getByText('自定义字段', { exact: true }).first().waitFor()
    await page.getByText('电子', { exact: true }).first().waitFor()
    await shot(page, 'fields-record')
    assert.deepEqual(page.complaints, [])
    await page.context().close()
  })

  test('a_manager_sees_them_in_list_filter_and_file', async () => {
    const page = await open(given.browser, given.site)
    await signIn(page, 'zengmin', '/accounts')
    await page.locator('.gx-row').first().waitFor()
    await page.getByRole('button', { name: '列设置' }).click()
    for (const title of ['开票要求', '门店数']) await page.getByRole('checkbox', { name: title }).check()
    await page.keyboard.press('Escape')
    const head = page.getByRole('columnheader', { name: '门店数' })
    await head.scrollIntoViewIfNeeded()
    await head.hover()
    await head.locator('.gx-head-menu').click()
    const menu = page.locator('.gx-head-window')
    await menu.getByRole('spinbutton').fill('42')
    await menu.getByRole('button', { name: /筛\s*选/ }).click()
    await page.waitForFunction(() => document.querySelectorAll('.gx-row').length === 1)
    const row = page.locator('.gx-row').first()
    assert.match(await row.textContent(), /南通字段故事.*电子.*42/)
    await shot(page, 'fields-list')
    await page.locator('.gx-toolbar').getByRole('button', { name: '更多' }).click()
    await page.getByRole('menuitem', { name: '导出' }).hover()
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: 'CSV 文件' }).click()])
    const text = readFileSync(await file.path(), 'utf8')
    assert.match(text.split('\n')[0], /开票要求.*门店数/)
    assert.match(text, /南通字段故事有限公司.*42/)
    assert.deepEqual(page.complaints, [])
    await page.context().close()
  })

  test('titles_change_in_three_languages_and_a_field_retires', async () => {
    const page = await open(given.browser, given.site, { language: 'en', dark: true })
    await signIn(page, 'ouwen', '/settings/fields/account')
    await page.getByRole('button', { name: 'Change “Invoice demand”' }).click()
    const drawer = page.locator('.ant-drawer').last()
    assert.ok(await drawer.getByRole('button', { name: 'Remove choice 1' }).isDisabled(), 'what records may carry stays')
    await drawer.getByLabel('Choice 1, English', { exact: true }).fill('Paper')
    await drawer.getByLabel('Traditional Chinese label', { exact: true }).fill('開票要求')
    await drawer.getByLabel('English label', { exact: true }).fill('Invoices')
    await shot(page, 'fields-change-en-dark')
    await drawer.getByRole('button', { name: 'Save and publish' }).click()
    await drawer.waitFor({ state: 'detached' })
    const line = page.locator('.gxf-line', { hasText: 'Invoices' })
    await line.getByText('Published', { exact: true }).waitFor()
    await line.getByText(/Paper/).waitFor()
    await page.getByRole('button', { name: 'Retire “Number of shops”' }).click()
    await page.locator('.ant-popover, .ant-popconfirm').getByRole('button', { name: /OK|Yes|Retire/ }).last().click()
    await page.locator('.gxf-line', { hasText: 'Number of shops' }).getByText('Retired').waitFor()
    await settled(page)
    assert.deepEqual(await axe(page), [])
    await shot(page, 'fields-en-dark')
    assert.deepEqual(page.complaints, [])
    await page.context().close()
    const old = await open(given.browser, given.site, { language: 'zh-TW', viewport: PHONE })
    await signIn(old, 'ouwen', '/settings/fields/account')
    await old.locator('.gxf-line', { hasText: '開票要求' }).waitFor()
    assert.ok(await old.evaluate(() => document.documentElement.scrollWidth - window.innerWidth) <= 1)
    assert.deepEqual(await axe(old), [])
    await shot(old, 'fields-phone-tw')
    await old.getByRole('button', { name: /「開票要求」|“開票要求”/ }).first().click()
    await old.locator('.ant-drawer').last().getByText('選項').first().waitFor()
    await shot(old, 'fields-phone-form-tw')
    assert.deepEqual(old.complaints, [])
    await old.context().close()
  })

  test('who_may_not_define_fields_is_not_offered_it', async () => {
    const page = await open(given.browser, given.site)
    await signIn(page, 'zengmin', '/settings')
    await page.locator('.gxm-tile').first().waitFor()
    assert.equal(await page.getByRole('link', { name: /^字段/ }).count(), 0)
    const answer = await page.request.post(page.home + '/api/v1/auth/login', { data: { username: 'zengmin', password: 'guanxi-demo-1', refresh: 'body' } })
    const { access_token: token } = await answer.json()
    const made = await page.request.post(page.home + '/api/v1/custom-fields', { headers: { Authorization: `Bearer ${token}` }, data: { resource: 'account', type: 'text', label_zh: '甲', label_en: 'A' } })
    assert.equal(made.status(), 403)
    await page.context().close()
  })
}
