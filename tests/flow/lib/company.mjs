// SPDX-License-Identifier: AGPL-3.0-or-later
// The company of the practice data: offices and managers as departments, agents as users, products,
// accounts and deals, all brought in by the import, each file twice where a test wants it.
import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {ROOT} from '../../lib/env.mjs';
import {IDS, PASSWORD} from '../../fixtures/people.mjs';
import {assert, expectStatus} from '../../lib/suite.mjs';
import {Wizard, csv, guesses, mappingOf, parseCsv} from './wizard.mjs';

export {PASSWORD};

/** What came in has the number of its file; what the fixtures made has none. */
const IMPORTED = {'external_id[null]': 'false'};

/** The folder with the practice data, or null. */
export function mavenFolder() {
  const folder = join(process.env.GX_SHARED ?? join(ROOT, '../shared'), 'data/maven-crm');
  return existsSync(join(folder, 'sales_pipeline.csv')) ? folder : null;
}

export const sampleFolder = join(ROOT, 'tests/fixtures/import');
export const username = (name) => name.toLowerCase().replace(/[^a-z0-9]+/g, '.');

export class Company {
  constructor(stack, folder) {
    Object.assign(this, {stack, folder, wizard: new Wizard(stack, 'admin')});
    this.team = parseCsv(this.file('sales_teams.csv').toString()).slice(1).map(([agent, manager, office]) => ({agent, manager, office}));
  }

  file(name) { return readFileSync(join(this.folder, name)); }
  get offices() { return [...new Set(this.team.map((t) => t.office))]; }
  get managers() { return [...new Map(this.team.map((t) => [t.manager, t.office]))]; }

  /** Offices, and below them one department per manager: rows name rows of the same file. */
  async departments() {
    const rows = [['department', 'parent'], ...this.managers.map(([m, office]) => [m, office]), ...this.offices.map((o) => [o, ''])];
    return this.wizard.import('department', 'departments.csv', csv(rows), {department: 'name', parent: {field: 'parent_id', match: 'name'}}, {match_key: ['name'], mode: 'both'});
  }

  /** Agents, their managers and the heads of the offices, with log-in and role. */
  async users() {
    const rows = [['name', 'username', 'department', 'manager', 'role'],
      ...this.team.map((t) => [t.agent, username(t.agent), t.manager, t.manager, '测试业务员']),
      ...this.managers.map(([m]) => [m, username(m), m, '', '测试经理']),
      ...this.offices.map((o) => [`${o} Head`, username(`${o} Head`), o, '', '测试经理'])];
    const record = await this.wizard.import('user', 'users.csv', csv(rows),
      {name: 'name', username: 'username', department: {field: 'department_id', match: 'name'}, manager: {field: 'manager_id', match: 'name'}, role: {field: 'role_ids', match: 'name'}},
      {match_key: ['username'], mode: 'both'});
    await this.stack.sql(`insert into auth.credential (user_id, password_hash)
      select u.id, (select password_hash from auth.credential where user_id = '${IDS.admin}') from app."user" u
       where u.username is not null and not exists (select from auth.credential c where c.user_id = u.id)`);
    return record;
  }

  products() {
    return this.wizard.import('product', 'products.csv', this.file('products.csv'),
      {product: 'name', series: {field: 'category_id', match: 'name', create: true}, sales_price: 'price'}, {match_key: ['name'], mode: 'both'});
  }

  /** "technolgy" is nearly a choice: the dry run asks, a person answers. */
  async accounts() {
    const {wizard} = this;
    const id = await wizard.open('account', 'accounts.csv', this.file('accounts.csv'));
    const analysis = await wizard.analyse(id);
    const guessed = guesses(analysis);
    assert.deepEqual(guessed, {account: 'name', sector: 'industry', year_established: 'year_established', revenue: 'annual_revenue',
      employees: 'employees', office_location: 'country', subsidiary_of: 'parent_id'});
    await wizard.options(id, {mapping: mappingOf(analysis, guessed), match_key: ['name'], mode: 'both'});
    const dry = await wizard.run(id, true);
    assert.equal(dry.state, 'checked', JSON.stringify(dry.result));
    const [question] = dry.result.ambiguous.industry;
    assert.equal(question.value, 'technolgy');
    assert.equal(question.candidates[0].id, 'technology');
    await wizard.options(id, {choices: {industry: {technolgy: 'technology'}}});
    const record = await wizard.run(id, false);
    assert.equal(record.state, 'done', JSON.stringify(record.result));
    return record;
  }

  async pipeline() {
    const {id} = expectStatus(await this.stack.post('/pipelines', 'admin', {name: '外销流程', position: 990}), 201).json.data;
    const stages = [['Prospecting', 'open', '10'], ['Engaging', 'open', '40'], ['Won', 'won', '100'], ['Lost', 'lost', '0']];
    this.stages = {};
    for (const [i, [name, kind, probability]] of stages.entries()) {
      const made = expectStatus(await this.stack.post('/stages', 'admin', {pipeline_id: id, name, kind, probability, position: (i + 1) * 10}), 201);
      this.stages[name] = made.json.data.id;
    }
  }

  /** A product spelled two ways: the dry run asks which one is meant. Returns the import before its run. */
  async deals(bytes = this.file('sales_pipeline.csv')) {
    const {wizard} = this;
    const id = await wizard.open('opportunity', 'sales_pipeline.csv', bytes);
    const analysis = await wizard.analyse(id);
    const mapping = mappingOf(analysis, {
      opportunity_id: ['external_id', 'name'], sales_agent: {field: 'owner_id', match: 'name'}, product: {field: 'product_id', match: 'name'},
      account: {field: 'account_id', match: 'name'}, deal_stage: {field: 'stage_id', match: 'name'}, engage_date: 'engaged_on', close_date: 'closed_on', close_value: 'amount'});
    await wizard.options(id, {mapping, match_key: ['external_id'], mode: 'both'});
    const dry = await wizard.run(id, true);
    assert.equal(dry.state, 'checked', JSON.stringify(dry.result));
    const answers = Object.fromEntries((dry.result.ambiguous.product_id ?? []).map((q) => [q.value, q.candidates[0].id]));
    await wizard.options(id, {choices: {product_id: answers}});
    return {id, dry};
  }

  /** {stage: {count, sum}} of the company's deals as somebody sees them. */
  async figures(token) {
    const {json} = expectStatus(await this.stack.get('/opportunities/aggregate', token, {...IMPORTED, group: 'stage_id', measure: 'count,sum:amount'}), 200);
    const name = Object.fromEntries(Object.entries(this.stages).map(([n, id]) => [id, n]));
    return Object.fromEntries(json.data.map((g) => [name[g.stage_id] ?? g.stage_id, {count: g.count, sum: Number(g['sum:amount'] ?? 0)}]));
  }

  async count(token, params = {}) {
    const {json} = expectStatus(await this.stack.get('/opportunities', token, {...IMPORTED, limit: 1, count: 'exact', ...params}), 200);
    return json.page.count.value;
  }
}
