-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Classification of customers: dimensions, their classes, and the class of an account in each.

create table app.dimension (
    id          uuid not null default meta.uuid_v7(),
    name        text not null,
    how         text not null default 'hand',
    allows_hand boolean not null default true,
    in_head     boolean not null default true,
    position    bigint not null default 0,
    is_active   boolean not null default true,
    last_run_at timestamptz,
    description text,
    constraint dimension_pkey primary key (id),
    constraint dimension_how_check check (how in ('hand', 'rules', 'model'))
);
call meta.add_standard('app.dimension', false);
call meta.add_search('app.dimension');
comment on table app.dimension is 'One way in which accounts are classified';

create table app.dimension_class (
    id           uuid not null default meta.uuid_v7(),
    dimension_id uuid not null,
    name         text not null,
    color        text not null default 'blue',
    position     bigint not null default 0,
    resource     text not null default 'account',
    definition   jsonb,
    threshold    numeric(20,8),
    segment      text,
    description  text,
    constraint dimension_class_pkey primary key (id),
    constraint dimension_class_dimension_id_fkey foreign key (dimension_id) references app.dimension (id),
    constraint dimension_class_resource_check check (resource = 'account'),
    constraint dimension_class_threshold_check check (threshold >= 0)
);
call meta.add_standard('app.dimension_class', false);
call meta.add_search('app.dimension_class');
-- the classes of a dimension
create index dimension_class_dimension_id_idx on app.dimension_class (dimension_id, position, id);
comment on table app.dimension_class is 'A class of a dimension, with what brings accounts into it';

create table app.account_class (
    id           uuid not null default meta.uuid_v7(),
    account_id   uuid not null,
    dimension_id uuid not null,
    class_id     uuid not null,
    how          text not null default 'hand',
    since        date not null,
    before_id    uuid,
    note         text,
    constraint account_class_pkey primary key (id),
    constraint account_class_account_id_fkey foreign key (account_id) references app.account (id) on delete cascade,
    constraint account_class_dimension_id_fkey foreign key (dimension_id) references app.dimension (id),
    constraint account_class_class_id_fkey foreign key (class_id) references app.dimension_class (id),
    constraint account_class_before_id_fkey foreign key (before_id) references app.dimension_class (id),
    constraint account_class_how_check check (how in ('hand', 'rules', 'model'))
);
call meta.add_standard('app.account_class', false);
-- one class of a dimension; what the worker keeps, in order of the accounts
create unique index account_class_dimension_id_key on app.account_class (dimension_id, account_id) where deleted_at is null;
-- the classes of an account; its purge
create index account_class_account_id_idx on app.account_class (account_id, created_at desc, id desc);
-- the accounts of a class
create index account_class_class_id_idx on app.account_class (class_id, account_id) where deleted_at is null;
-- sort=since, the default; what moved this month
create index account_class_since_idx on app.account_class (since desc, id desc) where deleted_at is null;
create index account_class_before_id_idx on app.account_class (before_id, since) where before_id is not null;
comment on table app.account_class is 'The class of an account in one dimension, since when and why';

-- What rules were when they were run last (app.class_stamp): others are due.
create table job.class_ran (
    id    uuid not null,
    stamp text not null,
    constraint class_ran_pkey primary key (id)
);

-- Leaders and administrators arrange classes. Partners learn nothing of how they or their customers are classified.
insert into auth.role_resource (role_id, resource, read_scope, write_scope, operations)
select r.id, x.resource, 'all', 'all', '{create,update,delete,restore,history}'
  from app.role r cross join unnest(array['dimension', 'dimension_class']) x (resource)
 where r.key in ('boss', 'sales_director', 'admin')
on conflict (role_id, resource) do nothing;
insert into auth.role_resource (role_id, resource, read_scope, write_scope, operations)
select r.id, 'account_class', 'none', 'none', '{}' from app.role r where r.kind = 'portal'
on conflict (role_id, resource) do nothing;

-- A dimension by rules that everybody has a use for.
insert into app.dimension (id, name, how, position, description)
values ('019b0000-0000-7000-8000-0000000d1003', '活跃度', 'rules', 30, '按最近一次真实跟进计算');
insert into app.dimension_class (dimension_id, name, color, position, definition, description)
select '019b0000-0000-7000-8000-0000000d1003', v.name, v.color, v.position, v.definition::jsonb, v.description
  from (values ('活跃', 'green', 10, '{"field": "last_activity_at", "op": "within", "value": "last_30_days"}', '30 天内有跟进'),
               ('一般', 'blue', 20, '{"field": "last_activity_at", "op": "within", "value": "last_90_days"}', '90 天内有跟进'),
               ('沉寂', 'grey', 30, null, '90 天以上没有跟进')) v (name, color, position, definition, description);
