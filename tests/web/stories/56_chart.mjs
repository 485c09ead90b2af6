// SPDX-License-Identifier: AGPL-3.0-or-later
// The organisation of a customer and the decision tree of a deal: by mouse, by keys and on a phone.
import assert from 'node:assert/strict'
import { PHONE, axe, fits, open, shot, signIn } from '../lib/browser.mjs'

const item = (page, name) => page.getByRole('treeitem').filter({ has: page.locator('.gxo-name', { hasText: new RegExp(`^${name}$`) }) })
const focused = (page) => page.evaluate(() => document.activeElement?.querySelector('.gxo-name')?.textContent)

async function arrow(page, key, name) {
  await page.keyboard.press(key)
  assert.equal(await focused(page), name, key)
}

export default function story({ test, given }) {
  const owned = async () => {
    const [account, owner, name] = (await given.site.sql(`select a.id || '|' || u.username || '|' || a.name from app.account a join app."user" u on u.id = a.owner_id where a.name = '重庆长平汽车零部件（集团）有限公司'`)).split('|')
    const people = Object.fromEntries((await given.site.sql(`select name || '|' || id from app.contact where account_id = '${account}' and deleted_at is null`)).split('\n').map((line) => line.split('|')))
    return { account, owner, name, people }
  }

  test('people_of_a_customer_stand_below_their_manager_and_get_another', async () => {
    const { account, owner, people } = await owned()
    const [guest, guestName] = (await given.site.sql(`select c.id || '|' || c.name from app.contact c join app."user" u on u.id = c.owner_id where u.username = '${owner}' and c.account_id <> '${account}' and not c.has_left and c.deleted_at is null order by c.code limit 1`)).split('|')
    const [gone, goneName] = (await given.site.sql(`select c.id || '|' || c.name from app.contact c join app."user" u on u.id = c.owner_id where u.username = '${owner}' and c.account_id <> '${account}' and c.name <> '${guestName}' and c.deleted_at is null order by c.code limit 1`)).split('|')
    await given.site.sql(`insert into app.employment (contact_id, account_id, job_title, reports_to_id, ends_on) values ('${guest}', '${account}', '外聘顾问', '${people.曾祥东}', null), ('${gone}', '${account}', '前顾问', null, date '2020-01-01')`)
    const page = await open(given.browser, given.site)
    await signIn(page, owner, `/accounts/${account}?tab=chart`)
    await item(page, '仇立平').waitFor()
    assert.equal(await item(page, '仇立平').getAttribute('aria-level'), '2')
    await item(page, guestName).filter({ hasText: '外聘顾问' }).waitFor()
    assert.equal(await item(page, goneName).count(), 0, 'a post that has ended')
    await shot(page, 'chart')
    assert.deepEqual(await axe(page), [])

    await page.getByRole('button', { name: '调整“查丽君”的上级' }).click()
    await page.getByRole('combobox', { name: '上级' }).click()
    await page.locator('.ant-select-item-option', { hasText: '单国雄' }).click()
    await shot(page, 'chart-move')
    await page.getByRole('dialog').getByRole('button', { name: /调\s*整/ }).click()
    await page.waitForFunction(() => [...document.querySelectorAll('[role=treeitem][aria-level="2"] > .gxo-name')].some((one) => one.textContent === '查丽君'))
    assert.equal(await given.site.sql(`select reports_to_id from app.contact where id = '${people.查丽君}'`), people.单国雄)
    await page.getByRole('button', { name: '调整“单国雄”的上级' }).click()
    await page.getByRole('combobox', { name: '上级' }).click()
    await page.locator('.ant-select-item-option', { hasText: '曾祥东' }).waitFor()
    assert.equal(await page.locator('.ant-select-item-option', { hasText: '查丽君' }).count(), 0, 'would be a ring')
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').getByRole('button', { name: /取\s*消/ }).click()
    assert.deepEqual(page.complaints, [])
    await page.context().close()
  })

  test('the_chart_is_walked_by_keys_and_fits_a_phone', async () => {
    const { account, owner } = await owned()
    const page = await open(given.browser, given.site, { dark: true, language: 'en' })
    await signIn(page, owner, `/accounts/${account}?tab=chart`)
    await item(page, '曾祥东').waitFor()
    await shot(page, 'chart-dark-en')
    assert.deepEqual(await axe(page), [])
    await page.locator('[role=treeitem][tabindex="0"]').focus()
    await page.keyboard.press('Home')
    for (let n = 0; n < 20 && await focused(page) !== '曾祥东'; n += 1) await page.keyboard.press('ArrowDown')
    const below = await page.locator('.gxo-person', { has: page.locator('> .gxo-box > .gxo-name', { hasText: '曾祥东' }) }).locator('ul .gxo-name').first().textContent()
    await arrow(page, 'ArrowRight', below)
    await arrow(page, 'ArrowLeft', '曾祥东')
    await arrow(page, 'ArrowLeft', '曾祥东')
    assert.equal(await item(page, below).count(), 0)
    assert.equal(await item(page, '曾祥东').getAttribute('aria-expanded'), 'false')
    await arrow(page, 'ArrowRight', '曾祥东')
    await item(page, below).waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: '曾祥东', exact: true }).waitFor()
    await page.setViewportSize(PHONE)
    await page.goto(`${given.site.url}/accounts/${account}?tab=chart`)
    await item(page, '仇立平').waitFor()
    assert.ok(await fits(page))
    await shot(page, 'chart-phone')
    assert.deepEqual(await axe(page), [])
    const box = await item(page, '仇立平').boundingBox()
    assert.ok(box.x >= 0 && box.x + box.width <= PHONE.width, 'a box lies within the screen')
    assert.deepEqual(page.complaints, [])
    await page.context().close()
  })

  test('a_deal_shows_who_decides_and_how_he_feels', async () => {
    const { owner } = await owned()
    const deal = await given.site.sql(`select id from app.opportunity where name = '长平实验室材料试验系统'`)
    const page = await open(given.browser, given.site)
    await signIn(page, owner, `/opportunities/${deal}?tab=decision`)
    await item(page, '曾祥东').filter({ hasText: '支持' }).filter({ hasText: '决策者' }).waitFor()
    await item(page, '仇立平').filter({ hasText: '强烈支持' }).waitFor()
    await item(page, '查丽君').filter({ hasText: '反对' }).waitFor()
    assert.equal(await item(page, '仇立平').getAttribute('aria-level'), '2')
    await shot(page, 'decision')
    assert.deepEqual(await axe(page), [])
    assert.deepEqual(page.complaints, [])
    await page.context().close()
  })
}
