// SPDX-License-Identifier: AGPL-3.0-or-later
// Non-interference: two systems (worlds.mjs) that differ only in what somebody may not see must answer him byte for byte
// alike at every door: each operation of the contract, and random questions made from the catalog. A canary that stands in
// every hidden text comes out at none of them, and in no line of a log.
import {execFileSync} from 'node:child_process';
import {after, before, describe, test} from 'node:test';
import {catalog} from '../lib/env.mjs';
import {findRoute, operationIds} from '../lib/contract.mjs';
import {BASE} from '../lib/stack.mjs';
import {assert, expectStatus} from '../lib/suite.mjs';
import {commonDoors, doorsOf, otherDoors, recordDoors} from './doors.mjs';
import {queriesOf} from './queries.mjs';
import {CANARY, CUSTOM, SECRETS, SECRET_WORD, hidden, own, scoped, world} from './worlds.mjs';

const worlds = [];
const visited = new Set();
const QUERIES = process.env.GX_DEEP ? 1000 : 100;

// Operations that no person speaks to, or that would end the session of everybody here.
const NOT_VISITED = {
  auth_login: 'before there is a person', auth_refresh: 'by a token of its own', auth_reset_request: 'by nobody', auth_reset: 'by a token of its own', auth_demo: 'by nobody', auth_provider_list: 'by nobody', auth_oidc_start: 'by nobody', auth_oidc_finish: 'by nobody',
  auth_logout: 'ends the session', auth_totp_start: 'answers a new secret each time', openapi_read: 'the contract itself, the same for everybody',
  event_stream: 'does not end; see events.test.mjs',
  health: 'no person', ready: 'no person', metrics: 'no person; counts requests',
};

before(async () => {
  const made = await Promise.allSettled([1, 2].map((seed) => world(seed)));
  worlds.push(...made.flatMap((m) => m.value ?? []));
  for (const m of made) if (m.status === 'rejected') throw m.reason;
});
after(async () => { for (const w of worlds) await w.stop(); });

const UUID = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g;

/** What people read of an answer; of a document its text, page by page. */
const read = (answer) => (/pdf/.test(answer.headers['content-type'] ?? '') ? execFileSync('pdftotext', ['-layout', '-', '-'], {input: answer.bytes, encoding: 'utf8'}) : answer.text);

/** Without what differs for reasons of its own: request ids, times, made ids, numbers of codes, cursors, generations of rights. */
function normal(answer) {
  const names = new Map();
  const text = (/spreadsheet|octet/.test(answer.headers['content-type'] ?? '') ? '' : read(answer))
    .replace(/"request_id":"[^"]*"/g, '"request_id":""')
    .replace(/"next":"[^"]+"/g, '"next":"cursor"')
    .replace(/\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(\.\d+)?(Z|\+00(:00)?)?/g, 'time')
    .replace(/\b[A-Z]{1,4}-\d{6,}\b/g, 'code')
    .replace(UUID, (u) => (u.startsWith('01890000') ? u : names.get(u) ?? names.set(u, `made-${names.size}`).get(u)));
  const headers = Object.fromEntries(['content-type', 'etag', 'cache-control', 'content-disposition', 'allow', 'retry-after', 'location'].map((h) => [h, answer.headers[h]]));
  const named = headers['content-disposition']?.replace(/\d{8}T\d{6}Z/g, 'time');
  return {status: answer.status, headers: {...headers, etag: headers.etag?.split('.')[0], location: headers.location?.replace(UUID, 'made'), 'content-disposition': named}, text};
}

async function both(door, token = 'rep_a') {
  const {method, path, mustFail, ...rest} = door;
  const [a, b] = await Promise.all(worlds.map((w) => w.api(method, path, {token, ...rest})));
  const what = `${token} ${method} ${path} ${JSON.stringify(door.params ?? door.body ?? '')}`;
  visited.add(findRoute(method, BASE + path)?.id);
  assert.deepEqual(normal(a), normal(b), what);
  for (const answer of [a, b]) assert.ok(!SECRETS.test(read(answer)), `a hidden word in the answer to ${what}: ${answer.text.slice(0, 300)}`);
  if (mustFail) assert.ok(a.status >= 400, `${what} was accepted: ${a.text.slice(0, 200)}`);
  return a;
}

