-- SPDX-License-Identifier: AGPL-3.0-or-later
-- The ways to a row once more, at the doors that do not ask a list: one row, the bin, writing, history, undo, what hangs
-- on it, with whom it is shared; and what is lent is not made one's own. Every guard named in tests/seeded is seen here.
begin;
\ir lib/people.psql
select plan(61);

-- Somebody of each way, who has nothing else: 11 territory, 12 partner, 13 deputy (of 5), 14 lender (may do everything with his own).
insert into app.role (id, name) select pg_temp.id('e', n), 't-way' || n from generate_series(11, 14) n;
insert into auth.role_resource (role_id, resource, read_scope, write_scope, operations)
select pg_temp.id('e', v.n), x, v.s, v.s, '{create,update,delete,restore,purge,transfer,share,history,export}'
  from (values (11, 'territory'), (12, 'partner'), (13, 'own'), (14, 'own')) v (n, s)
 cross join unnest(array['account', 'contact', 'opportunity', 'note', 'activity', 'file', 'absence']) x;
insert into app.account (id, name, owner_id) values (pg_temp.id('a', 6), 't-company', pg_temp.id('0', 1));
insert into app."user" (id, name, username, role_ids, partner_id, department_id)
select pg_temp.id('0', n), 't-way' || n, 't-way' || n, array[pg_temp.id('e', n)], case when n = 12 then pg_temp.id('a', 6) end, pg_temp.id('d', 4) from generate_series(11, 14) n;
insert into app.territory (id, name, member_ids) values (pg_temp.id('b', 1), 't-area', array[pg_temp.id('0', 11)]), (pg_temp.id('b', 2), 't-cell', null);
insert into app.absence (id, deputy_id, begins_at, ends_at, owner_id) values
    (pg_temp.id('9', 1), pg_temp.id('0', 13), now() - interval '1 hour', now() + interval '1 hour', pg_temp.id('0', 5));
insert into app.matrix_rule (id, name, resource, user_ids, "values") values
    (pg_temp.id('8', 1), 't-m', 'account', array[pg_temp.id('0', 14)], format('{"territory_id": ["%s"]}', pg_temp.id('b', 2))::jsonb);
update app.account set territory_id = pg_temp.id('b', 1) where id = pg_temp.id('a', 1);
update app.account set partner_id = pg_temp.id('a', 6) where id = pg_temp.id('a', 2);
update app.account set territory_id = pg_temp.id('b', 2) where id = pg_temp.id('a', 4);
insert into auth.share (resource, record_id, grantee_kind, grantee_id, can_write) values
    ('account', pg_temp.id('a', 5), 'user', pg_temp.id('0', 14), true), ('account', pg_temp.id('a', 2), 'user', pg_temp.id('0', 14), false),
    ('contact', pg_temp.id('a', 1), 'user', pg_temp.id('0', 14), true); -- another resource's record of the same number
insert into app.note (id, body, parent_resource, parent_id, owner_id) select pg_temp.id('f', n), 't-n' || n, 'account', pg_temp.id('a', n), pg_temp.id('0', 8) from unnest(array[1, 2, 3, 4, 5]) n;
insert into app.file (id, name, size, mime_type, parent_resource, parent_id, owner_id)
select pg_temp.id('7', n), 't-f', 1, 'text/plain', 'note', pg_temp.id('f', n), pg_temp.id('0', 8) from unnest(array[1, 2, 3, 4, 5]) n;

create function pg_temp.hangs(person int, view text, kind text) returns text language sql as $$
    select coalesce(string_agg(x, ' ' order by x), '')
      from pg_temp.as_person(pg_temp.id('0', person), format('select right(id::text, 1) from api.%I where id::text like ''%s-0000-7000-8000-%%''', view, lpad(kind || '0', 8, '0'))) x
$$;
create temp table way (person int, shown text, written text);
insert into way values (1, '1 2 3 4 5 6 9', '1 2 3 4 5 6 9'), (2, '1 2 4 9', '1 2 4 9'), (3, '1', '1'), (4, '2', '2'), (5, '3', '3'), (6, '1 2 4 9', ''),
    (7, '3', '3'), (9, '9', '9'), (10, '', ''), (11, '1', '1'), (12, '2', '2'), (13, '3', '3'), (14, '2 4 5', '5');
