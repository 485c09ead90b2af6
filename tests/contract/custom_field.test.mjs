// SPDX-License-Identifier: AGPL-3.0-or-later
// Fields that administrators add: of every type, served at once by every instance without a restart, through every
// door of the resource; what makes no field is refused and changes nothing.
import {describe, test} from 'node:test';
import {assert, expectStatus, withStack} from '../lib/suite.mjs';
import {startStack} from '../lib/stack.mjs';
import {IDS} from '../fixtures/people.mjs';

const h = withStack({worker: true});
const CHOICES = [{value: 'a', label: {'zh-CN': '甲', en: 'First'}}, {value: 'b', label: {'zh-CN': '乙', en: 'Second'}}];
const ask = (method, path, token, {body, params, etag} = {}) => h.stack.api(method, path, {token, body, params, check: false,
  headers: etag ? {'If-Match': etag, 'Content-Type': 'application/merge-patch+json'} : {}});
const list = async (params, token = 'manager') => expectStatus(await ask('GET', '/accounts', token, {params}), 200).json.data;

async function define(type, more = {}) {
  const made = expectStatus(await h.stack.post('/custom-fields', 'admin', {resource: 'account', type, label_zh: `字段${type}`, label_en: `Field ${type}`, ...more}), 201).json.data;
  await h.stack.until(async () => (await h.stack.get(`/custom-fields/${made.id}`, 'admin')).json.data.state === 'published', 'the field to be published');
  return made;
}

let made = 0;
async function accountWith(values) {
  made += 1;
  const {data} = expectStatus(await ask('POST', '/accounts', 'manager', {body: {name: `自定义字段的客户 ${made}`}}), 201).json;
  return Object.keys(values).length ? expectStatus(await ask('PATCH', `/accounts/${data.id}`, 'manager', {body: values, etag: '*'}), 200).json.data : data;
}

const inMeta = async (name, token = 'manager') => {
  const {json} = await ask('GET', '/meta', token);
  return json.data.resources.find((r) => r.name === 'account').fields.find((f) => f.name === name);
};

const TYPES = {
  text: ['甲方条款', {}], long_text: ['很长的说明', {}], integer: [42, {}], decimal: ['1.5', {}], percent: ['12.5', {}], money: ['99.90', {}],
  boolean: [true, {}], date: ['2026-05-01', {}], datetime: ['2026-05-01T08:00:00Z', {}], choice: ['a', {choices: CHOICES}],
  multi_choice: [['a', 'b'], {choices: CHOICES}], phone: ['13800138000', {}], email: ['a@haiyue.example', {}], url: ['https://haiyue.example/', {}],
};

describe('every type', () => {
  for (const [type, [value, more]] of Object.entries(TYPES)) {
    test(`a_field_of_type_${type}_is_written_read_filtered_sorted_grouped_and_exported`, async () => {
      const {name} = await define(type, more);
      const record = await accountWith({[name]: value});
      assert.deepEqual(record[name], value);
      const field = await inMeta(name);
      assert.equal(field.type, type);
      assert.equal(field.label.en, `Field ${type}`);
      const op = field.filters.includes('eq') ? name : `${name}[contains]`;
      assert.deepEqual((await list({[op]: Array.isArray(value) ? value[0] : value})).map((r) => r.id), [record.id]);
      if (field.sort) assert.equal((await list({sort: name, limit: 1}))[0].id, record.id);
      if (field.group) assert.ok((expectStatus(await ask('GET', '/accounts/aggregate', 'manager', {params: {group: name, measure: 'count'}}), 200)).json.data.length >= 1);
      const file = expectStatus(await ask('GET', '/accounts/export', 'manager', {params: {format: 'csv', fields: `name,${name}`, 'id[in]': record.id}}), 200);
      assert.match(file.text, new RegExp(`Field ${type}|字段${type}|${name}`), 'its column');
      assert.match(file.text.split('\n')[1], /,"?[^,"]/, 'its value');
      const contract = (await ask('GET', '/openapi.json', 'manager')).json.components.schemas;
      for (const part of ['Read', 'Create', 'Patch']) assert.ok(contract[`Account${part}`].properties[name], part);
      const history = expectStatus(await ask('GET', `/accounts/${record.id}/history`, 'manager'), 200);
      assert.ok(history.text.includes(`"${name}"`), 'in the history');
    });
  }

  test('a_reference_is_followed_and_refers_only_to_what_there_is', async () => {
    const {name} = await define('reference', {target: 'account'});
    const target = await accountWith({});
    const record = await accountWith({[name]: target.id});
    const answer = expectStatus(await ask('GET', `/accounts/${record.id}`, 'manager', {params: {include: name.replace(/_id$/, '')}}), 200).json;
    assert.equal(answer.included.account[0].id, target.id);
    expectStatus(await ask('PATCH', `/accounts/${record.id}`, 'manager', {body: {[name]: '01890000-0000-7000-8000-ffffffffffff'}, etag: '*'}), 422);
  });
});

