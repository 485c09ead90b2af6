-- SPDX-License-Identifier: AGPL-3.0-or-later
-- The audit: sealed behind its writers' backs, faults named, append-only for every program, searched with masks.
begin;
\ir lib/people.psql
select plan(45);

create function pg_temp.faults() returns text language sql as $$
    select coalesce(string_agg(problem || ' ' || coalesce(source, '-') || ' ' || coalesce(record_id::text, '-'), E'\n' order by problem, source, id), '')
      from (select * from job.audit_verify(1, 1000) union all select * from job.audit_strays()) f
$$;
create function pg_temp.seal_all() returns bigint language sql as $$select audit.seal_until('18446744073709551615', 1000000)$$;

-- Sealing
select ok(pg_temp.seal_all() > 0, 'rows are sealed');
select is(pg_temp.seal_all(), 0::bigint, 'once');
select is(pg_temp.faults(), '', 'and hold');
select is((select count(*)::int from audit.seal s where s.no <> 1 and s.previous is distinct from (select p.hash from audit.seal p where p.no = s.no - 1)), 0, 'each follows the one before');
select is((select sum(row_count)::int from audit.seal), (select count(*)::int from audit.sealable), 'all of them');
select is((select count(*)::int from audit.history where xid = pg_current_xact_id()) > 0, true, 'a row bears its transaction');
select is(job.audit_seal(), 0::bigint, 'what runs is not sealed: this very transaction lies above the horizon');
insert into app.account (id, name, owner_id) values (pg_temp.id('a', 20), 't-late', pg_temp.id('0', 3));
select is(job.audit_seal(), 0::bigint, 'nor is its next row');
select is((select unsealed::int from job.audit_state()) > 0, true, 'it is told of as the tail');
select pg_temp.seal_all();

-- Faults: each is made by hand, named, and mended.
create temp table kept as select * from audit.history where record_id = pg_temp.id('a', 1);
update audit.history set after = after || '{"name": "forged"}' where record_id = pg_temp.id('a', 1);
select is(pg_temp.faults(), 'changed history ' || pg_temp.id('a', 1), 'a changed row is named');
select is((select f.resource || ' ' || (f.at = k.at) from job.audit_verify(1, 1000) f, kept k), 'account true', 'with its resource and time');
update audit.history h set after = k.after from kept k where k.id = h.id;
select is(pg_temp.faults(), '', 'and is good again when it is what it was');
update audit.history h set at = at + interval '1 microsecond' where record_id = pg_temp.id('a', 1);
select is(pg_temp.faults(), 'changed history ' || pg_temp.id('a', 1), 'not a microsecond may differ');
update audit.history h set at = k.at, actor_id = pg_temp.id('0', 8) from kept k where k.id = h.id;
select is(pg_temp.faults(), 'changed history ' || pg_temp.id('a', 1), 'nor the person');
delete from audit.history where record_id = pg_temp.id('a', 1);
select is(pg_temp.faults(), 'missing history ' || pg_temp.id('a', 1), 'a removed row is named, with its record');
insert into audit.history overriding system value select k.* from kept k;
select is(pg_temp.faults(), '', 'put back it fits');
insert into audit.history (resource, record_id, version_from, version_to, kind, change_set_id, xid) values ('account', pg_temp.id('a', 77), 1, 2, 'update', meta.uuid_v7(), '3');
select is(pg_temp.faults(), 'inserted history ' || pg_temp.id('a', 77), 'a row slipped into the past is named');
delete from audit.history where record_id = pg_temp.id('a', 77);
insert into audit.history (resource, record_id, version_from, version_to, kind, change_set_id, at) values ('account', pg_temp.id('a', 78), 1, 2, 'update', meta.uuid_v7(), now() - interval '3 hours');
update audit.seal_position set start_xid = '3';
update audit.seal_position p set (xid, id) = (select b.xid, max(b.id) - 1 from audit.sealable b where b.source = p.source and b.xid = pg_current_xact_id() group by b.xid) where source = 'history';
select pg_temp.seal_all();
select is(pg_temp.faults(), 'misdated history ' || pg_temp.id('a', 78), 'a row that bears a time long before its seal is named');
savepoint chain;
update audit.seal set leaves = leaves || '\x00' where no = 1;
select is(pg_temp.faults() like '%seal change_set -%', true, 'a changed seal is named');
rollback to chain;
update audit.seal s set previous = sha256('x') where no = 2;
update audit.seal s set hash = audit.seal_hash(s) where no = 2;
select is(pg_temp.faults() like '%chain %', true, 'a seal made anew does not follow');
rollback to chain;
delete from audit.seal where no = 1;
select is(pg_temp.faults() like '%seal_missing%', true, 'a seal that is gone is named');
rollback to chain;
update audit.change_set set undone_at = now() where id = (select change_set_id from kept);
select is(pg_temp.faults(), 'misdated history ' || pg_temp.id('a', 78), 'an undo changes nothing that is sealed');
delete from audit.history where record_id = pg_temp.id('a', 78);

