// SPDX-License-Identifier: AGPL-3.0-or-later
// 人脉: who can introduce me, the map of a network, a relation recorded in place; on a phone as lists.
import assert from 'node:assert/strict'
import { PHONE, axe, fits, open, shot, signIn } from '../lib/browser.mjs'

export default function story({ test, given }) {
  const contact = async (name, account) => given.site.sql(`select c.id from app.contact c join app.account a on a.id = c.account_id where c.name = '${name}' and a.name = '${account}' and c.deleted_at is null`)
  const target = () => contact('曾祥东', '重庆长平汽车零部件（集团）有限公司')

  test('a_way_to_the_decider_is_shown_and_a_new_relation_makes_a_better_one', async () => {
    const id = await target()
    const page = await open(given.browser, given.site)
    await signIn(page, 'shenguoliang', `/contacts/${id}?tab=network`)
    const ways = page.locator('.gxn-way')
    await ways.first().waitFor()
    const teacher = ways.filter({ hasText: '朴文静' }).first()
    assert.match(await teacher.innerText(), /曾敏[\s\S]*同学[\s\S]*朴文静[\s\S]*师生[\s\S]*曾祥东/)
    assert.equal(await page.locator('.gxn-map .gxn-center').textContent(), '曾祥东')
    assert.ok(await page.locator('.gxn-map .gxn-name', { hasText: '朴文静' }).count())
    await shot(page, 'relation')
    assert.deepEqual(await axe(page), [])

    await page.getByRole('button', { name: '添加人脉' }).click()
    const window = page.getByRole('dialog')
    const me = await given.site.sql(`select name from app."user" where username = 'shenguoliang'`)
    await window.getByRole('combobox', { name: '认识的同事' }).fill('shenguoliang')
    await page.locator('.ant-select-item-option:not(.gx-stale)', { hasText: me }).first().click()
    await window.getByRole('spinbutton', { name: '亲密度' }).fill('5')
    await shot(page, 'relation-form')
    await window.getByRole('button', { name: /保\s*存/ }).first().click()
    await ways.first().filter({ hasText: '我（' }).waitFor()
    assert.match(await ways.first().innerText(), /相识[\s\S]*曾祥东/)
    assert.deepEqual(page.complaints, [])
    await given.site.sql(`delete from app.relation where contact_id = '${id}' and user_id is not null`)
    await page.context().close()
  })

  test('the_company_shows_the_ways_in_and_a_phone_shows_lists', async () => {
    const account = await given.site.sql(`select id from app.account where name = '重庆长平汽车零部件（集团）有限公司'`)
    const page = await open(given.browser, given.site, { dark: true, language: 'en' })
    await signIn(page, 'shenguoliang', `/accounts/${account}?tab=introducers`)
    await page.locator('.gxn-way').first().waitFor()
    await shot(page, 'relation-account-dark-en')
    assert.deepEqual(await axe(page), [])
    await page.setViewportSize(PHONE)
    await page.goto(`${given.site.url}/contacts/${await target()}?tab=network`)
    await page.locator('.gxn-way').first().waitFor()
    assert.equal(await page.locator('.gxn-map').isVisible(), false)
    assert.ok(await fits(page))
    await shot(page, 'relation-phone')
    assert.deepEqual(await axe(page), [])
    assert.deepEqual(page.complaints, [])
    await page.context().close()
  })
}
