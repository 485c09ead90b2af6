-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Change sets and undo, with the rights of who undoes; a row that changed since is a conflict and stays.
begin;
\ir lib/people.psql
select plan(21);

create function pg_temp.set_no(n int) returns uuid language sql as $$
    select set_config('app.change_set_id', pg_temp.id('c', n)::text, true)::uuid
$$;
create function pg_temp.undo(person int, n int, as_set int) returns text language sql as $$
    select pg_temp.set_no(as_set);
    select coalesce(string_agg(x, ' ' order by x), '') from pg_temp.as_person(pg_temp.id('0', person), format(
        'select resource || right(record_id::text, 1) || result from api.change_set_undo(%L)', pg_temp.id('c', n))) x
$$;
create function pg_temp.names() returns text language sql as $$
    select string_agg(name || coalesce('/' || array_to_string(tags, '+'), '') || case when deleted_at is null then '' else '-' end, ' ' order by id)
      from app.account where id in (pg_temp.id('a', 1), pg_temp.id('a', 2))
$$;
select pg_temp.set_no(1);
select pg_temp.try_as(2, $$update api.account_write set name = 'x', tags = '{p,q}' where id in ('000000a0-0000-7000-8000-000000000001', '000000a0-0000-7000-8000-000000000002')$$);
select is(pg_temp.names(), 'x/p+q x/p+q', 'two rows changed in one set');
select is((select count(*)::int from pg_temp.as_person(pg_temp.id('0', 2), 'select id from api.change_set')), 1, 'he sees his change set');
select is((select count(*)::int from pg_temp.as_person(pg_temp.id('0', 3), 'select id from api.change_set')), 0, 'others do not');
select is((select count(*)::int from pg_temp.as_person(pg_temp.id('0', 8), format('select id from api.change_set where id = %L', pg_temp.id('c', 1)))), 1, 'who has the right to audit does');
select is(pg_temp.try_as(3, format('select * from api.change_set_undo(%L)', pg_temp.id('c', 1))), 'GX404', 'nor can they undo it');
select is(pg_temp.undo(2, 1, 2), 'account1undone account2undone', 'undone');
select is(pg_temp.names(), 't-of a t-of b', 'and as before, arrays and nulls included');
select pg_temp.set_no(2);
select is(pg_temp.try_as(2, format('select * from api.change_set_undo(%L)', pg_temp.id('c', 1))), 'GX423', 'once');
select is(pg_temp.undo(2, 2, 3), 'account1undone account2undone', 'an undo is a change set and can be undone');
select is(pg_temp.names(), 'x/p+q x/p+q', 'which brings the change back');

select pg_temp.set_no(4);
select pg_temp.try_as(2, $$update api.account_write set city = 'c' where id in ('000000a0-0000-7000-8000-000000000001', '000000a0-0000-7000-8000-000000000002')$$);
select pg_temp.set_no(5);
select pg_temp.try_as(3, $$update api.account_write set name = 'later' where id = '000000a0-0000-7000-8000-000000000001'$$);
select is(pg_temp.undo(2, 4, 6), 'account1conflict account2undone', 'changed since: a conflict');
select is((select name || coalesce(city, '-') from app.account where id = pg_temp.id('a', 1)), 'laterc', 'that stays as it is');

select pg_temp.set_no(7);
select pg_temp.try_as(2, $$select api.account_delete('000000a0-0000-7000-8000-000000000002', null)$$);
select is(pg_temp.undo(2, 7, 8), 'account2undone', 'a delete is undone');
select is(pg_temp.names(), 'later/p+q x/p+q', 'by a restore');
select pg_temp.set_no(9);
select pg_temp.try_as(3, $$insert into api.account_write (id, name) values ('000000a0-0000-7000-8000-000000000007', 't-made')$$);
select pg_temp.try_as(3, $$update api.account_write set name = 't-made2' where id = '000000a0-0000-7000-8000-000000000007'$$);
select is(pg_temp.undo(3, 9, 10), 'account7undone', 'a creation and an update of one set are undone together');
select ok((select deleted_at is not null from app.account where id = pg_temp.id('a', 7)), 'the row lies in the bin');

-- Rights of the undoer: the fields that he may not write are not restored by undo either.
select pg_temp.set_no(11);
select set_config('app.user_id', pg_temp.id('0', 9)::text, true), set_config('app.actor_id', pg_temp.id('0', 9)::text, true);
set local role guanxi_owner;
update app.account set annual_revenue = 5 where id = '000000a0-0000-7000-8000-000000000009';
reset role;
select set_config('app.user_id', '', true), set_config('app.actor_id', '', true);
select is(pg_temp.undo(9, 11, 12), 'account9conflict', 'undo writes no field that he may not write');
select is((select annual_revenue from app.account where id = pg_temp.id('a', 9)), 5::numeric, 'indeed');

select pg_temp.set_no(13);
select pg_temp.try_as(1, $$select api.account_transfer('000000a0-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000005', null)$$);
select is((select owner_id || ' ' || department_id from app.account where id = pg_temp.id('a', 1)), pg_temp.id('0', 5) || ' ' || pg_temp.id('d', 4), 'a transfer takes owner and department');
select is(pg_temp.undo(1, 13, 14), 'account1undone', 'it is undone');
select is((select owner_id || ' ' || department_id from app.account where id = pg_temp.id('a', 1)), pg_temp.id('0', 3) || ' ' || pg_temp.id('d', 3), 'and both come back');
select finish();
rollback;
