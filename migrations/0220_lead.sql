-- SPDX-License-Identifier: AGPL-3.0-or-later
-- 线索: people and companies that may become customers, with as little as a telephone number.

create table app.lead (
    id                 uuid not null default meta.uuid_v7(),
    code               text,
    title              text,
    company            text,
    name               text,
    job_title          text,
    phone              text,
    email              text,
    wechat             text,
    website            text,
    source             text,
    industry           text,
    territory_id       uuid,
    partner_id         uuid,
    province           text,
    city               text,
    address            text,
    product_id         uuid,
    demand             text,
    budget             numeric(20,4),
    currency           text default 'CNY',
    status             text not null default 'new',
    unqualified_reason text,
    tags               text[],
    next_step          text,
    next_step_on       date,
    last_activity_at   timestamptz,
    first_contact_at   timestamptz,
    qualified_at       timestamptz,
    converted_at       timestamptz,
    hours_to_contact   numeric(20,8),
    hours_to_qualify   numeric(20,8),
    hours_to_convert   numeric(20,8),
    account_id         uuid,
    contact_id         uuid,
    opportunity_id     uuid,
    description        text,
    constraint lead_pkey primary key (id),
    constraint lead_code_key unique (code),
    constraint lead_territory_id_fkey foreign key (territory_id) references app.territory (id),
    constraint lead_partner_id_fkey foreign key (partner_id) references app.account (id),
    constraint lead_product_id_fkey foreign key (product_id) references app.product (id),
    constraint lead_account_id_fkey foreign key (account_id) references app.account (id) on delete set null,
    constraint lead_contact_id_fkey foreign key (contact_id) references app.contact (id) on delete set null,
    constraint lead_opportunity_id_fkey foreign key (opportunity_id) references app.opportunity (id) on delete set null,
    constraint lead_status_check check (status in ('new', 'working', 'qualified', 'unqualified', 'converted')),
    constraint lead_budget_check check (budget >= 0)
);
call meta.add_standard('app.lead', true);
call meta.add_search('app.lead');
call meta.add_match('app.lead');
call meta.add_pool('app.lead');
call meta.add_matrix('app.lead', array['territory_id', 'province', 'industry', 'source']);
create sequence app.lead_code_seq;

-- lists of scoped people, one walk per territory, per partner; purge of a territory and of a partner
create index lead_territory_id_created_at_idx on app.lead (territory_id, created_at desc, id desc) where deleted_at is null;
create index lead_partner_id_created_at_idx on app.lead (partner_id, created_at desc, id desc) where partner_id is not null;
-- the same in the order of names
create index lead_department_id_title_idx on app.lead (department_id, title, id) where deleted_at is null;
create index lead_territory_id_title_idx on app.lead (territory_id, title, id) where deleted_at is null;
-- columns of the board, newest first
create index lead_status_created_at_idx on app.lead (status, created_at desc, id desc) where deleted_at is null;
-- what of one person is in which state, and what is due
create index lead_owner_id_status_idx on app.lead (owner_id, status, created_at desc, id desc) where deleted_at is null;
create index lead_next_step_on_idx on app.lead (owner_id, next_step_on, id) where deleted_at is null and next_step_on is not null;
-- nobody has been in touch yet
create index lead_untouched_idx on app.lead (created_at, id) where deleted_at is null and first_contact_at is null;
-- sort=title
create index lead_title_idx on app.lead (title, id) where deleted_at is null;
create index lead_updated_at_idx on app.lead (updated_at desc, id desc) where deleted_at is null;
-- where a record came from; purge of it
create index lead_account_id_idx on app.lead (account_id) where account_id is not null;
create index lead_contact_id_idx on app.lead (contact_id) where contact_id is not null;
create index lead_opportunity_id_idx on app.lead (opportunity_id) where opportunity_id is not null;
-- what a product is asked for
create index lead_product_id_idx on app.lead (product_id) where product_id is not null;
create index lead_tags_idx on app.lead using gin (tags) where deleted_at is null;

comment on table app.lead is 'Somebody who may become a customer, with whatever is known of him';
comment on column app.lead.title is 'What it is called: company and person, or the code; kept by trigger';
comment on column app.lead.first_contact_at is 'The first activity that was done; kept by trigger';
comment on column app.lead.hours_to_contact is 'From its creation to the first contact; kept by trigger, as the other two';

-- Ready roles: whoever works with customers works on leads alike; marketing keeps and hands out all of them.
insert into auth.role_resource (role_id, resource, read_scope, write_scope, operations)
select x.role_id, 'lead', case when r.key = 'marketing' then 'all' else x.read_scope end, case when r.key = 'marketing' then 'all' else x.write_scope end,
       x.operations || case when r.key = 'marketing' then '{transfer,duplicates}' else '{}' end::text[]
  from auth.role_resource x join app.role r on r.id = x.role_id
 where x.resource = 'account'
   and r.key in ('boss', 'sales_director', 'regional_manager', 'salesperson', 'sales_assistant', 'telesales', 'marketing', 'customer_service', 'admin', 'agent')
on conflict (role_id, resource) do nothing;
-- Whoever knows the numbers of customers by sight knows those of leads no better; who keeps a record from the pool is not who owns it.
insert into auth.role_field (role_id, resource, field, "right")
select f.role_id, 'lead', f.field, f."right"
  from auth.role_field f where f.resource = 'account' and f.field in ('phone', 'email', 'is_kept') and f."right" <> 'write'
on conflict (role_id, resource, field) do nothing;
