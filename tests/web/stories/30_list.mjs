// SPDX-License-Identifier: AGPL-3.0-or-later
// The generic list: 拼音 search, filter, mass change with undo, and that each
// person sees only what is his.
import assert from 'node:assert/strict'
import { axe, open, settled, shot, signIn } from '../lib/browser.mjs'

async function count(page) {
  await page.waitForFunction(() => /\d/.test(document.querySelector('.gx-count')?.textContent ?? ''))
  return Number((await page.locator('.gx-count').textContent()).replace(/\D/g, ''))
}

export default function story({ test, given }) {
  test('everybody_sees_only_what_is_his', async () => {
    const seen = {}
    for (const who of ['zhangwei', 'shanlei', 'zengmin']) {
      const page = await open(given.browser, given.site)
      await signIn(page, who, '/accounts')
      await page.locator('.gx-row').first().waitFor()
      seen[who] = await count(page)
      await page.context().close()
    }
    const [own, all] = (await given.site.sql(`select (select count(*) from app.account a join app."user" u on u.id = a.owner_id where u.username = 'zhangwei' and a.deleted_at is null)
      || ' ' || (select count(*) from app.account where deleted_at is null)`)).split(' ').map(Number)
    assert.equal(seen.zhangwei, own)
    assert.equal(seen.zengmin, all)
    assert.ok(own < seen.shanlei && seen.shanlei < all, JSON.stringify(seen))
  })

  for (const typed of ['cqcp', 'chongqingchangp', '长平', '重庆cp']) {
    test(`typing_${typed}_finds_重庆长平`, async () => {
      const page = await open(given.browser, given.site)
      await signIn(page, 'zengmin', '/accounts')
      await page.locator('.gx-row').first().waitFor()
      await page.locator('.gx-list-search input').fill(typed)
      await page.locator('.gx-row-name', { hasText: '重庆长平' }).first().waitFor()
      await page.context().close()
    })
  }

  test('a_mass_change_is_undone_from_the_toast', async () => {
    const page = await open(given.browser, given.site)
    await signIn(page, 'zhangwei', '/accounts')
    for (const n of [0, 1, 2]) await page.locator('.gx-row .gx-check').nth(n).click()
    const before = await given.site.sql("select string_agg(version::text, ',' order by id) from app.account")
    await page.getByRole('toolbar').getByRole('button', { name: /批量修改|修改/ }).click()
    const window = page.getByRole('dialog')
    await window.locator('#gx-bulk-field').click()
    await page.keyboard.type('城市')
    await page.keyboard.press('Enter')
    await window.locator('#gx-bulk-value').fill('测试城')
    await shot(page, 'bulk')
    await window.getByRole('button', { name: '保存' }).click()
    const toast = page.locator('.ant-notification')
    await toast.waitFor()
    assert.equal(await given.site.sql("select count(*) from app.account where city = '测试城'"), '3')
    await toast.getByRole('button', { name: '撤销' }).click()
    await page.getByText(/已撤销/).first().waitFor()
    assert.equal(await given.site.sql("select count(*) from app.account where city = '测试城'"), '0')
    assert.notEqual(await given.site.sql("select string_agg(version::text, ',' order by id) from app.account"), before, 'undo is a change of its own')
    assert.deepEqual(page.complaints, [])
    await page.context().close()
  })

  test('no_page_of_the_menu_has_a_serious_axe_finding', async () => {
    const page = await open(given.browser, given.site)
    await signIn(page, 'ouwen')
    for (const path of ['today', 'accounts', 'contacts', 'opportunities', 'opportunities?mode=board', 'dashboard', 'activities', 'products', 'users', 'settings', 'settings/roles', 'import', 'recycle-bin', 'me']) {
      await page.goto(given.site.url + '/' + path)
      await page.locator('.gx-shell h1, .gx-shell .gx-toolbar, .gx-shell h2').first().waitFor()
      await settled(page)
      assert.deepEqual(await axe(page), [], path)
      await shot(page, 'page-' + path.replace(/\W+/g, '-'))
    }
    assert.deepEqual(page.complaints, [])
    await page.context().close()
  })
}
