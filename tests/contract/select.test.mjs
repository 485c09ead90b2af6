// SPDX-License-Identifier: AGPL-3.0-or-later
// What of a record is shown and what comes beside it: fields, include, search by q, conditions on
// the referenced record.
import {before, describe, test} from 'node:test';
import {catalog, resource} from '../lib/env.mjs';
import {makeRecord} from '../lib/make.mjs';
import {IDS} from '../fixtures/people.mjs';
import {assert, expectProblem, expectStatus, withStack} from '../lib/suite.mjs';

const h = withStack();

for (const r of catalog.resources) {
  describe(r.name, () => {
    let record;
    before(async () => { record = (await makeRecord(h.stack, r)).data; });

    test('fields_narrow_lists_to_what_is_named', async () => {
      const names = r.fields.filter((_, i) => i % 3 === 1).map((f) => f.name);
      const list = expectStatus(await h.stack.get(`/${r.path}`, 'admin', {fields: names, id: record.id}), 200);
      assert.deepEqual(Object.keys(list.json.data[0]).sort(), [...new Set(['id', ...names])].sort());
      expectProblem(await h.stack.get(`/${r.path}`, 'admin', {fields: 'id,no_such_field'}), 400, 'unknown_field');
    });

    test('include_adds_each_reference_once', async () => {
      const refs = r.fields.filter((f) => f.type === 'reference' && f.to && f.name.endsWith('_id') && record[f.name]);
      const include = refs.map((f) => f.name.replace(/_id$/, ''));
      for (const path of [`/${r.path}/${record.id}`, `/${r.path}`]) {
        const params = path.endsWith(record.id) ? {} : {id: record.id};
        if (include.length === 0) continue;
        const answer = expectStatus(await h.stack.get(path, 'admin', {...params, include}), 200);
        for (const f of refs) {
          const found = (answer.json.included?.[f.to] ?? []).filter((x) => x.id === record[f.name]);
          assert.equal(found.length, 1, `${f.name} in included.${f.to}`);
          assert.ok(resource(f.to).name_field in found[0], `${f.to} comes with its name`);
        }
      }
      expectStatus(await h.stack.get(`/${r.path}`, 'admin', {include: 'no_such_reference'}), 400);
    });

    test('q_finds_by_searchable_text', async () => {
      const f = r.fields.find((x) => x.search === true && record[x.name]);
      if (!f) return;
      const chars = [...record[f.name]];
      const words = [record[f.name].slice(0, 40), chars.slice(0, 2).join(''), chars.slice(-2).join('')];
      for (const q of words.filter((w) => w.trim().length >= 2)) {
        const list = expectStatus(await h.stack.get(`/${r.path}`, 'admin', {q, id: record.id}), 200, q);
        assert.equal(list.json.data.length, 1, `${r.name}: q=${q} finds ${record[f.name]}`);
      }
      const none = await h.stack.get(`/${r.path}`, 'admin', {q: '龘靐齉爩', id: record.id});
      assert.equal(none.json.data.length, 0);
    });

    test('a_dotted_field_tests_the_referenced_record', async () => {
      const f = r.fields.find((x) => x.name === 'created_by' && x.to === 'user');
      const own = r.fields.find((x) => x.type === 'reference' && x.to && x.name.endsWith('_id') && record[x.name] && resource(x.to).fields.some((y) => y.name === 'version'));
      assert.ok(f);
      if (!own) return;
      const name = own.name.replace(/_id$/, '');
      const yes = expectStatus(await h.stack.get(`/${r.path}`, 'admin', {id: record.id, [`${name}.version[gte]`]: 1}), 200);
      assert.equal(yes.json.data.length, 1, name);
      const no = expectStatus(await h.stack.get(`/${r.path}`, 'admin', {id: record.id, [`${name}.version[gte]`]: 1000000}), 200);
      assert.equal(no.json.data.length, 0, name);
      expectStatus(await h.stack.get(`/${r.path}`, 'admin', {[`${name}.no_such_field`]: 1}), 400);
      expectStatus(await h.stack.get(`/${r.path}`, 'admin', {'no_such.version': 1}), 400);
    });
  });
}

describe('chinese_search', () => {
  const named = async (name) => (await makeRecord(h.stack, resource('account'), 'admin', {name, short_name: null})).data.id;
  const finds = async (q, id) => {
    const answer = expectStatus(await h.stack.get('/accounts', 'admin', {q, id}), 200, q);
    return answer.json.data.length === 1;
  };

  test('one_and_two_characters_full_pinyin_initials_and_mixed_find', async () => {
    const id = await named('重庆长安试验设备厂');
    for (const q of ['重庆', '长安', '安', '试验设备', 'chongqing', 'cqca', 'cqcasysbc', 'changan', '重庆ca', 'chongqingchangan']) assert.ok(await finds(q, id), q);
    for (const q of ['长庆', 'bqca', '重安']) assert.ok(!await finds(q, id), `${q} must not find`);
  });

  test('surnames_and_words_with_several_readings_find_by_each', async () => {
    const bank = await named('厦门银行');
    for (const q of ['xiamen', 'yinhang', 'xmyh', '厦门']) assert.ok(await finds(q, bank), q);
    const single = await named('单仇查解商行');
    for (const q of ['shan', 'chou', 'qiu', 'zha', 'xie', 'jie']) assert.ok(await finds(q, single), q);
  });

  test('latin_search_does_not_mind_case', async () => {
    const id = await named('Acme Özel GmbH');
    for (const q of ['acme', 'ACME', 'gmbh', 'me öz']) assert.ok(await finds(q, id), q);
  });

  test('global_search_names_resource_title_and_code', async () => {
    const id = await named('佛山粤衡全局检索');
    const answer = expectStatus(await h.stack.get('/search', 'admin', {q: '粤衡全局', resources: 'account,contact', limit: 3}), 200);
    const hit = answer.json.data.find((x) => x.id === id);
    assert.equal(hit.resource, 'account');
    assert.equal(hit.title, '佛山粤衡全局检索');
    assert.match(hit.code, /^C-\d{6}/);
    expectStatus(await h.stack.get('/search', 'admin'), 400);
    expectStatus(await h.stack.get('/search', 'admin', {q: 'x', resources: 'no_such'}), 400);
    expectStatus(await h.stack.get('/search', 'admin', {q: 'x', limit: 500}), 400);
    assert.ok(IDS.admin);
  });
});
