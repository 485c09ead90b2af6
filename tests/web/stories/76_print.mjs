// SPDX-License-Identifier: AGPL-3.0-or-later
// Envelopes and address labels: of one record, of chosen rows, of all that a list shows; what cannot be printed is named
// before; a record prints as a card.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { PHONE, axe, fits, open, settled, shot, signIn } from '../lib/browser.mjs'

async function downloaded(page, click) {
  const [file] = await Promise.all([page.waitForEvent('download'), click()])
  const path = await file.path()
  return { name: file.suggestedFilename(), info: execFileSync('pdfinfo', [path], { encoding: 'utf8' }), text: execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' }) }
}

const take = (page) => downloaded(page, () => page.getByRole('dialog').getByRole('button', { name: '生成 PDF' }).click())

export default function story({ test, given }) {
  const prepare = () => given.site.sql(`update app.account set address = coalesce(address, '人民路 1 号'), postcode = '215000', city = coalesce(city, '苏州市') where deleted_at is null;
    update app.account set postcode = null where id = (select id from app.account where deleted_at is null order by code limit 1);
    insert into app.office (name, province, city, address, postcode, is_default) select '寄件测试公司', '江苏省', '苏州市', '星湖街 218 号', '215123', true where not exists (select from app.office where name = '寄件测试公司')`)

  test('a_record_goes_into_an_envelope_with_the_sender', async () => {
    await prepare()
    const [id, name] = (await given.site.sql(`select id || '|' || name from app.account where deleted_at is null and postcode = '215000' order by code limit 1`)).split('|')
    const page = await open(given.browser, given.site)
    await signIn(page, 'zengmin', '/accounts/' + id)
    await page.getByRole('button', { name: '操作', exact: true }).click()
    await page.getByRole('menuitem', { name: '打印' }).hover()
    await page.getByRole('menuitem', { name: '信封' }).click()
    await page.getByRole('dialog').getByText('将打印 1 个信封').waitFor()
    await page.getByRole('dialog').locator('.gxp-from').waitFor()
    await settled(page)
    await shot(page, 'print-envelope')
    assert.deepEqual(await axe(page), [])
    await page.getByLabel('收件部门或职务').fill('财务部')
    await page.locator('.gxp-to').getByText('财务部').waitFor()
    const file = await take(page)
    assert.match(file.name, /^accounts-zengmin-.*\.pdf$/)
    assert.match(file.info, /Page size:\s+65[12]\.\d+ x 340\./)
    for (const part of [name, '寄件测试公司', '财务部']) assert.ok(file.text.includes(part), `${part} in ${file.text}`)
    assert.deepEqual(page.complaints, [])
    await page.context().close()
  })

  test('a_list_becomes_labels_from_the_chosen_start_and_names_who_is_left_out', async () => {
    await prepare()
    const page = await open(given.browser, given.site)
    await signIn(page, 'zengmin', '/accounts?sort=code')
    await page.locator('.gx-row').first().waitFor()
    const boxes = page.locator('.gx-row .gx-check')
    for (const at of [0, 1, 2, 3]) await boxes.nth(at).click()
    await page.getByRole('toolbar').getByRole('button', { name: '打印信封/标签' }).click()
    await page.getByRole('dialog').getByText('地址标签', { exact: true }).click()
    await page.getByRole('dialog').getByText('没有邮编', { exact: true }).waitFor()
    await page.getByRole('button', { name: '从第 5 格开始' }).click()
    await page.getByText('将打印 3 个标签，共 1 页').waitFor()
    await settled(page)
    await shot(page, 'print-labels')
    assert.deepEqual(await axe(page), [])
    const file = await take(page)
    assert.equal(file.text.match(/215000/g).length, 3)
    assert.match(file.info, /A4/)
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.getByRole('button', { name: '更多操作' }).click()
    await page.getByRole('menuitem', { name: '打印' }).hover()
    await page.getByRole('menuitem', { name: '地址标签' }).click()
    await page.getByText(/将打印 \d{2,} 个标签/).waitFor()
    await page.getByLabel('规格').click()
    await page.getByText('自定义尺寸').click()
    await page.getByText('横向间距').waitFor()
    await shot(page, 'print-own')
    assert.deepEqual(page.complaints, [])
    await page.context().close()
  })

  test('in_english_in_the_dark_and_on_a_telephone', async () => {
    await prepare()
    for (const [shotName, options, words] of [['print-en-dark', { language: 'en', dark: true }, ['More actions', 'Print', 'Envelopes']], ['print-phone', { viewport: PHONE }, ['更多操作', '打印', '信封']]]) {
      const page = await open(given.browser, given.site, options)
      await signIn(page, 'zengmin', '/accounts')
      await page.getByRole('button', { name: words[0] }).waitFor()
      await settled(page)
      await page.getByRole('button', { name: words[0] }).click()
      await page.getByRole('menuitem', { name: words[1] }).last().click()
      await page.getByRole('menuitem', { name: words[2] }).click()
      await page.locator('.gxp-to strong').waitFor()
      await settled(page)
      await shot(page, shotName)
      assert.deepEqual(await axe(page), [])
      assert.ok(await fits(page))
      assert.deepEqual(page.complaints, [])
      await page.context().close()
    }
  })

  test('a_record_prints_as_a_card', async () => {
    const page = await open(given.browser, given.site)
    const id = await given.site.sql(`select id from app.account where deleted_at is null order by code limit 1`)
    await signIn(page, 'zengmin', '/accounts/' + id)
    await page.locator('.gx-detail-head').waitFor()
    await settled(page)
    await page.emulateMedia({ media: 'print' })
    for (const gone of ['.gx-top', '.gx-side', '.gx-detail-actions']) assert.ok(!(await page.locator(gone).first().isVisible()), `${gone} is not printed`)
    await page.setViewportSize({ width: 794, height: 1123 })
    await shot(page, 'print-card')
    assert.ok(await fits(page), 'a card is as wide as its paper')
    assert.deepEqual(page.complaints, [])
    await page.context().close()
  })
}
