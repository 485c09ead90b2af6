// SPDX-License-Identifier: AGPL-3.0-or-later
// Birthdays by screen: kept by the lunar calendar, told by both, and who has one soon in one view.
import assert from 'node:assert/strict'
import { axe, open, settled, shot, signIn } from '../lib/browser.mjs'

export default function story({ test, given }) {
  test('a_birthday_is_kept_by_the_lunar_calendar', async () => {
    const page = await open(given.browser, given.site)
    const id = await given.site.sql("select c.id from app.contact c join app.\"user\" u on u.id = c.owner_id where u.username = 'zhangwei' and c.birthday_calendar = 'solar' and c.birthday is not null and c.deleted_at is null order by c.id limit 1")
    await signIn(page, 'zhangwei', '/contacts/' + id)
    await page.getByRole('button', { name: /编\s*辑/ }).first().click()
    const drawer = page.locator('.ant-drawer').first()
    await drawer.getByRole('combobox', { name: '过生日按' }).click()
    await page.locator('.ant-select-item-option', { hasText: '农历' }).click()
    await shot(page, 'birthday-form')
    await page.keyboard.press('Control+Enter')
    await page.locator('.gx-detail').getByText(/农历\S+月(初|十|二十|廿|三十)/).first().waitFor()
    const next = await given.site.sql(`select app.next_birthday(birthday, 'lunar', meta.today()) from app.contact where id = '${id}'`)
    await page.getByText(next).first().waitFor()
    await settled(page)
    assert.deepEqual(await axe(page), [])
    await shot(page, 'birthday')
    assert.deepEqual(page.complaints, [])
    await page.context().close()
  })

  test('who_has_a_birthday_soon_stands_in_one_view_in_english_too', async () => {
    const page = await open(given.browser, given.site, { language: 'en' })
    await signIn(page, 'zengmin', '/contacts')
    await page.locator('.gx-row').first().waitFor()
    await page.locator('.gx-view-button').click()
    await page.locator('.ant-dropdown-menu-item', { hasText: '30 天内过生日' }).click()
    await page.locator('.gx-row').first().waitFor()
    await page.getByText(/lunar \d+\/\d+/).first().waitFor()
    await settled(page)
    await shot(page, 'birthday-view-en')
    assert.deepEqual(page.complaints, [])
    await page.context().close()
  })
}
