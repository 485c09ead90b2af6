// SPDX-License-Identifier: AGPL-3.0-or-later
// Ours or free, and whose: said while a customer is typed, without anything moving; suspected pairs, the merge side by
// side, and its undo.
import assert from 'node:assert/strict'
import { PHONE, axe, open, shot, signIn } from '../lib/browser.mjs'

const HIDDEN = '重庆查重暗处铸造有限公司'
const SEEN = '重庆查重明处机械有限公司'
const idOf = (site, name) => site.sql(`select id from app.account where name = '${name}' and deleted_at is null`)

/** Accounts of people, by user name. */
const given_ = (site, rows) => site.sql(rows.map(([name, username, more = {}]) => `insert into app.account (name, owner_id, department_id ${Object.keys(more).map((x) => ', ' + x).join('')})
  select '${name}', u.id, u.department_id ${Object.values(more).map((x) => `, '${x}'`).join('')} from app."user" u where u.username = '${username}';`).join('\n'))

async function form(page, site) {
  await page.goto(site.url + '/accounts')
  await page.locator('.gx-toolbar .ant-btn-primary').click()
  const drawer = page.locator('.ant-drawer')
  await drawer.locator('.gx-similar').waitFor()
  return drawer
}

/** Where the fields stand. */
const places = (page) => page.evaluate(() => JSON.stringify([...document.querySelectorAll('.ant-drawer .ant-form-item')].slice(0, 6).map((x) => Math.round(x.getBoundingClientRect().top))))