test('a_searched_field_is_found_by_words_and_pinyin', async () => {
  const {name} = await define('text', {is_searched: true});
  const record = await accountWith({[name]: '紫藤园区'});
  for (const q of ['紫藤', 'ziteng', 'ztyq']) assert.ok((await list({q})).some((r) => r.id === record.id), q);
});

test('limits_of_a_field_hold_and_change_later', async () => {
  const made = await define('integer', {min_value: '1', max_value: '5', default_value: '3'});
  const record = await accountWith({});
  assert.equal(record[made.name], 3, 'a new record gets the default');
  const set = (value) => ask('PATCH', `/accounts/${record.id}`, 'manager', {body: {[made.name]: value}, etag: '*'});
  expectStatus(await set(6), 422);
  expectStatus(await h.stack.patch(`/custom-fields/${made.id}`, 'admin', {max_value: '9', label_en: 'Renamed'}, '*'), 200);
  await h.stack.until(async () => (await set(6)).status === 200, 'the new limit');
  assert.equal((await inMeta(made.name)).label.en, 'Renamed');
});

test('two_records_cannot_have_one_value_of_a_unique_field', async () => {
  const {name} = await define('text', {is_unique: true});
  await accountWith({[name]: 'only'});
  const other = await accountWith({});
  const answer = expectStatus(await ask('PATCH', `/accounts/${other.id}`, 'manager', {body: {[name]: 'only'}, etag: '*'}), 409);
  assert.equal(answer.json.errors[0].pointer, `/${name}`);
});

test('a_published_choice_stays_and_new_ones_come', async () => {
  const made = await define('choice', {choices: CHOICES});
  expectStatus(await h.stack.patch(`/custom-fields/${made.id}`, 'admin', {choices: CHOICES.slice(1)}, '*'), 422);
  expectStatus(await h.stack.patch(`/custom-fields/${made.id}`, 'admin', {choices: [...CHOICES, {value: 'c', label: {'zh-CN': '丙', en: 'Third'}}]}, '*'), 200);
  await h.stack.until(async () => (await inMeta(made.name)).choices.length === 3, 'the third choice');
});

test('a_field_that_is_switched_off_or_deleted_is_nowhere_and_comes_back_with_its_data', async () => {
  const made = await define('text');
  const record = await accountWith({[made.name]: '留着'});
  const read = async () => (await ask('GET', `/accounts/${record.id}`, 'manager')).json.data;
  const back = () => h.stack.until(async () => (await read())[made.name] === '留着', 'the data');
  const gone = () => h.stack.until(async () => !(await inMeta(made.name)), 'the field to go');
  expectStatus(await h.stack.patch(`/custom-fields/${made.id}`, 'admin', {is_active: false}, '*'), 200);
  await gone();
  assert.ok(!(made.name in await read()));
  expectStatus(await ask('GET', '/accounts', 'manager', {params: {[made.name]: '留着'}}), 400);
  expectStatus(await h.stack.patch(`/custom-fields/${made.id}`, 'admin', {is_active: true}, '*'), 200);
  await back();
  expectStatus(await h.stack.delete(`/custom-fields/${made.id}`, 'admin', '*'), 204);
  await gone();
  expectStatus(await h.stack.post(`/custom-fields/${made.id}/restore`, 'admin'), 200);
  await back();
});

