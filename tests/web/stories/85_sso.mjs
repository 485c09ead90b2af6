// SPDX-License-Identifier: AGPL-3.0-or-later
// Single sign-on as people see it: the administrator arranges a real provider, a salesman
// goes through it, cancels once, unties and ties his name.
import assert from 'node:assert/strict'
import { startOidc } from '../../lib/oidc.mjs'
import { SECRET } from '../../lib/standin.mjs'
import { PASSWORD, PHONE, atDoor, axe, fits, open, shot, signIn } from '../lib/browser.mjs'

const PEOPLE = {
  wei: { email: 'wei@hengce.example', email_verified: true, name: '张伟', preferred_username: 'zhangwei' },
  stranger: { email: 's@hengce.example', email_verified: true, name: '路人', preferred_username: 'stranger' },
}

async function arrange(page, issuer) {
  await page.goto(page.site + '/settings')
  await page.locator('.gxm-tile', { hasText: '单点登录' }).click()
  await page.getByRole('button', { name: '添加 OpenID Connect' }).click()
  await page.locator('#idp-name').fill('集团账号')
  await page.locator('#idp-issuer').fill(issuer)
  await page.locator('#idp-client_id').fill('guanxi')
  await page.getByLabel('客户端密钥').fill('wrong')
  assert.deepEqual(await axe(page), [])
  await shot(page, 'sso-form')
  await page.locator('#idp-match_by').click()
  await page.locator('.ant-select-item-option', { hasText: /^用户名$/ }).click()
  await page.locator('.ant-select').filter({ has: page.locator('#idp-match_by') }).filter({ hasText: '用户名' }).waitFor()
  await page.getByRole('button', { name: '保存' }).click()
  await page.locator('.ant-card', { hasText: '集团账号' }).waitFor()
  await page.locator('.ant-drawer-content').waitFor({ state: 'detached' }).catch(() => {})
}

async function goThrough(page, login) {
  await page.getByRole('button', { name: /集团账号/ }).click()
  await page.getByRole('heading', { name: 'Provider' }).waitFor()
  if (login) {
    await page.getByLabel('Name').fill(login)
    await page.getByRole('button', { name: 'Continue' }).click()
  } else await page.getByRole('button', { name: 'Cancel' }).click()
}

export default function story({ test, given }) {
  test('a_provider_is_arranged_tried_and_used', async () => {
    const provider = await startOidc(PEOPLE, { base: given.site.url, port: given.providerPort })
    try {
      const admin = await open(given.browser, given.site)
      admin.site = given.site.url
      await signIn(admin, 'ouwen')
      await arrange(admin, provider.issuer)
      await admin.getByRole('button', { name: '测试连接' }).click()
      await admin.getByText('客户端标识或密钥不对').waitFor()
      await shot(admin, 'sso-settings-wrong')
      await admin.getByRole('button', { name: '修改' }).click()
      await admin.getByLabel('客户端密钥').fill(SECRET)
      await admin.getByRole('button', { name: '保存' }).click()
      await admin.getByRole('button', { name: '测试连接' }).click()
      await admin.getByText('连接正常').waitFor()
      assert.deepEqual(await axe(admin), [])
      await shot(admin, 'sso-settings')
      await admin.setViewportSize(PHONE)
      await shot(admin, 'sso-settings-phone')
      assert.equal(await fits(admin), true, 'no sideways scrolling')
      assert.deepEqual(admin.complaints, [])
      await admin.context().close()

      const page = await atDoor(given.browser, given.site)
      await page.locator('.gx-providers').waitFor()
      assert.deepEqual(await axe(page), [])
      await shot(page, 'sso-login')
      await goThrough(page)
      await page.getByText('您取消了登录').waitFor()
      assert.equal(new URL(page.url()).search, '', 'code and state leave the address')
      assert.deepEqual(await axe(page), [])
      await shot(page, 'sso-cancelled')
      await page.getByRole('button', { name: '返回登录' }).click()
      await goThrough(page, 'stranger')
      await page.getByText('本系统没有对应的用户').waitFor()
      await page.context().close()

      const salesman = await atDoor(given.browser, given.site)
      await goThrough(salesman, 'wei')
      await salesman.getByRole('heading', { name: /张伟/ }).waitFor()
      assert.match(salesman.url(), /\/today$/)
      await salesman.goto(given.site.url + '/me/identities')
      await salesman.getByRole('button', { name: '解除关联' }).click()
      await salesman.getByRole('button', { name: '确定' }).click()
      await salesman.getByRole('button', { name: /^关\s*联$/ }).click()
      await salesman.locator('.ant-modal input[type="password"]').fill(PASSWORD)
      await salesman.locator('.ant-modal-footer').getByRole('button', { name: /关\s*联/ }).click()
      // The provider still knows him: he comes straight back, or is asked once more.
      await salesman.getByText('已关联').first().waitFor()
      assert.deepEqual(await axe(salesman), [])
      await shot(salesman, 'sso-identities')
      assert.deepEqual(salesman.complaints, [])
      await salesman.context().close()
    } finally {
      provider.stop()
    }
  })

  for (const [language, words] of [['zh-TW', '使用集团账号登入'], ['en', 'Log in with 集团账号']]) {
    test(`the_button_speaks_${language}_and_nothing_jumps`, async () => {
      const page = await atDoor(given.browser, given.site, { language, viewport: PHONE })
      await page.getByRole('button', { name: words }).waitFor()
      const top = await page.locator('.gx-login-box h1').first().evaluate((h) => h.getBoundingClientRect().top)
      await page.evaluate(() => document.fonts.ready.then(() => new Promise((done) => { requestAnimationFrame(() => requestAnimationFrame(done)) })))
      assert.equal(await page.locator('.gx-login-box h1').first().evaluate((h) => h.getBoundingClientRect().top), top)
      assert.deepEqual(await axe(page), [])
      await shot(page, `sso-login-phone-${language}`)
      await page.context().close()
    })
  }
}
