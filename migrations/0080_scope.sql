-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Ways beyond owner and department in which a record comes into somebody's sight: territory, partner, share,
-- a deputy's absence. The keys of a record are columns of its table; what people are given stands in schema auth.

-- A region of the market, with the people who work it. Whoever works a territory works those below it.
create table app.territory (
    id          uuid not null default meta.uuid_v7(),
    name        text not null,
    parent_id   uuid,
    member_ids  uuid[],
    position    int not null default 0,
    description text,
    constraint territory_pkey primary key (id),
    constraint territory_parent_id_fkey foreign key (parent_id) references app.territory (id),
    constraint territory_parent_id_check check (parent_id is distinct from id)
);
call meta.add_standard('app.territory', false);
call meta.add_search('app.territory');
-- what lies below
create index territory_parent_id_idx on app.territory (parent_id);
-- the territories of a person
create index territory_member_ids_idx on app.territory using gin (member_ids);

-- Who stands in for the owner while he is away, and when.
create table app.absence (
    id        uuid not null default meta.uuid_v7(),
    deputy_id uuid not null,
    begins_at timestamptz not null,
    ends_at   timestamptz not null,
    note      text,
    constraint absence_pkey primary key (id),
    constraint absence_deputy_id_fkey foreign key (deputy_id) references app."user" (id),
    constraint absence_ends_at_check check (ends_at > begins_at)
);
call meta.add_standard('app.absence', true);
alter table app.absence add constraint absence_deputy_id_check check (deputy_id is distinct from owner_id);
-- who is away now
create index absence_ends_at_idx on app.absence (ends_at) where deleted_at is null;

-- A portal user belongs to a partner: an account.
alter table app."user" add column partner_id uuid,
    add constraint user_partner_id_fkey foreign key (partner_id) references app.account (id);
create index user_partner_id_idx on app."user" (partner_id) where partner_id is not null;

-- Keys of records. Contacts and opportunities follow their account (scope_from in their definitions).
alter table app.account add column territory_id uuid, add column partner_id uuid,
    add constraint account_territory_id_fkey foreign key (territory_id) references app.territory (id),
    add constraint account_partner_id_fkey foreign key (partner_id) references app.account (id),
    add constraint account_partner_id_check check (partner_id is distinct from id);
alter table app.contact add column territory_id uuid, add column partner_id uuid,
    add constraint contact_territory_id_fkey foreign key (territory_id) references app.territory (id),
    add constraint contact_partner_id_fkey foreign key (partner_id) references app.account (id);
alter table app.opportunity add column territory_id uuid, add column partner_id uuid,
    add constraint opportunity_territory_id_fkey foreign key (territory_id) references app.territory (id),
    add constraint opportunity_partner_id_fkey foreign key (partner_id) references app.account (id);

-- lists of scoped people, one walk per territory, per partner; the latter also for the purge of a partner
create index account_territory_id_created_at_idx on app.account (territory_id, created_at desc, id desc) where deleted_at is null;
create index account_partner_id_created_at_idx on app.account (partner_id, created_at desc, id desc) where partner_id is not null;
create index contact_territory_id_created_at_idx on app.contact (territory_id, created_at desc, id desc) where deleted_at is null;
create index contact_partner_id_created_at_idx on app.contact (partner_id, created_at desc, id desc) where partner_id is not null;
create index opportunity_territory_id_created_at_idx on app.opportunity (territory_id, created_at desc, id desc) where deleted_at is null;
create index opportunity_partner_id_created_at_idx on app.opportunity (partner_id, created_at desc, id desc) where partner_id is not null;

-- What hangs on a record carries all of its keys.
alter table app.activity add column scope_territory_id uuid, add column scope_partner_id uuid, add column scope_cell_id int;
alter table app.note add column scope_territory_id uuid, add column scope_partner_id uuid, add column scope_cell_id int;
alter table app.file add column scope_territory_id uuid, add column scope_partner_id uuid, add column scope_cell_id int;

