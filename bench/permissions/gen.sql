-- SPDX-License-Identifier: AGPL-3.0-or-later
-- A company for measuring permission: psql -v accounts=1000000 -f bench/permissions/gen.sql, as superuser, in a migrated,
-- empty database. 5,000 people in 300 departments with 50 roles; territories, partners, deputies, shares, matrix rules
-- over 10,000 cells; two contacts and half a deal per account (records.sql). Set-wise and without triggers; what they
-- would have kept is counted afterwards. Skewed as companies are: one person owns 20,000 of a million accounts, one ten,
-- one office 200,000. Their password is guanxi-demo-1. Must not be run where real data is.

\set ON_ERROR_STOP 1
\if :{?accounts} \else \set accounts 1000000 \endif
\if :{?users} \else \set users 5000 \endif

begin;
set local session_replication_role = replica;
set local client_min_messages = warning;
set local maintenance_work_mem = '1GB';
set local work_mem = '256MB';
set local synchronous_commit = off;
do $$ begin perform setseed(0.42); end $$;

create function pg_temp.id(kind text, n bigint) returns uuid language sql immutable as
$$ select ('01890000-0000-7000-' || kind || '-' || lpad(to_hex(n), 12, '0'))::uuid $$;

-- The company, nine regions, 290 offices. Territories likewise: one, nine, ninety.
insert into app.department (id, name, parent_id, position)
select pg_temp.id('8001', g), '部门 ' || g,
       case when g > 10 then pg_temp.id('8001', 2 + g % 9) when g > 1 then pg_temp.id('8001', 1) end, g
  from generate_series(1, 300) as g;
insert into app.territory (id, name, parent_id, position)
select pg_temp.id('8004', g), '区域 ' || g,
       case when g > 10 then pg_temp.id('8004', 2 + g % 9) when g > 1 then pg_temp.id('8004', 1) end, g
  from generate_series(1, 100) as g;

-- Fifty roles: the ready ones, one each that sees by department, by territory and by partner, and variants of the salesman.
insert into app.role (id, key, name)
select pg_temp.id('8005', g), case g when 1 then 'bench_department' when 2 then 'bench_territory' when 3 then 'bench_partner' end, '角色 ' || g
  from generate_series(1, greatest(50 - (select count(*) from app.role), 3)) as g;
insert into auth.role_resource (role_id, resource, read_scope, write_scope, operations)
select r.id, x.resource, v.scope, v.scope, x.operations
  from app.role as r
 cross join lateral (select case r.key when 'bench_department' then 'department' when 'bench_territory' then 'territory'
                                        when 'bench_partner' then 'partner' else 'own' end as scope) as v
  join auth.role_resource as x on x.role_id = (select s.id from app.role as s where s.key = 'salesperson')
                              and x.resource in ('account', 'contact', 'opportunity', 'activity', 'note', 'file')
 where r.id = any (array(select pg_temp.id('8005', g) from generate_series(1, 60) as g));

-- People to log in as; the rest are salesmen under regional managers, every third with a second role.
create temporary table bench_user on commit drop as
select g, pg_temp.id('8003', g) as id,
       case when g = 1 then 1 when g <= 10 then g when g between 100 and 199 then 11 else 12 + g % 289 end as department_no,
       coalesce(n.username, 'bench_' || g) as username,
       coalesce(n.role_key, case when g <= 10 then 'regional_manager' else 'salesperson' end) as role_key
  from generate_series(1, :users) as g
  left join (values (1, 'bench_boss', 'boss'), (2, 'bench_manager', 'regional_manager'), (11, 'bench_director', 'sales_director'),
                    (12, 'bench_sales', 'salesperson'), (13, 'bench_small', 'salesperson'), (14, 'bench_big', 'salesperson'),
                    (15, 'bench_partner', 'bench_partner'), (16, 'bench_area', 'bench_territory'), (17, 'bench_deputy', 'salesperson'),
                    (21, 'bench_cells5', 'salesperson'), (22, 'bench_cells300', 'salesperson'), (23, 'bench_cells3000', 'salesperson'),
                    (100, 'bench_office', 'bench_department')) as n (g, username, role_key) using (g);
