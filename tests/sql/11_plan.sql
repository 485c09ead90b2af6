-- SPDX-License-Identifier: AGPL-3.0-or-later
-- The generic plans of the commonest statements use the indexes made for them, with 20,000 accounts.
begin;
\ir lib/people.psql
select plan(16);

set local session_replication_role = replica;
insert into app.account (name, owner_id, department_id, created_at, search_gram)
select 't-' || n, pg_temp.id('0', 100 + n % 20), pg_temp.id('d', 10 + n % 200), now() - n * interval '1 minute', to_tsvector('simple', 'w' || n)
  from generate_series(1, 20000) n;
insert into app."user" (id, name) select pg_temp.id('0', 1000 + n), 't-u' || n from generate_series(1, 1000) n;
insert into auth.session (user_id, expires_at) select pg_temp.id('0', 1000 + n), now() + interval '1 day' from generate_series(1, 1000) n;
set local session_replication_role = origin;
set local role guanxi_owner;
select auth.rebuild();
reset role;
analyze app.account, app."user", auth.session, meta.generation;

-- As the service plans: without values, for one person.
create function pg_temp.plan_of(person int, parameters text, query text, arguments text) returns text language plpgsql as $$
declare
    line text;
    answer text := '';
begin
    perform set_config('plan_cache_mode', 'force_generic_plan', true), set_config('jit', 'off', true), set_config('random_page_cost', '1.1', true),
            set_config('app.user_id', pg_temp.id('0', person)::text, true);
    execute format('prepare q%s as %s', parameters, query);
    for line in execute format('explain (analyze, timing off, summary off) execute q%s', arguments) loop
        answer := answer || line || E'\n';
    end loop;
    deallocate q;
    perform set_config('app.user_id', '', true);
    return answer;
end
$$;
-- The most rows that any node over a table looked at: a walk of everything shows.
create function pg_temp.widest(plan text) returns int language sql as $$
    select coalesce(max(greatest(m[1]::int, 0)), 0) from regexp_matches(plan, 'Scan[^\n]*actual rows=(\d+)', 'g') m
$$;

create temp table p as
select 'own' as name, pg_temp.plan_of(3, '(uuid)', 'select id, name, version from api.account where owner_id = $1 order by created_at desc, id desc limit 50', format('(%L)', pg_temp.id('0', 110))) as plan
union all select 'own2', pg_temp.plan_of(1, '(uuid)', 'select id, name, version from api.account where owner_id = $1 order by created_at desc, id desc limit 50', format('(%L)', pg_temp.id('0', 110)))
union all select 'next', pg_temp.plan_of(1, '(uuid, timestamptz, uuid)', 'select id, name from api.account where owner_id = $1 and (created_at, id) < ($2, $3) order by created_at desc, id desc limit 50', format('(%L, now(), %L)', pg_temp.id('0', 110), pg_temp.id('f', 1)))
union all select 'all', pg_temp.plan_of(1, '', 'select id, name, owner_id, phone from api.account order by created_at desc, id desc limit 50', '')
union all select 'name', pg_temp.plan_of(1, '', 'select id, name from api.account_full order by name, id limit 50', '')
union all select 'name_closed', pg_temp.plan_of(9, '', 'select id, name from api.account_full order by name, id limit 50', '')
union all select 'one', pg_temp.plan_of(3, '(uuid)', 'select id, name, phone from api.account where id = $1', format('(%L)', pg_temp.id('a', 1)))
union all select 'search', pg_temp.plan_of(1, '(tsquery)', 'select id, name from api.account_full where search_gram @@ $1 order by created_at desc, id desc limit 50', $$('w77')$$)
union all select 'write', pg_temp.plan_of(3, '(uuid, int, text)', 'update api.account_write set name = $3 where id = $1 and version = $2 returning id, version', format('(%L, 1, ''t-z'')', pg_temp.id('a', 1)))
union all select 'department', pg_temp.plan_of(2, '', 'select x.id from auth.subject s cross join lateral unnest(s.subtree_ids) d (id) cross join lateral (select v.id, v.created_at from api.account v where v.department_id = d.id order by v.created_at desc, v.id desc limit 50) x where s.user_id = meta.subject_id() order by x.created_at desc, x.id desc limit 50', '');

