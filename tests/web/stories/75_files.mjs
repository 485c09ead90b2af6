// SPDX-License-Identifier: AGPL-3.0-or-later
// What goes wrong or takes long with an import: files that cannot be read are
// refused with what to do, and a reload in the middle finds the work going on.
import assert from 'node:assert/strict'
import { open, shot, signIn } from '../lib/browser.mjs'

const ROWS = 20_000
const REFUSED = [
  ['旧台账.xls', Buffer.concat([Buffer.from('D0CF11E0A1B11AE1', 'hex'), Buffer.alloc(4096)]), /另存为.*\.xlsx/],
  ['坏文件.xlsx', Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(3000, 7)]), /打不开.*另存为/],
  ['合同.csv', Buffer.from('%PDF-1.4\n' + 'x'.repeat(300)), /不是表格/],
]

const give = (page, name, buffer) => page.locator('input[type="file"]').setInputFiles({ name, mimeType: 'application/octet-stream', buffer })

export default function story({ test, given }) {
  test('a_file_that_cannot_be_read_says_what_to_do', async () => {
    const page = await open(given.browser, given.site)
    await signIn(page, 'ouwen', '/import?into=account')
    for (const [name, bytes, words] of REFUSED) {
      await give(page, name, bytes)
      await page.locator('.ant-alert', { hasText: words }).waitFor()
    }
    await give(page, ...REFUSED[0].slice(0, 2))
    await page.locator('.ant-alert', { hasText: REFUSED[0][2] }).waitFor()
    await shot(page, 'import-old-xls')
    assert.deepEqual(page.complaints, [])
    await page.context().close()
  })

  test('a_reload_in_the_middle_of_an_import_finds_it_going_on', async () => {
    const page = await open(given.browser, given.site)
    await signIn(page, 'ouwen', '/import?into=account')
    const rows = Array.from({ length: ROWS }, (_, n) => `重载测试${n}号有限公司,苏州`)
    await give(page, '很多客户.csv', Buffer.from(['客户名称,城市', ...rows].join('\n')))
    await page.waitForURL(/\/import\/[0-9a-f-]{36}/)
    await page.getByRole('button', { name: '试运行' }).click()
    await page.getByRole('progressbar').waitFor()
    await page.reload()
    await page.getByRole('progressbar').waitFor()
    await page.getByRole('status').filter({ hasText: /\d/ }).waitFor()
    await shot(page, 'import-progress')
    await page.getByText('试运行结果').waitFor({ timeout: 120_000 })
    assert.deepEqual(page.complaints, [])
    await page.context().close()
  })
}