grant select on way to guanxi_api;

select results_eq('select person, pg_temp.sees(person) from way', 'select person, shown from way', 'lists show each what his way opens');
select results_eq('select person, pg_temp.sees(person, ''account_one'') from way where person not in (9)', 'select person, shown from way where person not in (9)', 'so does one row');
select results_eq('select person, pg_temp.sees(person, ''account_write'') from way', 'select person, written from way', 'and writing');
select is(pg_temp.sees(9, 'account_full') || pg_temp.sees(9, 'account_one'), '', 'views with open columns are shut to who may not read all of them');
select is((select x from pg_temp.as_person(pg_temp.id('0', 9), format('select phone || '' '' || email || '' '' || coalesce(annual_revenue::text, ''-'') from api.account where id = %L', pg_temp.id('a', 9))) x),
          '138****5678 ***@hidden.example -', 'a mask shows its part, an unreadable field nothing');
select results_eq('select person, pg_temp.hangs(person, ''note'', ''f'') from way where person in (11, 12, 13, 14, 10)', $$values (10, ''), (11, '1'), (12, '2'), (13, '3'), (14, '2 4 5')$$, 'what hangs on a record is seen with it');
select results_eq('select person, pg_temp.hangs(person, ''file'', ''7'') from way where person in (11, 12, 13, 14, 10)', $$values (10, ''), (11, '1'), (12, '2'), (13, '3'), (14, '2 4 5')$$, 'and what hangs on that');
select results_eq('select person, pg_temp.hangs(person, ''note_write'', ''f'') from way where person in (11, 12, 13, 14)', $$values (11, ''), (12, ''), (13, ''), (14, '')$$, 'without being theirs to write');
select is(pg_temp.sees(14, 'contact'), '', 'a share names a resource');

-- The explanation agrees.
select is_empty($$select w.person, a.id from way w cross join app.account a where a.name like 't-%' and (right(a.id::text, 1) = any (string_to_array(w.shown, ' ')))
      is distinct from coalesce((select cardinality(y.reads) > 0 from app._account_why(a.id, array[pg_temp.id('0', w.person)]) y), false)$$, 'the explanation says the same');

-- The bin: who sees a row and may write it, nobody else.
update app.account set deleted_at = now() where id::text like '000000a0%';
select results_eq('select person, pg_temp.sees(person, ''account'') from way', 'select person, '''' from way', 'deleted rows are in no list');
select results_eq('select person, pg_temp.sees(person, ''account_one'') from way', 'select person, '''' from way', 'nor one by one');
select results_eq('select person, pg_temp.sees(person, ''account_bin'') from way', 'select person, written from way', 'the bin is of those who may write');
update app.account set deleted_at = null where id::text like '000000a0%';
-- Who may write all and sees only his own writes his own.
update auth.role_resource set write_scope = 'all' where role_id = pg_temp.id('e', 3) and resource = 'account';
select is(pg_temp.sees(3, 'account_write'), '1', 'who writes more than he sees writes what he sees');
update auth.role_resource set write_scope = 'own' where role_id = pg_temp.id('e', 3) and resource = 'account';

-- Functions: another's record is one that never was.
create function pg_temp.does(person int, record int, what text) returns text language sql as $$
    select pg_temp.try_as(person, format(what, pg_temp.id('a', record)))
$$;
select is(pg_temp.does(p, r, 'select api.share_list(''account'', %L)'), c, format('%s lists the shares of %s: %s', p, r, c)) from (values (14, 5, '1'), (14, 1, 'GX404'), (11, 3, 'GX404'), (10, 1, 'GX404')) v (p, r, c);
select is(pg_temp.does(p, r, 'select * from api.history(''account'', %L, 10, null) limit 1'), c, format('%s reads the history of %s: %s', p, r, c)) from (values (14, 5, '1'), (14, 1, 'GX404'), (12, 1, 'GX404')) v (p, r, c);
select is(pg_temp.does(p, r, 'select api.account_delete(%L, 99)'), c, format('%s deletes %s: %s', p, r, c)) from (values (11, 1, 'GX412'), (14, 5, 'GX403'), (14, 2, 'GX403'), (14, 3, 'GX404')) v (p, r, c);

