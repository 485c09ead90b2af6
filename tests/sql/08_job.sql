-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Jobs (claim, lease, fence, cancel) and keys of repeated POSTs.
begin;
\ir lib/people.psql
select plan(22);
update app.job set state = 'cancelled' where state in ('queued', 'running');

create function pg_temp.as_worker(query text) returns text language sql as $$
    select string_agg(x, ' ') from pg_temp.as_person(null, query, 'guanxi_worker') x
$$;
create temp table opened as select x::uuid as id from pg_temp.as_person(pg_temp.id('0', 3), $$select api.job_open('t-import', '{"a": 1}')$$) x;
select is((select state || owner_id from app.job where id = (select id from opened)), 'queued' || pg_temp.id('0', 3), 'a person opens a job');
select is(pg_temp.try_as(null, $$select api.job_open('t-import', '{}')$$), 'GX401', 'nobody does not');
select is((select count(*)::int from pg_temp.as_person(pg_temp.id('0', 3), 'select id from api.job')), 1, 'he sees it');
select is((select count(*)::int from pg_temp.as_person(pg_temp.id('0', 1), 'select id from api.job')), 0, 'others do not, whatever they may');
select is(pg_temp.as_worker($$select id from job.claim('{t-other}', 'w1')$$), null, 'a worker takes only its kinds');
select is(pg_temp.as_worker($$select kind || fence || attempts || owner_id from job.claim('{t-import}', 'w1')$$), 't-import11' || pg_temp.id('0', 3), 'claimed');
select is(pg_temp.as_worker($$select id from job.claim('{t-import}', 'w2')$$), null, 'once');
select is(pg_temp.as_worker(format('select job.progress(%L, 1, 5, 10)', (select id from opened))), 'true', 'it reports');
update app.job set lease_until = now() - interval '1 second' where id = (select id from opened);
select is(pg_temp.as_worker($$select fence || '/' || attempts from job.claim('{t-import}', 'w2')$$), '2/2', 'a silent worker loses it');
select is(pg_temp.as_worker(format('select job.progress(%L, 1, 6, 10)', (select id from opened))), 'false', 'and can report no more');
select is(pg_temp.as_worker(format($$select job.finish(%L, 1, 'done', '{}', null)$$, (select id from opened))), 'false', 'nor finish');
select is(pg_temp.try_as(4, format('select api.job_cancel(%L)', (select id from opened))), 'GX404', 'others cannot cancel');
select is(pg_temp.try_as(3, format('select api.job_cancel(%L)', (select id from opened))), '1', 'its person can');
select is(pg_temp.as_worker(format('select job.progress(%L, 2, 7, 10)', (select id from opened))), 'false', 'then the worker stops');
select ok(pg_temp.as_worker($$select job.open_system('t-sys', '{}', null, true)$$) is not null, 'system work');
select is(pg_temp.as_worker($$select job.open_system('t-sys', '{}', null, true)$$), null, 'a single one at a time');
select is(pg_temp.as_worker(format($$select api.worker_enter(%L, null, 'job')$$, pg_temp.id('0', 3))), '', 'the worker enters for a person');
update app."user" set is_active = false where id = pg_temp.id('0', 4);
select throws_ok(format('select pg_temp.as_worker(%L)', format($$select api.worker_enter(%L, null, 'job')$$, pg_temp.id('0', 4))), 'GX401', null, 'not for one who left');
select set_config('app.user_id', '', true);

select is(pg_temp.try_as(3, $$select api.idem_claim('POST /accounts', 'k1', 'h')$$), '1', 'a key is claimed');
select is(pg_temp.try_as(3, $$select api.idem_claim('POST /accounts', 'k1', 'h')$$), 'GX410', 'once');
select is(pg_temp.try_as(4, $$select api.idem_claim('POST /accounts', 'k1', 'h')$$), '1', 'per person');
select pg_temp.try_as(3, $$select api.idem_store('POST /accounts', 'k1', 201, '{"ETag":"1"}', 'body')$$);
select is((select string_agg(x, '') from pg_temp.as_person(pg_temp.id('0', 3), $$select body_hash || status || body from api.idem_read('POST /accounts', 'k1')$$) x), 'h201body', 'and answers again');
select finish();
rollback;