insert into app."user" (id, name, username, department_id, manager_id, role_ids, kind, partner_id, job_title)
select u.id, '用户' || u.g, u.username, pg_temp.id('8001', u.department_no),
       case when u.g > 10 then pg_temp.id('8003', 2 + u.g % 9) when u.g > 1 then pg_temp.id('8003', 1) end,
       case when u.g % 3 = 0 and u.g > 200
            then array[r.id, pg_temp.id('8005', 4 + u.g % greatest((select count(*) from app.role where id::text like '%-8005-%') - 3, 1))]
            else array[r.id] end,
       case u.username when 'bench_partner' then 'portal' else 'staff' end,
       case u.username when 'bench_partner' then pg_temp.id('8002', 1) end, r.name
  from bench_user as u join app.role as r on r.key = u.role_key;
insert into auth.credential (user_id, password_hash, password_changed_at)
select id, '$argon2id$v=19$m=19456,t=2,p=1$aHDmzps5LNquvEG1N1DIGg$U9tZLJH1w4uIHtJhI3wjjjm1GedJb7PE05EOvi/Hkl4', now()
  from bench_user where username ~ '[a-z][0-9]*$' and username !~ '_[0-9]+$';
update app.territory set member_ids = array[pg_temp.id('8003', 16)] where id = pg_temp.id('8004', 3);
update app.territory set member_ids = array[pg_temp.id('8003', 1000 + position), pg_temp.id('8003', 2000 + position)] where position > 10;
insert into app.absence (deputy_id, owner_id, begins_at, ends_at)
select pg_temp.id('8003', 17), pg_temp.id('8003', g), now() - interval '1 day', now() + interval '10 years'
  from generate_series(300, 302) as g;

\ir records.sql

-- Shares: three quarters to persons, some to departments (a salesman has his office's, region's and company's), few to roles.
insert into auth.share (resource, record_id, grantee_kind, grantee_id, can_write)
select distinct on (record_id, resource, grantee_id) *
  from (select case when g % 10 < 7 then 'account' else 'opportunity' end as resource,
               case when g % 10 < 7 then pg_temp.id('8002', 1 + floor(random() * :accounts)::bigint)
                    else pg_temp.id('8008', 2 * (1 + floor(random() * (:accounts / 2))::bigint)) end as record_id,
               case when g % 20 = 19 then 'role' when g % 5 = 0 then 'department' else 'user' end,
               case when g % 400 = 19 then (select id from app.role where key = 'salesperson')
                    when g % 20 = 19 then pg_temp.id('8005', 4 + (g / 20) % 30)
                    when g % 5 = 0 then pg_temp.id('8001', 1 + floor(random() * 300)::int)
                    else pg_temp.id('8003', 1 + floor(random() * :users)::int) end as grantee_id,
               g % 3 = 0
          from generate_series(1, greatest(:accounts / 5, 1000)) as g) as x
 where grantee_id in (select id from app."user" union all select id from app.department union all select id from app.role);
insert into auth.share (resource, record_id, grantee_kind, grantee_id)
select 'account', pg_temp.id('8002', g * (:accounts / 60)), 'user', pg_temp.id('8003', 12) from generate_series(1, 50) as g
on conflict do nothing;

-- Rules: five cells; 300 in a thin corner (under a hundredth of the rows); 3,000 of the fuller ones; and for everybody of a few departments.
insert into app.matrix_rule (id, name, resource, user_ids, department_ids, "values")
select pg_temp.id('8006', v.n), 'bench ' || v.n, 'account', v.user_ids, v.department_ids, v.doc
  from (values
    (1, array[pg_temp.id('8003', 21)], null::uuid[], jsonb_build_object('territory_id', jsonb_build_array(pg_temp.id('8004', 15)),
        'province', '["省 1", "省 2", "省 3", "省 4", "省 5"]'::jsonb, 'industry', '["chemical"]'::jsonb)),
    (2, array[pg_temp.id('8003', 22)], null, jsonb_build_object('territory_id', (select jsonb_agg(pg_temp.id('8004', g)) from generate_series(11, 40) g),
        'province', (select jsonb_agg('省 ' || g) from generate_series(1, 10) g), 'industry', '["government"]'::jsonb)),
    (3, array[pg_temp.id('8003', 23)], null, jsonb_build_object('territory_id', (select jsonb_agg(pg_temp.id('8004', g)) from generate_series(11, 40) g),
        'province', (select jsonb_agg('省 ' || g) from generate_series(1, 10) g))),
    (4, null, array[pg_temp.id('8001', 20), pg_temp.id('8001', 21)], jsonb_build_object('province', '["省 7"]'::jsonb))) as v (n, user_ids, department_ids, doc);

set local session_replication_role = origin;
select auth.rebuild_rules(null), auth.count_cells();
select auth.rebuild();
commit;
vacuum (analyze);