-- What is lent is not handed on.
select is(pg_temp.does(p, r, 'select api.share_add(''account'', %L, ''user'', ''00000000-0000-7000-8000-000000000014'', true, false, null, null)'), c, format('%s shares %s: %s', p, r, c))
  from (values (14, 5, 'GX403'), (14, 2, 'GX403'), (13, 3, 'GX403'), (11, 1, '1'), (5, 3, 'GX403')) v (p, r, c);
delete from auth.share where record_id = pg_temp.id('a', 1) and resource = 'account';
select is(pg_temp.does(p, r, 'select api.account_transfer(%L, ''00000000-0000-7000-8000-000000000014'', 99)'), c, format('%s transfers %s: %s', p, r, c))
  from (values (14, 5, 'GX403'), (13, 3, 'GX403'), (11, 1, 'GX412')) v (p, r, c);
select is(pg_temp.try_as(13, $$update api.absence_write set ends_at = now() + interval '9 years' where id = '00000090-0000-7000-8000-000000000001'$$), '0', 'a deputy does not prolong his time');
select is(pg_temp.try_as(13, $$update api.absence_write set deputy_id = '00000000-0000-7000-8000-000000000014' where id = '00000090-0000-7000-8000-000000000001'$$), '0', 'nor pass it on');
select is(pg_temp.try_as(13, $$insert into api.absence_write (deputy_id, begins_at, ends_at, owner_id) values ('00000000-0000-7000-8000-000000000013', now(), now() + interval '1 day', '00000000-0000-7000-8000-000000000005')$$), '44000', 'nor make it again');
update auth.role_resource set write_scope = 'all', read_scope = 'all' where role_id in (pg_temp.id('e', 13), pg_temp.id('e', 14)) and resource = 'absence';
select is(pg_temp.try_as(13, $$update api.absence_write set deputy_id = '00000000-0000-7000-8000-000000000014' where id = '00000090-0000-7000-8000-000000000001'$$), 'GX403', 'nor does a deputy who writes all absences pass it on');
select is(pg_temp.try_as(14, $$insert into api.absence_write (deputy_id, begins_at, ends_at, owner_id) values ('00000000-0000-7000-8000-000000000014', now(), now() + interval '1 day', '00000000-0000-7000-8000-000000000001')$$), 'GX403', 'nobody names himself, whatever he may write');
select is(pg_temp.try_as(5, $$update api.absence_write set ends_at = now() + interval '2 days' where id = '00000090-0000-7000-8000-000000000001'$$), '1', 'whose absence it is, changes it');

-- References to rows seen by no way; visible by a share they are fine.
select is(pg_temp.try_as(14, format($$insert into api.contact_write (name, account_id) values ('t-r', %L)$$, pg_temp.id('a', n))), c, format('a contact of account %s: %s', n, c)) from (values (5, '1'), (1, '23503')) v (n, c);
select is(pg_temp.try_as(14, format($$insert into api.note_write (body, parent_resource, parent_id) values ('t-r', 'account', %L)$$, pg_temp.id('a', n))), c, format('a note on account %s: %s', n, c)) from (values (2, '1'), (1, 'GX422')) v (n, c);

-- The keys that rows are seen by: read with the row, written as the role says; and nobody moves himself.
insert into auth.role_field (role_id, resource, field, "right") values (pg_temp.id('e', 14), 'account', 'territory_id', 'read');
select is(pg_temp.try_as(14, format($$update api.account_write set territory_id = %L where id = %L$$, pg_temp.id('b', 1), pg_temp.id('a', 5))), 'GX403', 'a territory that he may only read he gives to no record');
insert into app.role (id, name) values (pg_temp.id('e', 15), 't-clerk');
insert into auth.role_resource (role_id, resource, read_scope, write_scope, operations) values (pg_temp.id('e', 15), 'user', 'all', 'all', '{update}');
insert into app."user" (id, name, username, role_ids, department_id) values (pg_temp.id('0', 15), 't-clerk', 't-clerk2', array[pg_temp.id('e', 15)], pg_temp.id('d', 4));
select is(pg_temp.try_as(15, format($$update api.user_write set %s = null where id = %L$$, c, pg_temp.id('0', n))), e, format('a clerk: %s of %s: %s', c, n, e))
  from (values ('department_id', 15, 'GX403'), ('partner_id', 12, '1'), ('department_id', 11, '1')) v (c, n, e);

