// SPDX-License-Identifier: AGPL-3.0-or-later
// 写邮件 from a contact whose address one knows by sight only: a template fills the words, the address is revealed first,
// the mail stands on the timeline; and the daily digest on one's own page.
import assert from 'node:assert/strict'
import { axe, open, shot, signIn } from '../lib/browser.mjs'

export default function story({ test, given }) {
  test('a_mail_is_written_from_a_template_to_a_revealed_address', async () => {
    const contact = JSON.parse(await given.site.sql(`select json_build_object('id', c.id, 'name', c.name, 'email', c.email) from app.contact c
      join app."user" u on u.id = c.owner_id and u.username = 'fengxiaoyi' where c.email ~ '^[a-z0-9.]+@[a-z0-9.]+$' and c.deleted_at is null order by c.id limit 1`))
    await given.site.sql(`insert into app.mail_template (name, resource, subject, body, owner_id)
      select '初次问候', 'contact', '问候{{name}}', E'{{name}}您好，\\n{{email}} {{account.level}}', id from app."user" where username = 'fengxiaoyi'`)
    const page = await open(given.browser, given.site)
    await signIn(page, 'fengxiaoyi')
    await page.goto(given.site.url + '/contacts/' + contact.id)
    await page.getByRole('heading', { name: contact.name }).waitFor()
    await page.getByRole('button', { name: '操作', exact: true }).click()
    await page.getByRole('menuitem', { name: '写邮件' }).click()
    const drawer = page.getByRole('dialog', { name: `写邮件：${contact.name}` })
    await drawer.getByText(/已打码/).first().waitFor()
    assert.equal(await drawer.getByLabel('收件人').inputValue(), '', 'a masked address is not offered')
    await drawer.getByLabel('模板').click()
    await page.getByTitle('初次问候').click()
    await page.waitForFunction((words) => [...document.querySelectorAll('input')].some((input) => input.value === words), '问候' + contact.name)
    assert.match(await drawer.getByLabel('正文').inputValue(), /\*+@/, 'masks stay masks')
    await drawer.getByRole('button', { name: '查看完整地址' }).first().click()
    await page.getByRole('button', { name: '核对资料' }).click()
    await page.waitForFunction((words) => [...document.querySelectorAll('input')].some((input) => input.value === words), contact.email)
    assert.deepEqual(await axe(page), [])
    await shot(page, 'mail')
    await drawer.getByRole('button', { name: /^发\s*送$/ }).click()
    await drawer.waitFor({ state: 'hidden' })
    const line = page.locator('.gx-stream-mail_message', { hasText: '问候' + contact.name })
    await line.waitFor()
    assert.match(await line.innerText(), /待发送|发送中/)
    await shot(page, 'mail-timeline')
    assert.deepEqual(page.complaints, [])
    await page.context().close()
  })

  test('the_digest_is_switched_on_at_a_time_of_day', async () => {
    const page = await open(given.browser, given.site)
    await given.site.sql(`update app."user" set email = 'fengxiaoyi@hengce.example' where username = 'fengxiaoyi'`)
    await signIn(page, 'fengxiaoyi')
    await page.goto(given.site.url + '/me/digest')
    const toggle = page.getByRole('switch', { name: '每日摘要' })
    await toggle.click()
    await page.getByText('每天 08:00 发送摘要').waitFor()
    assert.deepEqual(await axe(page), [])
    await shot(page, 'digest')
    assert.equal((await given.site.sql('select at from auth.digest')).trim(), '08:00:00')
    await toggle.click()
    await page.getByText('已关闭每日摘要').waitFor()
    await page.context().close()
  })
}
