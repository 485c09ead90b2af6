-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Ways to a row beyond owner and department: territory, partner, absence, share, matrix. For each: it opens what it
-- should, at once, nothing else, and closes again; and the explanation says the same as the view.
begin;
\ir lib/people.psql
select plan(54);

-- more roles: by territory, by partner; and people who hold them
insert into app.role (id, name) values (pg_temp.id('e', 11), 't-territory'), (pg_temp.id('e', 12), 't-partner'), (pg_temp.id('e', 13), 't-own-nothing');
insert into auth.role_resource (role_id, resource, read_scope, write_scope, operations)
select pg_temp.id('e', v.n), x, v.s, v.s, '{create,update,delete,share,history}'
  from (values (11, 'territory'), (12, 'partner')) v (n, s) cross join unnest(array['account', 'contact', 'opportunity', 'note', 'activity', 'file']) x;
update auth.role_resource set operations = operations || '{share}' where role_id = pg_temp.id('e', 3) and resource = 'account';
insert into app."user" (id, name, username, role_ids) values (pg_temp.id('0', 11), 't-area', 't-area', array[pg_temp.id('e', 11)]);
insert into app.account (id, name, owner_id) values (pg_temp.id('a', 6), 't-partner co', pg_temp.id('0', 1)), (pg_temp.id('a', 7), 't-partner customer', pg_temp.id('0', 1));
insert into app."user" (id, name, username, kind, role_ids, partner_id) values
    (pg_temp.id('0', 12), 't-dealer', 't-dealer', 'portal', array[pg_temp.id('e', 12)], pg_temp.id('a', 6)),
    (pg_temp.id('0', 14), 't-dealer2', 't-dealer2', 'portal', array[pg_temp.id('e', 12)], pg_temp.id('a', 6));

-- territory
insert into app.territory (id, name, parent_id, member_ids) values
    (pg_temp.id('b', 1), 't-china', null, array[pg_temp.id('0', 11)]), (pg_temp.id('b', 2), 't-south', pg_temp.id('b', 1), null), (pg_temp.id('b', 3), 't-abroad', null, null);
insert into app.contact (id, name, account_id, owner_id) values (pg_temp.id('c', 1), 't-c1', pg_temp.id('a', 1), pg_temp.id('0', 3));
insert into app.note (id, body, parent_resource, parent_id, owner_id) values (pg_temp.id('f', 1), 't-n1', 'account', pg_temp.id('a', 1), pg_temp.id('0', 3));
select is(pg_temp.sees(11), '', 'a territory without records shows none');
update app.account set territory_id = pg_temp.id('b', 2) where id = pg_temp.id('a', 1);
select is(pg_temp.sees(11), '1', 'who works a territory sees the records of what lies below it');
select is(pg_temp.sees(11, 'account_full'), '1', 'in the open view too');
select is((select territory_id from app.contact where id = pg_temp.id('c', 1)), pg_temp.id('b', 2), 'a contact follows its account');
select is((select version from app.contact where id = pg_temp.id('c', 1)), 1, 'without a new version');
select is((select count(*)::int from pg_temp.as_person(pg_temp.id('0', 11), 'select id from api.contact where name = ''t-c1''')), 1, 'and is seen with it');
select is((select count(*)::int from pg_temp.as_person(pg_temp.id('0', 11), 'select id from api.note where body = ''t-n1''')), 1, 'and so is a note on it');
select is(pg_temp.try_as(11, $$update api.account_write set name = 't-t' where id = '000000a0-0000-7000-8000-000000000001'$$), '1', 'and may be written by that scope');
update app.territory set member_ids = '{}' where id = pg_temp.id('b', 1);
select is(pg_temp.sees(11), '', 'who leaves a territory sees it no more');
update app.territory set member_ids = array[pg_temp.id('0', 11)] where id = pg_temp.id('b', 3);
update app.account set territory_id = pg_temp.id('b', 3) where id = pg_temp.id('a', 2);
select is(pg_temp.sees(11), '2', 'another territory, other records');
update app.territory set deleted_at = now() where id = pg_temp.id('b', 3);
select is(pg_temp.sees(11), '', 'a territory in the bin gives nothing');

