// SPDX-License-Identifier: AGPL-3.0-or-later
// 交接: a manager opens a person, sees what he holds, divides it by rules, looks, confirms, reads the receipt and takes
// it all back.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { PHONE, axe, fits, open, shot, signIn } from '../lib/browser.mjs'

/** Picks in a list that searches. */
async function pick(page, box, name) {
  await box.click()
  await box.fill(name)
  await page.locator('.gx-picker .gx-option', { hasText: name }).first().click()
}

const toPreview = (page) => page.getByRole('button', { name: /^预\s*览$/ }).click()

/** Printed: names and numbers, lines to sign, no buttons. */
async function onPaper(page) {
  await page.emulateMedia({ media: 'print' })
  await page.getByText('交接人签字').waitFor()
  await page.getByRole('row', { name: /合计/ }).waitFor()
  for (const name of ['打印', '撤销交接']) assert.equal(await page.getByRole('button', { name }).isVisible(), false)
  await shot(page, 'handover_paper')
  await page.emulateMedia({ media: 'screen' })
}

export default function story({ test, given }) {
  test('a_manager_hands_over_what_a_salesman_holds_and_takes_it_back', async () => {
    const page = await open(given.browser, given.site)
    await signIn(page, 'zengmin', '/handover')
    await pick(page, page.getByRole('combobox', { name: '谁要交接' }), '钱立新')
    assert.deepEqual(await axe(page), [])
    await shot(page, 'handover_start')
    await page.getByRole('button', { name: '下一步' }).click()
    await page.getByRole('heading', { level: 1, name: '钱立新的交接' }).waitFor()
    await page.getByText('名下数据').waitFor()
    await page.getByRole('button', { name: '添加规则' }).click()
    await page.getByRole('combobox', { name: '规则 1 的对象' }).click()
    await page.getByTitle('客户', { exact: true }).click()
    await page.keyboard.press('Escape')
    for (const name of ['仇小琳', '何静']) await pick(page, page.getByRole('combobox', { name: '规则 1 的接收人' }), name)
    await page.keyboard.press('Escape')
    await page.getByRole('combobox', { name: '规则 2 的接收方式' }).click()
    await page.getByTitle('交接人的上级').click()
    assert.deepEqual(await axe(page), [])
    await shot(page, 'handover_rules')
    await toPreview(page)
    await page.getByRole('button', { name: '确认交接' }).waitFor()
    assert.deepEqual(await axe(page), [])
    await shot(page, 'handover_preview')
    await page.getByRole('button', { name: '确认交接' }).click()
    await page.locator('.ant-popconfirm').getByRole('button').last().click()
    await page.getByText(/^交接单 H-/).waitFor({ timeout: 60_000 })
    await page.getByRole('row', { name: /仇小琳/ }).first().waitFor()
    assert.deepEqual(await axe(page), [])
    await shot(page, 'handover_receipt')
    await onPaper(page)
    await page.emulateMedia({ colorScheme: 'dark' })
    assert.deepEqual(await axe(page), [])
    await shot(page, 'handover_receipt_dark')
    await page.emulateMedia({ colorScheme: 'light' })
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '下载清单' }).click()])
    assert.match(file.suggestedFilename(), /^H-\d+\.csv$/)
    const total = Number((await page.locator('.gxh-table tfoot td').first().innerText()).replace(/\D/g, ''))
    const lines = readFileSync(await file.path(), 'utf8').split('\r\n')
    assert.equal(lines[0], '\ufeff"对象","名称","接收人","标识"')
    assert.equal(lines.length - 2, total, 'a line for each that moved')
    assert.ok(lines.slice(1, -1).every((line) => /^"[^"]+","[^"]*","[^"]+","[0-9a-f-]{36}"$/.test(line)), lines[1])
    await page.getByRole('button', { name: '撤销交接' }).click()
    await page.locator('.ant-popconfirm').getByRole('button').last().click()
    await page.getByText('这次交接已撤销。').waitFor({ timeout: 60_000 })
    await shot(page, 'handover_undone')
    assert.deepEqual(page.complaints, [])
    await page.context().close()
  })

  test('the_plan_and_its_preview_in_english_on_the_phone_and_in_the_dark', async () => {
    for (const [name, options] of [['en', { language: 'en' }], ['phone', { viewport: PHONE }], ['dark', { dark: true }]]) {
      const page = await open(given.browser, given.site, options)
      await signIn(page, 'ouwen', '/handover')
      await pick(page, page.getByRole('combobox', { name: /谁要交接|Who hands over/ }), '周晓峰')
      await page.getByRole('button', { name: /下一步|Next/ }).click()
      await page.getByText(/名下数据|Holdings$/).first().waitFor()
      await page.getByRole('button', { name: /添加规则|Add a rule/ }).waitFor()
      assert.equal(await fits(page), true)
      assert.deepEqual(await axe(page), [])
      await shot(page, 'handover_' + name)
      await page.getByRole('combobox', { name: /规则 1 的接收方式|How rule 1 gives/ }).click()
      await page.getByTitle(/交接人的上级|The person's manager/).click()
      await page.getByRole('button', { name: /^预\s*览$|^Preview$/ }).click()
      await page.getByRole('button', { name: /确认交接|Hand over$/ }).waitFor()
      assert.equal(await fits(page), true)
      assert.deepEqual(await axe(page), [])
      await shot(page, 'handover_preview_' + name)
      assert.deepEqual(page.complaints, [])
      await page.context().close()
    }
  })
}
