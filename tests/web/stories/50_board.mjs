// SPDX-License-Identifier: AGPL-3.0-or-later
// Kanban: sums per column, a card moved by keyboard, undone from the toast.
import assert from 'node:assert/strict'
import { open, shot, signIn } from '../lib/browser.mjs'

export default function story({ test, given }) {
  test('a_card_is_moved_with_the_keyboard_and_the_move_is_undone', async () => {
    const page = await open(given.browser, given.site)
    await signIn(page, 'shanlei', '/opportunities?mode=board')
    const from = page.locator('.gxm-column', { hasText: '初步接洽' })
    const card = from.locator('[data-rfd-draggable-id]').first()
    await card.waitFor()
    const id = (await card.getAttribute('data-rfd-draggable-id')).split(' ')[0]
    await shot(page, 'board')
    const stage = () => given.site.sql(`select s.name from app.opportunity o join app.stage s on s.id = o.stage_id where o.id = '${id}'`)
    assert.equal(await stage(), '初步接洽')
    await card.focus()
    await page.keyboard.press('Space')
    await page.keyboard.press('ArrowRight')
    await page.waitForTimeout(400)
    await page.keyboard.press('Space')
    const toast = page.locator('.ant-notification')
    await toast.getByText(/已移到/).waitFor()
    assert.equal(await stage(), '需求确认')
    await toast.getByRole('button', { name: '撤销' }).click()
    await page.getByText(/已撤销/).first().waitFor()
    assert.equal(await stage(), '初步接洽')
    assert.deepEqual(page.complaints, [])
    await page.context().close()
  })

  test('a_figure_of_the_dashboard_opens_the_deals_behind_it', async () => {
    const page = await open(given.browser, given.site)
    await signIn(page, 'zengmin', '/dashboard')
    const figure = page.locator('.gxm-figure-open').first()
    await figure.locator('.gxm-figure-value').waitFor()
    const shown = Number((await figure.locator('.gxm-figure-value').textContent()).replace(/\D/g, ''))
    await shot(page, 'dashboard')
    await figure.click()
    await page.waitForFunction(() => /\d/.test(document.querySelector('.gx-count')?.textContent ?? ''))
    assert.equal(Number((await page.locator('.gx-count').textContent()).replace(/\D/g, '')), shown)
    assert.ok(shown > 0)
    assert.deepEqual(page.complaints, [])
    await page.context().close()
  })
}
