// SPDX-License-Identifier: AGPL-3.0-or-later
// 生日: the next one by either calendar, kept by the worker, found by list and reminder; what is told from a birthday is
// as hidden as the birthday.
import {test} from 'node:test';
import {IDS} from '../fixtures/people.mjs';
import {assert, expectProblem, expectStatus, withStack} from '../lib/suite.mjs';

const role = '01890000-0000-7000-8000-e00000000098';
const h = withStack({worker: true, env: {GX_TICK_SECONDS: '1'}, fixtures: `insert into app.role (id, name, position) values ('${role}', '看联系人', 991);
  update app."user" set role_ids = array['${role}']::uuid[] where id = '${IDS.nobody}';`});
const DAY = 86_400_000;
const chinese = new Intl.DateTimeFormat('en-u-ca-chinese', {timeZone: 'UTC', year: 'numeric', month: 'numeric', day: 'numeric'});
/** "2025 6bis 1" */
const lunar = (time) => { const of = Object.fromEntries(chinese.formatToParts(time).map((p) => [p.type, p.value])); return [of.relatedYear, of.month, of.day].join(' '); };
const text = (time) => new Date(time).toISOString().slice(0, 10);
const today = () => Date.parse(text(Date.now() + 8 * 3600e3));
const make = async (name, birthday, more = {}) => expectStatus(await h.stack.post('/contacts', 'director', {name, birthday, ...more}), 201).json.data;
const read = async (id, token = 'director') => expectStatus(await h.stack.get(`/contacts/${id}`, token), 200).json.data;

test('lunar_days_are_those_of_the_calendar', async () => {
  const rows = await h.stack.rows(`select d::date::text as day, l.year || ' ' || l.month || case when l.is_leap then 'bis' else '' end || ' ' || l.dom as lunar
    from generate_series(date '1930-01-01', date '2050-12-31', interval '1 day') d cross join lateral meta.lunar_day(d::date) l order by 1`);
  assert.equal(rows.length, 44195);
  for (const {day, lunar: told} of rows) assert.equal(told, lunar(Date.parse(day)), day);
});

test('days_that_everybody_knows', async () => {
  const known = {'2023-03-22': '2023 2bis 1', '2025-07-25': '2025 6bis 1', '2026-02-17': '2026 1 1', '2033-12-22': '2033 11bis 1', '2024-09-17': '2024 8 15'};
  for (const [day, told] of Object.entries(known)) {
    const [row] = await h.stack.rows(`select l.year || ' ' || l.month || case when l.is_leap then 'bis' else '' end || ' ' || l.dom as lunar from meta.lunar_day('${day}') l`);
    assert.equal(row.lunar, told, day);
  }
});

test('the_next_birthday_is_the_first_from_today_on_by_the_persons_calendar', async () => {
  const born = Date.parse('1984-06-18');
  const monthDay = (time) => lunar(time).split(' ').slice(1).join(' ');
  const [solar, moon] = [await make('公历生日', '1984-06-18'), await make('农历生日', '1984-06-18', {birthday_calendar: 'lunar'})];
  let at = today();
  while (text(at).slice(5) !== '06-18') at += DAY;
  assert.deepEqual([solar.birthday_calendar, solar.next_birthday], ['solar', text(at)]);
  at = today();
  while (monthDay(at) !== monthDay(born)) at += DAY;
  assert.equal(moon.next_birthday, text(at));
  const turned = expectStatus(await h.stack.patch(`/contacts/${moon.id}`, 'director', {birthday_calendar: 'solar'}, '*'), 200).json.data;
  assert.equal(turned.next_birthday, solar.next_birthday);
  const none = expectStatus(await h.stack.patch(`/contacts/${moon.id}`, 'director', {birthday: null}, '*'), 200).json.data;
  assert.equal(none.next_birthday, null);
  expectProblem(await h.stack.patch(`/contacts/${moon.id}`, 'director', {next_birthday: '2030-01-01'}, '*'), 422, 'invalid');
});

