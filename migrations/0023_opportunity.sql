-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Deals. Pipeline, status and time of entry follow from the stage (db/schema/45_domain).

create table app.opportunity (
    id                uuid not null default meta.uuid_v7(),
    code              text,
    name              text not null,
    external_id       text,
    account_id        uuid,
    contact_id        uuid,
    product_id        uuid,
    stage_id          uuid not null,
    pipeline_id       uuid,
    status            text,
    stage_changed_at  timestamptz,
    amount            numeric(20,4),
    currency          text default 'CNY',
    probability       numeric(9,4),
    engaged_on        date,
    expected_close_on date,
    closed_on         date,
    kind              text,
    source            text,
    competitor        text,
    closed_reason     text,
    next_step         text,
    next_step_on      date,
    last_activity_at  timestamptz,
    tags              text[],
    description       text,
    constraint opportunity_pkey primary key (id),
    constraint opportunity_code_key unique (code),
    constraint opportunity_account_id_fkey foreign key (account_id) references app.account (id),
    constraint opportunity_contact_id_fkey foreign key (contact_id) references app.contact (id),
    constraint opportunity_product_id_fkey foreign key (product_id) references app.product (id),
    constraint opportunity_stage_id_fkey foreign key (stage_id) references app.stage (id),
    constraint opportunity_pipeline_id_fkey foreign key (pipeline_id) references app.pipeline (id),
    constraint opportunity_status_check check (status in ('open', 'won', 'lost')),
    constraint opportunity_amount_check check (amount >= 0),
    constraint opportunity_probability_check check (probability between 0 and 100)
);
call meta.add_standard('app.opportunity', true);
call meta.add_search('app.opportunity');
create sequence app.opportunity_code_seq;

-- the deals of one account
create index opportunity_account_id_idx on app.opportunity (account_id, created_at desc, id desc) where deleted_at is null;
-- the deals that a person decides
create index opportunity_contact_id_idx on app.opportunity (contact_id) where contact_id is not null;
-- what a product sells
create index opportunity_product_id_idx on app.opportunity (product_id) where product_id is not null;
-- columns of the board, newest first; the funnel
create index opportunity_stage_id_idx on app.opportunity (stage_id, created_at desc, id desc) where deleted_at is null;
create index opportunity_pipeline_id_idx on app.opportunity (pipeline_id, status) where deleted_at is null;
-- won and lost by month
create index opportunity_status_closed_on_idx on app.opportunity (status, closed_on, id) where deleted_at is null;
-- what should close when: open deals only
create index opportunity_expected_close_on_idx on app.opportunity (expected_close_on, id)
    where deleted_at is null and status = 'open';
-- the deals of one person by state, and what is due
create index opportunity_owner_id_status_idx on app.opportunity (owner_id, status, created_at desc, id desc)
    where deleted_at is null;
create index opportunity_next_step_on_idx on app.opportunity (owner_id, next_step_on, id)
    where deleted_at is null and next_step_on is not null;
-- sort=name
create index opportunity_name_idx on app.opportunity (name, id) where deleted_at is null;
create index opportunity_updated_at_idx on app.opportunity (updated_at desc, id desc) where deleted_at is null;
-- the match key of repeated imports
create index opportunity_external_id_idx on app.opportunity (external_id) where external_id is not null;
create index opportunity_tags_idx on app.opportunity using gin (tags) where deleted_at is null;

comment on table app.opportunity is 'A deal on its way through a pipeline';
comment on column app.opportunity.probability is 'Empty: the stage''s own';
comment on column app.opportunity.status is 'Kind of the stage; kept by trigger';
comment on column app.opportunity.stage_changed_at is 'When it entered its stage; kept by trigger';
comment on column app.opportunity.last_activity_at is 'Latest activity that is done; kept by trigger';
