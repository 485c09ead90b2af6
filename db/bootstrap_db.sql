-- SPDX-License-Identifier: AGPL-3.0-or-later
-- What one Guanxi database needs before the first migration: extensions, schemas, the ledger, nothing for the public.
-- Run in that database by a superuser, after bootstrap.sql; running it again changes nothing.
-- Extensions live in schema public, which holds nothing else.

create extension if not exists pg_trgm with schema public;
create extension if not exists btree_gin with schema public;

do $$
begin
    execute format('revoke all on database %I from public', current_database());
    execute format('grant connect on database %I to guanxi_migrator, guanxi_publisher, guanxi_read, guanxi_api,
                    guanxi_worker, guanxi_report, guanxi_bi', current_database());
    execute format('grant create, temporary on database %I to guanxi_owner', current_database());
end
$$;

revoke create on schema public from public;
grant usage on schema public to guanxi_owner, guanxi_read, guanxi_api, guanxi_worker, guanxi_report;

create schema if not exists meta authorization guanxi_owner;
create schema if not exists app authorization guanxi_owner;
create schema if not exists auth authorization guanxi_owner;
create schema if not exists audit authorization guanxi_owner;
create schema if not exists job authorization guanxi_owner;
create schema if not exists api authorization guanxi_owner;

-- Functions are made for one role at a time: nobody gets one by forgetting to revoke it.
alter default privileges for role guanxi_owner revoke execute on functions from public;

-- Ledger of migrations: a file is applied once, and its text may not change afterwards.
create table if not exists meta.migration (
    name       text primary key,
    sha256     text not null,
    applied_at timestamptz not null default now()
);
alter table meta.migration owner to guanxi_owner;
