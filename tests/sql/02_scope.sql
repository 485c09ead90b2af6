-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Row scopes: who sees exactly which rows, who may write which, and that nobody without a subject sees any.
begin;
\ir lib/people.psql
select plan(26);

select is(pg_temp.sees(1), '1 2 3 4 5 9', 'all: the director sees every account');
select is(pg_temp.sees(2), '1 2 4 9', 'subtree: the head of a department sees what is below it, and his own');
select is(pg_temp.sees(3), '1', 'own: a rep sees his own');
select is(pg_temp.sees(4), '2', 'own: another rep sees other rows');
select is(pg_temp.sees(6), '1 2 4 9', 'department: the clerk sees his department');
select is(pg_temp.sees(7), '3', 'subordinates: the leader sees what his people own');
select is(pg_temp.sees(10), '', 'no role: sees nothing');
select is((select count(*)::int from pg_temp.as_person(null, 'select id from api.account')), 0, 'no subject: no row');
select is(pg_temp.sees(2, 'account_full'), '1 2 4 9', 'the open view has the same rows');
select is(pg_temp.sees(2, 'account_find'), '1 2 4 9', 'and so has the search view');
select is((select count(*)::int from pg_temp.as_person(pg_temp.id('0', 10), 'select id from api."user" where name like ''t-%''')), 10,
          'public_read: everybody sees all people');

select is(pg_temp.try_as(6, $$update api.account_write set name = 'x' where id = '000000a0-0000-7000-8000-000000000001'$$), '0',
          'write scope narrower than read scope: a row that he sees he cannot change');
select is(pg_temp.try_as(3, $$update api.account_write set name = 'x' where id = '000000a0-0000-7000-8000-000000000001' and version = 1$$), '1', 'his own he can');
select is(pg_temp.try_as(3, $$update api.account_write set name = 'x' where id = '000000a0-0000-7000-8000-000000000001' and version = 1$$), '0', 'not with an old version');
select is(pg_temp.try_as(3, $$update api.account_write set name = 'x' where id = '000000a0-0000-7000-8000-000000000002'$$), '0', 'nor what he does not see');
select is(pg_temp.try_as(3, $$update api.account_write set owner_id = '00000000-0000-7000-8000-000000000004'$$), '42501', 'owners do not change by update');
select is(pg_temp.try_as(3, $$insert into api.account_write (name) values ('t-new')$$), '1', 'a new row becomes his own');
select is((select owner_id || ' ' || department_id || ' ' || version || ' ' || created_by from app.account where name = 't-new'),
          format('%s %s 1 %s', pg_temp.id('0', 3), pg_temp.id('d', 3), pg_temp.id('0', 3)), 'with his department, version 1, made by him');
select is(pg_temp.try_as(3, $$insert into api.account_write (name, owner_id) values ('t-x', '00000000-0000-7000-8000-000000000004')$$), '44000',
          'nobody creates beyond his write scope');
select is(pg_temp.try_as(2, $$insert into api.account_write (name, owner_id) values ('t-x', '00000000-0000-7000-8000-000000000004')$$), '1',
          'a manager creates for his people');
select is(pg_temp.try_as(null, $$insert into api.account_write (name) values ('t-x')$$), '44000', 'without a subject nothing is created');

update app.account set deleted_at = now() where id = pg_temp.id('a', 1);
select is(pg_temp.sees(3), '', 'a deleted row is gone');
select is(pg_temp.sees(3, 'account_bin'), '1', 'and lies in the bin of who could write it');
select is(pg_temp.sees(6, 'account_bin'), '', 'not in the bin of who could only read it');
select is(pg_temp.try_as(3, $$update api.account_write set name = 'y' where id = '000000a0-0000-7000-8000-000000000001'$$), '0', 'deleted rows are not updated');
select is((select string_agg(x, ' ') from pg_temp.as_person(pg_temp.id('0', 3), 'select count(*) from api.my_rights', 'guanxi_read') x),
          (select count(*)::text from meta.resource where not is_retired), 'my_rights has one row per resource');
select finish();
rollback;
