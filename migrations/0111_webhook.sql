-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Webhooks: what other systems are told of. The changes themselves are read from audit.history, where every write commits
-- them; a delivery names a record and is rendered when it is sent, with the rights of the webhook's service user.
create table app.webhook (
    id         uuid not null default meta.uuid_v7(),
    name       text not null,
    url        text not null,
    resource   text not null,
    events     text[] not null default '{create,update,delete}',
    field_names text[],
    definition jsonb,
    user_id    uuid not null,
    is_active  boolean not null default true,
    has_secret boolean not null default false,
    constraint webhook_pkey primary key (id),
    constraint webhook_user_id_fkey foreign key (user_id) references app."user" (id),
    constraint webhook_events_check check (events <@ '{create,update,delete,restore}'::text[])
);
call meta.add_standard('app.webhook', false);
call meta.add_search('app.webhook');
create index webhook_user_id_idx on app.webhook (user_id);
comment on table app.webhook is 'An address that is told of changes, with the rights of a service user';
comment on column app.webhook.has_secret is 'Kept by api.webhook_secret_set';

create table app.webhook_delivery (
    id           uuid not null default meta.uuid_v7(),
    no           bigint generated always as identity,
    webhook_id   uuid not null,
    history_id   bigint,
    resource     text not null,
    record_id    uuid,
    event        text not null,
    of_version   int,
    state        text not null default 'waiting',
    attempts     int not null default 0,
    status       int,
    outcome      text,
    duration_ms  int,
    sent_at      timestamptz,
    fence        bigint not null default 0,
    lease_until  timestamptz,
    constraint webhook_delivery_pkey primary key (id),
    constraint webhook_delivery_webhook_id_fkey foreign key (webhook_id) references app.webhook (id) on delete cascade,
    -- a change is told once
    constraint webhook_delivery_history_id_key unique (history_id, webhook_id),
    constraint webhook_delivery_state_check check (state in ('waiting', 'delivered', 'skipped', 'failed'))
);
call meta.add_standard('app.webhook_delivery', false);
-- job.webhook_claim: the next one of each webhook
create index webhook_delivery_waiting_idx on app.webhook_delivery (webhook_id, no) where state = 'waiting';
-- the log of one webhook
create index webhook_delivery_webhook_id_created_at_idx on app.webhook_delivery (webhook_id, created_at desc, id desc);
comment on table app.webhook_delivery is 'One change on its way to one address: how often, when, with what answer; never its content';

-- Signing secret, sealed with box.key by the service.
create table auth.webhook_secret (
    webhook_id uuid primary key references app.webhook (id) on delete cascade,
    sealed     bytea not null,
    set_at     timestamptz not null default now()
);

-- Up to where history has been spread to webhooks: a snapshot. One row.
create table job.webhook_place (
    is_only boolean primary key default true check (is_only),
    place   text not null default pg_current_snapshot()::text
);
insert into job.webhook_place default values;

-- How an address does: it is left alone until retry_at.
create table job.webhook_state (
    webhook_id    uuid primary key references app.webhook (id) on delete cascade,
    failures      int not null default 0,
    failing_since timestamptz,
    retry_at      timestamptz not null default now()
);

insert into auth.role_resource (role_id, resource, read_scope, write_scope, operations)
select r.id, x.resource, 'all', 'all', x.operations::text[]
  from app.role r cross join (values ('webhook', '{create,update,delete,restore,history}'), ('webhook_delivery', '{}')) x (resource, operations)
 where r.key = 'admin'
on conflict (role_id, resource) do nothing;