-- partner
update app.account set partner_id = pg_temp.id('a', 6) where id = pg_temp.id('a', 7);
select is(pg_temp.sees(12), '7', 'a dealer sees the customers of his company');
select is(pg_temp.try_as(12, $$insert into api.account_write (id, name) values ('000000a0-0000-7000-8000-000000000008', 't-new customer')$$), '1', 'he makes one');
select is((select partner_id from app.account where id = pg_temp.id('a', 8)), pg_temp.id('a', 6), 'it belongs to his company');
select is(pg_temp.sees(14), '7 8', 'and his colleague sees it');
select is(pg_temp.try_as(12, $$insert into api.account_write (name, partner_id) values ('t-x', '000000a0-0000-7000-8000-000000000007')$$), 'GX422', 'not for another company');
select is((select string_agg(x, ' ' order by x) from pg_temp.as_person(pg_temp.id('0', 12), 'select name from api."user"') x), 't-dealer t-dealer2', 'of people he sees his own company only');
select is((select count(*)::int from pg_temp.as_person(pg_temp.id('0', 12), 'select id from api.role union all select id from api.department union all select id from api.territory union all select id from api.price_book')), 0, 'of roles, departments, territories and price books nothing');
select is((select count(distinct x)::int from pg_temp.as_person(pg_temp.id('0', 12), 'select name from api.user_full union all select name from api.user_one union all select id::text from api.user_find where id::text not in (''00000000-0000-7000-8000-000000000012'', ''00000000-0000-7000-8000-000000000014'')') x where x not like 't-dealer%'), 0, 'nor by the other views');
select ok((select count(*) > 0 from pg_temp.as_person(pg_temp.id('0', 12), 'select id from api.product_category union all select id from api.pipeline')) or not exists (select from app.pipeline), 'products and pipelines are open to him');
select ok((select count(*) > 10 from pg_temp.as_person(pg_temp.id('0', 3), 'select id from api."user"')), 'a colleague sees everybody');
update app."user" set partner_id = null where id = pg_temp.id('0', 14);
select is(pg_temp.sees(14), '', 'who no longer works there sees nothing');

-- absence
insert into app.absence (id, deputy_id, begins_at, ends_at, owner_id) values
    (pg_temp.id('9', 1), pg_temp.id('0', 4), now() - interval '1 hour', now() + interval '1 hour', pg_temp.id('0', 3)),
    (pg_temp.id('9', 2), pg_temp.id('0', 5), now() + interval '1 day', now() + interval '2 days', pg_temp.id('0', 3));
select is(pg_temp.sees(4), '1 2', 'a deputy sees what the absent one owns, beside his own');
select is(pg_temp.sees(5), '3', 'not before it begins');
select is(pg_temp.try_as(4, $$update api.account_write set name = 't-d' where id = '000000a0-0000-7000-8000-000000000001'$$), '1', 'and works on it');
select is((select updated_by from app.account where id = pg_temp.id('a', 1)), pg_temp.id('0', 4), 'under his own name');
update auth.subject set deputy_until = now() - interval '1 second' where user_id = pg_temp.id('0', 4);
select is(pg_temp.sees(4), '2', 'what has run out is closed, whether or not the worker has been there');
set local role guanxi_owner;
select job.refresh_deputies();
reset role;
select is(pg_temp.sees(4), '1 2', 'and the worker puts right what is not true');
update app.absence set deleted_at = now() where id = pg_temp.id('9', 1);
select is(pg_temp.sees(4), '2', 'an absence that is called off gives nothing');

-- share
create function pg_temp.share(person int, record int, kind text, grantee uuid, write boolean, until timestamptz default null) returns text language sql as
$$ select pg_temp.try_as(person, format('select api.share_add(''account'', %L, %L, %L, %L, false, %L, null)', pg_temp.id('a', record), kind, grantee, write, until)) $$;
select is(pg_temp.share(3, 1, 'user', pg_temp.id('0', 5), false), '1', 'a rep shares his own');
select is(pg_temp.sees(5), '1 3', 'and the other sees it');
select is((select count(*)::int from pg_temp.as_person(pg_temp.id('0', 5), 'select id from api.note where body = ''t-n1''')), 1, 'with what hangs on it');
select is(pg_temp.try_as(5, $$update api.account_write set name = 't-s' where id = '000000a0-0000-7000-8000-000000000001'$$), '0', 'but does not write it');
select is(pg_temp.share(5, 1, 'user', pg_temp.id('0', 4), false), 'GX403', 'nor passes it on');
select is(pg_temp.share(4, 1, 'user', pg_temp.id('0', 4), true), 'GX404', 'nobody shares what he does not see');
select is(pg_temp.share(3, 1, 'user', pg_temp.id('0', 5), true), '1', 'shared for writing');
select is(pg_temp.try_as(5, $$update api.account_write set name = 't-s' where id = '000000a0-0000-7000-8000-000000000001'$$), '1', 'he writes it');
update auth.share set until = now() where record_id = pg_temp.id('a', 1);
select is(pg_temp.sees(5), '3', 'a share ends by itself');
select is(pg_temp.share(3, 1, 'department', pg_temp.id('d', 1), false), '1', 'shared with a department');
select is(pg_temp.sees(5) || ' / ' || pg_temp.sees(4) || ' / ' || pg_temp.sees(10), '1 3 / 1 2 / ', 'means everybody below it who has any scope');
select is(pg_temp.share(3, 1, 'user', pg_temp.id('0', 99), false), 'GX422', 'nobody shares with who is not there');

