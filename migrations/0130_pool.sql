-- SPDX-License-Identifier: AGPL-3.0-or-later
-- 公海: pools of records that nobody owns, who may take from them, and the log of who had what.
-- A table takes part by its columns (meta.add_pool); db/schema/45_domain/50_pool.sql does the rest.

alter table meta.resource drop constraint resource_access_check,
    add constraint resource_access_check
        check (access in ('owned', 'inherited', 'inherited_any', 'public_read', 'self', 'admin', 'pool'));

create procedure meta.add_pool(target regclass)
language plpgsql as $$
declare
    t text := (select relname from pg_class where oid = target);
begin
    execute format('alter table %s add column pool_id uuid, add column owned_since timestamptz,
                    add column release_on date, add column is_kept boolean default false,
                    add constraint %I foreign key (pool_id) references app.pool (id)', target, t || '_pool_id_fkey');
    -- sort=release_on, of one person and of all
    execute format('create index %I on %s (owner_id, release_on, id) where deleted_at is null', t || '_owner_id_release_on_idx', target);
    execute format('create index %I on %s (release_on, id) where deleted_at is null', t || '_release_on_idx', target);
    execute format('create index %I on %s (pool_id) where pool_id is not null', t || '_pool_id_idx', target);
end
$$;

create table app.pool (
    id                   uuid not null default meta.uuid_v7(),
    name                 text not null,
    resource             text not null default 'account',
    keeper_id            uuid,
    user_ids             uuid[],
    role_ids             uuid[],
    department_ids       uuid[],
    territory_ids        uuid[],
    takes_territory_ids  uuid[],
    takes_department_ids uuid[],
    idle_days            int,
    deal_days            int,
    exempt_probability   numeric(9,4),
    exempt               jsonb,
    daily_claims         int,
    cool_down_days       int,
    position             int not null default 0,
    is_active            boolean not null default true,
    description          text,
    constraint pool_pkey primary key (id),
    constraint pool_keeper_id_fkey foreign key (keeper_id) references app."user" (id)
);
call meta.add_standard('app.pool', false);
call meta.add_search('app.pool');
call meta.add_pool('app.account');

-- What members of a pool may know of a record in it. The telephone number is kept as its mask only.
create table app.pool_record (
    id              uuid not null default meta.uuid_v7(),
    pool_id         uuid not null,
    resource        text not null,
    record_id       uuid not null,
    name            text,
    phone_hint      text,
    level           text,
    industry        text,
    source          text,
    province        text,
    city            text,
    former_owner_id uuid,
    reason          text,
    released_at     timestamptz,
    constraint pool_record_pkey primary key (id),
    constraint pool_record_record_id_key unique (resource, record_id),
    constraint pool_record_pool_id_fkey foreign key (pool_id) references app.pool (id),
    constraint pool_record_former_owner_id_fkey foreign key (former_owner_id) references app."user" (id)
);
call meta.add_standard('app.pool_record', false);
call meta.add_search('app.pool_record');
-- the records of one pool
create index pool_record_pool_id_idx on app.pool_record (pool_id, released_at desc, id desc) where deleted_at is null;

-- Every change of hands: who lost it, who got it, how and why; when and by whom stand in the standard columns.
create table app.ownership (
    id      uuid not null default meta.uuid_v7(),
    kind    text not null,
    from_id uuid,
    to_id   uuid,
    pool_id uuid,
    reason  text,
    note    text,
    constraint ownership_pkey primary key (id),
    constraint ownership_from_id_fkey foreign key (from_id) references app."user" (id),
    constraint ownership_to_id_fkey foreign key (to_id) references app."user" (id),
    constraint ownership_pool_id_fkey foreign key (pool_id) references app.pool (id)
);
call meta.add_standard('app.ownership', true);
call meta.add_parent('app.ownership');
-- how many somebody took today; what somebody lost
create index ownership_to_id_idx on app.ownership (to_id, created_at desc);
create index ownership_from_id_idx on app.ownership (from_id, created_at desc);

-- 私海上限: how many records of a resource a holder of a role may own.
create table app.holding_limit (
    id       uuid not null default meta.uuid_v7(),
    resource text not null default 'account',
    role_id  uuid not null,
    max_held int not null,
    constraint holding_limit_pkey primary key (id),
    constraint holding_limit_role_id_fkey foreign key (role_id) references app.role (id)
);
call meta.add_standard('app.holding_limit', false);

-- Of a record and its day, each warning once.
create table job.pool_warned (
    record_id  uuid not null,
    release_on date not null,
    days       int not null,
    primary key (record_id, release_on, days)
);

insert into auth.role_resource (role_id, resource, read_scope, write_scope, operations)
select r.id, x.resource, v.read_scope, v.write_scope, v.operations
  from (values
    ('{boss,sales_director,admin}'::text[], '{pool}'::text[], 'all', 'all', '{create,update,delete,restore,history}'::text[]),
    ('{boss,sales_director,admin}', '{holding_limit}', 'all', 'all', '{create,update,delete,restore,history}'),
    ('{boss,sales_director,admin}', '{pool_record}', 'all', 'none', '{claim,assign}'),
    ('{regional_manager}', '{pool_record}', 'own', 'none', '{claim,assign}'),
    ('{salesperson,telesales}', '{pool_record}', 'own', 'none', '{claim}'),
    ('{regional_manager,salesperson,telesales}', '{pool}', 'own', 'none', '{}'),
    ('{boss,sales_director,admin}', '{ownership}', 'all', 'none', '{export}'),
    ('{regional_manager}', '{ownership}', 'subtree', 'none', '{export}'),
    ('{salesperson,telesales}', '{ownership}', 'own', 'none', '{}')) v (keys, resources, read_scope, write_scope, operations)
  join app.role r on r.key = any (v.keys)
  cross join lateral unnest(v.resources) x (resource)
on conflict (role_id, resource) do nothing;

-- Who keeps a record from the pool is not who owns it.
insert into auth.role_field (role_id, resource, field, "right")
select r.id, 'account', 'is_kept', 'read'
  from app.role r where r.key in ('salesperson', 'telesales', 'sales_assistant', 'marketing', 'customer_service', 'purchasing', 'agent')
on conflict (role_id, resource, field) do nothing;

alter table app.notification drop constraint notification_kind_check,
    add constraint notification_kind_check
        check (kind in ('reminder', 'assigned', 'shared', 'job', 'mention', 'system', 'alarm', 'pool_warning', 'pool_released'));