export default function story({ test, given }) {
  test('the_form_says_while_typing_whether_it_is_free_and_whose_it_is_and_nothing_moves', async () => {
    await given_(given.site, [[SEEN, 'zhangwei', { phone: '023-61230001' }], [HIDDEN, 'hejing']])
    const page = await open(given.browser, given.site)
    await signIn(page, 'zhangwei')
    const drawer = await form(page, given.site)
    const strip = drawer.locator('.gx-similar')
    const name = drawer.getByLabel('客户名称', { exact: true })
    await strip.getByText('填写名称、电话等后自动查重').waitFor()
    const before = await places(page)
    await name.fill('全新无人用过的名字')
    await strip.getByText('没有相似的客户，可以新建').waitFor()
    await shot(page, 'duplicates-free')
    await name.fill('查重明处机械')
    await strip.getByRole('link', { name: SEEN }).waitFor()
    await strip.getByText('我负责').waitFor()
    assert.equal(await places(page), before, 'no field moves')
    await name.fill('查重暗处铸造')
    await strip.getByText('重**').waitFor()
    await strip.getByText(/很可能已有同一客户/).waitFor()
    assert.equal(await places(page), before, 'no field moves')
    assert.equal(await strip.getByText(HIDDEN).count(), 0)
    await shot(page, 'duplicates-hidden')
    assert.deepEqual(await axe(page), [])
    await strip.getByRole('button', { name: '申请转交' }).click()
    await strip.getByRole('button', { name: '已发送' }).waitFor()
    assert.equal(await given.site.sql(`select count(*) from app.notification n join app.account a on a.id = n.record_id and a.name = '${HIDDEN}' and n.owner_id = a.owner_id where n.kind = 'duplicate'`), '1')
    await page.keyboard.press('Control+Enter')
    const ask = page.getByRole('dialog', { name: '仍然新建？' })
    await ask.getByLabel('理由').fill('同名的另一家公司')
    await shot(page, 'duplicates-anyway')
    await ask.getByRole('button', { name: '仍然新建' }).click()
    await page.getByRole('heading', { name: '查重暗处铸造' }).waitFor()
    assert.equal(await given.site.sql("select e.detail ->> 'reason' from audit.event e join app.account a on a.id = e.record_id and a.name = '查重暗处铸造' where e.kind = 'duplicate_kept'"), '同名的另一家公司')
    assert.deepEqual(page.complaints, [])
    await page.context().close()
  })

  test('the_same_on_a_phone_and_in_the_dark', async () => {
    for (const [options, name] of [[{ viewport: PHONE }, 'phone'], [{ dark: true, language: 'en' }, 'dark']]) {
      const page = await open(given.browser, given.site, options)
      await signIn(page, 'zhangwei')
      const drawer = await form(page, given.site)
      await drawer.locator('input').first().fill('重庆查重暗处铸造')
      await drawer.locator('.gx-similar').getByText('重**').waitFor()
      await shot(page, 'duplicates-form-' + name)
      assert.deepEqual(await axe(page), [])
      assert.deepEqual(page.complaints, [])
      await page.context().close()
    }
  })

  test('a_suspected_pair_is_found_merged_side_by_side_and_taken_apart_by_undo', async () => {
    const [one, two] = ['重庆并排轴承有限公司', '并排轴承（重庆）股份有限公司']
    await given_(given.site, [[one, 'zhangwei', { city: '重庆市' }], [two, 'hejing', { phone: '023-61230009', city: '沙坪坝' }], ['重庆相异阀门有限公司', 'zhangwei'], ['相异阀门有限公司', 'hejing']])
    const page = await open(given.browser, given.site)
    await signIn(page, 'zengmin', '/duplicates')
    const looks = (states) => given.site.sql(`select count(*) from app.job where kind = 'duplicate_scan' and state in (${states})`)
    for (let i = 0; i < 240 && await looks("'queued', 'running'") !== '0'; i += 1) await page.waitForTimeout(500)
    const before = await looks("'done'")
    await page.getByRole('button', { name: '立即全库查找' }).click()
    for (let i = 0; i < 240 && await looks("'done'") === before; i += 1) await page.waitForTimeout(500)
    await page.reload()
    const pair = page.locator('.gx-pair', { hasText: one })
    await pair.getByRole('link', { name: two }).waitFor()
    await shot(page, 'duplicates-pairs')
    assert.deepEqual(await axe(page), [])
    await page.locator('.gx-pair', { hasText: '相异阀门' }).getByRole('button', { name: '不是重复' }).click()
    await page.locator('.gx-pair', { hasText: '相异阀门' }).waitFor({ state: 'hidden' })
    await page.getByText('不是重复', { exact: true }).first().click()
    await page.locator('.gx-pair', { hasText: '相异阀门' }).waitFor()
    await page.getByText('待处理', { exact: true }).first().click()
    await pair.getByRole('button', { name: '合并' }).click()
    const drawer = page.locator('.ant-drawer')
    await drawer.locator('.gx-merge').waitFor()
    await drawer.getByRole('radio', { name: one, exact: true }).check()
    await drawer.getByRole('radio', { name: `所在城市：采用 ${two}` }).or(drawer.getByRole('radio', { name: `城市：采用 ${two}` })).check()
    await shot(page, 'merge')
    assert.deepEqual(await axe(page), [])
    await drawer.getByRole('button', { name: '合并' }).click()
    await page.getByText(/已合并，转移了/).waitFor()
    assert.equal(await given.site.sql(`select concat_ws(',', phone, city) from app.account where name = '${one}'`), '023-61230009,沙坪坝')
    await pair.waitFor({ state: 'hidden' })
    await page.getByRole('button', { name: '撤销' }).click()
    await pair.waitFor()
    assert.equal(await given.site.sql(`select concat_ws(',', phone, city) from app.account where name = '${one}'`), '重庆市')
    assert.notEqual(await idOf(given.site, two), '')
    assert.deepEqual(page.complaints, [])
    await page.context().close()
  })

  test('pairs_and_the_merge_fit_a_phone_and_the_dark', async () => {
    for (const [options, name, word] of [[{ viewport: PHONE }, 'phone', '合并'], [{ dark: true, language: 'en' }, 'dark', 'Merge']]) {
      const page = await open(given.browser, given.site, options)
      await signIn(page, 'zengmin', '/duplicates')
      const pair = page.locator('.gx-pair', { hasText: '并排轴承' })
      await pair.waitFor()
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
      assert.ok(wide <= 1, `${wide} px wider than the screen`)
      await shot(page, 'duplicates-pairs-' + name)
      assert.deepEqual(await axe(page), [])
      await pair.getByRole('button', { name: word, exact: true }).click()
      await page.locator('.gx-merge').waitFor()
      await shot(page, 'merge-' + name)
      assert.deepEqual(await axe(page), [])
      assert.deepEqual(page.complaints, [])
      await page.context().close()
    }
  })
}
