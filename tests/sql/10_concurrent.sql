-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Two changes of rights at once leave nothing stale: the second waits for the first and sees its result.
-- Uses connections of its own, whose changes are committed; it removes what it made.
set client_min_messages = warning;
create extension if not exists dblink;
select plan(8);

create function pg_temp.open(name text) returns text language sql as $$
    select dblink_connect(name, format('host=%s port=%s dbname=%I user=%I',
        split_part(current_setting('unix_socket_directories'), ',', 1), current_setting('port'), current_database(), session_user))
$$;
create function pg_temp.someone_waits() returns boolean language plpgsql as $$
begin
    for i in 1 .. 1000 loop
        if exists (select from pg_locks where locktype = 'advisory' and not granted
                      and database = (select oid from pg_database where datname = current_database())) then
            return true;
        end if;
        perform pg_sleep(0.02);
    end loop;
    return false;
end
$$;
select pg_temp.open('one'), pg_temp.open('two') \gset junk_
select dblink_exec('one', $$insert into app.role (id, name) values ('000000e0-0000-7000-8000-00000000c001', 't-concurrent')$$) \gset junk_
select dblink_exec('one', $$insert into app."user" (id, name) values ('00000000-0000-7000-8000-00000000c001', 't-c1'), ('00000000-0000-7000-8000-00000000c002', 't-c2')$$) \gset junk_

-- One gives the person a role; two, at the same time, gives that role rights.
select dblink_exec('one', 'begin'), dblink_exec('two', 'begin') \gset junk_
select dblink_exec('one', $$update app."user" set role_ids = array['000000e0-0000-7000-8000-00000000c001'::uuid] where id = '00000000-0000-7000-8000-00000000c001'$$) \gset junk_
select dblink_send_query('two', $$insert into auth.role_resource (role_id, resource, read_scope) values ('000000e0-0000-7000-8000-00000000c001', 'account', 'all')$$) \gset junk_
select ok(pg_temp.someone_waits(), 'the second change waits for the first');
select dblink_exec('one', 'commit') \gset junk_
select * from dblink_get_result('two') as x (t text) \gset junk_
select * from dblink_get_result('two') as x (t text);
select dblink_exec('two', 'commit') \gset junk_
select is((select read_scope from auth.subject join auth.right_set using (right_set_id)
            where user_id = '00000000-0000-7000-8000-00000000c001' and resource = 'account'), 32, 'the person has the rights that both made');

-- A chain of managers built by two at once.
select dblink_exec('one', 'begin'), dblink_exec('two', 'begin') \gset junk_
select dblink_exec('one', $$insert into app."user" (id, name, manager_id) values ('00000000-0000-7000-8000-00000000c003', 't-c3', '00000000-0000-7000-8000-00000000c002')$$) \gset junk_
select dblink_send_query('two', $$update app."user" set manager_id = '00000000-0000-7000-8000-00000000c001' where id = '00000000-0000-7000-8000-00000000c002'$$) \gset junk_
select pg_temp.someone_waits() \gset junk_
select dblink_exec('one', 'commit') \gset junk_
select * from dblink_get_result('two') as x (t text) \gset junk_
select * from dblink_get_result('two') as x (t text);
select dblink_exec('two', 'commit') \gset junk_
select is((select cardinality(subordinate_ids) from auth.subject where user_id = '00000000-0000-7000-8000-00000000c001'), 2, 'whoever is below by both changes counts');

-- What two make of one person's rights at once, both of them: a territory moves below his, another is given to him.
select dblink_exec('one', $$insert into app.territory (id, name, parent_id, member_ids) values
    ('000000b0-0000-7000-8000-00000000c001', 't-ct1', null, array['00000000-0000-7000-8000-00000000c001'::uuid]),
    ('000000b0-0000-7000-8000-00000000c002', 't-ct2', null, null), ('000000b0-0000-7000-8000-00000000c003', 't-ct3', null, null)$$) \gset junk_
