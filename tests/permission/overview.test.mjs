// SPDX-License-Identifier: AGPL-3.0-or-later
// The overview of a record shows nothing that its reader may not see: its definition names no field that is hidden from
// him and asks with none that he may not ask with; rows and figures of what hangs on the record are those of the lists.
import {describe, test} from 'node:test';
import {catalog} from '../lib/env.mjs';
import {IDS, PEOPLE} from '../fixtures/people.mjs';
import {literal} from '../lib/psql.mjs';
import {assert, expectStatus, withStack} from '../lib/suite.mjs';

const role = '01890000-0000-7000-8000-e00000000096';
// `nobody` sees every customer, of the rest his own; not amounts, mobile numbers, main contacts, defaults, alerts.
const h = withStack({fixtures: `insert into app.role (id, name, position) values ('${role}', '看客户', 990);
  insert into auth.role_resource (role_id, resource, read_scope, write_scope, operations)
  select '${role}', x, case x when 'account' then 'all' else 'own' end, 'own', '{create}' from unnest('{account,contact,opportunity,activity}'::text[]) x;
  insert into auth.role_field (role_id, resource, field, "right") values ('${role}', 'opportunity', 'amount', 'none'), ('${role}', 'contact', 'mobile', 'none'),
    ('${role}', 'contact', 'birthday', 'none'), ('${role}', 'invoice_title', 'is_default', 'none');
  update app."user" set role_ids = array['${role}']::uuid[] where id = ${literal(IDS.nobody)};`});

const metaOf = async (person) => expectStatus(await h.stack.get('/meta', person), 200).json.data.resources;
const askedBy = (part) => [part.field, part.sum, part.sort?.replace(/^-/, ''), ...Object.keys(part.where).map((key) => key.split('[')[0])].filter(Boolean);
const partsOf = (r) => [...(r.layout.overview?.figures ?? []), ...(r.layout.overview?.lists ?? [])];

describe('definition', () => {
  for (const person of PEOPLE) {
    test(`${person}_is_told_of_no_field_that_he_may_not_read_or_ask_with`, async () => {
      const told = await metaOf(person);
      for (const r of told) {
        for (const name of [...(r.layout.stream?.at ?? []), r.layout.stream?.text].filter(Boolean)) assert.ok(r.fields.some((f) => f.name === name), `${r.name}: stream ${name}`);
        for (const part of partsOf(r)) {
          const target = told.find((x) => x.name === part.resource);
          assert.ok(target, `${r.name}: ${part.resource}`);
          for (const name of askedBy(part)) assert.ok(target.fields.some((f) => f.name === name && !f.masked), `${r.name}: asks with ${part.resource}.${name}`);
          for (const name of part.show ?? []) assert.ok(target.fields.some((f) => f.name === name), `${r.name}: shows ${part.resource}.${name}`);
        }
      }
    });
  }

  test('whoever_may_read_all_is_told_all', async () => {
    const told = await metaOf('admin');
    for (const r of catalog.resources) assert.deepEqual(told.find((x) => x.name === r.name).layout.overview, r.layout.overview, r.name);
  });

  test('what_asks_with_a_hidden_field_is_left_out_and_a_hidden_column_is_not_named', async () => {
    const {overview} = (await metaOf('nobody')).find((r) => r.name === 'account').layout;
    assert.deepEqual(overview.figures, [], 'figures sum a hidden amount');
    assert.deepEqual(overview.lists.map((l) => l.resource), ['contact', 'opportunity', 'activity'], 'no findings, no titles in an order that he may not know');
    assert.deepEqual(overview.lists.map((l) => l.show), [['job_title'], ['stage_id', 'expected_close_on'], ['due_on', 'owner_id']]);
  });
});

describe('rows', () => {
  const owners = ['nobody', 'rep_a', 'rep_s'];
  const ask = (person, part, id) => h.stack.get(`/${catalog.resources.find((r) => r.name === part.resource).path}`, person,
    {[part.field]: id, ...part.where, ...(part.sort && {sort: part.sort}), limit: part.limit, count: 'capped', fields: ['id', ...part.show].join(',')});
  const total = async (person, part, id) => (await h.stack.get(`/${catalog.resources.find((r) => r.name === part.resource).path}/aggregate`, person,
    {[part.field]: id, ...part.where, measure: `sum:${part.sum}`})).json.data[0]?.[`sum:${part.sum}`] ?? null;

  /** An account of rep_a, on which three people's deals, contacts, tasks hang. */
  async function customer() {
    const made = async (path, body) => expectStatus(await h.stack.post(path, 'admin', body), 201, path).json.data.id;
    const account_id = await made('/accounts', {name: '概况公司', owner_id: IDS.rep_a});
    const ids = {};
    for (const [i, owner] of owners.entries()) {
      const owner_id = IDS[owner];
      ids[owner] = {opportunity: await made('/opportunities', {name: owner, account_id, stage_id: IDS.stage, amount: String(10 ** i), owner_id}),
        contact: await made('/contacts', {name: owner, account_id, mobile: '13800571234', owner_id}),
        activity: await made('/activities', {kind: 'task', subject: owner, status: 'planned', parent_resource: 'account', parent_id: account_id, owner_id})};
    }
    return {id: account_id, ids};
  }
  const overviewOf = async (person) => (await metaOf(person)).find((r) => r.name === 'account').layout.overview;

  test('lists_hold_what_their_reader_sees_elsewhere_and_count_no_more', async () => {
    const {id, ids} = await customer();
    // contacts and deals are their owners'; tasks are seen by whoever sees the customer
    const seen = {nobody: {contact: ['nobody'], opportunity: ['nobody'], activity: owners}, rep_a: {contact: ['rep_a'], opportunity: ['rep_a'], activity: owners},
      rep_s: {contact: ['rep_s'], opportunity: ['rep_s'], activity: ['rep_s']}, admin: {contact: owners, opportunity: owners, activity: owners}};
    for (const [person, of] of Object.entries(seen)) {
      for (const part of (await overviewOf(person)).lists) {
        const {data, page} = expectStatus(await ask(person, part, id), 200, `${person} ${part.resource}`).json;
        const expected = (of[part.resource] ?? []).map((owner) => ids[owner][part.resource]);
        assert.deepEqual(data.map((row) => row.id).sort(), expected.sort(), `${person} ${part.resource}`);
        assert.equal(page.count.value, expected.length, `${person} ${part.resource}`);
        for (const row of data) assert.deepEqual(Object.keys(row).filter((name) => !['id', ...part.show].includes(name)), [], 'no column but those');
      }
    }
  });

  test('figures_sum_what_their_reader_sees', async () => {
    const {id} = await customer();
    for (const [person, sum] of [['rep_a', 10], ['rep_s', 100], ['admin', 111]]) {
      const [open] = (await overviewOf(person)).figures;
      assert.equal(Number(await total(person, open, id)), sum, person);
    }
  });
});
