-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Contacts: people whom we know, usually at an account.

create table app.contact (
    id             uuid not null default meta.uuid_v7(),
    code           text,
    name           text not null,
    account_id     uuid,
    salutation     text,
    job_title      text,
    division       text,
    influence      text,
    mobile         text,
    phone          text,
    email          text,
    wechat         text,
    qq             text,
    reports_to_id  uuid,
    is_primary     boolean default false,
    has_left       boolean default false,
    birthday       date,
    province       text,
    city           text,
    address        text,
    tags           text[],
    next_step      text,
    next_step_on   date,
    last_activity_at timestamptz,
    description    text,
    constraint contact_pkey primary key (id),
    constraint contact_code_key unique (code),
    constraint contact_account_id_fkey foreign key (account_id) references app.account (id),
    constraint contact_reports_to_id_fkey foreign key (reports_to_id) references app.contact (id),
    constraint contact_reports_to_id_check check (reports_to_id is distinct from id)
);
call meta.add_standard('app.contact', true);
call meta.add_search('app.contact');
create sequence app.contact_code_seq;

-- the people of one account
create index contact_account_id_idx on app.contact (account_id, created_at desc, id desc) where deleted_at is null;
create index contact_reports_to_id_idx on app.contact (reports_to_id) where reports_to_id is not null;
-- what is due, of one person
create index contact_next_step_on_idx on app.contact (owner_id, next_step_on, id)
    where deleted_at is null and next_step_on is not null;
-- sort=name
create index contact_name_idx on app.contact (name, id) where deleted_at is null;
create index contact_updated_at_idx on app.contact (updated_at desc, id desc) where deleted_at is null;
create index contact_tags_idx on app.contact using gin (tags) where deleted_at is null;
