-- SPDX-License-Identifier: AGPL-3.0-or-later
-- What follows by itself: a deal from its stage, records from what is done about them, a person's inbox from what
-- he is given, one default.
begin;
\ir lib/people.psql
select plan(42);

insert into app.pipeline (id, name) values (pg_temp.id('b', 1), 't-pipeline');
insert into app.stage (id, pipeline_id, name, kind, probability, required_fields) values
    (pg_temp.id('b', 1), pg_temp.id('b', 1), 't-open', 'open', 10, null),
    (pg_temp.id('b', 2), pg_temp.id('b', 1), 't-offer', 'open', 50, '{amount}'),
    (pg_temp.id('b', 3), pg_temp.id('b', 1), 't-won', 'won', 100, null);
select is(pg_temp.try_as(3, $$insert into api.opportunity_write (id, name, account_id, stage_id) values
    ('000000b0-0000-7000-8000-000000000009', 't-deal', '000000a0-0000-7000-8000-000000000001', '000000b0-0000-7000-8000-000000000001')$$), '1', 'a deal is made in a stage');
create function pg_temp.deal() returns app.opportunity language sql as $$ select t from app.opportunity as t where id = pg_temp.id('b', 9) $$;
select is((pg_temp.deal()).status, 'open', 'its status is the kind of the stage');
select is((pg_temp.deal()).pipeline_id, pg_temp.id('b', 1), 'its pipeline that of the stage');
select ok((pg_temp.deal()).stage_changed_at = now(), 'it entered now');
select is((pg_temp.deal()).probability, null, 'its own probability stays empty');
update app.opportunity set stage_changed_at = now() - interval '9 days' where id = pg_temp.id('b', 9);
select is(pg_temp.try_as(3, $$update api.opportunity_write set stage_id = '000000b0-0000-7000-8000-000000000002' where id = '000000b0-0000-7000-8000-000000000009'$$), 'GX422', 'a stage that needs an amount is not entered without');
select is(pg_temp.try_as(3, $$update api.opportunity_write set stage_id = '000000b0-0000-7000-8000-000000000002', amount = 5 where id = '000000b0-0000-7000-8000-000000000009'$$), '1', 'with one it is');
select ok((pg_temp.deal()).stage_changed_at = now(), 'the clock of the stage starts again');
select is(pg_temp.try_as(3, $$update api.opportunity_write set amount = null where id = '000000b0-0000-7000-8000-000000000009'$$), '1', 'what was needed to enter may be corrected inside');
select is(pg_temp.try_as(3, $$update api.opportunity_write set stage_id = '000000b0-0000-7000-8000-000000000003' where id = '000000b0-0000-7000-8000-000000000009'$$), '1', 'won');
select is((pg_temp.deal()).status, 'won', 'is its status');
select is((pg_temp.deal()).closed_on, (now() at time zone 'Asia/Shanghai')::date, 'and closed today');
update app.opportunity set closed_on = '2020-02-02' where id = pg_temp.id('b', 9);
select is((pg_temp.deal()).closed_on, '2020-02-02', 'a given date stays');
update app.opportunity set stage_id = pg_temp.id('b', 1) where id = pg_temp.id('b', 9);
select is((pg_temp.deal()).status || coalesce((pg_temp.deal()).closed_on::text, ''), 'open', 'opened again: no closing date');
select set_config('app.origin', 'import', true);
insert into app.opportunity (name, stage_id) values ('t-old', pg_temp.id('b', 3));
select set_config('app.origin', '', true);
select is((select closed_on from app.opportunity where name = 't-old'), null, 'an import gets no date that the file does not have');
update app.stage set kind = 'lost' where id = pg_temp.id('b', 3);
select is((select status from app.opportunity where name = 't-old'), 'lost', 'a stage that changes its kind takes its deals along');
select throws_ok($$update app.opportunity set amount = -1 where name = 't-old'$$, '23514', null, 'no negative amount');

-- Activities.
insert into app.contact (id, name, account_id, owner_id) values (pg_temp.id('b', 5), 't-contact', pg_temp.id('a', 1), pg_temp.id('0', 3));
update app.account set next_step = 't-old step', next_step_on = current_date - 3 where id = pg_temp.id('a', 1);
select is(pg_temp.try_as(3, $$insert into api.activity_write (kind, subject, parent_resource, parent_id, contact_id, next_step, next_step_on) values
    ('call', 't', 'opportunity', '000000b0-0000-7000-8000-000000000009', '000000b0-0000-7000-8000-000000000005', 't-next', '2031-01-02')$$), '1', 'a follow-up of the deal');
