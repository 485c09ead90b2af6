-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Subjects and right sets follow every change at once; the matrix of a role is read, checked and written.
begin;
\ir lib/people.psql
select plan(27);

create function pg_temp.gen(person int) returns bigint language sql as $$
    select rights_gen from auth.subject where user_id = pg_temp.id('0', person)
$$;
create temp table before_gen as select user_id, rights_gen from auth.subject;
create function pg_temp.changed() returns text language plpgsql as $$
declare
    answer text;
begin
    select coalesce(string_agg(ltrim(right(s.user_id::text, 2), '0'), ' ' order by s.user_id), '') into answer
      from auth.subject s left join before_gen b using (user_id)
     where b.rights_gen is distinct from s.rights_gen and s.user_id::text like '00000000-0000-7000-8000-%';
    delete from before_gen;
    insert into before_gen select user_id, rights_gen from auth.subject;
    return answer;
end
$$;

select is((select count(*)::int from (select right_set_id from auth.subject where user_id in (pg_temp.id('0', 3), pg_temp.id('0', 4), pg_temp.id('0', 5)) group by 1) x), 1, 'people with the same roles share one right set');
update app."user" set manager_id = pg_temp.id('0', 7) where id = pg_temp.id('0', 3);
select is(pg_temp.changed(), '2 7', 'a new manager: both managers have new rights, nobody else');
select is(pg_temp.sees(7), '1 3', 'and the new one sees the rows at once');
update app."user" set job_title = 'x' where id = pg_temp.id('0', 3);
select is(pg_temp.changed(), '', 'a job title is no right');
update app."user" set department_id = pg_temp.id('d', 4) where id = pg_temp.id('0', 6);
select is(pg_temp.changed() || pg_temp.sees(6), '63', 'a new department: other rows (records do not move)');
update app.department set parent_id = pg_temp.id('d', 2) where id = pg_temp.id('d', 4);
select is(pg_temp.sees(2), '1 2 3 4 9', 'a moved department brings its rows below the new head');
select ok(pg_temp.changed() like '%2%', 'and a new generation');
update app."user" set role_ids = array[pg_temp.id('e', 3), pg_temp.id('e', 4)] where id = pg_temp.id('0', 4);
select is(pg_temp.sees(4), '1 2 4 9', 'rights of several roles unite');
select is((select read_scope::text from auth.subject join auth.right_set using (right_set_id) where user_id = pg_temp.id('0', 4) and resource = 'account'), '5', 'own and department');
update app.role set deleted_at = now() where id = pg_temp.id('e', 4);
select is(pg_temp.sees(4), '2', 'a deleted role counts no more');
select pg_temp.changed();
update auth.role_resource set read_scope = 'all' where role_id = pg_temp.id('e', 3) and resource = 'contact';
select is(pg_temp.changed(), '3 4 5', 'a changed role: a new generation for who holds it, nobody else');
update app."user" set is_active = false where id = pg_temp.id('0', 5);
select is(pg_temp.changed(), '5', 'a person who leaves has a new generation');
insert into auth.role_field (role_id, resource, field, "right") values (pg_temp.id('e', 3), 'account', 'phone', 'none');
select is((select count(*)::int from pg_temp.as_person(pg_temp.id('0', 3), 'select phone from api.account where phone is not null')), 0, 'a field taken away is gone');
update app."user" set role_ids = role_ids || pg_temp.id('e', 2) where id = pg_temp.id('0', 3);
select is((select count(*)::int from pg_temp.as_person(pg_temp.id('0', 3), $$select phone from api.account where phone is not null and name = 't-of a'$$)), 1, 'another role that gives the field wins');
select ok((select readable1 & (1 << (select position from meta.field where resource = 'product' and name = 'cost')) = 0
             from auth.subject join auth.right_set using (right_set_id) where user_id = pg_temp.id('0', 1) and resource = 'product'), 'a sensitive field is hidden unless named');

-- The stored rows are what a rebuild from nothing gives.
create temp table kept as select user_id, department_ids, subtree_ids, subordinate_ids, r.* from auth.subject join auth.right_set r using (right_set_id);
delete from auth.subject;
delete from auth.right_set;
set local role guanxi_owner;
select auth.rebuild();
reset role;
select set_eq('select user_id, department_ids, subtree_ids, subordinate_ids, resource, read_scope, write_scope, readable1, writable1, masked1, operations from auth.subject join auth.right_set using (right_set_id)',
              'select user_id, department_ids, subtree_ids, subordinate_ids, resource, read_scope, write_scope, readable1, writable1, masked1, operations from kept', 'kept by triggers = rebuilt from nothing');

-- The matrix.
select is(pg_temp.try_as(8, $$select api.role_rights_set('000000e0-0000-7000-8000-000000000003', '{"resources":[{"resource":"account","read_scope":"department","write_scope":"own","operations":["create","update"],"fields":{"phone":"mask"}}]}', 1)$$), '1', 'an administrator writes a matrix');
select is((select x::jsonb -> 'resources' -> 0 from pg_temp.as_person(pg_temp.id('0', 8), $$select api.role_rights('000000e0-0000-7000-8000-000000000003')$$) x),
          '{"resource":"account","read_scope":"department","write_scope":"own","operations":["create","update"],"fields":{"phone":"mask"}}'::jsonb, 'and reads it back');
select is((select version from app.role where id = pg_temp.id('e', 3)), 2, 'as a new version of the role');
select is((select count(*)::int from audit.event where kind = 'role_rights_changed' and record_id = pg_temp.id('e', 3)), 1, 'with an audit line');
select is(pg_temp.try_as(8, $$select api.role_rights_set('000000e0-0000-7000-8000-000000000003', '{"resources":[]}', 1)$$), 'GX412', 'not over another version');
select is(pg_temp.try_as(8, $$select api.role_rights_set('000000e0-0000-7000-8000-000000000003', '{"resources":[{"resource":"account","read_scope":"world","write_scope":"own"}]}', null)$$), 'GX422', 'nor with words that mean nothing');
select is(auth.role_rights_problem('{"resources":[{"resource":"account","read_scope":"all","write_scope":"all","fields":{"id":"none"}}]}'), '/resources/0/fields/id|invalid|', 'standard fields cannot be taken away');
select is(pg_temp.try_as(1, $$select api.role_rights_set('000000e0-0000-7000-8000-000000000003', '{"resources":[]}', null)$$), 'GX403', 'who sees all data may still not change rights');
select is(pg_temp.try_as(3, $$update api.user_write set role_ids = array['000000e0-0000-7000-8000-000000000001'::uuid] where id = '00000000-0000-7000-8000-000000000003'$$), '0', 'nobody gives himself a role');
insert into auth.role_resource (role_id, resource, read_scope, write_scope, operations) values (pg_temp.id('e', 1), 'user', 'all', 'all', '{create,update}');
select is(pg_temp.try_as(1, $$update api.user_write set role_ids = array['000000e0-0000-7000-8000-000000000006'::uuid] where id = '00000000-0000-7000-8000-000000000001'$$), 'GX403', 'nor does who may edit people, unless he may edit roles');
select is(pg_temp.try_as(1, $$update api.user_write set job_title = 'x' where id = '00000000-0000-7000-8000-000000000001'$$), '1', 'though he edits people');
select finish();
rollback;
