-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Entering, sessions, passwords, second factors, keys.
begin;
\ir lib/people.psql
select plan(37);

create function pg_temp.enter(sid uuid, want_rights bigint, want_catalog bigint) returns text language plpgsql as $$
declare
    entered text;
begin
    set local role guanxi_read;
    perform set_config('app.user_id', i.user_id::text, true), api.enter_check(i.user_id, i.rights_gen, want_rights, i.catalog_gen, want_catalog, i.limits, null)
       from (select sid) v left join api.identity i on i.session_id = v.sid;
    reset role;
    entered := right(current_setting('app.user_id'), 1);
    perform set_config('app.user_id', '', true);
    return 'ok ' || entered;
exception when others then
    return sqlstate;
end
$$;
create function pg_temp.as_nobody(query text) returns text language sql as $$
    select string_agg(x, ' ') from pg_temp.as_person(null, query) x
$$;
create temp table sid as select pg_temp.as_nobody($$select api.session_open('00000000-0000-7000-8000-000000000003', '\x01', '10.0.0.1', 'test', 'staff')$$)::uuid as id;
create temp table gen as select (select rights_gen from auth.subject where user_id = pg_temp.id('0', 3)) r, (select generation from meta.generation) c;
grant select on gen, sid to public;

select is((select pg_temp.enter(id, r, c) from sid, gen), 'ok 3', 'a good session enters');
select is((select pg_temp.enter(id, null, null) from sid), 'ok 3', 'without expectations too');
select is((select pg_temp.enter(id, r - 1, c) from sid, gen), 'GX409', 'old rights: stale');
select is((select pg_temp.enter(id, r, c - 1) from sid, gen), 'GX409', 'old definitions: stale');
select is((select pg_temp.enter(pg_temp.id('0', 99), r, c) from gen), 'GX401', 'an unknown session');
select is(pg_temp.enter(null, null, null), 'GX401', 'no session');
update app."user" set is_active = false where id = pg_temp.id('0', 3);
select is((select pg_temp.enter(id, null, null) from sid), 'GX401', 'a person who left');
update app."user" set is_active = true where id = pg_temp.id('0', 3);
update auth.session set expires_at = now() - interval '1 second' where id = (select id from sid);
select is((select pg_temp.enter(id, null, null) from sid), 'GX401', 'a session that ran out');
update auth.session set expires_at = now() + interval '1 day' where id = (select id from sid);

select is(pg_temp.as_nobody($$select outcome from api.session_rotate('\x01', '\x02')$$), 'ok', 'a refresh token works once');
select is(pg_temp.as_nobody($$select outcome from api.session_rotate('\x02', '\x03')$$), 'ok', 'and so does the next');
select is(pg_temp.as_nobody($$select outcome from api.session_rotate('\x99', '\x04')$$), 'gone', 'an unknown one never');
select is(pg_temp.as_nobody($$select outcome from api.session_rotate('\x01', '\x05')$$), 'reused', 'a used one is theft');
select is(pg_temp.as_nobody($$select outcome from api.session_rotate('\x03', '\x06')$$), 'gone', 'and ends the family');
select is((select pg_temp.enter(id, null, null) from sid), 'GX401', 'access with it');

create temp table other as select pg_temp.as_nobody($$select api.session_open('00000000-0000-7000-8000-000000000003', '\x11', null, null, null)$$)::uuid as id;
select is((select count(*)::int from pg_temp.as_person(pg_temp.id('0', 3), 'select id from api.my_session')), 1, 'he sees his open sessions');
select is((select count(*)::int from pg_temp.as_person(pg_temp.id('0', 4), 'select id from api.my_session')), 0, 'nobody else does');
select is(pg_temp.try_as(4, format('select api.session_revoke(%L)', (select id from other))), 'GX404', 'nor closes them');
select is(pg_temp.try_as(3, format('select api.session_revoke(%L)', (select id from other))), '1', 'he may');
select is(pg_temp.as_nobody($$select outcome from api.session_rotate('\x11', '\x12')$$), 'gone', 'then it is closed');

