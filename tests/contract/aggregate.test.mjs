// SPDX-License-Identifier: AGPL-3.0-or-later
// Groups and measures of every resource, added up again from the list; exports in every format,
// compared with the list. Sums are compared as exact decimals, never as floats.
import {before, describe, test} from 'node:test';
import {inflateRawSync} from 'node:zlib';
import {catalog} from '../lib/env.mjs';
import {insertServerMade} from '../lib/make.mjs';
import {randomBodies} from '../lib/samples.mjs';
import {IDS} from '../fixtures/people.mjs';
import {assert, expectStatus, withStack} from '../lib/suite.mjs';

const h = withStack();
const MEASURED = new Set(['integer', 'decimal', 'percent', 'money']);

/** Exact sum of decimal strings in units of 1e-8. */
const units = (v) => { const [w, d = ''] = String(v).replace('-', '').split('.'); return BigInt(w + d.padEnd(8, '0')) * (String(v).startsWith('-') ? -1n : 1n); };
const same = (a, b) => (a === null || b === null ? a === b : units(a) === units(b));

function grouped(records, names) {
  const groups = new Map();
  for (const x of records) {
    const k = JSON.stringify(names.map((n) => x[n] ?? null));
    groups.set(k, [...(groups.get(k) ?? []), x]);
  }
  return groups;
}

