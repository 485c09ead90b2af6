-- SPDX-License-Identifier: AGPL-3.0-or-later
-- The catalog: what resources and fields there are, as loaded from the definitions, and the helpers that
-- migrations themselves need (ids, standard columns). All other functions live in db/schema.

-- Version 7 identifiers: ordered by millisecond, so that an index grows at its end. Volatile: each call is new.
create function meta.uuid_v7() returns uuid
language sql volatile parallel safe
return encode(
    set_bit(set_bit(
        overlay(uuid_send(gen_random_uuid())
                placing substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3)
                from 1 for 6),
        52, 1), 53, 1), 'hex')::uuid;

create table meta.module (
    name       text primary key,
    ordinal    int not null,
    definition jsonb not null
);

create table meta.resource (
    name          text primary key,
    ordinal       int not null,
    path          text not null,
    module        text not null,
    access        text not null check (access in ('owned', 'inherited', 'inherited_any', 'public_read', 'self', 'admin')),
    parent        text,
    parent_field  text,
    name_field    text,
    code_prefix   text,
    code_digits   int,
    size          text not null default 'normal',
    operations    text[] not null,
    definition    jsonb not null,
    is_retired    boolean not null default false,
    check ((access = 'inherited') = (parent is not null and parent_field is not null))
);

-- position is the field's bit in the right words: given once, never given to another field.
create table meta.field (
    resource      text not null references meta.resource,
    name          text not null,
    position      int not null check (position between 0 and 123),
    ordinal       int not null,
    type          text not null,
    column_name   text not null,
    is_readonly   boolean not null,
    is_system     boolean not null,
    is_write_once boolean not null,
    is_sensitive  boolean not null,
    is_search     boolean not null,
    mask          text,
    refers_to     text,
    definition    jsonb not null,
    is_retired    boolean not null default false,
    primary key (resource, name),
    unique (resource, position)
);

-- Documents that the service serves: the catalog with positions, the OpenAPI contract.
create table meta.document (
    name text primary key,
    body text not null
);

create table meta.generation (
    only_row   boolean primary key default true check (only_row),
    generation bigint not null
);
insert into meta.generation (generation) values (1);

-- Gives a table the standard columns, so that a migration names its business columns only.
-- owned: the table also gets owner_id and department_id, with the indexes that lists of scoped people walk.
create procedure meta.add_standard(target regclass, owned boolean)
language plpgsql as $$
declare
    t text := (select relname from pg_class where oid = target);
begin
    execute format('alter table %s add column if not exists id uuid not null default meta.uuid_v7()', target);
    if not exists (select from pg_constraint where conrelid = target and contype = 'p') then
        execute format('alter table %s add constraint %I primary key (id)', target, t || '_pkey');
    end if;
    if owned then
        execute format('alter table %s add column if not exists owner_id uuid,
                        add column if not exists department_id uuid', target);
        execute format('alter table %s add constraint %I foreign key (owner_id) references app."user" (id),
                        add constraint %I foreign key (department_id) references app.department (id)',
                       target, t || '_owner_id_fkey', t || '_department_id_fkey');
    end if;
    execute format('alter table %s
        add column if not exists version int not null default 1,
        add column if not exists created_at timestamptz not null default now(),
        add column if not exists created_by uuid,
        add column if not exists updated_at timestamptz not null default now(),
        add column if not exists updated_by uuid,
        add column if not exists deleted_at timestamptz', target);
    execute format('create index %I on %s (created_at desc, id desc) where deleted_at is null',
                   t || '_created_at_idx', target);
    execute format('create index %I on %s (deleted_at) where deleted_at is not null', t || '_deleted_at_idx', target);
    if owned then
        execute format('create index %I on %s (owner_id, created_at desc, id desc) where deleted_at is null',
                       t || '_owner_id_created_at_idx', target);
        execute format('create index %I on %s (department_id, created_at desc, id desc) where deleted_at is null',
                       t || '_department_id_created_at_idx', target);
    end if;
end
$$;

-- Columns of a row that belongs to any record: its parent, and the parent's scope keys, which triggers keep.
create procedure meta.add_parent(target regclass)
language plpgsql as $$
declare
    t text := (select relname from pg_class where oid = target);
begin
    execute format('alter table %s
        add column if not exists parent_resource text,
        add column if not exists parent_id uuid,
        add column if not exists scope_owner_id uuid,
        add column if not exists scope_department_id uuid', target);
    execute format('create index %I on %s (parent_id, created_at desc, id desc) where deleted_at is null',
                   t || '_parent_id_created_at_idx', target);
end
$$;

-- Columns that search reads; trigger _150_search fills them (db/schema/25_search).
create procedure meta.add_search(target regclass)
language plpgsql as $$
declare
    t text := (select relname from pg_class where oid = target);
begin
    execute format('alter table %s
        add column if not exists search_text text,
        add column if not exists search_gram tsvector,
        add column if not exists search_py text', target);
    -- q=, and contains on searched fields: one index for Han pairs, syllables, initials, Latin and digits
    execute format('create index if not exists %I on %s using gin (search_gram) where deleted_at is null',
                   t || '_search_gram_idx', target);
    -- The planner chooses between that index and a walk in sort order by how frequent a term is.
    execute format('alter table %s alter column search_gram set statistics 300', target);
end
$$;
