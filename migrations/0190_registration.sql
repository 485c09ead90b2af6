-- SPDX-License-Identifier: AGPL-3.0-or-later
-- 报备: who registers a company keeps it for some time; two who register the same are a case for their manager.

create table app.registration (
    id                  uuid not null default meta.uuid_v7(),
    code                text,
    name                text not null,
    credit_code         text,
    contact_name        text,
    phone               text,
    province            text,
    city                text,
    product_category_id uuid,
    expected_amount     numeric(20,4),
    currency            text default 'CNY',
    note                text,
    partner_id          uuid,
    state               text not null default 'submitted',
    protected_until     date,
    account_id          uuid,
    decided_by_id       uuid,
    decided_at          timestamptz,
    decision_reason     text,
    extended_on         date,
    extension_reason    text,
    constraint registration_pkey primary key (id),
    constraint registration_code_key unique (code),
    constraint registration_product_category_id_fkey foreign key (product_category_id) references app.product_category (id),
    constraint registration_partner_id_fkey foreign key (partner_id) references app.account (id),
    constraint registration_account_id_fkey foreign key (account_id) references app.account (id) on delete set null,
    constraint registration_decided_by_id_fkey foreign key (decided_by_id) references app."user" (id),
    constraint registration_state_check
        check (state in ('submitted', 'protected', 'conflict', 'rejected', 'expired', 'won', 'withdrawn')),
    constraint registration_protected_until_check check (state <> 'protected' or protected_until is not null)
);
call meta.add_standard('app.registration', true);
call meta.add_search('app.registration');
call meta.add_match('app.registration');
create sequence app.registration_code_seq;
-- what one partner registered; purge of a partner
create index registration_partner_id_created_at_idx on app.registration (partner_id, created_at desc, id desc) where partner_id is not null;
-- what keeps a customer from the pool; purge of a customer
create index registration_account_id_idx on app.registration (account_id) where account_id is not null;
-- purge of a category
create index registration_product_category_id_idx on app.registration (product_category_id) where product_category_id is not null;
-- what ends next
create index registration_protected_until_idx on app.registration (protected_until, id) where state = 'protected' and deleted_at is null;
-- sort=protected_until
create index registration_protected_until_list_idx on app.registration (protected_until, id) where deleted_at is null;
comment on table app.registration is 'A company that somebody registered, and how long it is kept for him';

create table app.registration_rule (
    id             uuid not null default meta.uuid_v7(),
    name           text not null,
    role_ids       uuid[],
    department_ids uuid[],
    partner_ids    uuid[],
    needs_approval boolean not null default true,
    protect_days   bigint not null default 90,
    warn_days      bigint not null default 7,
    extend_days    bigint not null default 30,
    max_open       bigint,
    position       bigint not null default 0,
    is_active      boolean not null default true,
    constraint registration_rule_pkey primary key (id)
);
call meta.add_standard('app.registration_rule', false);
call meta.add_search('app.registration_rule');

-- What awaits a decision or was decided, for the decider only: how it collided and with whom. Whoever registered learns
-- the outcome; what else staff may learn of a company is the duplicate check's to tell, and partners nothing.
create table auth.registration_case (
    registration_id uuid not null,
    kind            text not null,
    decider_id      uuid,
    rival_id        uuid,
    matches         jsonb not null default '[]',
    decision        text,
    change_set_id   uuid,
    constraint registration_case_pkey primary key (registration_id),
    constraint registration_case_kind_check check (kind in ('approval', 'conflict'))
);

-- a change set that decided is not undone
create index registration_case_change_set_id_idx on auth.registration_case (change_set_id) where change_set_id is not null;

-- The day of the warning, until it was given.
create table job.registration_watch (
    registration_id uuid not null,
    warn_on         date not null,
    constraint registration_watch_pkey primary key (registration_id)
);
-- who is warned next
create index registration_watch_warn_on_idx on job.registration_watch (warn_on);

-- Ready roles: whoever has customers of his own registers; decisions are put to a person, who needs the right to take them.
insert into auth.role_resource (role_id, resource, read_scope, write_scope, operations)
select r.id, 'registration', v.scope, v.scope, v.operations
  from (values
    ('{boss,sales_director,admin}'::text[], 'all', '{create,decide,duplicates,export,history,lookup,reveal,share,transfer,update}'::text[]),
    ('{regional_manager}', 'subtree', '{create,decide,duplicates,export,history,lookup,reveal,share,transfer,update}'),
    ('{salesperson,telesales}', 'own', '{create,decide,duplicates,history,lookup,update}'),
    ('{sales_assistant}', 'subtree', '{create,duplicates,history,lookup,update}'),
    ('{agent}', 'partner', '{create,history,update}')) v (keys, scope, operations)
  join app.role r on r.key = any (v.keys)
on conflict (role_id, resource) do nothing;
insert into auth.role_resource (role_id, resource, read_scope, write_scope, operations)
select r.id, 'registration_rule', 'all', 'all', '{create,delete,history,restore,update}'
  from app.role r where r.key in ('boss', 'sales_director', 'admin')
on conflict (role_id, resource) do nothing;

-- Whoever knows the numbers of customers by sight knows those of registrations no better.
insert into auth.role_field (role_id, resource, field, "right")
select f.role_id, 'registration', 'phone', f."right"
  from auth.role_field f where f.resource = 'account' and f.field = 'phone' and f."right" in ('mask', 'none')
on conflict (role_id, resource, field) do nothing;

alter table app.notification drop constraint notification_kind_check,
    add constraint notification_kind_check
        check (kind in ('reminder', 'assigned', 'shared', 'job', 'mention', 'system', 'alarm', 'pool_warning', 'pool_released', 'duplicate',
                        'registration', 'registration_outcome', 'registration_warning', 'registration_expired'));
