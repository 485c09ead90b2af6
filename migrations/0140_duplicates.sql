-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Duplicates: the keys by which records that may be one are found, the groups that the nightly look finds, and what a
-- person was told to exist out of his sight.

-- Hashes of what a record may be found by (meta.match_pieces); trigger _160_match fills them.
create procedure meta.add_match(target regclass)
language plpgsql as $$
begin
    execute format('alter table %s add column if not exists match_keys bigint[]', target);
    -- enough of them that meta.match_common knows the keys that hundreds share
    execute format('alter table %s alter column match_keys set statistics 500', target);
    -- meta.match_found: the records that share a key with what is typed; without a list of what is still to be sorted in,
    -- which each check would have to read, and which made inserting slower, not faster
    execute format('create index if not exists %I on %s using gin (match_keys) with (fastupdate = off) where deleted_at is null',
                   (select relname from pg_class where oid = target) || '_match_keys_idx', target);
end
$$;
call meta.add_match('app.account');
call meta.add_match('app.contact');

-- What the keys were made from, so that a new definition makes them anew.
create table meta.match_state (
    resource  text primary key,
    signature text not null
);

create table app.duplicate_group (
    id         uuid not null default meta.uuid_v7(),
    code       text,
    resource   text not null,
    member_ids jsonb not null,
    score      bigint not null,
    reasons    jsonb,
    state      text not null default 'open',
    note       text,
    constraint duplicate_group_pkey primary key (id),
    constraint duplicate_group_code_key unique (code),
    constraint duplicate_group_state_check check (state in ('open', 'not_duplicate', 'merged'))
);
call meta.add_standard('app.duplicate_group', false);
create sequence app.duplicate_group_code_seq;
-- one group per set of records, however often the base is looked through
create unique index duplicate_group_member_ids_key on app.duplicate_group (resource, (md5(member_ids::text)));
create index duplicate_group_state_idx on app.duplicate_group (state, score desc, id) where deleted_at is null;
-- meta.duplicate_group: is there one that holds them all?
create index duplicate_group_member_ids_idx on app.duplicate_group using gin (member_ids jsonb_path_ops);
comment on table app.duplicate_group is 'Records that are suspected to be one; found by the job, settled by a person';

-- A hidden record that a person was told of: the only handle by which he may ask for it.
create table auth.duplicate_hit (
    id        uuid not null default gen_random_uuid(),
    user_id   uuid not null,
    resource  text not null,
    record_id uuid not null,
    at        timestamptz not null default now(),
    constraint duplicate_hit_pkey primary key (id),
    constraint duplicate_hit_user_id_key unique (user_id, resource, record_id)
);
comment on table auth.duplicate_hit is 'What a person was told to exist out of his sight, by a key that says nothing';

insert into auth.allowance (action, per_hour) values ('duplicate_check', 900), ('duplicate_ask', 30);

alter table app.notification drop constraint notification_kind_check,
    add constraint notification_kind_check check (kind in ('reminder', 'assigned', 'shared', 'job', 'mention', 'system', 'alarm', 'pool_warning', 'pool_released', 'duplicate'));

-- Ready roles: who is told whose a hidden match is; agents are told nothing of it.
update auth.role_resource x set operations = x.operations || '{duplicates}'
  from app.role r
 where r.id = x.role_id and r.is_builtin and x.resource in ('account', 'contact')
   and r.key in ('boss', 'sales_director', 'regional_manager', 'salesperson', 'sales_assistant', 'telesales', 'customer_service', 'admin');
-- The list of suspected pairs is for those who see every record: it names ids and reasons of them all.
insert into auth.role_resource (role_id, resource, read_scope, write_scope, operations)
select r.id, 'duplicate_group', 'all', 'all', '{update}'
  from app.role r where r.key in ('boss', 'admin', 'sales_director')
on conflict (role_id, resource) do nothing;