test('what_makes_no_field_is_refused_and_changes_nothing', async () => {
  const count = async () => h.stack.rows('select count(*) from app.custom_field');
  const before = await count();
  const good = {resource: 'account', type: 'text', label_zh: '甲', label_en: 'A'};
  const bad = [{resource: 'user'}, {resource: 'x"; drop table app.account; --'}, {type: 'json'}, {choices: CHOICES}, {target: 'account'}, {type: 'choice'},
    {type: 'choice', choices: []}, {type: 'choice', choices: [{value: "a'); --", label: {'zh-CN': '甲', en: 'A'}}]}, {type: 'choice', choices: [CHOICES[0], CHOICES[0]]},
    {type: 'reference'}, {type: 'reference', target: 'pg_authid'}, {pattern: '^(a+)+$'}, {pattern: '^[$'}, {max_value: '0'}, {max_value: '501'}, {min_value: '1'},
    {type: 'integer', min_value: '5', max_value: '4'}, {type: 'integer', default_value: '1; drop'}, {type: 'date', default_value: 'now'},
    {type: 'boolean', is_unique: true}, {type: 'integer', is_searched: true}, {default_value: 'x', is_unique: true}];
  for (const more of bad) expectStatus(await h.stack.post('/custom-fields', 'admin', {...good, ...more}), 422);
  expectStatus(await h.stack.api('POST', '/custom-fields', {token: 'admin', body: {...good, name: 'version'}, check: false}), 422);
  expectStatus(await h.stack.post('/custom-fields', 'manager', good), 403);
  assert.deepEqual(await count(), before);
});

test('two_services_see_it_and_requests_during_publishing_are_served', async () => {
  const second = await startStack({database: h.stack.db, fixtures: false});
  let going = true;
  const seen = {};
  const load = async (stack) => {
    while (going) {
      const {status} = await stack.api('GET', '/accounts', {token: await h.stack.login('manager'), params: {limit: 20}, check: false});
      seen[status] = (seen[status] ?? 0) + 1;
    }
  };
  const loads = [load(h.stack), load(h.stack), load(second), load(second)];
  try {
    const {name} = await define('text');
    const record = await accountWith({[name]: 'both'});
    const token = await h.stack.login('manager');
    const read = await second.api('GET', `/accounts/${record.id}`, {token, check: false});
    assert.equal(read.json.data[name], 'both', 'the other instance needs no restart');
  } finally {
    going = false;
    await Promise.all(loads);
    second.db = 'gx_none';
    await second.stop();
  }
  assert.deepEqual(Object.keys(seen).filter((s) => !['200', '503'].includes(s)), [], JSON.stringify(seen));
  assert.ok(seen[200] > 5);
});

test('a_field_that_a_role_may_not_read_is_unknown_to_it', async () => {
  const {name} = await define('text');
  assert.ok(await inMeta(name, 'rep_a'));
  await h.stack.sql(`insert into auth.role_field (role_id, resource, field, "right") values ('${IDS.role_rep}', 'account', '${name}', 'none')`);
  assert.equal(await inMeta(name, 'rep_a'), undefined);
  for (const params of [{[name]: 'x'}, {sort: name}, {fields: name}]) expectStatus(await ask('GET', '/accounts', 'rep_a', {params}), 400);
  expectStatus(await ask('GET', '/accounts/aggregate', 'rep_a', {params: {group: name}}), 400);
  assert.ok(await inMeta(name, 'manager'), 'others know it');
});