select is(pg_temp.try_as(4, $$select api.password_set('00000000-0000-7000-8000-000000000003', 'h')$$), 'GX403', 'nobody sets another''s password');
select is(pg_temp.try_as(8, $$select api.password_set('00000000-0000-7000-8000-000000000003', 'h1')$$), '1', 'but who administers people');
select is(pg_temp.try_as(null, $$select api.password_set('00000000-0000-7000-8000-000000000003', 'h')$$), 'GX401', 'and never without a subject');
select is((select x from pg_temp.as_person(pg_temp.id('0', 3), 'select api.password_of_me()') x), 'h1', 'his own hash');
select is(pg_temp.as_nobody($$select password_hash || is_active || kind from api.login_lookup('T-REP_A')$$), 'h1truestaff', 'log-in finds names in any case');
select is(pg_temp.as_nobody($$select name from api.reset_open('t-rep_a', '\xaa')$$), 't-rep_a', 'a reset link');
select is(pg_temp.as_nobody($$select name from api.reset_open('t-nobody-here', '\xab')$$), null, 'none for an unknown name');
select is(right(pg_temp.as_nobody($$select api.reset_use('\xaa', 'h2')$$), 1), '3', 'works');
select is(pg_temp.as_nobody($$select api.reset_use('\xaa', 'h3')$$), null, 'once');

select is(pg_temp.as_nobody($$select api.login_throttle('t-rep_a', '10.9.9.9')$$), '0', 'no wait at first');
select pg_temp.as_nobody($$select api.login_record('t-rep_a', '10.9.9.' || n, 'x', null, false, 'password') from generate_series(1, 8) n$$);
select ok(pg_temp.as_nobody($$select api.login_throttle('T-Rep_A', '10.9.9.9')$$)::int between 8 and 16, 'after eight failures, a while');
select pg_temp.as_nobody($$select api.login_record('t-rep_a', '10.9.9.9', 'x', '00000000-0000-7000-8000-000000000003', true, null)$$);
select is(pg_temp.as_nobody($$select api.login_throttle('t-rep_a', '10.9.9.9')$$), '0', 'a success clears it');
select is((select count(*)::int from audit.history where record_id = pg_temp.id('0', 3) and after ? 'last_login_at'), 0, 'a log-in is no new version of the person');

select pg_temp.try_as(3, $$select api.totp_set('\x0102')$$);
select is(pg_temp.as_nobody($$select totp_secret from api.login_lookup('t-rep_a')$$), null, 'an unconfirmed second factor is not asked for');
select is((select string_agg(x, ' ') from pg_temp.as_person(pg_temp.id('0', 3), 'select api.totp_confirm(100)') x)
          || pg_temp.as_nobody($$select api.totp_used('00000000-0000-7000-8000-000000000003', 100) || ' ' || api.totp_used('00000000-0000-7000-8000-000000000003', 101)$$), 'truefalse true', 'each step counts once');

create temp table key as select x::uuid as id from pg_temp.as_person(pg_temp.id('0', 8), $$select api.api_key_create('00000000-0000-7000-8000-000000000004', 'k', '\xff', null)$$) x;
select is((select pg_temp.enter(pg_temp.as_nobody($$select api.api_key_lookup('\xff')$$)::uuid, null, null)), 'ok 4', 'an API key enters as its user');
select is(pg_temp.try_as(3, $$select api.api_key_create('00000000-0000-7000-8000-000000000004', 'k', '\xfe', null)$$), 'GX403', 'keys of others are for administrators');
select pg_temp.try_as(4, format('select api.api_key_revoke(%L)', (select id from key)));
select is((select pg_temp.enter(id, null, null) from key), 'GX401', 'a revoked key enters no more');
select finish();
rollback;
