-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Groups of customers: with members that people gave them, or with those that fit a condition.

create table app.account_group (
    id          uuid not null default meta.uuid_v7(),
    name        text not null,
    kind        text not null default 'static',
    resource    text not null default 'account',
    definition  jsonb,
    keeper_id   uuid,
    last_run_at timestamptz,
    description text,
    constraint account_group_pkey primary key (id),
    constraint account_group_keeper_id_fkey foreign key (keeper_id) references app."user" (id),
    constraint account_group_kind_check check (kind in ('static', 'dynamic')),
    constraint account_group_resource_check check (resource = 'account')
);
call meta.add_standard('app.account_group', true);
call meta.add_search('app.account_group');
-- sort=name, the default
create index account_group_name_idx on app.account_group (name, id) where deleted_at is null;
comment on table app.account_group is 'Accounts that somebody put together, by hand or by a condition';

create table app.group_member (
    id         uuid not null default meta.uuid_v7(),
    account_id uuid not null,
    group_id   uuid not null,
    how        text not null default 'hand',
    constraint group_member_pkey primary key (id),
    constraint group_member_group_id_key unique (group_id, account_id),
    constraint group_member_account_id_fkey foreign key (account_id) references app.account (id) on delete cascade,
    constraint group_member_group_id_fkey foreign key (group_id) references app.account_group (id) on delete cascade,
    constraint group_member_how_check check (how in ('hand', 'rules'))
);
call meta.add_standard('app.group_member', false);
-- the groups of an account
create index group_member_account_id_idx on app.group_member (account_id, created_at desc, id desc);
comment on table app.group_member is 'An account in a group';

-- Everybody of the house makes and shares his own; leaders see those of their people. Partners have none.
insert into auth.role_resource (role_id, resource, read_scope, write_scope, operations)
select r.id, 'account_group', v.scope, v.scope, v.operations
  from (values ('{boss,admin,sales_director,marketing}'::text[], 'all', '{create,update,delete,restore,export,transfer,history,share}'::text[]),
               ('{regional_manager,sales_assistant}', 'subtree', '{create,update,delete,restore,export,transfer,history,share}'),
               ('{salesperson,telesales,customer_service}', 'own', '{create,update,delete,restore,history,share}')) v (keys, scope, operations)
  join app.role r on r.key = any (v.keys)
on conflict (role_id, resource) do nothing;
insert into auth.role_resource (role_id, resource, read_scope, write_scope, operations)
select r.id, 'group_member', 'none', 'none', '{}' from app.role r where r.kind = 'portal'
on conflict (role_id, resource) do nothing;