for (const r of catalog.resources) {
  describe(r.name, () => {
    let ids;
    let records;
    before(async () => {
      ids = [];
      if (r.operations.includes('create')) {
        for (const body of randomBodies(r, 15, 31)) ids.push(expectStatus(await h.stack.post(`/${r.path}`, 'admin', body), 201, r.name).json.data.id);
      } else for (let i = 0; i < 3; i += 1) ids.push(await insertServerMade(h.stack, r.name, IDS.admin));
      records = (await h.stack.get(`/${r.path}`, 'admin', {'id[in]': ids, limit: 200})).json.data;
    });
    const aggregate = async (params) => expectStatus(await h.stack.get(`/${r.path}/aggregate`, 'admin', {'id[in]': ids, ...params}), 200, JSON.stringify(params)).json.data;

    test('count_by_each_groupable_field_equals_the_list', async () => {
      for (const f of r.fields.filter((x) => x.group && !['datetime'].includes(x.type))) {
        const rows = await aggregate({group: f.type === 'date' ? `${f.name}:day` : f.name, measure: 'count'});
        const expected = grouped(records, [f.name]);
        assert.equal(rows.length, expected.size, `${r.name} by ${f.name}`);
        for (const row of rows) assert.equal(row.count, expected.get(JSON.stringify([row[f.name] ?? null]))?.length, `${r.name} ${f.name}=${row[f.name]}`);
      }
    });

    test('sums_averages_and_extremes_are_exact', async () => {
      for (const f of r.fields.filter((x) => MEASURED.has(x.type) && x.name !== 'version')) {
        const [row] = await aggregate({measure: `count,sum:${f.name},min:${f.name},max:${f.name},avg:${f.name}`});
        const values = records.map((x) => x[f.name]).filter((v) => v !== null).map(units);
        assert.equal(row.count, records.length);
        const sum = values.reduce((a, b) => a + b, 0n);
        if (values.length === 0) { assert.equal(row[`max:${f.name}`], null); continue; }
        assert.equal(units(row[`sum:${f.name}`]), sum, `sum ${f.name}`);
        assert.equal(units(row[`min:${f.name}`]), values.reduce((a, b) => (a < b ? a : b)));
        assert.equal(units(row[`max:${f.name}`]), values.reduce((a, b) => (a > b ? a : b)));
        const mean = Number(sum) / values.length / 1e8;
        assert.ok(Math.abs(Number(row[`avg:${f.name}`]) - mean) < 0.001, `avg ${f.name}: ${row[`avg:${f.name}`]} for ${mean}`);
      }
    });

    test('dates_fall_into_buckets', async () => {
      const f = r.fields.find((x) => x.type === 'date' && records.some((y) => y[x.name]));
      const months = await aggregate({group: `${f?.name ?? 'created_at'}:month`});
      assert.equal(months.reduce((n, x) => n + x.count, 0), records.length);
      if (!f) return;
      for (const row of months.filter((x) => x[f.name])) {
        assert.match(row[f.name], /^\d{4}-\d{2}-01$/);
        assert.equal(row.count, records.filter((x) => x[f.name]?.slice(0, 7) === row[f.name].slice(0, 7)).length);
      }
      for (const bucket of ['day', 'week', 'quarter', 'year']) {
        const rows = await aggregate({group: `${f.name}:${bucket}`});
        assert.equal(rows.reduce((n, x) => n + x.count, 0), records.length, bucket);
      }
    });

    test('totals_are_those_of_the_list_whatever_the_limit_and_groups_stay_together_in_their_order', async () => {
      const [a, b] = r.fields.filter((x) => x.group && !['date', 'datetime'].includes(x.type) && x.name !== 'id' && x.name !== 'version');
      const summed = r.fields.find((x) => ['money', 'integer'].includes(x.type) && x.name !== 'version')?.name ?? 'version';
      const params = {'id[in]': ids, group: `${a.name},${b.name}`, measure: `count,sum:${summed}`, sort: `-count,-sum:${summed}`, totals: true};
      const ask = async (more) => expectStatus(await h.stack.get(`/${r.path}/aggregate`, 'admin', {...params, ...more}), 200, JSON.stringify(params)).json;
      const all = await ask({});
      const added = (rows) => rows.map((x) => x[summed]).filter((v) => v !== null && v !== undefined).map(units).reduce((x, y) => x + y, 0n);
      const [outer, inner] = [grouped(records, [a.name]), grouped(records, [a.name, b.name])];
      assert.equal(all.subtotals.length, outer.size);
      assert.equal(all.data.length, inner.size);
      assert.deepEqual(all.subtotals.map((x) => x.count), [...outer.values()].map((x) => x.length).sort((x, y) => y - x), 'the largest first');
      for (const row of all.subtotals) assert.equal(units(row[`sum:${summed}`] ?? 0), added(outer.get(JSON.stringify([row[a.name] ?? null]))), 'a subtotal');
      const first = all.data.map((x) => JSON.stringify(x[a.name] ?? null)).filter((x, i, list) => x !== list[i - 1]);
      assert.deepEqual(first, all.subtotals.map((x) => JSON.stringify(x[a.name] ?? null)), 'groups of the first field stay together');
      assert.deepEqual(Object.keys(all.total), ['count', `sum:${summed}`]);
      assert.equal(all.total.count, records.length);
      assert.equal(units(all.total[`sum:${summed}`] ?? 0), added(records));
      const one = await ask({limit: 1});
      assert.deepEqual([one.subtotals, one.total, one.more], [all.subtotals.slice(0, 1), all.total, outer.size > 1]);
      assert.deepEqual(one.data, all.data.filter((x) => JSON.stringify(x[a.name] ?? null) === first[0]), 'with all that lies in it');
      const none = await ask({'id[in]': ['01890000-0000-7000-8000-000000000000']});
      assert.deepEqual([none.data, none.subtotals, none.total.count], [[], [], 0]);
      if (r.operations.includes('export')) {
        const asked = {'id[in]': ids, group: params.group, measure: params.measure, sort: params.sort};
        const csv = csvLines(expectStatus(await h.stack.get(`/${r.path}/export`, 'admin', {...asked, labels: 'codes', format: 'csv'}), 200).text);
        assert.equal(csv[0], `${a.name},${b.name},count,sum:${summed}`);
        assert.equal(csv.length, all.data.length + 2, 'a head line, a line for each group, and who made it');
        assert.match(csv.at(-1), /^# guanxi-export /);
        csv.slice(1, -1).forEach((line, i) => assert.ok(line.endsWith(`,${all.data[i].count},${all.data[i][`sum:${summed}`] ?? ''}`), line));
        const xlsx = expectStatus(await h.stack.get(`/${r.path}/export`, 'admin', {...asked, format: 'xlsx', limit: 1}), 200);
        assert.equal(sheet(xlsx.bytes).match(/<row /g).length, one.data.length + 1);
        for (const wrong of [{format: 'json'}, {fields: 'id'}, {totals: true}, {sort: 'id'}]) expectStatus(await h.stack.get(`/${r.path}/export`, 'admin', {...asked, ...wrong}), 400, JSON.stringify(wrong));
      }
    });

    test('wrong_groups_and_measures_are_400', async () => {
      const get = (params) => h.stack.get(`/${r.path}/aggregate`, 'admin', params);
      for (const params of [{group: 'no_such_field'}, {group: 'created_at:fortnight'}, {measure: 'sum:no_such_field'}, {measure: 'median:version'},
        {measure: 'sum:created_by'}, {group: ''}, {measure: ''}, {limit: 0}, {limit: 5001}, {sort: 'id'}, {sort: 'sum:version'}, {totals: 'yes'}, {fields: 'id'}]) expectStatus(await get(params), 400, JSON.stringify(params));
    });

    if (r.operations.includes('export')) test('exports_hold_what_the_list_holds', async () => {
      const names = r.fields.filter((f) => ['text', 'code', 'integer', 'money', 'choice', 'date', 'boolean'].includes(f.type)).slice(0, 8).map((f) => f.name);
      const get = (format) => h.stack.get(`/${r.path}/export`, 'admin', {'id[in]': ids, format, fields: ['id', ...names], sort: 'id'});
      const json = expectStatus(await get('json'), 200);
      const order = [...records].sort((a, b) => (a.id < b.id ? -1 : 1));
      assert.deepEqual(json.json.map((x) => x.id), order.map((x) => x.id));
      json.json.forEach((x, i) => names.forEach((n) => assert.deepEqual(x[n], order[i][n], n)));
      const csv = expectStatus(await get('csv'), 200);
      assert.match(csv.headers['content-disposition'], /^attachment/);
      assert.equal(csvLines(csv.text).length, ids.length + 2, 'a head line, a line for each record, and who made it');
      const txt = expectStatus(await get('txt'), 200);
      assert.equal(txt.text.replace(/^\ufeff/, '').trimEnd().split(/\r?\n/).length, ids.length + 2);
      const xlsx = expectStatus(await get('xlsx'), 200);
      assert.equal(xlsx.bytes.subarray(0, 2).toString(), 'PK');
      assert.equal(sheet(xlsx.bytes).match(/<row /g).length, ids.length + 1);
      expectStatus(await get('pdf'), 400);
    });
  });
}

/** Lines of a CSV file, with line ends inside quotes kept. */
function csvLines(text) {
  return text.replace(/^\ufeff/, '').match(/(?:"(?:[^"]|"")*"|[^\r\n"])+/g) ?? [];
}

/** Text of the first worksheet: entries are found by their local headers or, where sizes follow, by the directory. */
function sheet(zip) {
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  let at = zip.readUInt32LE(end + 16);
  for (let i = zip.readUInt16LE(end + 10); i > 0; i -= 1) {
    const [size, nameLength, extra, comment, local] = [zip.readUInt32LE(at + 20), zip.readUInt16LE(at + 28), zip.readUInt16LE(at + 30), zip.readUInt16LE(at + 32), zip.readUInt32LE(at + 42)];
    const name = zip.subarray(at + 46, at + 46 + nameLength).toString();
    if (name.endsWith('sheet1.xml')) {
      const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
      const data = zip.subarray(start, start + size);
      return (zip.readUInt16LE(at + 10) === 8 ? inflateRawSync(data) : data).toString();
    }
    at += 46 + nameLength + extra + comment;
  }
  throw new Error('no worksheet');
}

test('sums_are_same_whether_written_long_or_short', () => assert.ok(same('1.50', '1.5') && !same('1', null)));
