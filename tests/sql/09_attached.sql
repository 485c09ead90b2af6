-- SPDX-License-Identifier: AGPL-3.0-or-later
-- What hangs on a record (activities, notes, files) is seen with it, follows it to new hands, and cannot be hung on
-- what one does not see. Lines (stages, price book items) are seen with their parent. Self things are one's own.
begin;
\ir lib/people.psql
select plan(18);

insert into app.note (id, body, owner_id, parent_resource, parent_id) values
    (pg_temp.id('a', 1), 't', pg_temp.id('0', 2), 'account', pg_temp.id('a', 1)),
    (pg_temp.id('a', 2), 't', pg_temp.id('0', 3), 'account', pg_temp.id('a', 2)),
    (pg_temp.id('a', 3), 't', pg_temp.id('0', 4), null, null);

select is((select scope_owner_id || ' ' || scope_department_id from app.note where id = pg_temp.id('a', 1)), pg_temp.id('0', 3) || ' ' || pg_temp.id('d', 3), 'a new note takes the scope keys of its record');
select is(pg_temp.sees(3, 'note'), '1 2', 'seen by who sees the record, and by its author');
select is(pg_temp.sees(4, 'note'), '2 3', 'another: the note on his record, and his own');
select is(pg_temp.sees(2, 'note'), '1 2 3', 'the manager sees them all, the loose one by its author''s department');
select is(pg_temp.sees(5, 'note'), '', 'a stranger none');
select is(pg_temp.try_as(1, $$select api.account_transfer('000000a0-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000005', null)$$), '1', 'the record changes hands');
select is(pg_temp.sees(5, 'note'), '1', 'its note follows');
select is(pg_temp.sees(3, 'note'), '2', 'and leaves the former owner');
select is((select version from app.note where id = pg_temp.id('a', 1)), 1, 'without a new version of the note');
select is(pg_temp.try_as(3, $$update api.note_write set body = 'u' where id = '000000a0-0000-7000-8000-000000000002'$$), '1', 'the author changes it');
select is(pg_temp.try_as(4, $$update api.note_write set body = 'u' where id = '000000a0-0000-7000-8000-000000000002'$$), '0', 'the owner of the record does not');
select is(pg_temp.try_as(3, $$insert into api.note_write (body, parent_resource, parent_id) values ('t', 'account', '000000a0-0000-7000-8000-000000000002')$$), 'GX422', 'nobody writes on a record that he does not see');
select is(pg_temp.try_as(3, $$insert into api.note_write (body, parent_resource, parent_id) values ('t', 'session', '000000a0-0000-7000-8000-000000000002')$$), 'GX422', 'nor on what is no record');
select is(pg_temp.try_as(4, $$insert into api.note_write (body, parent_resource, parent_id) values ('t', 'account', '000000a0-0000-7000-8000-000000000002')$$), '1', 'on one that he sees he does');

insert into app.pipeline (id, name) values (pg_temp.id('a', 1), 't-p');
insert into app.stage (id, pipeline_id, name, kind, position) values (pg_temp.id('a', 1), pg_temp.id('a', 1), 't-s', 'open', 1);
select is(pg_temp.sees(10, 'stage'), '1', 'a line is seen with its parent');
update app.pipeline set deleted_at = now() where id = pg_temp.id('a', 1);
select is(pg_temp.sees(10, 'stage'), '', 'and goes with it');

select pg_temp.try_as(3, $$insert into api.saved_view_write (id, name, resource, definition) values ('000000a0-0000-7000-8000-000000000001', 't', 'account', '{}')$$);
select is(pg_temp.sees(3, 'saved_view') || '/' || pg_temp.sees(1, 'saved_view'), '1/', 'a view of one''s own is nobody else''s');
update app.saved_view set visibility = 'shared' where id = pg_temp.id('a', 1);
select is(pg_temp.sees(1, 'saved_view') || pg_temp.try_as(1, $$update api.saved_view_write set name = 'u' where id = '000000a0-0000-7000-8000-000000000001'$$), '10', 'shared: seen by others, changed by none');
select finish();
rollback;
