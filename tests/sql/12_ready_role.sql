-- SPDX-License-Identifier: AGPL-3.0-or-later
-- What the ready roles may and may not: one person for each.
begin;
\ir lib/people.psql
select plan(32);

insert into app."user" (id, name, department_id, role_ids, phone)
select pg_temp.id('0', 100 + r.position / 10), 't-' || r.key, pg_temp.id('d', 3), array[r.id], '13900000000' from app.role r where r.key is not null;
create function pg_temp.n(role_key text) returns int language sql as $$ select 100 + position / 10 from app.role where key = role_key $$;
create function pg_temp.sees_as(role_key text, view text default 'account') returns text language sql as $$ select pg_temp.sees(pg_temp.n(role_key), view) $$;
create function pg_temp.does(role_key text, statement text) returns text language sql as $$ select pg_temp.try_as(pg_temp.n(role_key), statement) $$;
create function pg_temp.may(role_key text, of_resource text) returns text[] language sql as $$
    select rs.operations from auth.subject s join auth.right_set rs using (right_set_id) where s.user_id = pg_temp.id('0', pg_temp.n(role_key)) and rs.resource = of_resource
$$;

select is((select count(*)::int from app.role where key is not null), 13, 'thirteen ready roles');
select is(pg_temp.sees_as('boss') || '/' || pg_temp.sees_as('sales_director') || '/' || pg_temp.sees_as('finance') || '/' || pg_temp.sees_as('admin') || '/' || pg_temp.sees_as('marketing'),
          '1 2 3 4 5 9/1 2 3 4 5 9/1 2 3 4 5 9/1 2 3 4 5 9/1 2 3 4 5 9', 'these see every account');
select is(pg_temp.sees_as('regional_manager') || '/' || pg_temp.sees_as('sales_assistant'), '1 2 4 9/1 2 4 9', 'these what is below their department');
select is(pg_temp.sees_as('salesperson') || '/' || pg_temp.sees_as('telesales') || '/' || pg_temp.sees_as('agent') || '/' || pg_temp.sees_as('purchasing'), '///', 'these nothing but their own');

select is(pg_temp.does('salesperson', $$insert into api.account_write (id, name) values ('000000a0-0000-7000-8000-000000000008', 't-s')$$), '1', 'a salesperson makes an account');
select is(pg_temp.does('salesperson', $$insert into api.contact_write (name, account_id) values ('t-c', '000000a0-0000-7000-8000-000000000008')$$), '1', 'a contact of it');
select is(pg_temp.does('salesperson', $$insert into api.contact_write (name, account_id) values ('t-c', '000000a0-0000-7000-8000-000000000001')$$), '23503', 'not of another''s');
select is(pg_temp.does('salesperson', $$insert into api.activity_write (kind, subject, status, parent_resource, parent_id) values ('call', 't', 'done', 'account', '000000a0-0000-7000-8000-000000000008')$$), '1', 'a call');
select is(pg_temp.does('salesperson', $$update api.account_write set next_step = 'x' where id = '000000a0-0000-7000-8000-000000000008'$$), '1', 'and plans the next step');
select is(pg_temp.does('salesperson', $$insert into api.note_write (body, parent_resource, parent_id) values ('t', 'account', '000000a0-0000-7000-8000-000000000008')$$), '1', 'a note');
select ok(not pg_temp.may('salesperson', 'account') && '{export,transfer,purge}', 'no export, transfer or purge');
select ok((select count(*) > 20 from pg_temp.as_person(pg_temp.id('0', pg_temp.n('salesperson')), $$select phone from api."user" where name like 't-%' and department_id is not null$$) x), 'people''s departments and phones are open to all');
select is(pg_temp.does('salesperson', $$update api.user_write set name = 'x'$$), '0', 'their changes are not');
select is(pg_temp.sees_as('salesperson'), '8', 'he sees his own');
select is(pg_temp.does('sales_assistant', format('insert into api.account_write (name, owner_id) values (''t'', %L)', pg_temp.id('0', 3))), '1', 'the assistant enters for others');
select is(pg_temp.does('admin', $$insert into api.account_write (name) values ('t')$$), '1', 'an administrator brings the company''s data in');
select is(pg_temp.does('finance', $$insert into api.account_write (name) values ('t')$$), '44000', 'finance adds nothing');
select is(pg_temp.does('admin', $$insert into api.user_write (name, username) values ('t', 't-new')$$), '1', 'people');
select is(pg_temp.does('admin', $$insert into api.department_write (name) values ('t')$$), '1', 'and departments');
select is(pg_temp.does('finance', $$update api.account_write set name = 'x'$$), '0', 'finance changes nothing');
select ok(pg_temp.may('boss', 'user') @> '{audit}' and pg_temp.may('admin', 'user') @> '{audit}' and not pg_temp.may('finance', 'user') @> '{audit}', 'audit is for boss and administrator');
select is((select string_agg(x, ',') from pg_temp.as_person(pg_temp.id('0', pg_temp.n('salesperson')), 'select resource from api.my_rights where read_scope & 1 <> 0 and resource in (''job'', ''saved_view'', ''reminder'', ''notification'', ''import'', ''export'') order by 1') x),
          'export,import,job,notification,reminder,saved_view', 'everybody has his own views, jobs and reminders');

