// SPDX-License-Identifier: AGPL-3.0-or-later
// Limits of roles at every door: log-in, reading, writing, exports, API keys; from the next request on.
import {test} from 'node:test';
import {assert, expectStatus, withStack} from '../lib/suite.mjs';
import {IDS} from '../fixtures/people.mjs';

const h = withStack();
const OFFICE = {'X-Real-IP': '10.1.2.3'};
const HOME = {'X-Real-IP': '198.51.100.7'};
const limit = (value) => h.stack.patch(`/roles/${IDS.role_rep}`, 'admin', value, '*');
const refused = (answer) => { expectStatus(answer, 403); assert.equal(answer.json.code, 'outside_limits'); };
const ask = (method, path, where, more = {}) => h.stack.api(method, path, {token: 'rep_a', headers: where, ...more});
const logIn = (where) => h.stack.api('POST', '/auth/login', {body: {username: 'rep_a', password: 'guanxi test password', refresh: 'body'}, headers: where});

test('a_network_counts_from_the_next_request_on_at_every_door', async () => {
  await h.stack.login('rep_a');
  expectStatus(await ask('GET', '/accounts', HOME), 200);
  expectStatus(await limit({allowed_networks: ['10.1.0.0/16']}), 200);
  refused(await ask('GET', '/accounts', HOME));
  refused(await ask('GET', '/auth/me', HOME));
  refused(await ask('GET', '/accounts/export', HOME));
  refused(await ask('POST', '/accounts', HOME, {body: {name: '不该有'}}));
  refused(await logIn(HOME));
  expectStatus(await ask('GET', '/accounts', OFFICE), 200);
  expectStatus(await ask('POST', '/accounts', OFFICE, {body: {name: '办公室新建'}}), 201);
  expectStatus(await logIn(OFFICE), 200);
  assert.equal(await h.stack.sql(`select count(*) from app.account where name = '不该有'`), '0');
  expectStatus(await h.stack.get('/accounts', 'manager'), 200);
  expectStatus(await limit({allowed_networks: null}), 200);
  expectStatus(await ask('GET', '/accounts', HOME), 200);
});

test('a_day_that_is_not_today_closes_everything_and_an_empty_limit_nothing', async () => {
  const today = await h.stack.sql(`select to_char(now() at time zone 'Asia/Shanghai', 'dy')`);
  const others = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].filter((d) => d !== today);
  expectStatus(await limit({allowed_days: others}), 200);
  refused(await ask('GET', '/accounts', OFFICE));
  expectStatus(await limit({allowed_days: [today]}), 200);
  expectStatus(await ask('GET', '/accounts', OFFICE), 200);
  expectStatus(await limit({allowed_days: []}), 200);
  expectStatus(await ask('GET', '/accounts', OFFICE), 200);
});

test('wrong_networks_are_refused_and_nobody_shuts_himself_out', async () => {
  expectStatus(await limit({allowed_networks: ['10.1.0.0/99']}), 422);
  expectStatus(await limit({allowed_from: '25:00', allowed_to: '26:00'}), 422);
  const own = await h.stack.patch(`/roles/${IDS.role_admin}`, 'admin', {allowed_networks: ['203.0.113.0/24']}, '*');
  expectStatus(own, 409);
  expectStatus(await h.stack.get('/accounts', 'admin'), 200);
});
