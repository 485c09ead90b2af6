// SPDX-License-Identifier: AGPL-3.0-or-later
// A real company's files through the wizard: people, products, accounts and deals,
// a misspelled sector and a product spelled two ways asked about, then undone. Runs
// on the small sample of tests/fixtures, and on the practice data where they are.
import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { ROOT } from '../../lib/env.mjs'
import { axe, open, settled, shot, signIn } from '../lib/browser.mjs'

const PRACTICE = path.join(process.env.GX_SHARED ?? path.join(ROOT, '../shared'), 'data/maven-crm')
const PIPELINE = '导入流程'
const WORLDS = [
  { name: 'sample', folder: path.join(ROOT, 'tests/fixtures/import'), figures: null },
  { name: 'practice', folder: PRACTICE, figures: { open: 1589 + 500, won: 4238, amount: '10005534', lost: 2473 } },
]

const lines = (folder, file) => readFileSync(path.join(folder, file), 'utf8').trim().split(/\r?\n/).slice(1).map((line) => line.split(','))

/** Users of the team as a file of its own, as an administrator prepares it. */
function peopleFile(folder, target) {
  const team = lines(folder, 'sales_teams.csv')
  const names = [...new Set([...team.map(([agent]) => agent), ...team.map(([, manager]) => manager)])]
  const rows = names.map((name) => [name, name.toLowerCase().replace(/[^a-z]+/g, '.'), team.find(([agent]) => agent === name)?.[1] ?? ''].join(','))
  writeFileSync(target, ['姓名,登录名,直属上级', ...rows].join('\n') + '\n')
}

/** The figures shown under their titles. */
async function figures(page) {
  const shown = await page.locator('.gxm-outcome-figures .ant-statistic').evaluateAll((items) => items.map((item) => item.innerText.split('\n')))
  return Object.fromEntries(shown.map(([title, value]) => [title, Number(value.replace(/\D/g, ''))]))
}

async function upload(page, site, resource, file) {
  await page.goto(`${site.url}/import?into=${resource}`)
  await page.locator('input[type="file"]').setInputFiles(file)
  await page.waitForURL(/\/import\/[0-9a-f-]{36}/)
  await page.locator('.gxm-target').first().waitFor()
}

/** Chooses the field of a column by its label. */
async function choose(page, header, label) {
  const select = page.locator('tr', { has: page.locator('strong', { hasText: new RegExp(`^${header}$`) }) }).locator('.gxm-target .ant-select').first()
  await select.click()
  await page.keyboard.type(label)
  await page.locator('.ant-select-item-option:visible', { hasText: label }).first().click()
}

async function tryIt(page) {
  await page.getByRole('button', { name: /^试运行$|^再试一次$/ }).click()
  await page.getByText('试运行结果').waitFor({ timeout: 120_000 })
}

async function run(page) {
  await page.getByRole('button', { name: /^开始导入/ }).click()
  await page.getByText('导入完成').waitFor({ timeout: 240_000 })
  return figures(page)
}

/** Answers "which do you mean" with the first candidate. */
async function answer(page, typed) {
  const question = page.locator('.gxm-question', { hasText: typed })
  await question.locator('.ant-select').click()
  await page.locator('.ant-select-item-option:visible').first().click()
  await page.locator('.ant-select-dropdown').last().waitFor({ state: 'hidden' })
}

/** The pipeline with the stages that the files name, once. */
async function pipeline(site) {
  await site.sql(`with p as (insert into app.pipeline (name, position) select '${PIPELINE}', 900 where not exists (select from app.pipeline where name = '${PIPELINE}') returning id)
    insert into app.stage (pipeline_id, name, kind, probability, position)
    select p.id, s.* from p, (values ('Prospecting', 'open', 10, 1), ('Engaging', 'open', 40, 2), ('Won', 'won', 100, 3), ('Lost', 'lost', 0, 4)) s`)
}

/** The dashboard's figures of that pipeline over all time: open, won, amount won, decided. */
async function dashboard(page, site) {
  await page.goto(site.url + '/dashboard')
  await page.getByRole('combobox', { name: '销售流程' }).click()
  await page.locator('.ant-select-item-option:visible', { hasText: PIPELINE }).click()
  await page.locator('.ant-segmented-item', { hasText: '全部' }).click()
  await settled(page)
  const texts = await page.locator('.gxm-figure-open').evaluateAll((items) => items.map((item) => ({ text: item.innerText, title: item.title })))
  const digits = (text) => Number((/[\d,]+/.exec(text)?.[0] ?? '').replaceAll(',', ''))
  return { open: digits(texts[0].text.split('\n')[1]), won: digits(texts[1].text.split('\n')[2]), amount: texts[1].title.replace(/[^\d.]/g, ''), lost: digits(texts[3].text.split('\n')[1]) }
}

async function importAll(page, site, folder, scratch) {
  const people = path.join(scratch, 'people.csv')
  peopleFile(folder, people)
  await upload(page, site, 'user', people)
  await shot(page, 'import-map')
  await tryIt(page)
  assert.equal((await run(page))['失败'], 0)

  await upload(page, site, 'product', path.join(folder, 'products.csv'))
  await choose(page, 'series', '产品分类')
  await page.getByRole('checkbox', { name: '没有就新建' }).check()
  await tryIt(page)
  assert.equal((await run(page))['失败'], 0)

  await upload(page, site, 'account', path.join(folder, 'accounts.csv'))
  await tryIt(page)
  await answer(page, 'technolgy')
  await shot(page, 'import-which')
  assert.deepEqual(await axe(page), [])
  await tryIt(page)
  assert.equal((await run(page))['失败'], 0)

  await upload(page, site, 'opportunity', path.join(folder, 'sales_pipeline.csv'))
  await tryIt(page)
  for (const typed of await page.locator('.gxm-question strong').allInnerTexts()) await answer(page, typed)
  return run(page)
}

export default function story({ test, given }) {
  for (const { name, folder, figures: known } of WORLDS) {
    test(`files_of_the_${name}_come_in_and_go_out_again`, { skip: existsSync(folder) ? false : 'the practice data are not here', timeout: 900_000 }, async () => {
      const scratch = mkdtempSync(path.join(tmpdir(), 'gx-import-'))
      const page = await open(given.browser, given.site)
      await signIn(page, 'ouwen')
      await pipeline(given.site)
      const before = await given.site.sql('select count(*) from app.opportunity where deleted_at is null')
      const done = await importAll(page, given.site, folder, scratch)
      await shot(page, `import-done-${name}`)
      const expected = lines(folder, 'sales_pipeline.csv').length
      assert.deepEqual([done['新建'], done['失败']], [expected, 0])
      if (known) {
        const here = page.url()
        assert.deepEqual(await dashboard(page, given.site), known)
        await shot(page, 'import-dashboard')
        await page.goto(here)
      }
      await page.getByRole('button', { name: '撤销这次导入' }).click()
      await page.locator('.ant-popconfirm').getByRole('button').last().click()
      await page.getByText('这次导入已撤销').waitFor({ timeout: 120_000 })
      assert.equal(await given.site.sql('select count(*) from app.opportunity where deleted_at is null'), before)
      assert.deepEqual(page.complaints, [])
      await page.context().close()
      rmSync(scratch, { recursive: true, force: true })
    })
  }
}
