// SPDX-License-Identifier: AGPL-3.0-or-later
// A customer before a visit: what one needs to know stands on the first screen; credit codes say what is wrong with
// them; a region chooses its territory; what rules of data care found is on the record and on the workbench.
import assert from 'node:assert/strict'
import { PHONE, axe, fits, open, settled, shot, signIn } from '../lib/browser.mjs'

const GROUP = '重庆长平汽车零部件（集团）有限公司'
const idOf = (given, name) => given.site.sql(`select id from app.account where name = '${name}'`)
const WORDS = {
  'zh-CN': { figures: ['进行中商机', '今年成交'], lists: ['主要联系人', '进行中商机', '待办任务', '数据提醒', '开票抬头'], timeline: '动态' },
  en: { figures: ['Open deals', 'Won this year'], lists: ['Main contacts', 'Open deals', 'Tasks', 'Data alerts', 'Invoice titles'], timeline: 'Timeline' },
}

async function visit(given, options) {
  const page = await open(given.browser, given.site, options)
  await signIn(page, 'zhangwei')
  await page.goto(given.site.url + '/accounts/' + await idOf(given, GROUP))
  await page.getByRole('heading', { name: GROUP }).waitFor()
  return page
}

export default function story({ test, given }) {
  for (const [language, dark] of [['zh-CN', false], ['en', false], ['zh-CN', true]]) {
    const look = language + (dark ? '-dark' : '')
    test('what_a_visit_needs_is_on_the_first_screen_' + look, async () => {
      const page = await visit(given, { language, dark })
      const { figures, lists, timeline } = WORDS[language]
      for (const name of figures) await page.locator('.gx-facts dt', { hasText: name }).waitFor()
      await page.locator('.gx-facts .gx-since').waitFor()
      await settled(page)
      for (const name of lists) {
        const box = await page.getByRole('region', { name, exact: true }).boundingBox()
        assert.ok(box && box.y + box.height <= 900, name + ' is on the first screen: ' + JSON.stringify(box))
      }
      const last = await page.getByRole('complementary', { name: timeline }).locator('.gx-stream-item').first().boundingBox()
      assert.ok(last && last.y + last.height <= 900, 'so is the last contact: ' + JSON.stringify(last))
      await shot(page, 'customer-' + look)
      assert.deepEqual(await axe(page), [])
      assert.deepEqual(page.complaints, [])
      await page.context().close()
    })
  }

  test('the_same_on_a_phone', async () => {
    const page = await visit(given, { viewport: PHONE })
    await page.getByRole('region', { name: '主要联系人', exact: true }).waitFor()
    await settled(page)
    await shot(page, 'customer-phone')
    assert.equal(await fits(page), true, 'nothing is wider than the phone')
    assert.deepEqual(await axe(page), [])
    await page.getByRole('region', { name: '主要联系人', exact: true }).scrollIntoViewIfNeeded()
    await shot(page, 'customer-phone-lists')
    await page.context().close()
  })

  test('a_wrong_credit_code_is_told_and_a_region_chooses_its_territory', async () => {
    const page = await open(given.browser, given.site)
    await signIn(page, 'zhangwei')
    await page.goto(given.site.url + '/accounts')
    await page.getByRole('button', { name: '新建客户' }).click()
    const drawer = page.locator('.ant-drawer')
    await drawer.getByLabel('客户名称', { exact: true }).fill('宁波故事开票有限公司')
    const code = drawer.getByLabel('统一社会信用代码', { exact: true })
    await code.fill('91330100799655058c')
    await code.blur()
    await drawer.getByText('校验位不对', { exact: false }).waitFor()
    await code.fill('9133010079965505')
    await drawer.getByText('现在是 16 位', { exact: false }).waitFor()
    await code.fill('91330100799655058b')
    await drawer.getByText('现在是', { exact: false }).waitFor({ state: 'detached' })
    const industry = drawer.getByLabel('国标行业', { exact: true })
    await industry.fill('yqyb')
    await page.getByTitle('仪器仪表制造业').click()
    await drawer.getByLabel('省份', { exact: true }).fill('浙江')
    await page.getByTitle('浙江省').click()
    await drawer.getByLabel('城市', { exact: true }).fill('宁波')
    await page.getByTitle('宁波市').click()
    await shot(page, 'customer-form')
    await page.keyboard.press('Control+Enter')
    await page.getByRole('heading', { name: '宁波故事开票有限公司' }).waitFor()
    const row = await given.site.sql(`select concat_ws('|', a.credit_code, a.industry_class, a.province, a.city, t.name) from app.account a left join app.territory t on t.id = a.territory_id where a.name = '宁波故事开票有限公司'`)
    assert.equal(row, '91330100799655058B|C40|浙江省|宁波市|浙江省')
    assert.deepEqual(page.complaints, [])
    await page.context().close()
  })

  test('the_list_tells_how_long_nobody_has_spoken_to_whom', async () => {
    const page = await open(given.browser, given.site)
    await signIn(page, 'zhangwei')
    await page.goto(given.site.url + '/accounts?sort=last_activity_at')
    await page.locator('.gx-since').first().waitFor()
    await shot(page, 'customer-list')
    await page.context().close()
  })
}
