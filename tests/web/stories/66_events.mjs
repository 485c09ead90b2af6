// SPDX-License-Identifier: AGPL-3.0-or-later
// Two people at two browsers: what one does the other sees without reloading, and his bell counts.
import assert from 'node:assert/strict'
import { open, shot, signIn } from '../lib/browser.mjs'

export default function story({ test, given }) {
  test('what_one_changes_the_other_sees_within_two_seconds', async () => {
    const [id, name] = (await given.site.sql(`select a.id || '|' || a.name from app.account a join app."user" u on u.id = a.owner_id where u.username = 'zhangwei' and a.deleted_at is null order by a.code limit 1`)).split('|')
    const watcher = await open(given.browser, given.site)
    await signIn(watcher, 'zhangwei')
    const heard = watcher.waitForResponse((r) => r.url().endsWith('/api/v1/events') && r.status() === 200)
    await watcher.goto(given.site.url + '/accounts/' + id)
    await watcher.getByRole('heading', { name }).first().waitFor()
    await heard
    await given.site.sql(`update app.account set name = '事件改名公司' where id = '${id}'`)
    await watcher.getByRole('heading', { name: '事件改名公司' }).first().waitFor({ timeout: 3000 })
    await given.site.sql(`insert into app.notification (kind, title, owner_id) select 'system', '事件通知', id from app."user" where username = 'zhangwei'`)
    await watcher.waitForResponse((r) => r.url().includes('/api/v1/notifications'), { timeout: 3000 })
    await shot(watcher, 'events')
    await given.site.sql(`update app.account set name = '${name}' where id = '${id}'`)
    assert.deepEqual(watcher.complaints, [])
    await watcher.context().close()
  })
}
