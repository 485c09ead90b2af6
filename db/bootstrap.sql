-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Roles of a Guanxi cluster. Run once per cluster by a superuser; running it again changes nothing that matters.
-- It sets no password: whoever runs the cluster does that afterwards with `alter role ... password`.
-- It must not touch any database: what belongs to one database is in bootstrap_db.sql.

do $$
declare
    wanted text;
begin
    foreach wanted in array array['guanxi_owner', 'guanxi_bi'] loop
        if not exists (select from pg_roles where rolname = wanted) then
            execute format('create role %I nologin', wanted);
        end if;
    end loop;
    foreach wanted in array array['guanxi_migrator', 'guanxi_publisher', 'guanxi_read', 'guanxi_api',
                                  'guanxi_worker', 'guanxi_report'] loop
        if not exists (select from pg_roles where rolname = wanted) then
            execute format('create role %I login', wanted);
        end if;
    end loop;
end
$$;

alter role guanxi_owner nologin nosuperuser nocreatedb nocreaterole;
alter role guanxi_bi nologin nosuperuser nocreatedb nocreaterole;

-- The migrator acts as the owner from its first statement on, so that everything has one owner.
grant guanxi_owner to guanxi_migrator;
alter role guanxi_migrator set role = 'guanxi_owner';
alter role guanxi_migrator set statement_timeout = 0;
alter role guanxi_migrator set lock_timeout = '10s';

-- The worker may do for a person whatever the service may do for that person, and a few functions more.
grant guanxi_api to guanxi_worker;

-- The service plans without values, so that the plans that tests/sql keeps are the plans that run. Data is in memory
-- or on solid state: a random page costs little more than the next one, or lists would walk by date and filter.
alter role guanxi_read set plan_cache_mode = 'force_generic_plan';
alter role guanxi_read set jit = off;
alter role guanxi_read set random_page_cost = 1.1;
alter role guanxi_read set default_transaction_read_only = on;
alter role guanxi_read set statement_timeout = '2s';
alter role guanxi_read set lock_timeout = '1s';
alter role guanxi_read set idle_in_transaction_session_timeout = '5s';

alter role guanxi_api set plan_cache_mode = 'force_generic_plan';
alter role guanxi_api set jit = off;
alter role guanxi_api set random_page_cost = 1.1;
alter role guanxi_api set statement_timeout = '2s';
alter role guanxi_api set lock_timeout = '1s';
alter role guanxi_api set idle_in_transaction_session_timeout = '5s';

alter role guanxi_worker set plan_cache_mode = 'force_generic_plan';
alter role guanxi_worker set jit = off;
alter role guanxi_worker set random_page_cost = 1.1;
alter role guanxi_worker set statement_timeout = '60s';
alter role guanxi_worker set lock_timeout = '5s';
alter role guanxi_worker set idle_in_transaction_session_timeout = '120s';

-- Definitions of fields change between two requests or not at all.
alter role guanxi_publisher set jit = off;
alter role guanxi_publisher set statement_timeout = '60s';
alter role guanxi_publisher set lock_timeout = '200ms';
-- Sooner than that, so that a vacuum in the way gives way.
alter role guanxi_publisher set deadlock_timeout = '100ms';
alter role guanxi_publisher set idle_in_transaction_session_timeout = '5s';

alter role guanxi_report set default_transaction_read_only = on;
alter role guanxi_report set jit = off;
alter role guanxi_report set statement_timeout = '10s';
alter role guanxi_report set lock_timeout = '1s';
alter role guanxi_report set max_parallel_workers_per_gather = 0;
