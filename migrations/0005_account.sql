-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Accounts: the companies and organisations that everything else hangs on.

create table app.account (
    id               uuid not null default meta.uuid_v7(),
    code             text,
    name             text not null,
    short_name       text,
    former_name      text,
    credit_code      text,
    kind             text default 'customer',
    life_cycle       text default 'potential',
    level            text,
    industry         text,
    source           text,
    parent_id        uuid,
    phone            text,
    email            text,
    website          text,
    country          text,
    province         text,
    city             text,
    district         text,
    address          text,
    postcode         text,
    employees        bigint,
    annual_revenue   numeric(20,4),
    currency         text default 'CNY',
    year_established bigint,
    tags             text[],
    next_step        text,
    next_step_on     date,
    last_activity_at timestamptz,
    description      text,
    constraint account_pkey primary key (id),
    constraint account_code_key unique (code),
    constraint account_parent_id_fkey foreign key (parent_id) references app.account (id),
    constraint account_parent_id_check check (parent_id is distinct from id)
);
call meta.add_standard('app.account', true);
call meta.add_search('app.account');
create sequence app.account_code_seq;

-- sort=name
create index account_name_idx on app.account (name, id) where deleted_at is null;
-- subsidiaries of a group
create index account_parent_id_idx on app.account (parent_id, created_at desc, id desc) where deleted_at is null;
-- what is due, of one person
create index account_next_step_on_idx on app.account (owner_id, next_step_on, id)
    where deleted_at is null and next_step_on is not null;
create index account_updated_at_idx on app.account (updated_at desc, id desc) where deleted_at is null;
-- tags[contains]
create index account_tags_idx on app.account using gin (tags) where deleted_at is null;
