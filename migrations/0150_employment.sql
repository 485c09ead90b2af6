-- SPDX-License-Identifier: AGPL-3.0-or-later
-- People in several companies, and their parts in deals. Seen and written with the contact and with the deal.

create table app.employment (
    id            uuid not null default meta.uuid_v7(),
    code          text,
    contact_id    uuid not null,
    account_id    uuid not null,
    job_title     text,
    division      text,
    reports_to_id uuid,
    starts_on     date,
    ends_on       date,
    is_primary    boolean default false,
    note          text,
    constraint employment_pkey primary key (id),
    constraint employment_code_key unique (code),
    constraint employment_contact_id_fkey foreign key (contact_id) references app.contact (id),
    constraint employment_account_id_fkey foreign key (account_id) references app.account (id),
    constraint employment_reports_to_id_fkey foreign key (reports_to_id) references app.contact (id),
    constraint employment_reports_to_id_check check (reports_to_id is distinct from contact_id),
    constraint employment_ends_on_check check (ends_on >= starts_on)
);
call meta.add_standard('app.employment', false);
create sequence app.employment_code_seq;
-- where a person works
create index employment_contact_id_idx on app.employment (contact_id, created_at desc, id desc);
-- who works at a customer
create index employment_account_id_idx on app.employment (account_id, created_at desc, id desc);
create index employment_reports_to_id_idx on app.employment (reports_to_id) where reports_to_id is not null;
comment on table app.employment is 'A contact''s post at a customer';

create table app.deal_role (
    id             uuid not null default meta.uuid_v7(),
    code           text,
    opportunity_id uuid not null,
    contact_id     uuid not null,
    part           text not null,
    attitude       bigint default 0,
    note           text,
    constraint deal_role_pkey primary key (id),
    constraint deal_role_code_key unique (code),
    constraint deal_role_opportunity_id_fkey foreign key (opportunity_id) references app.opportunity (id),
    constraint deal_role_contact_id_fkey foreign key (contact_id) references app.contact (id),
    constraint deal_role_attitude_check check (attitude between -2 and 2)
);
call meta.add_standard('app.deal_role', false);
create sequence app.deal_role_code_seq;
-- the people of a deal
create index deal_role_opportunity_id_idx on app.deal_role (opportunity_id, created_at desc, id desc);
-- the deals in which a person has a part
create index deal_role_contact_id_idx on app.deal_role (contact_id);
comment on table app.deal_role is 'The part of a contact in a deal';