/** How many of these doors answer with data. Reads go three at a time: they change nothing for each other. */
async function visit(doors, tokens) {
  const reads = doors.filter((door) => door.method === 'GET');
  let good = 0;
  const through = async (list) => {
    for (let at = list.shift(); at; at = list.shift()) {
      const answer = await both(at.door, at.token);
      good += Number(answer.status < 400);
    }
  };
  const given = (list) => list.map((door, i) => ({door, token: tokens[i % tokens.length]}));
  const waiting = given(reads);
  await Promise.all([1, 2, 3].map(() => through(waiting)));
  await through(given(doors.filter((door) => door.method !== 'GET')));
  return good;
}

describe('two_worlds_answer_alike', () => {
  for (const r of catalog.resources) {
    test(`at_every_door_of_${r.name}`, async () => {
      const doors = [...doorsOf(r, own.rep_a.get(r.name) ?? [], hidden.get(r.name) ?? hidden.get('account'))];
      const good = await visit(doors, ['rep_a']);
      // What only administrators see is closed to him altogether.
      assert.ok(r.access === 'admin' ? good === 0 : good > 5, `${good} of ${doors.length} doors answered with data`);
    });

    test(`to_random_questions_about_${r.name}`, async () => {
      const ids = [...(own.rep_a.get(r.name) ?? []), ...(hidden.get(r.name) ?? hidden.get('account'))];
      const good = await visit(queriesOf(r, QUERIES, 7 + r.fields.length, ids), ['rep_a', 'rep_a', 'dealer', 'lender']);
      // Pools are closed to partners, who ask every fourth question; where most fields are figures with a right of their own there is little to ask.
      const figures = 2 * r.fields.filter((f) => f.sensitive).length > r.fields.filter((f) => !f.system).length;
      const least = figures ? 12 : r.access === 'pool' ? 5 : 4;
      assert.ok(r.access === 'admin' || good > QUERIES / least, `${good} of ${QUERIES} questions were understood`);
    });
  }

  // By a partner; by who stood in for somebody until an hour ago. They share the doors out, and each visits all in the deep run.
  for (const [turn, person] of ['dealer', 'lender'].entries()) {
    for (const [place, r] of scoped.entries()) {
      test(`for_${person}_at_the_doors_of_${r.name}`, async () => {
        const doors = [...doorsOf(r, own[person].get(r.name), hidden.get(r.name))];
        const good = await visit(doors.filter((_, at) => process.env.GX_DEEP || (at + place) % 2 === turn), [person]);
        assert.ok(good > 5, `${good} doors answered with data`);
      });
    }
  }

  for (const person of ['rep_a', 'dealer', 'lender']) {
    test(`for_${person}_at_the_other_doors`, async () => {
      for (const door of [...commonDoors(['yincang', 'Acme', '海岳', '0574', '999', '4455']), ...otherDoors(hidden)]) await both(door, person);
    });

    test(`for_${person}_in_files_that_jobs_make`, async () => {
      const allowed = person !== 'dealer';
      const opened = await Promise.all(worlds.map((w) => w.post('/exports', person, {resource: 'account', format: 'csv', sort: 'id'})));
      opened.forEach((a) => expectStatus(a, allowed ? 202 : 403));
      visited.add('export_open');
      if (!allowed) return;
      const files = await Promise.all(worlds.map((w, i) => w.until(async () => (await w.get(`/exports/${opened[i].json.data.export_id}`, person)).json.data.file_id, 'the export')));
      const made = await Promise.all(worlds.map((w, i) => w.get(`/files/${files[i]}/content`, person)));
      const plain = made.map((a) => a.text.replace(UUID, (u) => (u.startsWith('01890000') ? u : 'made')).replace(/\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(\.\d+)?(Z|\+00)?/g, 'time').replace(/\b[A-Z]{1,4}-\d{6,}\b/g, 'code'));
      assert.equal(plain[0], plain[1]);
      assert.ok(!SECRETS.test(made[0].text + made[1].text) && made[0].text.length > 100);
      for (const w of worlds) assert.ok(!SECRETS.test((await w.get('/jobs', person)).text + (await w.get('/notifications', person)).text));
    });
  }

  for (const person of ['rep_b', 'nobody']) {
    test(`for_${person}_who_sees_none_of_these_records`, async () => {
      for (const r of scoped) {
        const theirs = [...own.rep_a.get(r.name), ...hidden.get(r.name)];
        for (const params of [{count: 'exact', limit: 200}, {'id[in]': theirs}, {q: '隐', count: 'exact'}, {sort: '-updated_at', limit: 1}]) await both({method: 'GET', path: `/${r.path}`, params}, person);
        await both({method: 'GET', path: `/${r.path}/aggregate`, params: {group: 'created_by', measure: 'count'}}, person);
        for (const known of theirs) {
          for (const door of recordDoors(r, known, true)) assert.ok((await both(door, person)).status >= 400 || door.path.endsWith('/bulk'), `${person} ${door.method} ${door.path}`);
        }
      }
      for (const door of commonDoors(['Acme', '海岳'])) await both(door, person);
    });
  }

  for (const person of ['rep_a', 'dealer', 'lender']) {
    test(`to_${person}_about_a_field_that_he_does_not_know`, async () => {
      for (const params of [{[CUSTOM]: 'x'}, {[`${CUSTOM}[contains]`]: SECRET_WORD[1]}, {[`${CUSTOM}[null]`]: 'true'}, {sort: CUSTOM}, {fields: `id,${CUSTOM}`},
        {filter: {field: CUSTOM, op: 'contains', value: SECRET_WORD[1]}}]) await both({method: 'GET', path: '/accounts', params, mustFail: true}, person);
      await both({method: 'GET', path: '/accounts/aggregate', params: {group: CUSTOM, measure: 'count'}, mustFail: true}, person);
      for (const q of [...Object.values(SECRET_WORD), 'ziteng', 'zt']) {
        await both({method: 'GET', path: '/accounts', params: {q, count: 'exact'}}, person);
        await both({method: 'GET', path: '/search', params: {q}}, person);
      }
      await both({method: 'GET', path: '/meta'}, person);
      await both({method: 'GET', path: `/accounts/${own[person].get('account')[0]}`}, person);
      await both({method: 'PATCH', path: `/accounts/${own[person].get('account')[0]}`, body: {[CUSTOM]: 'mine'}, headers: {'If-Match': '*', 'Content-Type': 'application/merge-patch+json'}, mustFail: true}, person);
    });
  }

  test('and_the_worlds_do_differ_for_the_director', async () => {
    const [a, b] = await Promise.all(worlds.map((w) => w.api('GET', '/accounts', {token: 'director', params: {q: '隐藏', count: 'exact'}, check: false})));
    assert.notEqual(a.json.page.count.value, b.json.page.count.value);
    const found = await Promise.all(worlds.map((w) => w.api('GET', '/accounts', {token: 'director', params: {q: SECRET_WORD[1], count: 'exact'}, check: false})));
    assert.ok(found[0].json.page.count.value > 0 && found[1].json.page.count.value === 0, 'the words of the custom field are found by who may read it');
    assert.ok(a.text.includes(CANARY) && SECRETS.test((await worlds[0].get(`/files/${hidden.get('file')[0]}/content`, 'rep_s')).text), 'the canary is where it should be');
  });

  test('every_operation_of_the_contract_was_visited', () => {
    assert.deepEqual(operationIds.filter((o) => !visited.has(o)).sort(), Object.keys(NOT_VISITED).sort());
  });

  test('no_log_tells_of_what_is_hidden', () => {
    for (const w of worlds) {
      const lines = w.log.join('').split('\n').filter((l) => l.includes(CANARY) || /44554321|77884321/.test(l));
      assert.deepEqual(lines, []);
      assert.ok(w.log.length > 20, 'the programs have spoken');
    }
  });
});