select ok((select plan ~ 'account_owner_id_created_at_idx' and plan !~ 'Seq Scan on account' and plan !~ 'Sort Key: t' from p where name = 'own'), 'own list walks the owner index, without a sort') ;
select ok((select plan ~ 'account_owner_id_created_at_idx' and pg_temp.widest(plan) <= 60 from p where name = 'own2'), 'one owner''s list, for who sees all: no more rows than shown');
select ok((select plan ~ 'account_owner_id_created_at_idx' and plan ~ 'Index Cond: \(\(owner_id = \$1\) AND \(ROW\(created_at, id\)' from p where name = 'next'), 'the next page starts within the index');
select ok((select plan ~ 'account_created_at_idx' and plan !~ 'Sort Key: t' and pg_temp.widest(plan) <= 60 from p where name = 'all'), 'who sees all walks the date index');
select ok((select plan ~ 'account_name_idx' and plan !~ 'Sort Key: t' and pg_temp.widest(plan) <= 60 from p where name = 'name'), 'sorted by name: the name index');
select ok((select plan ~ 'One-Time Filter' and plan ~ 'never executed' from p where name = 'name_closed'), 'who may not read every field touches no row of the open view');
select ok((select plan ~ 'account_pkey' and pg_temp.widest(plan) <= 1 from p where name = 'one'), 'a record by its key');
select ok((select plan ~ 'account_search_gram_idx' from p where name = 'search'), 'search by its index');
select ok((select plan ~ 'account_pkey' and plan !~ 'Seq Scan on account' from p where name = 'write'), 'an update by its key');
select ok((select plan ~ 'account_department_id_\w+_idx' and plan !~ 'Seq Scan on account' from p where name = 'department'), 'departments branch by branch');
select ok((select bool_and(plan !~ 'JIT') from p), 'no plan is compiled');
select ok((select plan ~ 'subject_pkey' and plan ~ 'right_set_pkey' from p where name = 'one'), 'the subject is one look-up');
select ok(pg_temp.plan_of(3, '(uuid)', 'select i.user_id, api.enter_check(i.user_id, i.rights_gen, null, i.catalog_gen, null, i.limits, null) from (select $1 as sid) v left join api.identity i on i.session_id = v.sid where false', format('(%L)', pg_temp.id('0', 1))) !~ 'Function Scan', 'the check at entering is plain SQL');
select ok(pg_temp.plan_of(3, '(uuid)', 'select i.user_id from api.identity i where i.session_id = $1', format('(%L)', pg_temp.id('0', 1))) ~ 'session_pkey', 'a session is one look-up');
select ok((select provolatile = 'v' and not prosecdef and proconfig is null from pg_proc where oid = 'api.enter_check(uuid,bigint,bigint,bigint,bigint,jsonb,text)'::regprocedure), 'and stays inlinable');
create function pg_temp.verbose_plan(query text) returns text language plpgsql as $$
declare
    line text;
    answer text := '';
begin
    for line in execute 'explain (verbose) ' || query loop
        answer := answer || line || E'\n';
    end loop;
    return answer;
end
$$;
select ok(pg_temp.verbose_plan(format('select i.user_id, api.enter_check(i.user_id, i.rights_gen, null, i.catalog_gen, null, i.limits, null) from (select %L::uuid as sid) v left join api.identity i on i.session_id = v.sid', pg_temp.id('0', 1))) !~ 'enter_check', 'it is written out in the plan, not called');
select * from (select diag(name || E'\n' || plan) from p where current_setting('app.show_plans', true) = 'on') x;
select finish();
rollback;