create or replace procedure meta.add_parent(target regclass)
language plpgsql as $$
declare
    t text := (select relname from pg_class where oid = target);
begin
    execute format('alter table %s
        add column if not exists parent_resource text,
        add column if not exists parent_id uuid,
        add column if not exists scope_owner_id uuid,
        add column if not exists scope_department_id uuid,
        add column if not exists scope_territory_id uuid,
        add column if not exists scope_partner_id uuid,
        add column if not exists scope_cell_id int', target);
    execute format('create index %I on %s (parent_id, created_at desc, id desc) where deleted_at is null',
                   t || '_parent_id_created_at_idx', target);
end
$$;

-- One record, opened to a person, a department (with those below it) or a role; a member belongs to the record's team.
create table auth.share (
    id           uuid primary key default meta.uuid_v7(),
    resource     text not null,
    record_id    uuid not null,
    grantee_kind text not null check (grantee_kind in ('user', 'department', 'role')),
    grantee_id   uuid not null,
    can_write    boolean not null default false,
    is_member    boolean not null default false,
    until        timestamptz,
    note         text,
    created_at   timestamptz not null default now(),
    created_by   uuid,
    constraint share_record_id_key unique (record_id, resource, grantee_id)
);
-- the records shared with somebody, straight from the index
create index share_grantee_id_idx on auth.share (grantee_id, resource) include (record_id, can_write, until);

alter table auth.subject
    add column grantee_ids  uuid[] not null default '{}',
    add column has_shares   boolean not null default false,
    add column deputy_for   uuid[] not null default '{}',
    add column deputy_until timestamptz,
    add column cell_set_id  int,
    add column limits       jsonb;
-- a share reaches whom?
create index subject_grantee_ids_idx on auth.subject using gin (grantee_ids);

alter table auth.role_resource
    drop constraint role_resource_read_scope_check,
    drop constraint role_resource_write_scope_check,
    add constraint role_resource_read_scope_check
        check (read_scope in ('none', 'own', 'subordinates', 'department', 'subtree', 'territory', 'partner', 'all')),
    add constraint role_resource_write_scope_check
        check (write_scope in ('none', 'own', 'subordinates', 'department', 'subtree', 'territory', 'partner', 'all'));

-- The ready role of agents, where the company has not changed it: their partner's records, not only their own.
update auth.role_resource x
   set read_scope = 'partner', write_scope = 'partner'
  from app.role r
 where r.id = x.role_id and r.key = 'agent' and x.resource in ('account', 'contact', 'opportunity')
   and x.read_scope = 'own' and x.write_scope = 'own';

-- Deputies: everybody may say who stands in for him; leaders for their people.
insert into auth.role_resource (role_id, resource, read_scope, write_scope, operations)
select r.id, 'absence', v.scope, v.scope, '{create,update,delete,restore,history}'
  from (values ('{boss,admin,sales_director}'::text[], 'all'), ('{regional_manager,sales_assistant}', 'subtree'),
               ('{salesperson,telesales,marketing,customer_service,service_engineer,purchasing,finance}', 'own')) v (keys, scope)
  join app.role r on r.key = any (v.keys)
on conflict (role_id, resource) do nothing;
insert into auth.role_resource (role_id, resource, read_scope, write_scope, operations)
select r.id, 'territory', 'all', case r.key when 'boss' then 'none' else 'all' end,
       case r.key when 'boss' then '{export,history}' else '{create,update,delete,restore,export,import,bulk,history}' end::text[]
  from app.role r where r.key in ('boss', 'admin', 'sales_director')
on conflict (role_id, resource) do nothing;

-- Whoever a record is shared with hears of it.
alter table app.notification drop constraint notification_kind_check,
    add constraint notification_kind_check check (kind in ('reminder', 'assigned', 'shared', 'job', 'mention', 'system', 'alarm'));
