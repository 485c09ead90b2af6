// SPDX-License-Identifier: AGPL-3.0-or-later
// 写跟进 with a next step, in at most six actions: every click, key press and field
// typed into counts as one.
import assert from 'node:assert/strict'
import { open, shot, signIn } from '../lib/browser.mjs'

export default function story({ test, given }) {
  test('a_call_with_a_next_step_takes_at_most_six_actions', async () => {
    const page = await open(given.browser, given.site)
    await signIn(page, 'zhangwei', '/accounts')
    const row = page.locator('.gx-row').first()
    await row.waitFor()
    const name = (await row.locator('.gx-row-name').textContent()).trim()
    let actions = 0
    const act = async (work) => { actions += 1; await work() }

    await row.hover()
    await act(() => row.getByRole('button', { name: '写跟进' }).click())
    const window = page.getByRole('dialog')
    await window.waitFor()
    await page.waitForFunction(() => document.activeElement?.tagName === 'TEXTAREA')
    await act(() => page.keyboard.type('电话确认了试样尺寸，客户下周来厂看设备。'))
    await act(() => window.getByLabel('下一步').fill('准备样机'))
    await act(() => window.getByRole('button', { name: '3天后' }).click())
    await shot(page, 'followup')
    await act(() => page.keyboard.press('Control+Enter'))
    await page.getByText('跟进已保存').waitFor()
    assert.ok(actions <= 6, `${actions} actions`)

    await page.goto(given.site.url + '/today')
    await page.getByText('准备样机').first().waitFor()
    await page.goto(given.site.url + '/accounts?q=' + encodeURIComponent(name))
    await page.locator('.gx-row-name', { hasText: name }).first().click()
    await page.getByText('电话确认了试样尺寸').first().waitFor()
    await shot(page, 'record')
    assert.deepEqual(page.complaints, [])
    await page.context().close()
  })

  test('undo_takes_the_follow_up_and_its_next_step_back', async () => {
    const page = await open(given.browser, given.site)
    await signIn(page, 'zhangwei', '/accounts')
    const row = page.locator('.gx-row').first()
    await row.hover()
    await row.getByRole('button', { name: '写跟进' }).click()
    await page.getByRole('dialog').locator('textarea').fill('写错客户了')
    await page.getByRole('dialog').getByRole('button', { name: '明天' }).click()
    await page.keyboard.press('Control+Enter')
    await page.locator('.ant-notification').getByRole('button', { name: '撤销' }).click()
    await page.getByText(/已撤销/).first().waitFor()
    const left = await given.site.sql("select count(*) from app.activity where subject = '写错客户了' and deleted_at is null")
    assert.equal(left, '0')
    await page.context().close()
  })
}
