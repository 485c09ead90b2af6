-- SPDX-License-Identifier: AGPL-3.0-or-later
-- This folder is re-applied as a whole, in one transaction: schema api and all functions are made anew, so that
-- nothing old survives. Data and tables are never touched here. Bodies are checked by plpgsql_check in the tests,
-- not at creation, because views are published last.

set local check_function_bodies = off;
set local client_min_messages = warning;

drop schema if exists api cascade;
create schema api authorization guanxi_owner;
drop schema if exists bi cascade;
create schema bi authorization guanxi_owner;
grant usage on schema bi to guanxi_bi;
grant usage on schema api to guanxi_read, guanxi_api, guanxi_worker, guanxi_report;
grant usage on schema job to guanxi_worker, guanxi_publisher;

-- Published triggers go too: meta.publish makes them again. Names of published things begin with an underscore.
do $$
declare
    t record;
begin
    for t in
        select tgname, tgrelid::regclass as target
          from pg_trigger
         where not tgisinternal and tgrelid::regclass::text like 'app.%' and tgname like '\_%'
    loop
        execute format('drop trigger %I on %s', t.tgname, t.target);
    end loop;
    for t in
        select p.oid, p.prokind
          from pg_proc p join pg_namespace n on n.oid = p.pronamespace
         where n.nspname in ('app', 'auth', 'audit', 'job', 'meta')
           and p.proname not in ('uuid_v7', 'add_standard', 'add_parent', 'add_search', 'phone_key', 'add_phone', 'add_pool', 'add_match')
           and not exists (select from pg_depend d where d.refobjid = p.oid and d.deptype = 'n'
                              and d.classid in ('pg_attrdef'::regclass, 'pg_constraint'::regclass, 'pg_class'::regclass))
    loop
        -- It may have gone with one that it rested on.
        if exists (select from pg_proc where oid = t.oid) then
            execute format('drop %s %s cascade', case t.prokind when 'p' then 'procedure' else 'function' end,
                           t.oid::regprocedure);
        end if;
    end loop;
end
$$;
