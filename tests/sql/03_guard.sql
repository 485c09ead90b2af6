-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Field rights: unreadable fields are NULL and never searched, masked ones masked, and the guard refuses what the
-- views alone would let through.
begin;
\ir lib/people.psql
select plan(30);

-- Person 9 has role t-masked: phone and e-mail masked, revenue hidden, level read only.
select is((select string_agg(x, ',') from pg_temp.as_person(pg_temp.id('0', 9), $$select phone || ' ' || email from api.account where name like 't-%'$$) x),
          '138****5678 ***@hidden.example', 'masked fields show their end only');
select is((select count(*)::int from pg_temp.as_person(pg_temp.id('0', 9), $$select id from api.account where annual_revenue is not null$$)), 0, 'a hidden field is NULL');
select is((select string_agg(x, ',') from pg_temp.as_person(pg_temp.id('0', 9), $$select level from api.account where name like 't-%'$$) x), 'a', 'a readable one is there');
select is(pg_temp.sees(9, 'account_full'), '', 'the open view is empty for who may not read every field');
select is(pg_temp.sees(9, 'account_one'), '', 'and so is that of single records');
select is((select x from pg_temp.as_person(pg_temp.id('0', 9), $$select plan_class from api.my_rights where resource = 'account'$$) x), 'masked', 'and his plan class says so');
select is((select x from pg_temp.as_person(pg_temp.id('0', 3), $$select plan_class from api.my_rights where resource = 'account'$$) x), 'full', 'who reads everything plans with the open view');
select is(pg_temp.sees(9, 'account_find'), '', 'phone is masked and searched: no search view');
select is((select count(*)::int from pg_temp.as_person(pg_temp.id('0', 9), $$select id from api.account where search_text is not null or search_gram is not null$$)), 0, 'nor search columns');

select is(pg_temp.try_as(9, $$update api.account_write set name = 'n' where id = '000000a0-0000-7000-8000-000000000009'$$), '1', 'a writable field is written');
select is(pg_temp.try_as(9, $$update api.account_write set annual_revenue = 2 where id = '000000a0-0000-7000-8000-000000000009'$$), 'GX403', 'a hidden field is not');
select is(pg_temp.try_as(9, $$update api.account_write set level = 'b' where id = '000000a0-0000-7000-8000-000000000009'$$), 'GX403', 'nor a read-only one');
select is(pg_temp.try_as(9, $$update api.account_write set phone = '1' where id = '000000a0-0000-7000-8000-000000000009'$$), 'GX403', 'nor a masked one');
select is(pg_temp.try_as(9, $$update api.account_write set level = 'a', name = 'm' where id = '000000a0-0000-7000-8000-000000000009'$$), '1', 'an unchanged value is no write');
select is(pg_temp.try_as(9, $$insert into api.account_write (name, annual_revenue) values ('t', 5)$$), 'GX403', 'nor at create');
select is(pg_temp.try_as(9, $$insert into api.account_write (name, currency) values ('t', 'CNY')$$), '1', 'a default is no write');
select is(pg_temp.try_as(9, $$update api.account_write set last_activity_at = now()$$), '42703', 'what the server keeps is no column of the write view');
select is(pg_temp.try_as(9, $$update api.account_write set version = 9$$), '42501', 'nor the version');
select is(pg_temp.try_as(9, $$select name from api.account_write$$), '42501', 'the write view shows id and version only');

-- Operation rights.
update auth.role_resource set operations = '{history}' where role_id = pg_temp.id('e', 3) and resource = 'account';
select is(pg_temp.try_as(3, $$insert into api.account_write (name) values ('t')$$), 'GX403', 'no right to create');
select is(pg_temp.try_as(3, $$update api.account_write set name = 'q' where id = '000000a0-0000-7000-8000-000000000001'$$), 'GX403', 'no right to update');
update auth.role_resource set operations = '{create,update}' where role_id = pg_temp.id('e', 3) and resource = 'account';
select is(pg_temp.try_as(3, $$update api.account_write set name = 'q' where id = '000000a0-0000-7000-8000-000000000001'$$), '1', 'given back, it works on the next statement');

-- References.
select is(pg_temp.try_as(3, $$update api.account_write set parent_id = '000000a0-0000-7000-8000-000000000002' where id = '000000a0-0000-7000-8000-000000000001'$$), '23503', 'a reference to a hidden record');
select is(pg_temp.try_as(3, $$update api.account_write set parent_id = '000000a0-0000-7000-8000-000000000999' where id = '000000a0-0000-7000-8000-000000000001'$$), '23503', 'looks like one to nothing');
select is(pg_temp.try_as(2, $$update api.account_write set parent_id = '000000a0-0000-7000-8000-000000000002' where id = '000000a0-0000-7000-8000-000000000001'$$), '1', 'who sees both may join them');
select is(pg_temp.try_as(3, $$update api.account_write set name = 'z' where id = '000000a0-0000-7000-8000-000000000001'$$), '1', 'a hidden reference that stays does not hinder');
select is(pg_temp.try_as(8, $$update api.user_write set role_ids = array['000000e0-0000-7000-8000-000000000999'::uuid] where id = '00000000-0000-7000-8000-000000000003'$$), '23503', 'array references too');
select is(pg_temp.try_as(2, $$update api.account_write set parent_id = '000000a0-0000-7000-8000-000000000001' where id = '000000a0-0000-7000-8000-000000000002'$$), 'GX422', 'a hierarchy that would bite its tail is refused');
select is(pg_temp.try_as(8, $$update api.user_write set is_active = false where id = '00000000-0000-7000-8000-000000000008'$$), 'GX423', 'the last administrator stays');
insert into app."user" (name, role_ids) values ('t-second', array[pg_temp.id('e', 6)]);
select is(pg_temp.try_as(8, $$update api.user_write set is_active = false where id = '00000000-0000-7000-8000-000000000008'$$), '1', 'not the last but one');
select finish();
rollback;
