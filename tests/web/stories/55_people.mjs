// SPDX-License-Identifier: AGPL-3.0-or-later
// A new colleague, from the first link to the second factor: invited, sets a
// password, changes it, turns two-step verification on, throws a lost device out.
// And a key for a program.
import assert from 'node:assert/strict'
import { totp } from '../../lib/totp.mjs'
import { atDoor, axe, logIn, open, shot, signIn } from '../lib/browser.mjs'

const NAME = '赵小测'
const LOGIN = 'zhaoxiaoce'
const FIRST = 'first-password-1'
const SECOND = 'second-password-2'

async function makeColleague(page) {
  await page.getByRole('button', { name: '新建用户' }).click()
  const drawer = page.locator('.ant-drawer')
  await drawer.getByLabel('姓名', { exact: true }).fill(NAME)
  await drawer.getByLabel('用户名', { exact: true }).fill(LOGIN)
  await drawer.getByRole('combobox', { name: '角色' }).fill('业务员')
  await page.locator('.gx-picker .gx-option', { hasText: '业务员' }).first().click()
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+Enter')
  await page.getByRole('heading', { name: NAME }).waitFor()
}

async function inviteLink(page) {
  await page.locator('.gx-detail-actions').getByRole('button').last().click()
  await page.getByRole('menuitem', { name: '设置密码的链接' }).click()
  const window = page.getByRole('dialog')
  await window.getByRole('button', { name: '生成链接' }).click()
  const link = window.getByRole('textbox')
  await link.waitFor()
  await shot(page, 'invite')
  return link.inputValue()
}

/** Log-in where a code is asked for. The server takes each code once, so the next one is computed when one was used. */
async function signInWithCode(page, password, code) {
  await page.locator('input[autocomplete="username"]').fill(LOGIN)
  await page.locator('input[type="password"]').fill(password)
  await page.keyboard.press('Enter')
  const input = page.locator('input[autocomplete="one-time-code"]')
  await input.waitFor()
  await shot(page, 'login-code')
  await input.fill('000000')
  await page.keyboard.press('Enter')
  await page.getByRole('alert').first().waitFor()
  await input.fill(code)
  await page.keyboard.press('Enter')
  await page.locator('.gx-shell').waitFor()
}

export default function story({ test, given }) {
  test('a_new_colleague_sets_a_password_by_the_link_and_secures_the_account', async () => {
    const admin = await open(given.browser, given.site)
    await signIn(admin, 'ouwen', '/users')
    await admin.locator('.gx-row').first().waitFor()
    await makeColleague(admin)
    const link = await inviteLink(admin)
    assert.match(link, /reset=/)
    await admin.context().close()

    const page = await open(given.browser, given.site)
    await page.goto(given.site.url + new URL(link).pathname + new URL(link).search + new URL(link).hash)
    const fields = page.locator('input[autocomplete="new-password"]')
    await fields.first().fill(FIRST)
    await fields.last().fill(FIRST)
    await shot(page, 'set-password')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: '返回登录' }).click()
    await logIn(page, LOGIN, FIRST)

    await page.goto(given.site.url + '/me/password')
    await page.locator('input[autocomplete="current-password"]').fill('not the password')
    await fields.first().fill(SECOND)
    await fields.last().fill(SECOND)
    await page.keyboard.press('Enter')
    await page.getByRole('alert').first().waitFor()
    await shot(page, 'wrong-old-password')
    await page.locator('input[autocomplete="current-password"]').fill(FIRST)
    await page.keyboard.press('Enter')
    await page.getByText('密码已修改').first().waitFor()

    await page.goto(given.site.url + '/me/totp')
    await page.getByRole('button', { name: '开启两步验证' }).click()
    const secret = (await page.locator('.ant-typography code').textContent()).replace(/\s/g, '')
    await shot(page, 'totp')
    assert.deepEqual(await axe(page), [])
    await page.locator('input[autocomplete="one-time-code"]').fill(totp(secret))
    await page.keyboard.press('Enter')
    await page.getByText('两步验证已开启').first().waitFor()

    const lost = await atDoor(given.browser, given.site)
    await signInWithCode(lost, SECOND, totp(secret, Date.now() + 30_000))
    await page.goto(given.site.url + '/me/sessions')
    const devices = page.locator('.gx-entries li')
    await devices.nth(1).waitFor()
    await shot(page, 'devices')
    await devices.filter({ has: page.getByRole('button', { name: /移\s*除/ }) }).first().getByRole('button', { name: /移\s*除/ }).click()
    await page.getByRole('button', { name: /确\s*定/ }).click()
    await page.getByText('该设备已退出登录').first().waitFor()
    await lost.goto(given.site.url + '/accounts')
    await lost.locator('input[autocomplete="username"]').waitFor()
    assert.deepEqual(page.complaints, [])
    await lost.context().close()
    await page.context().close()
  })

  test('a_program_gets_a_key_that_is_shown_once_and_revoked', async () => {
    const page = await open(given.browser, given.site)
    await signIn(page, 'ouwen')
    await given.site.sql(`insert into app."user" (name, username, kind) select '网站接口', 'website', 'service' where not exists (select from app."user" where username = 'website')`)
    await page.goto(given.site.url + '/settings/api-keys')
    await page.getByRole('button', { name: '新建密钥' }).click()
    const window = page.getByRole('dialog')
    await window.getByLabel('用途').fill('官网询盘')
    await window.getByRole('combobox').first().fill('网站')
    await page.locator('.gx-picker .gx-option', { hasText: '网站接口' }).first().click()
    await shot(page, 'key-make')
    await window.getByRole('button', { name: '新建密钥' }).click()
    const shown = page.getByRole('dialog').locator('textarea[readonly]')
    await shown.waitFor()
    const key = await shown.inputValue()
    const ask = () => page.evaluate(async (token) => (await fetch('/api/v1/auth/me', { headers: { Authorization: 'Bearer ' + token }, credentials: 'omit' })).status, key)
    assert.equal(await ask(), 200)
    await shot(page, 'key')
    await page.getByRole('button', { name: '我已保存' }).click()
    const line = page.locator('.gxm-line', { hasText: '官网询盘' })
    await line.waitFor()
    await shot(page, 'keys')
    await line.getByRole('button', { name: /停\s*用/ }).click()
    await page.locator('.ant-popconfirm').getByRole('button', { name: /确\s*定|停\s*用/ }).click()
    await page.getByText('已停用').first().waitFor()
    assert.equal(await ask(), 401)
    assert.deepEqual(page.complaints, [])
    await page.context().close()
  })
}