select dblink_exec('one', 'begin'), dblink_exec('two', 'begin') \gset junk_
select dblink_exec('one', $$update app.territory set parent_id = '000000b0-0000-7000-8000-00000000c001' where name = 't-ct2'$$) \gset junk_
select dblink_send_query('two', $$update app.territory set parent_id = '000000b0-0000-7000-8000-00000000c002' where name = 't-ct3'$$) \gset junk_
select pg_temp.someone_waits() \gset junk_
select dblink_exec('one', 'commit') \gset junk_
select * from dblink_get_result('two') as x (t text) \gset junk_
select * from dblink_get_result('two') as x (t text);
select dblink_exec('two', 'commit') \gset junk_
select is((select cardinality(territory_ids) from auth.subject where user_id = '00000000-0000-7000-8000-00000000c001'), 3, 'a chain of territories made by two at once');

-- One makes a rule; two, at the same time, the first record of a combination that the rule fits.
select dblink_exec('one', 'begin'), dblink_exec('two', 'begin') \gset junk_
select dblink_exec('one', $$insert into app.matrix_rule (id, name, resource, user_ids, "values") values ('00000080-0000-7000-8000-00000000c001', 't-cm',
    'account', array['00000000-0000-7000-8000-00000000c001'::uuid], '{"province": ["t-concurrent"]}')$$) \gset junk_
select dblink_send_query('two', $$insert into app.account (id, name, province) values ('000000a0-0000-7000-8000-00000000c001', 't-ca', 't-concurrent')$$) \gset junk_
select ok(pg_temp.someone_waits(), 'a new combination waits for a new rule');
select dblink_exec('one', 'commit') \gset junk_
select * from dblink_get_result('two') as x (t text) \gset junk_
select * from dblink_get_result('two') as x (t text);
select dblink_exec('two', 'commit') \gset junk_
select is((select get_bit(c.reads, a.cell_id) from auth.subject s join auth.cell_set c using (cell_set_id) join app.account a on a.name = 't-ca'
            where s.user_id = '00000000-0000-7000-8000-00000000c001' and c.resource = 'account'), 1, 'and is open to whom the rule names');

-- Two people are away at once, and have one deputy.
select dblink_exec('one', 'begin'), dblink_exec('two', 'begin') \gset junk_
select dblink_exec('one', $$insert into app.absence (deputy_id, begins_at, ends_at, owner_id) values ('00000000-0000-7000-8000-00000000c001', now(), now() + interval '1 day', '00000000-0000-7000-8000-00000000c002')$$) \gset junk_
select dblink_send_query('two', $$insert into app.absence (deputy_id, begins_at, ends_at, owner_id) values ('00000000-0000-7000-8000-00000000c001', now(), now() + interval '1 day', '00000000-0000-7000-8000-00000000c003')$$) \gset junk_
select pg_temp.someone_waits() \gset junk_
select dblink_exec('one', 'commit') \gset junk_
select * from dblink_get_result('two') as x (t text) \gset junk_
select * from dblink_get_result('two') as x (t text);
select dblink_exec('two', 'commit') \gset junk_
select is((select cardinality(deputy_for) from auth.subject where user_id = '00000000-0000-7000-8000-00000000c001'), 2, 'he stands in for both');

select dblink_exec('one', $$delete from app.absence where deputy_id = '00000000-0000-7000-8000-00000000c001'$$),
       dblink_exec('one', $$delete from app.account where name = 't-ca'$$),
       dblink_exec('one', $$delete from app.account_cell where province = 't-concurrent'$$),
       dblink_exec('one', $$delete from app.matrix_rule where name = 't-cm'$$),
       dblink_exec('one', $$delete from app.territory where name in ('t-ct1', 't-ct2', 't-ct3')$$) \gset junk_
select dblink_exec('one', $$delete from app."user" where name in ('t-c1', 't-c2', 't-c3')$$) \gset junk_
select dblink_exec('one', $$delete from app.role where name = 't-concurrent'$$) \gset junk_
select dblink_exec('one', $$delete from audit.history where record_id::text like '%-00000000c00_'$$) \gset junk_
select is((select count(*)::int from auth.subject where user_id::text like '%-00000000c00_'), 0, 'and leaves with the people');
select dblink_disconnect('one'), dblink_disconnect('two') \gset junk_
select finish();