-- matrix
update app.account set province = 't-jiangsu', level = 'b' where id = pg_temp.id('a', 2);
update app.account set province = 't-jiangsu', level = 'a' where id = pg_temp.id('a', 4);
insert into app.matrix_rule (id, name, resource, user_ids, "values") values
    (pg_temp.id('8', 1), 't-m', 'account', array[pg_temp.id('0', 5)], '{"province": ["t-jiangsu"], "level": ["b", null]}');
select is(pg_temp.sees(5), '1 2 3', 'a rule opens the records whose values fit');
select is(pg_temp.try_as(5, $$update api.account_write set name = 't-m' where id = '000000a0-0000-7000-8000-000000000002'$$), '0', 'for reading');
update app.matrix_rule set can_write = true where id = pg_temp.id('8', 1);
select is(pg_temp.try_as(5, $$update api.account_write set name = 't-m' where id = '000000a0-0000-7000-8000-000000000002'$$), '1', 'or for writing');
update app.account set level = null where id = pg_temp.id('a', 4);
select is(pg_temp.sees(5), '1 2 3 4', 'a record that comes to fit is seen, in a combination that never was before');
update app.account set level = 'd' where id = pg_temp.id('a', 2);
select is(pg_temp.sees(5), '1 3 4', 'one that fits no more is not');
update app.matrix_rule set "values" = '{"territory_id": ["000000b0-0000-7000-8000-000000000001"]}' where id = pg_temp.id('8', 1);
update app.account set territory_id = pg_temp.id('b', 2) where id = pg_temp.id('a', 2);
select is(pg_temp.sees(5), '1 2 3', 'a value of a tree means what lies below it');
update app.matrix_rule set is_active = false where id = pg_temp.id('8', 1);
select is(pg_temp.sees(5), '1 3', 'a rule that is off opens nothing');
select throws_ok($$insert into app.matrix_rule (name, resource, "values") values ('t-w', 'account', '{"phone": ["1"]}')$$, 'GX422', null, 'rules over other fields are refused');
select throws_ok($$insert into app.matrix_rule (name, resource) values ('t-w', 'product')$$, 'GX422', null, 'and over resources without dimensions');
update app.matrix_rule set is_active = true where id = pg_temp.id('8', 1);

-- The explanation is the view, for everybody and every test record, in reading and writing.
select is_empty($$
    select p, a.id from generate_series(1, 14) p cross join app.account a
     where a.name like 't-%' and p <> 13
       and coalesce((select cardinality(w.reads) > 0 from app._account_why(a.id, array[pg_temp.id('0', p)]) w), false)
           is distinct from exists (select from pg_temp.as_person(pg_temp.id('0', p), format('select id from api.account where id = %L', a.id)))
$$, 'who is said to see a record sees it, and nobody else');
select is_empty($$
    select p, a.id from generate_series(1, 14) p cross join app.account a
     where a.name like 't-%' and p <> 13
       and coalesce((select cardinality(w.writes) > 0 from app._account_why(a.id, array[pg_temp.id('0', p)]) w), false)
           is distinct from exists (select from pg_temp.as_person(pg_temp.id('0', p), format('select id from api.account_write where id = %L', a.id)))
$$, 'and the same for writing');
select is((select string_agg(u.n || ':' || array_to_string(w.reads, ','), ' ' order by u.n) from app._account_why(pg_temp.id('a', 2), null) w
             join generate_series(1, 14) u (n) on pg_temp.id('0', u.n) = w.user_id where cardinality(w.reads) > 0),
          '1:all 2:subtree 4:own 5:matrix 6:department 8:all', 'each by its way');
-- One list view, one probe view: the same rows.
select is_empty($$
    select p from generate_series(1, 14) p
     where (select string_agg(x, ' ' order by x) from pg_temp.as_person(pg_temp.id('0', p), 'select id from api.account_one where name like ''t-%''') x)
           is distinct from (select string_agg(x, ' ' order by x) from pg_temp.as_person(pg_temp.id('0', p), 'select id from api.account_full where name like ''t-%''') x)
$$, 'the view of one row and the view of lists agree');
select finish();
rollback;
