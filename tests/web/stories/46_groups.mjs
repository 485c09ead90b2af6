// SPDX-License-Identifier: AGPL-3.0-or-later
// Lists in groups: one field and two, sums of whole groups, opening by mouse and
// keyboard, pages within a group, the way to the rows of a group, in the address
// and in a view, on a phone and on paper.
import assert from 'node:assert/strict'
import { PHONE, axe, fits, open, settled, shot, signIn } from '../lib/browser.mjs'

const groups = (page) => page.locator('.gx-group-row')
const digits = (text) => text.replace(/[^0-9]/g, '')
const called = (page, asked) => page.on('request', (request) => { const at = /\/api\/v1\/(opportunities(?:\/aggregate|\/export)?)\?/.exec(request.url()); if (at) asked.push(at[1]) })

async function choose(page, label, option) {
  await page.getByRole('combobox', { name: label }).fill(option)
  await page.getByRole('option', { name: option, exact: true }).waitFor({ state: 'attached' })
  await page.keyboard.press('Enter')
}

async function shown(page, group, more = '') {
  await page.goto(page.home + '/opportunities?group=' + encodeURIComponent(group) + more)
  await groups(page).first().waitFor()
  await settled(page)
}

export default function story({ test, given }) {
  const sql = (text) => given.site.sql(text)

  test('groups_are_chosen_and_their_sums_are_those_of_all_their_rows', async () => {
    const page = await open(given.browser, given.site)
    await signIn(page, 'zengmin', '/opportunities')
    await page.getByRole('button', { name: '分组' }).click()
    await choose(page, '按字段分组', '状态')
    await groups(page).first().waitFor()
    await choose(page, '再按字段分组', '负责人')
    await page.keyboard.press('Escape')
    await settled(page)
    assert.match(page.url(), /group=status%2Cowner_id/)
    const all = await sql("select count(*) || ' ' || round(sum(amount)) from app.opportunity where deleted_at is null")
    const foot = page.locator('.gx-total-row')
    assert.equal(digits(await foot.locator('.gx-count').textContent()), all.split(' ')[0])
    for (const [status, label] of [['open', '进行中'], ['won', '赢单']]) {
      const [count, sum] = (await sql(`select count(*) || ' ' || round(sum(amount)) from app.opportunity where deleted_at is null and status = '${status}'`)).split(' ')
      const row = page.locator('.gx-group-1', { hasText: label })
      assert.equal(digits(await row.locator('.gx-count').textContent()), count, label)
      const sums = (await row.locator('.gx-group-sum').allTextContents()).map((text) => digits(text.replace(/\.\d+$/, ''))).filter(Boolean)
      assert.ok(sums.includes(sum), `${label}: ${sums} has ${sum}`)
    }
    await shot(page, 'groups-two')
    assert.deepEqual(await axe(page), [])
    assert.deepEqual(page.complaints, [])
    await page.context().close()
  })

  test('a_group_opens_to_its_rows_with_one_request_and_pages_as_it_is_scrolled', async () => {
    const page = await open(given.browser, given.site)
    const asked = []
    await signIn(page, 'zengmin')
    called(page, asked)
    await shown(page, 'status')
    const count = Number(digits(await groups(page).first().locator('.gx-count').textContent()))
    assert.ok(count > 50, 'more than a page: ' + count)
    assert.deepEqual(asked, ['opportunities/aggregate', 'opportunities'], 'one question for all groups, one for the open group in sight')
    await page.getByRole('button', { name: '状态', exact: true }).click()
    await page.getByRole('button', { name: '全部收起' }).click()
    await page.keyboard.press('Escape')
    assert.equal(await page.locator('.gx-row[aria-expanded=true]').count(), 0)
    asked.length = 0
    await groups(page).nth(1).click()
    await page.locator('.gx-row-name').first().waitFor()
    await settled(page)
    assert.deepEqual(asked, ['opportunities'], 'one list request')
    await groups(page).first().click()
    await settled(page)
    await shot(page, 'groups-open')
    const grid = page.getByRole('treegrid')
    await grid.evaluate((box) => { box.scrollTop = 45 * 36 })
    await settled(page)
    assert.ok(asked.length >= 2, 'the next page when its end comes into sight')
    assert.deepEqual(new Set(asked), new Set(['opportunities']))
    await page.context().close()
  })

  test('the_keyboard_opens_closes_and_goes_to_the_group', async () => {
    const page = await open(given.browser, given.site)
    await signIn(page, 'zengmin')
    await shown(page, 'status')
    const grid = page.getByRole('treegrid')
    await grid.focus()
    await page.keyboard.press('Home')
    const first = groups(page).first()
    await first.and(page.locator('[aria-expanded=true]')).waitFor()
    await page.keyboard.press('ArrowLeft')
    await first.and(page.locator('[aria-expanded=false]')).waitFor()
    await page.keyboard.press('ArrowRight')
    await first.and(page.locator('[aria-expanded=true]')).waitFor()
    await settled(page)
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press(' ')
    await page.locator('.gx-bulk').waitFor()
    await page.keyboard.press('ArrowLeft')
    assert.equal(await grid.getAttribute('aria-activedescendant'), await first.getAttribute('id'))
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.waitForURL(/opportunities\/[0-9a-f-]{36}/)
    await page.goBack()
    await groups(page).first().waitFor()
    await page.context().close()
  })

  test('a_group_leads_to_its_rows_and_filters_narrow_all_sums', async () => {
    const page = await open(given.browser, given.site)
    await signIn(page, 'zengmin')
    await shown(page, 'created_at:month', '&filter=' + encodeURIComponent(JSON.stringify({ and: [{ field: 'status', op: 'in', value: ['won'] }] })))
    const won = await sql("select count(*) from app.opportunity where deleted_at is null and status = 'won'")
    assert.equal(digits(await page.locator('.gx-total-row .gx-count').textContent()), won)
    const first = groups(page).first()
    const count = digits(await first.locator('.gx-count').textContent())
    await first.locator('.gx-group-only').click()
    await page.locator('.gx-toolbar .gx-count', { hasText: count }).waitFor()
    assert.equal(await page.locator('.gx-conditions .ant-tag').count(), 3, 'the condition of the list and the two of the month')
    await page.context().close()
  })

  test('a_view_keeps_its_groups_and_a_list_may_leave_them', async () => {
    const page = await open(given.browser, given.site)
    await signIn(page, 'zengmin')
    await shown(page, 'kind')
    await page.locator('.gx-view-button').click()
    await page.getByRole('menuitem', { name: '保存为新视图' }).click()
    await page.getByLabel('视图名称').fill('按类型')
    await page.getByRole('dialog').getByRole('button', { name: /保\s*存/ }).click()
    await page.waitForURL(/view=/)
    await groups(page).first().waitFor()
    await page.getByRole('button', { name: '商机类型', exact: true }).click()
    await page.locator('.gx-group-acts').getByRole('button', { name: '不分组' }).click()
    await page.getByRole('grid').waitFor()
    await page.context().close()
  })

  test('on_a_phone_in_the_dark_in_english_and_on_paper', async () => {
    for (const [name, options] of [['phone', { viewport: PHONE }], ['phone-dark', { viewport: PHONE, dark: true }], ['dark', { dark: true }], ['en', { language: 'en' }]]) {
      const page = await open(given.browser, given.site, options)
      await signIn(page, 'zengmin')
      await page.goto(page.home + '/opportunities?group=' + (name === 'dark' ? 'expected_close_on:quarter,status' : 'status,owner_id'))
      if (options.viewport) {
        const head = page.locator('.gx-group-head').first()
        await head.click()
        await page.locator('.gx-group-2 .gx-group-head').first().click()
        await page.locator('.gx-group-cards .gx-tile').first().waitFor()
        assert.ok(await fits(page))
      } else await groups(page).first().waitFor()
      await settled(page)
      await shot(page, 'groups-' + name)
      assert.deepEqual(await axe(page), [], name)
      if (name === 'en') {
        await page.emulateMedia({ media: 'print' })
        await shot(page, 'groups-print')
      }
      assert.deepEqual(page.complaints, [])
      await page.context().close()
    }
  })

  test('a_report_is_saved_from_groups_drawn_and_leads_to_what_was_counted', async () => {
    const page = await open(given.browser, given.site)
    await signIn(page, 'zengmin')
    await shown(page, 'status,owner_id')
    await page.getByRole('button', { name: '更多操作' }).click()
    await page.getByRole('menuitem', { name: '另存为报表' }).click()
    const form = page.getByRole('dialog')
    await form.getByLabel('报表名称').fill('各状态商机')
    await shot(page, 'report-form')
    await form.getByRole('button', { name: /^保\s*存$/ }).click()
    await page.waitForURL(/\/reports\/[0-9a-f-]{36}/)
    await page.locator('.gxr-table tfoot').waitFor()
    await settled(page)
    const [count, sum] = (await sql("select count(*) || ' ' || round(sum(amount)) from app.opportunity where deleted_at is null")).split(' ')
    const total = (await page.locator('.gxr-table tfoot .gxr-figure').allTextContents()).map((text) => digits(text.replace(/\.\d+$/, '')))
    assert.deepEqual(total, [count, sum])
    const won = page.locator('.gxr-sub', { hasText: '赢单' })
    const counted = digits(await won.locator('.gxr-figure').first().textContent())
    assert.equal(counted, await sql("select count(*) from app.opportunity where deleted_at is null and status = 'won'"))
    await shot(page, 'report')
    assert.deepEqual(await axe(page), [])
    const [file] = await Promise.all([page.waitForEvent('download'), (async () => { await page.getByRole('button', { name: '导出' }).click(); await page.getByRole('menuitem', { name: /CSV/ }).click() })()])
    assert.match(file.suggestedFilename(), /csv$/)
    await won.locator('.gxr-figure a').first().click()
    await page.locator('.gx-toolbar .gx-count', { hasText: counted + ' 条' }).waitFor()
    assert.deepEqual(page.complaints, [])
    await page.context().close()
  })

  test('a_report_is_drawn_in_every_kind_on_a_phone_in_the_dark_and_in_english', async () => {
    const owner = await sql("select id from app.\"user\" where username = 'zengmin'")
    const make = (name, chart, by, measures) => sql(`insert into app.report (name, resource, group_by, measures, chart, owner_id, created_by, order_by) values ('${name}', 'opportunity', '${by}', '${measures}', '${chart}', '${owner}', '${owner}', '-count') returning id`)
    for (const [kind, by, options] of [['bar', 'owner_id', { dark: true }], ['line', 'expected_close_on:month,status', { language: 'en' }], ['pie', 'kind', { viewport: PHONE }], ['funnel', 'stage_id', { viewport: PHONE, dark: true }], ['table', 'source,status', {}]]) {
      const id = (await make('图 ' + kind, kind, by, 'count,sum:amount,avg:probability')).split('\n')[0]
      const page = await open(given.browser, given.site, options)
      await signIn(page, 'zengmin')
      await page.goto(page.home + '/reports/' + id)
      await page.locator('.gxr-table tfoot').waitFor()
      await settled(page)
      assert.equal(await page.locator('canvas').count(), kind === 'table' ? 0 : 1)
      assert.ok(await fits(page), kind)
      await shot(page, 'report-' + kind)
      assert.deepEqual(await axe(page), [], kind)
      assert.deepEqual(page.complaints, [])
      await page.context().close()
    }
  })

  test('a_shared_report_answers_each_reader_by_his_rights', async () => {
    const owner = await sql("select id from app.\"user\" where username = 'zengmin'")
    const reader = await sql("select id from app.\"user\" where username = 'zhangwei'")
    const ids = []
    for (const [name, by] of [['共享', 'status'], ['看不全', 'no_such_field']]) {
      ids.push((await sql(`insert into app.report (name, resource, group_by, measures, chart, owner_id, created_by) values ('${name}', 'opportunity', '${by}', 'count', 'table', '${owner}', '${owner}') returning id`)).split('\n')[0])
      await sql(`insert into auth.share (resource, record_id, grantee_kind, grantee_id, can_write) values ('report', '${ids.at(-1)}', 'user', '${reader}', false)`)
    }
    const page = await open(given.browser, given.site)
    await signIn(page, 'zhangwei')
    await page.goto(page.home + '/reports/' + ids[0])
    const own = await sql(`select count(*) from app.opportunity where deleted_at is null and owner_id = '${reader}'`)
    const all = await sql('select count(*) from app.opportunity where deleted_at is null')
    const seen = Number(digits(await page.locator('.gxr-table tfoot .gxr-figure').textContent()))
    assert.ok(seen >= Number(own) && seen < Number(all), `${seen} of ${all}, own ${own}`)
    await page.goto(page.home + '/reports/' + ids[1])
    await page.getByText('报表“看不全”无法完整查看').waitFor()
    await shot(page, 'report-unreadable')
    assert.deepEqual(await axe(page), [])
    await page.context().close()
  })
}