test('a_birthday_is_today_and_the_29th_of_february_comes_each_year', async () => {
  assert.equal((await make('今天生日', '1990' + text(today()).slice(4))).next_birthday, text(today()));
  const leap = await make('闰日生日', '2000-02-29');
  const year = Number(leap.next_birthday.slice(0, 4));
  assert.equal(leap.next_birthday.slice(5), new Date(Date.UTC(year, 1, 29)).getUTCMonth() === 1 ? '02-29' : '02-28');
});

test('a_lunar_month_that_is_shorter_or_repeated_still_has_the_birthday', async () => {
  const next = async (born, since) => (await h.stack.rows(`select app.next_birthday('${born}', 'lunar', '${since}')::text as day`))[0].day;
  // Born on the 30th of the twelfth month (2022-02-01 begins a year; 2021-02-11 was the 30th); the month had 29 days before 2022.
  assert.equal(lunar(Date.parse('2021-02-11')), '2020 12 30');
  assert.equal(await next('2021-02-11', '2022-01-01'), '2022-01-31');
  assert.equal(lunar(Date.parse('2022-01-31')), '2021 12 29');
  // Born in a leap sixth month: the ordinary sixth month counts, also where it is repeated.
  assert.equal(await next('2025-07-25', '2026-01-01'), text(Date.parse('2026-07-14')));
  assert.equal(lunar(Date.parse('2026-07-14')), '2026 6 1');
  assert.equal(await next('2025-06-25', '2025-01-01'), '2025-06-25');
  assert.equal(await next('1850-01-01', '2026-01-01'), null, 'what the table does not know is not made up');
});

test('the_worker_moves_what_has_passed', async () => {
  const one = await make('已过生日', '1985-03-05');
  await h.stack.sql(`update app.contact set next_birthday = current_date - 40 where id = '${one.id}'`);
  await h.stack.until(async () => (await read(one.id)).next_birthday === one.next_birthday, 'the next birthday');
});

test('whose_birthday_is_near_is_found_and_reminded_of', async () => {
  const soon = await make('三天后生日', '1979' + text(today() + 3 * DAY).slice(4));
  const found = expectStatus(await h.stack.get('/contacts', 'director', {'next_birthday[within]': 'next_7_days', sort: 'next_birthday'}), 200).json.data;
  assert.ok(found.some((c) => c.id === soon.id));
  assert.ok(found.every((c) => c.next_birthday >= text(today()) && c.next_birthday <= text(today() + 7 * DAY)));
  expectStatus(await h.stack.post('/reminders', 'director', {name: '生日', resource: 'contact', date_field: 'next_birthday', days_before: 3, recipient: 'me'}), 201);
  await h.stack.until(async () => (await h.stack.get('/notifications', 'director', {limit: 50})).json.data.some((n) => n.record_id === soon.id && n.kind === 'reminder'), 'the reminder', 90_000);
});

test('who_may_not_know_the_birthday_learns_nothing_told_from_it', async () => {
  const id = (await make('保密生日', '1977-07-07', {birthday_calendar: 'lunar'})).id;
  const give = (fields) => h.stack.api('PUT', `/roles/${role}/rights`, {token: 'admin', headers: {'If-Match': '*'}, body: {resources: [
    {resource: 'contact', read_scope: 'all', write_scope: 'all', operations: ['update', 'history', 'export'], fields}]}});
  expectStatus(await give({birthday: 'read'}), 200);
  assert.ok((await read(id, 'nobody')).next_birthday);
  expectProblem(await h.stack.patch(`/contacts/${id}`, 'nobody', {birthday_calendar: 'solar'}, '*'), 403, 'forbidden', 'read alone does not write what follows');
  expectStatus(await give({birthday: 'none'}), 200);
  const seen = await read(id, 'nobody');
  for (const field of ['birthday', 'birthday_calendar', 'next_birthday']) assert.equal(field in seen, false, field);
  expectStatus(await h.stack.get('/contacts', 'nobody', {sort: 'next_birthday'}), [400, 422]);
  expectStatus(await h.stack.get('/contacts', 'nobody', {'next_birthday[within]': 'next_7_days'}), [400, 422]);
  assert.ok(!(await h.stack.get(`/contacts/${id}/history`, 'nobody')).text.includes('birthday'));
  expectProblem(await give({birthday: 'none', next_birthday: 'read'}), 422, 'invalid', 'roles do not name what follows');
});