-- What is seen of numbers, and who lifts a mask.
create function pg_temp.fields_of(role_key text) returns text language sql as $$
    select coalesce(string_agg(f.resource || '.' || f.field || ' ' || f."right", ', ' order by f.resource, f.field), '')
      from auth.role_field f join app.role r on r.id = f.role_id and r.key = role_key where f.resource in ('account', 'contact')
$$;
select is(pg_temp.fields_of('telesales') || '|' || pg_temp.fields_of('marketing'),
          'account.email mask, account.is_kept read, account.phone mask, contact.email mask, contact.mobile mask, contact.phone mask|'
          || 'account.email mask, account.is_kept read, account.phone mask, contact.email mask, contact.mobile mask, contact.phone mask', 'telesales and marketing know numbers by sight');
select ok(pg_temp.may('telesales', 'contact') @> '{reveal,lookup}' and pg_temp.may('marketing', 'contact') @> '{lookup}' and not pg_temp.may('marketing', 'contact') @> '{reveal}',
          'telesales may reveal, marketing may only look up');
select is((select string_agg(r.key, ',' order by r.position) from app.role r where r.key is not null and pg_temp.may(r.key, 'account') @> '{reveal}'),
          'boss,sales_director,regional_manager,salesperson,sales_assistant,telesales,admin', 'who lifts a mask');
select is((select string_agg(r.key, ',' order by r.position) from app.role r where r.key is not null and not pg_temp.may(r.key, 'account') @> '{lookup}'), 'agent', 'who does not look up');
select is((select string_agg(distinct x, ',') from pg_temp.as_person(pg_temp.id('0', pg_temp.n('salesperson')), $$select plan_class from api.my_rights where resource in ('account', 'contact')$$) x),
          'full', 'a masked sensitive field leaves the salesperson the open views');
select is((select string_agg(r.key, ',' order by r.position) from app.role r join auth.role_resource x on x.role_id = r.id and x.resource = 'care_finding' where r.kind = 'portal'), null,
          'findings about data stay in the house');
select ok((select bool_and(not x && '{export,import,purge,reveal,history}') from unnest(array['invoice_title', 'bank_account']) l (resource) cross join lateral pg_temp.may('agent', l.resource) x),
          'an agent takes nothing out by the lines of a customer');
select is((select string_agg(distinct r.key, ',' order by r.key) from app.role r join auth.role_field f on f.role_id = r.id and f.field in ('realised', 'typical') where f."right" = 'read'),
          'admin,boss,finance,marketing,regional_manager,sales_assistant,sales_director,salesperson,telesales', 'who reads figures told from deals');
select is((select string_agg(r.key, ',' order by r.key) from app.role r join auth.role_field f on f.role_id = r.id and f.resource = 'value_model' and f.field = 'counted'),
          'admin,boss,finance,marketing,regional_manager,sales_director', 'who reads the bounds of the whole company');
select is((select string_agg(rs.resource, ',') from auth.subject s join auth.right_set rs using (right_set_id)
            where s.user_id = pg_temp.id('0', pg_temp.n('agent')) and rs.resource in ('account_class', 'account_value', 'account_offer', 'group_member', 'account_group') and rs.read_scope <> 0), null,
          'partners learn nothing of classes, figures and groups');
select finish();
rollback;
