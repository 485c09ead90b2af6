-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Matrix permission: rights by combinations of a record's own values (region × level × kind …).
-- Each distinct combination is a cell, a row of app.<resource>_cell; each record knows its cell. A rule opens the
-- cells that fit its values; what a combination of rules opens is one bitmap, which the views test by one bit.

-- Gives a table cells over some of its columns. The columns are those of `matrix` in the definition, in any order.
create procedure meta.add_matrix(target regclass, dimensions text[])
language plpgsql as $$
declare
    t text := (select relname from pg_class where oid = target);
    columns text;
begin
    select string_agg(format('%I %s', a.attname, format_type(a.atttypid, a.atttypmod)), ', ' order by d.o)
      into columns
      from unnest(dimensions) with ordinality d (name, o)
      join pg_attribute a on a.attrelid = target and a.attname = d.name;
    -- key: the combination as text, so that empty values are values too; n_rows: about how many records, for planning
    execute format('create table app.%I (id int generated always as identity primary key, key text not null unique, '
        || 'n_rows bigint not null default 0, %s)', t || '_cell', columns);
    execute format('alter table %s add column cell_id int', target);
    execute format('create index %I on %s (cell_id, created_at desc, id desc) where deleted_at is null',
                   t || '_cell_id_created_at_idx', target);
end
$$;

call meta.add_matrix('app.account', array['territory_id', 'province', 'industry', 'level', 'kind']);
call meta.add_matrix('app.opportunity', array['territory_id', 'pipeline_id', 'kind', 'source']);

create table app.matrix_rule (
    id             uuid not null default meta.uuid_v7(),
    name           text not null,
    resource       text not null,
    role_ids       uuid[],
    department_ids uuid[],
    user_ids       uuid[],
    "values"       jsonb not null default '{}',
    can_write      boolean not null default false,
    is_active      boolean not null default true,
    description    text,
    constraint matrix_rule_pkey primary key (id)
);
call meta.add_standard('app.matrix_rule', false);
call meta.add_search('app.matrix_rule');

-- The cells that a rule opens, as bits.
create table auth.rule_cells (
    rule_id  uuid primary key references app.matrix_rule (id) on delete cascade,
    resource text not null,
    cells    bit varying not null
);

-- What each distinct combination of rules opens. Plain storage: a bitmap that had to be unpacked would be unpacked
-- for every row that a view tests.
create table auth.cell_set_key (
    cell_set_id int generated always as identity primary key,
    rule_ids    uuid[] not null unique
);
-- which combinations hold a rule
create index cell_set_key_rule_ids_idx on auth.cell_set_key using gin (rule_ids);
create table auth.cell_set (
    cell_set_id int not null references auth.cell_set_key on delete cascade,
    resource    text not null,
    reads       bit varying not null,
    writes      bit varying not null,
    plan        text not null,
    primary key (cell_set_id, resource)
);
alter table auth.cell_set alter column reads set storage plain, alter column writes set storage plain;
alter table auth.subject add constraint subject_cell_set_id_fkey foreign key (cell_set_id) references auth.cell_set_key;

insert into auth.role_resource (role_id, resource, read_scope, write_scope, operations)
select r.id, 'matrix_rule', 'all', case r.key when 'boss' then 'none' else 'all' end,
       case r.key when 'boss' then '{history}' else '{create,update,delete,restore,history}' end::text[]
  from app.role r where r.key in ('boss', 'admin')
on conflict (role_id, resource) do nothing;
