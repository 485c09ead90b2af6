-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Value models: pyramid, RFM, and realised, potential and model value; what they say of each account.

create table app.value_model (
    id            uuid not null default meta.uuid_v7(),
    name          text not null,
    kind          text not null,
    months        bigint not null default 12,
    currency      text not null default 'CNY',
    account_kinds text[],
    dimension_id  uuid,
    method        text not null default 'customer_share',
    high_from     bigint not null default 4,
    size_bounds   text not null default '50,300,1000',
    min_peers     bigint not null default 3,
    position      bigint not null default 0,
    is_active     boolean not null default true,
    last_run_at   timestamptz,
    counted       bigint,
    left_out      bigint,
    result        jsonb,
    description   text,
    constraint value_model_pkey primary key (id),
    constraint value_model_dimension_id_fkey foreign key (dimension_id) references app.dimension (id),
    constraint value_model_kind_check check (kind in ('pyramid', 'rfm', 'value')),
    constraint value_model_method_check check (method in ('amount', 'revenue_share', 'customer_share')),
    constraint value_model_months_check check (months between 1 and 120),
    constraint value_model_high_from_check check (high_from between 2 and 5),
    constraint value_model_min_peers_check check (min_peers >= 2)
);
call meta.add_standard('app.value_model', false);
call meta.add_search('app.value_model');
-- a dimension is kept by one model
create unique index value_model_dimension_id_key on app.value_model (dimension_id) where deleted_at is null;
comment on table app.value_model is 'How the value of accounts is told from deals, with its inputs';

create table app.account_value (
    id          uuid not null default meta.uuid_v7(),
    account_id  uuid not null,
    model_id    uuid not null,
    kind        text not null,
    class_id    uuid,
    realised    numeric(20,4),
    potential   numeric(20,4),
    model_value numeric(20,4),
    currency    text not null,
    deals       bigint,
    last_won_on date,
    recency     bigint,
    frequency   bigint,
    monetary    bigint,
    size_from   bigint,
    peers       bigint,
    constraint account_value_pkey primary key (id),
    constraint account_value_model_id_key unique (model_id, account_id),
    constraint account_value_account_id_fkey foreign key (account_id) references app.account (id) on delete cascade,
    constraint account_value_model_id_fkey foreign key (model_id) references app.value_model (id),
    constraint account_value_class_id_fkey foreign key (class_id) references app.dimension_class (id)
);
call meta.add_standard('app.account_value', false);
-- the figures of an account
create index account_value_account_id_idx on app.account_value (account_id, created_at desc, id desc);
-- tiers, cells, and the best first: of one model
create index account_value_class_id_idx on app.account_value (class_id) where class_id is not null;
create index account_value_realised_idx on app.account_value (model_id, realised desc nulls last, id desc) where deleted_at is null;
create index account_value_model_value_idx on app.account_value (model_id, model_value desc nulls last, id desc) where deleted_at is null;
comment on table app.account_value is 'The figures of an account by one model';

create table app.account_offer (
    id          uuid not null default meta.uuid_v7(),
    account_id  uuid not null,
    model_id    uuid not null,
    category_id uuid not null,
    typical     numeric(20,4) not null,
    currency    text not null,
    buyers      bigint not null,
    peers       bigint not null,
    constraint account_offer_pkey primary key (id),
    constraint account_offer_model_id_key unique (model_id, account_id, category_id),
    constraint account_offer_account_id_fkey foreign key (account_id) references app.account (id) on delete cascade,
    constraint account_offer_model_id_fkey foreign key (model_id) references app.value_model (id),
    constraint account_offer_category_id_fkey foreign key (category_id) references app.product_category (id) on delete cascade
);
call meta.add_standard('app.account_offer', false);
-- the list of an account
create index account_offer_account_id_idx on app.account_offer (account_id, typical desc, id desc);
-- who could buy a product line; purge of a category
create index account_offer_category_id_idx on app.account_offer (category_id, typical desc, id desc);
comment on table app.account_offer is 'A product line that peers of the account buy and it never did';

-- What a run has counted, until it is taken over in steps. Of two runs of a model the later one counts.
create table job.value_run (
    model_id uuid not null,
    run_id   uuid not null,
    constraint value_run_pkey primary key (model_id)
);
create unlogged table job.value_row (
    model_id    uuid not null,
    account_id  uuid not null,
    class_id    uuid,
    realised    numeric(20,4),
    potential   numeric(20,4),
    model_value numeric(20,4),
    deals       bigint,
    last_won_on date,
    recency     bigint,
    frequency   bigint,
    monetary    bigint,
    industry    text,
    size_from   bigint,
    peers       bigint,
    constraint value_row_pkey primary key (model_id, account_id)
);
create unlogged table job.value_line (
    model_id    uuid not null,
    account_id  uuid not null,
    category_id uuid not null,
    typical     numeric(20,4) not null,
    buyers      bigint not null,
    peers       bigint not null,
    constraint value_line_pkey primary key (model_id, account_id, category_id)
);
