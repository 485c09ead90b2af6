// SPDX-License-Identifier: AGPL-3.0-or-later
// A report is a question that is shared; its answer is each reader's own. Whoever reads the definition gets no figure
// by it that he would not get by asking himself.
import {before, describe, test} from 'node:test';
import {IDS} from '../fixtures/people.mjs';
import {resource} from '../lib/env.mjs';
import {makeRecord} from '../lib/make.mjs';
import {assert, expectProblem, expectStatus, withStack} from '../lib/suite.mjs';

const h = withStack();
const account = resource('account');

/** What the page of a report asks, for groups and for a file. */
const questionOf = (report) => ({group: report.group_by, measure: report.measures, sort: report.order_by ?? undefined, limit: report.top, q: report.words ?? undefined, filter: report.condition ?? undefined});
const answer = (report, person) => h.stack.get('/accounts/aggregate', person, {...questionOf(report), totals: true});

async function shared(body, ...people) {
  const {data} = expectStatus(await h.stack.post('/reports', 'manager', {name: '共享报表', resource: 'account', ...body}), 201).json;
  for (const person of people) expectStatus(await h.stack.post(`/reports/${data.id}/share`, 'manager', {kind: 'user', to: IDS[person]}), 200);
  return data.id;
}
const read = async (id, person) => expectStatus(await h.stack.get(`/reports/${id}`, person), 200).json.data;

describe('a shared report', () => {
  let id;
  before(async () => {
    for (const [owner, employees] of [['rep_a', 1000010], ['rep_a', 1000020], ['rep_b', 2000400], ['rep_s', 3008000]]) await makeRecord(h.stack, account, 'admin', {owner_id: IDS[owner], employees, source: 'exhibition'});
    id = await shared({group_by: 'owner_id,source', measures: 'count,sum:employees', order_by: '-sum:employees', condition: {field: 'source', op: 'eq', value: 'exhibition'}}, 'rep_a', 'rep_s');
  });

  test('gives_each_reader_his_own_figures_in_groups_subtotals_total_and_file', async () => {
    for (const [person, sum, count] of [['rep_a', 2000030, 2], ['rep_s', 3008000, 1], ['manager', 4000430, 3], ['director', 7008430, 4]]) {
      const report = await read(id, person);
      const {data, subtotals, total} = expectStatus(await answer(report, person), 200).json;
      assert.deepEqual([total.count, total['sum:employees']], [count, sum], person);
      for (const rows of [data, subtotals]) assert.equal(rows.reduce((n, x) => n + x['sum:employees'], 0), sum, person);
      const file = expectStatus(await h.stack.get('/accounts/export', person, {...questionOf(report), labels: 'codes'}), 200).text.replace(/^\ufeff/, '').split('\r\n').filter((line) => line && !line.startsWith('# '));
      assert.equal(file.slice(1).reduce((n, line) => n + Number(line.split(',').at(-1)), 0), sum, `${person}: ${file}`);
    }
  });

  test('is_as_missing_as_any_record_to_whom_it_is_not_shared_with', async () => {
    expectProblem(await h.stack.get(`/reports/${id}`, 'rep_b'), 404, 'not_found');
    expectProblem(await h.stack.patch(`/reports/${id}`, 'rep_a', {name: 'x'}, '*'), 403, 'forbidden');
    const {data: shares} = expectStatus(await h.stack.get(`/reports/${id}/shares`, 'manager'), 200).json;
    expectStatus(await h.stack.post(`/reports/${id}/unshare`, 'manager', {share_id: shares.find((share) => share.grantee_id === IDS.rep_s).id}), 200);
    expectProblem(await h.stack.get(`/reports/${id}`, 'rep_s'), 404, 'not_found');
  });

  test('keeps_no_figure_of_anybody', async () => {
    const text = JSON.stringify(await read(id, 'director')) + (await h.stack.get(`/reports/${id}/history`, 'director')).text;
    for (const figure of ['7008430', '3008000', '4000430', '2000030']) assert.ok(!text.includes(figure), figure);
  });
});

test('a_report_with_a_field_that_its_reader_does_not_have_is_refused_as_an_unknown_one', async () => {
  const plain = (a, name) => JSON.stringify({...a.json, request_id: ''}).replaceAll(name, '*');
  const using = (f) => [{group_by: 'level', measures: `count,sum:${f}`}, {group_by: `level,${f}`}, {group_by: 'level', measures: `count,max:${f}`, order_by: `-max:${f}`},
    {group_by: 'level', condition: {field: f, op: 'gte', value: '1'}}, {group_by: 'level', condition: {or: [{field: 'level', op: 'eq', value: 'a'}, {field: f, op: 'null', value: true}]}}];
  const [hidden, ghosts] = [using('annual_revenue'), using('zz_no_such')];
  for (const [at, body] of hidden.entries()) {
    const report = await read(await shared(body, 'rep_a'), 'rep_a');
    const ghost = await read(await shared(ghosts[at], 'rep_a'), 'rep_a');
    for (const ask of [(r) => answer(r, 'rep_a'), (r) => h.stack.get('/accounts/export', 'rep_a', questionOf(r))]) {
      const [real, none] = [await ask(report), await ask(ghost)];
      assert.equal(real.status, 400, real.text);
      assert.equal(plain(real, 'annual_revenue'), plain(none, 'zz_no_such'));
    }
    if (!body.group_by.includes('annual_revenue')) expectStatus(await answer(report, 'manager'), 200, 'who has the field is answered');
  }
});

test('words_and_shapes_of_a_report_are_checked_when_it_is_written', async () => {
  for (const body of [{group_by: 'a,b,c'}, {group_by: 'level:fortnight'}, {group_by: ''}, {measures: 'median:employees'}, {measures: 'count;drop'}, {order_by: 'x y'}, {chart: 'radar'}, {top: 0}, {top: 501}]) {
    expectProblem(await h.stack.post('/reports', 'rep_a', {name: 'x', resource: 'account', group_by: 'level', ...body}), 422, 'invalid', JSON.stringify(body));
  }
});
