-- SPDX-License-Identifier: AGPL-3.0-or-later
-- History: one row per changed record, complete, masked for its reader.
begin;
\ir lib/people.psql
select plan(23);

create function pg_temp.past(person int, record int) returns text language sql as $$
    select string_agg(x, E'\n') from pg_temp.as_person(pg_temp.id('0', person), format(
        'select kind || '' '' || version_from || ''-'' || version_to || '' '' || changes from api.history(''account'', %L, 50, null)', pg_temp.id('a', record))) x
$$;
select set_config('app.change_set_id', 'c0000000-0000-7000-8000-000000000001', true), set_config('app.origin', 'test', true);
select is((select count(*)::int from audit.history where record_id = pg_temp.id('a', 1)), 1, 'a created row has one history row');
select ok((select after @> '{"name": "t-of a", "phone": "13812345678", "annual_revenue": 1000.0000, "currency": "CNY"}' and after ->> 'owner_id' = pg_temp.id('0', 3)::text
             from audit.history where record_id = pg_temp.id('a', 1)), 'with every value, defaults and owner included');

select pg_temp.try_as(3, $$update api.account_write set name = 'n2', tags = '{a,"b c"}', city = null where id = '000000a0-0000-7000-8000-000000000001'$$);
select is((select before::text || after::text || version_from || version_to || subject_id || actor_id || change_set_id from audit.history
            where record_id = pg_temp.id('a', 1) order by id desc limit 1),
          '{"name": "t-of a", "tags": null}{"name": "n2", "tags": ["a", "b c"]}12' || pg_temp.id('0', 3) || pg_temp.id('0', 3) || 'c0000000-0000-7000-8000-000000000001',
          'an update keeps the changed fields only, by whom and in which change set');
select pg_temp.try_as(3, $$update api.account_write set name = 'n2' where id = '000000a0-0000-7000-8000-000000000001'$$);
select is((select count(*)::int from audit.history where record_id = pg_temp.id('a', 1)), 2, 'an update that changes nothing leaves nothing');
select is((select version from app.account where id = pg_temp.id('a', 1)), 2, 'not even a version');
select is(pg_temp.try_as(3, $$select api.account_delete('000000a0-0000-7000-8000-000000000001', 1)$$), 'GX412', 'delete compares versions');
select is(pg_temp.try_as(3, $$select api.account_delete('000000a0-0000-7000-8000-000000000002', null)$$), 'GX404', 'what is hidden is not found');
select is(pg_temp.try_as(6, $$select api.account_delete('000000a0-0000-7000-8000-000000000002', null)$$), 'GX403', 'what is seen but not writable is forbidden');
select is(pg_temp.try_as(3, $$select api.account_delete('000000a0-0000-7000-8000-000000000001', 2)$$), '1', 'deleted');
select is(pg_temp.try_as(3, $$select api.account_purge('000000a0-0000-7000-8000-000000000001')$$), 'GX403', 'purging is another right');
select is(pg_temp.try_as(3, $$select api.account_restore('000000a0-0000-7000-8000-000000000001')$$), '1', 'restored');
select is((select string_agg(kind || version_from || version_to, ' ' order by id) from audit.history where record_id = pg_temp.id('a', 1)),
          'create01 update12 delete23 restore34', 'every step has its kind and versions');
select matches(pg_temp.past(3, 1), '"annual_revenue": \{"to": "1000.0000", "from": null\}', 'amounts are strings');
select is(pg_temp.past(3, 1) like E'restore 3-4 {}\ndelete 2-3 {}\nupdate 1-2 {"name": {"to": "n2", "from": "t-of a"}, %', true, 'newest first, from and to');
select is((select x from pg_temp.as_person(pg_temp.id('0', 9), $$select changes::text from api.history('account', '000000a0-0000-7000-8000-000000000009', 9, null)$$) x) ~ '138|hidden|1000', false,
          'hidden and masked fields do not appear in history');
update app.account set annual_revenue = 77 where id = pg_temp.id('a', 9);
select is((select count(*)::int from pg_temp.as_person(pg_temp.id('0', 9), $$select 1 from api.history('account', '000000a0-0000-7000-8000-000000000009', 9, null)$$)), 1,
          'a change of hidden fields alone leaves no trace');
select is(pg_temp.try_as(4, $$select * from api.history('account', '000000a0-0000-7000-8000-000000000001', 9, null)$$), 'GX404', 'no history of a hidden record');
select is(pg_temp.try_as(3, $$select api.account_transfer('000000a0-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000004', null)$$), 'GX403', 'transferring is another right too');
select is(pg_temp.try_as(2, $$select api.account_transfer('000000a0-0000-7000-8000-000000000003', '00000000-0000-7000-8000-000000000004', null)$$), 'GX404', 'and reaches visible records only');
select is(pg_temp.try_as(2, $$select api.account_transfer('000000a0-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000099', null)$$), 'GX422', 'to people who are there');
select is(pg_temp.try_as(2, $$select api.account_transfer('000000a0-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000005', 3)$$), 'GX412', 'in the version that was seen');
update app.account set deleted_at = now() where id = pg_temp.id('a', 2);
select pg_temp.try_as(1, $$select api.account_purge('000000a0-0000-7000-8000-000000000002')$$);
select is((select kind || version_from || version_to from audit.history where record_id = pg_temp.id('a', 2) order by id desc limit 1), 'purge22', 'purging is remembered, without values');
insert into app.saved_view (id, name, resource, definition, owner_id)
values (pg_temp.id('c', 1), 'v', 'account', '{"filter": {"city": null}, "columns": [null, {"a": null}]}', pg_temp.id('0', 3));
select is((select after::text from audit.history where record_id = pg_temp.id('c', 1)),
          (select jsonb_build_object('name', name, 'resource', resource, 'visibility', visibility, 'position', position, 'owner_id', owner_id,
                                     'definition', definition)::text from app.saved_view where id = pg_temp.id('c', 1)),
          'a json field is kept as it is, with its empty members; fields without a value are left out');
select finish();
rollback;