-- Another cluster counts transactions from elsewhere.
update audit.seal_position set xid = '17000000000000000000', id = 0;
insert into app.account (id, name, owner_id) values (pg_temp.id('a', 21), 't-restored', pg_temp.id('0', 3));
select is((select count(*)::int from job.audit_strays() where record_id = pg_temp.id('a', 21)), 1, 'below a foreign position a row would be a stray');
select job.audit_seal();
select is((select count(*)::int from audit.seal s where pg_temp.id('a', 21) = any (s.records)), 1, 'so all is sealed and counting begins anew');
select is(pg_temp.faults(), 'missing history ' || pg_temp.id('a', 78), 'and the chain holds');

-- Append-only
set local session authorization guanxi_api;
select throws_ok('update audit.history set kind = kind', '42501', null, 'no program may name the tables');
reset session authorization;
create function pg_temp.by_a_function(statement text) returns void language plpgsql security definer as $$begin execute statement; end$$;
grant execute on function pg_temp.by_a_function(text) to guanxi_api, guanxi_worker;
create function pg_temp.as_program(login text, statement text) returns text language plpgsql as $$
begin
    perform pg_temp.by_a_function(statement);
    return 'done';
exception when others then
    return sqlstate;
end
$$;
grant execute on function pg_temp.as_program(text, text) to guanxi_api, guanxi_worker;
update audit.change_set set xid = '5';
set local session authorization guanxi_worker;
select is(pg_temp.as_program('', 'update audit.history set kind = kind'), 'GX403', 'not even through a function: history');
select is(pg_temp.as_program('', 'delete from audit.event'), 'GX403', 'events');
select is(pg_temp.as_program('', 'truncate audit.event'), 'GX403', 'emptying');
select is(pg_temp.as_program('', 'update audit.seal set no = no'), 'GX403', 'seals');
select is(pg_temp.as_program('', 'delete from audit.change_set'), 'GX403', 'change sets');
select is(pg_temp.as_program('', $$update audit.change_set set title = 'x'$$), 'GX403', 'their names');
select is(pg_temp.as_program('', $$update audit.change_set set undone_at = now()$$), 'done', 'but for their undo');
reset session authorization;

-- Search
create function pg_temp.lines(person int, filter jsonb) returns text language sql as $$
    select string_agg(x, ' ') from pg_temp.as_person(pg_temp.id('0', person),
        format('select kind || coalesce(changes::text, ''-'') from api.audit_list(%L, null, null, null, 20)', filter)) x
$$;
select throws_ok($$select pg_temp.lines(3, '{}')$$, 'GX403', null, 'who may not audit sees nothing');
reset role;
update auth.role_resource set operations = operations || '{audit}' where resource = 'user' and role_id = pg_temp.id('e', 6);
insert into auth.role_resource (role_id, resource, read_scope, operations) values (pg_temp.id('e', 7), 'user', 'all', '{audit}');
select matches(pg_temp.lines(8, jsonb_build_object('record_id', pg_temp.id('a', 9))), 'create\{.*annual_revenue', 'who sees a record sees its values');
select unalike(pg_temp.lines(9, jsonb_build_object('record_id', pg_temp.id('a', 9))), '%annual_revenue%', 'without fields that he may not read');
select unalike(pg_temp.lines(9, jsonb_build_object('record_id', pg_temp.id('a', 9))), '%138%', 'or reads masked');
select is(pg_temp.lines(9, jsonb_build_object('record_id', pg_temp.id('a', 2))), 'create-', 'of a record that he does not see he learns that it was written');
select audit.note('reveal', 'account', pg_temp.id('a', 2), '{"field": "phone"}', pg_temp.id('0', 4));
select is(pg_temp.lines(8, '{"kind": ["reveal"]}'), 'reveal-', 'any kind is found by its name');
select is(pg_temp.lines(8, jsonb_build_object('person', pg_temp.id('0', 4), 'kind', '["reveal"]'::jsonb)), 'reveal-', 'and person');

-- Alarm
insert into audit.volume (user_id, kind, day, count) select pg_temp.id('0', 4), 'export', current_date - d, 400 from generate_series(2, 8) d;
select audit.note('export', 'account', null, '{"rows": 1999}', pg_temp.id('0', 4)), audit.note('export', 'account', null, '{"rows": 1999}', pg_temp.id('0', 5));
select is(job.audit_alarm(), false, 'below the limits nobody is told');
select audit.note('export_file', 'account', null, '{"rows": 2}', pg_temp.id('0', 4)), audit.note('export_file', 'account', null, '{"rows": 2}', pg_temp.id('0', 5));
select is(job.audit_alarm(), true, 'five times his own median is unusual');
select is((select string_agg(record_id || ' ' || (owner_id = pg_temp.id('0', 8)), ' ') from app.notification where kind = 'alarm' and owner_id in (select user_id from audit.auditors()) and owner_id = pg_temp.id('0', 8)),
          pg_temp.id('0', 4) || ' true', 'for him alone; those who may audit are told');
select is(job.audit_alarm(), false, 'once a day');
select is((select detail ->> 'limit' from audit.event where kind = 'alarm' and record_id = pg_temp.id('0', 4)), '2000', 'and it is in the audit');
select finish();
rollback;
