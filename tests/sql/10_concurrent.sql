-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Two changes of rights at once leave nothing stale: the second waits for the first and sees its result.
-- Uses connections of its own, whose changes are committed; it removes what it made.
set client_min_messages = warning;
create extension if not exists dblink;
select plan(4);

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

select dblink_exec('one', $$delete from app."user" where name in ('t-c1', 't-c2', 't-c3')$$) \gset junk_
select dblink_exec('one', $$delete from app.role where name = 't-concurrent'$$) \gset junk_
select dblink_exec('one', $$delete from audit.history where record_id::text like '%-00000000c00_'$$) \gset junk_
select is((select count(*)::int from auth.subject where user_id::text like '%-00000000c00_'), 0, 'and leaves with the people');
select dblink_disconnect('one'), dblink_disconnect('two') \gset junk_
select finish();