test('the_contract_names_fields_of_this_company_to_its_people_only_and_no_titles', async () => {
  const {name} = await define('choice', {choices: CHOICES, label_zh: '隐秘的标题', label_en: 'Secret title'});
  const ours = await ask('GET', '/openapi.json', 'manager');
  assert.ok(ours.json.components.schemas.AccountRead.properties[name]);
  assert.ok(!/Secret title|隐秘的标题/.test(ours.text));
  const everybodys = await h.stack.api('GET', '/openapi.json', {check: false});
  assert.equal(everybodys.status, 200);
  assert.ok(!/"cf_\d/.test(everybodys.text), 'nothing of this company without a log-in');
});

test('masked_values_are_recognised_filtered_by_nobody_and_shown_with_a_reason', async () => {
  const {name} = await define('phone');
  await h.stack.sql(`insert into auth.role_field (role_id, resource, field, "right") values ('${IDS.role_rep}', 'account', '${name}', 'mask')`);
  const {data} = expectStatus(await ask('POST', '/accounts', 'admin', {body: {name: '脱敏的自定义字段', [name]: '13812345678', owner_id: IDS.rep_a}}), 201).json;
  const {text} = expectStatus(await ask('GET', `/accounts/${data.id}`, 'rep_a'), 200);
  assert.equal(JSON.parse(text).data[name], '138****5678');
  assert.ok(!expectStatus(await ask('GET', `/accounts/${data.id}/history`, 'rep_a'), 200).text.includes('13812345678'));
  for (const params of [{[name]: '13812345678'}, {sort: name}]) expectStatus(await ask('GET', '/accounts', 'rep_a', {params}), 400);
  const shown = expectStatus(await ask('POST', `/accounts/${data.id}/reveal`, 'rep_a', {body: {fields: [name], reason: '回访客户电话'}}), 200);
  assert.equal(shown.json.data[name], '13812345678');
  const {json} = await ask('GET', '/openapi.json', 'manager');
  assert.ok(json.components.schemas.AccountRevealed.properties.data.properties[name]);
});

test('only_the_publisher_publishes_and_it_does_nothing_else', async () => {
  const may = async (role) => (await h.stack.sql(`select string_agg(n.nspname || '.' || p.proname, ' ' order by p.proname) from pg_proc p
    join pg_namespace n on n.oid = p.pronamespace where n.nspname in ('app', 'auth', 'audit', 'job', 'meta', 'api')
     and has_schema_privilege('${role}', n.oid, 'usage') and has_function_privilege('${role}', p.oid, 'execute')`)).trim();
  assert.equal(await may('guanxi_publisher'), 'job.publish_failed job.publish_fields');
  for (const role of ['guanxi_api', 'guanxi_read', 'guanxi_worker']) assert.ok(!(await may(role)).includes('publish_f'), role);
});

test('what_cannot_be_published_leaves_the_old_definition_serving_and_says_so', async () => {
  const made = await define('text');
  const record = await accountWith({[made.name]: '原来的'});
  const state = async (id) => (await h.stack.get(`/custom-fields/${id}`, 'admin')).json.data.state;
  await h.stack.sql('create view public.in_the_way as select id from api.account');
  const label = {label_en: 'Not yet'};
  expectStatus(await h.stack.patch(`/custom-fields/${made.id}`, 'admin', label, '*'), 200);
  const second = expectStatus(await h.stack.post('/custom-fields', 'admin', {resource: 'account', type: 'date', label_zh: '乙', label_en: 'B'}), 201).json.data;
  for (const id of [made.id, second.id]) await h.stack.until(async () => await state(id) === 'failed', 'the failure to be noted');
  assert.equal((await inMeta(made.name)).label.en, 'Field text');
  assert.equal(await inMeta(second.name), undefined);
  assert.equal((await list({[made.name]: '原来的'}))[0].id, record.id);
  await h.stack.sql('drop view public.in_the_way');
  expectStatus(await h.stack.patch(`/custom-fields/${made.id}`, 'admin', label, '*'), 200);
  for (const id of [made.id, second.id]) await h.stack.until(async () => await state(id) === 'published', 'the next try');
  assert.equal((await inMeta(made.name)).label.en, 'Not yet');
  assert.equal((await inMeta(second.name)).type, 'date');
});

test('fields_defined_at_the_same_time_are_all_published', async () => {
  const bodies = ['account', 'account', 'contact', 'opportunity', 'account', 'contact'].map((resource, i) => ({resource, type: 'text', label_zh: `同时${i}`, label_en: `At once ${i}`}));
  const made = (await Promise.all(bodies.map((body) => h.stack.post('/custom-fields', 'admin', body)))).map((a) => expectStatus(a, 201).json.data);
  assert.equal(new Set(made.map((f) => f.name)).size, made.length, 'each its own name');
  for (const {id} of made) await h.stack.until(async () => (await h.stack.get(`/custom-fields/${id}`, 'admin')).json.data.state === 'published', 'each field');
  const {json} = await ask('GET', '/meta', 'manager');
  for (const f of made) assert.ok(json.data.resources.find((r) => r.name === f.resource).fields.some((x) => x.name === f.name), f.label_en);
});
