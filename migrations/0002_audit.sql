-- SPDX-License-Identifier: AGPL-3.0-or-later
-- What happened: one row per changed record and statement, grouped by change set. Written by triggers only.

create table audit.change_set (
    id                   uuid primary key,
    at                   timestamptz not null default now(),
    subject_id           uuid,
    actor_id             uuid,
    kind                 text not null,
    origin               text,
    resource             text not null,
    title                text,
    undone_at            timestamptz,
    undone_by_change_set uuid
);
-- api.change_set: my latest changes
create index change_set_subject_id_at_idx on audit.change_set (subject_id, at desc, id desc);
-- the same for who may see all
create index change_set_at_idx on audit.change_set (at desc, id desc);

create table audit.history (
    id            bigint generated always as identity primary key,
    resource      text not null,
    record_id     uuid not null,
    version_from  int not null,
    version_to    int not null,
    kind          text not null check (kind in ('create', 'update', 'delete', 'restore', 'purge')),
    before        jsonb,
    after         jsonb,
    at            timestamptz not null default now(),
    subject_id    uuid,
    actor_id      uuid,
    change_set_id uuid not null
);
-- api.history: one record, newest first
create index history_record_id_version_to_idx on audit.history (record_id, version_to desc, resource);
-- undo: one change set
create index history_change_set_id_idx on audit.history (change_set_id, resource);

-- Events that are no change of a record: log-ins, exports, changes of rights, reveals.
create table audit.event (
    id         bigint generated always as identity primary key,
    at         timestamptz not null default clock_timestamp(),
    kind       text not null,
    subject_id uuid,
    actor_id   uuid,
    session_id uuid,
    request_id text,
    resource   text,
    record_id  uuid,
    detail     jsonb
);
create index event_at_idx on audit.event (at desc);