-- Undo: with the rights of now.
create function pg_temp.undo_of(person int, record int) returns text language plpgsql as $$
declare
    change uuid := meta.uuid_v7();
begin
    perform set_config('app.change_set_id', change::text, true);
    perform pg_temp.try_as(person, format('update api.account_write set description = ''t-u%s'' where id = %L', change, pg_temp.id('a', record)));
    perform set_config('app.change_set_id', meta.uuid_v7()::text, true);
    update auth.share set can_write = false where record_id = pg_temp.id('a', record);
    return (select string_agg(x, ',') from pg_temp.as_person(pg_temp.id('0', person), format('select result from api.account_undo(%L)', change)) x);
end
$$;
select is(pg_temp.undo_of(14, 5), 'conflict', 'what was shared for writing and is no more is not taken back');
select is(pg_temp.undo_of(3, 1), 'undone', 'his own is');

-- Ends.
update auth.share set can_write = true, until = now() - interval '1 second' where grantee_id = pg_temp.id('0', 14);
select is(pg_temp.sees(14) || '/' || pg_temp.sees(14, 'account_one') || '/' || pg_temp.sees(14, 'account_write') || '/' || pg_temp.hangs(14, 'note', 'f'), '4/4//4', 'a share that is over opens nothing by any view');
update auth.subject set deputy_until = now() - interval '1 second' where user_id = pg_temp.id('0', 13);
select is(pg_temp.sees(13) || pg_temp.sees(13, 'account_one') || pg_temp.sees(13, 'account_write') || pg_temp.hangs(13, 'note', 'f'), '', 'nor does an absence');
update auth.share set until = null where grantee_id = pg_temp.id('0', 14);
delete from auth.role_resource where role_id = pg_temp.id('e', 14) and resource = 'account';
select is(pg_temp.sees(14) || pg_temp.sees(14, 'account_one') || pg_temp.sees(14, 'account_bin'), '', 'without a scope of his own neither share nor cell helps');
select is(pg_temp.hangs(14, 'note', 'f'), '', 'to what hangs there as little');
delete from app.absence where id = pg_temp.id('9', 1);
-- A cell that is newer than the bits is closed.
update auth.role_resource set read_scope = 'own' where role_id = pg_temp.id('e', 13) and resource = 'account';
insert into app.matrix_rule (id, name, resource, user_ids, "values") values (pg_temp.id('8', 2), 't-m2', 'account', array[pg_temp.id('0', 13)], '{"level": ["d"]}');
update app.account set level = 'd' where id = pg_temp.id('a', 4);
select is(pg_temp.sees(13), '4', 'a combination that comes later is let in');
update auth.cell_set set reads = substring(reads from 1 for 1) where cell_set_id = (select cell_set_id from auth.subject where user_id = pg_temp.id('0', 13));
select is(pg_temp.sees(13) || pg_temp.sees(13, 'account_one'), '', 'bits that are too short open nothing');

-- Identity.
select throws_ok($$select api.write_check(pg_temp.id('0', 3), pg_temp.id('0', 8))$$, 'GX403', null, 'through other eyes nothing is written');
select throws_ok($$select api.check_limits('[{"networks": ["10.9.0.0/16"]}]', '10.8.1.1')$$, 'GX403', null, 'limits hold');
select is(api.check_limits('[{"networks": ["10.9.0.0/16"]}]', '10.9.1.1'), true, 'and let in');
select is(pg_temp.try_as(3, $$select api.idem_claim('r', 'k', 'h'), api.idem_store('r', 'k', 201, '{}', 'mine')$$), '1', 'a kept answer');
select is((select count(*)::int from pg_temp.as_person(pg_temp.id('0', 4), $$select body from api.idem_read('r', 'k')$$)), 0, 'is nobody else''s');
insert into app.job (id, kind, owner_id) values (pg_temp.id('6', 1), 'import', pg_temp.id('0', 3));
select is(pg_temp.try_as(4, $$select api.job_cancel('00000060-0000-7000-8000-000000000001')$$), 'GX404', 'a job of another is none');
select finish();
rollback;