select is((select done_at from app.activity where subject = 't'), now(), 'is done now');
select is((pg_temp.deal()).next_step || (pg_temp.deal()).next_step_on, 't-next2031-01-02', 'sets the next step of the deal');
select is((pg_temp.deal()).last_activity_at, now(), 'and its last activity');
select is((select last_activity_at from app.account where id = pg_temp.id('a', 1)), now(), 'that of the account');
select is((select last_activity_at from app.contact where id = pg_temp.id('b', 5)), now(), 'that of the contact');
select is((select next_step from app.account where id = pg_temp.id('a', 1)), 't-old step', 'but not the account''s own next step');
insert into app.activity (kind, subject, parent_resource, parent_id, owner_id) values ('call', 't2', 'account', pg_temp.id('a', 1), pg_temp.id('0', 3));
select is((select next_step from app.account where id = pg_temp.id('a', 1)), null, 'a follow-up of the account ends the step that was due');
insert into app.activity (kind, subject, parent_resource, parent_id, owner_id, starts_at, ends_at, next_step_on)
values ('visit', 't3', 'account', pg_temp.id('a', 1), pg_temp.id('0', 3), now() - interval '2 days', now() - interval '47 hours', current_date + 9);
select is((select done_at from app.activity where subject = 't3'), now() - interval '47 hours', 'a visit written down later was done when it ended');
select is((select next_step_on from app.account where id = pg_temp.id('a', 1)), null, 'an older one does not set the next step');
select is((select last_activity_at from app.account where id = pg_temp.id('a', 1)), now(), 'nor the last activity');
insert into app.activity (id, kind, subject, status, parent_resource, parent_id, due_on, owner_id)
values (pg_temp.id('b', 6), 'task', 't4', 'planned', 'account', pg_temp.id('a', 2), current_date, pg_temp.id('0', 4));
select is((select last_activity_at from app.account where id = pg_temp.id('a', 2)), null, 'what is planned is no activity yet');
update app.activity set status = 'done' where id = pg_temp.id('b', 6);
select is((select last_activity_at from app.account where id = pg_temp.id('a', 2)), now(), 'done, it is');
update app.activity set status = 'planned' where id = pg_temp.id('b', 6);
select is((select done_at from app.activity where id = pg_temp.id('b', 6)), null, 'taken back, it was done at no time');

-- Inbox.
create function pg_temp.inbox(person int) returns text language sql as $$
    select coalesce(string_agg(resource || ':' || coalesce(right(record_id::text, 1), 'x' || body), ' ' order by resource, record_id), '')
      from app.notification where owner_id = pg_temp.id('0', person) and kind = 'assigned'
$$;
select is(pg_temp.inbox(3), '', 'his own work tells him nothing');
select is(pg_temp.try_as(1, $$select api.account_transfer('000000a0-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000004', null)$$), '1', 'the director gives an account to a colleague');
select is(pg_temp.inbox(4), 'account:1', 'who finds its id in his inbox');
select is((select count(*)::int from app.notification where title is not null or body is not null), 0, 'and not its content');
select pg_temp.try_as(1, $$insert into api.account_write (name, owner_id) select 't-many', '00000000-0000-7000-8000-000000000005' from generate_series(1, 25)$$);
select is(pg_temp.inbox(5), 'account:x25', 'many at once are one line with their number');
select set_config('app.origin', 'import', true);
select pg_temp.try_as(1, $$insert into api.account_write (name, owner_id) values ('t-import', '00000000-0000-7000-8000-000000000004')$$);
select set_config('app.origin', '', true);
select is(pg_temp.inbox(4), 'account:1', 'an import tells nobody');

-- Defaults.
update app.pipeline set is_default = true where id = pg_temp.id('b', 1);
select is((select count(*)::int from app.pipeline where is_default), 1, 'one pipeline is the default');
select is((select id from app.pipeline where is_default), pg_temp.id('b', 1), 'the one made so last');
insert into app.price_book (name, is_default) values ('t-1', true), ('t-2', true);
select is((select count(*)::int from app.price_book where is_default), 1, 'one price book of two made at once');
select throws_ok($$insert into app.price_book (name, valid_from, valid_to) values ('t', '2026-02-01', '2026-01-01')$$, '23514', null, 'no price book that ends before it begins');
select is((select array_agg(tgname::text order by tgname) from pg_trigger where tgrelid = 'app.opportunity'::regclass and tgname ~ '^_(100|120|150)'),
          array['_100_touch', '_120_domain', '_150_search'], 'codes first, then what follows, then search');
select finish();
rollback;
