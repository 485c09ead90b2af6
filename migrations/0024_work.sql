-- SPDX-License-Identifier: AGPL-3.0-or-later
-- What people do about a record: activities, notes, files, tags. The first three hang on any record
-- (parent_resource, parent_id) and carry its scope keys.

create table app.activity (
    id              uuid not null default meta.uuid_v7(),
    kind            text not null,
    subject         text not null,
    parent_resource text,
    parent_id       uuid,
    contact_id      uuid,
    status          text not null default 'done',
    priority        text default 'normal',
    starts_at       timestamptz,
    ends_at         timestamptz,
    due_on          date,
    done_at         timestamptz,
    outcome         text,
    location        text,
    participant_ids uuid[],
    next_step       text,
    next_step_on    date,
    body            text,
    constraint activity_pkey primary key (id),
    constraint activity_contact_id_fkey foreign key (contact_id) references app.contact (id),
    constraint activity_parent_id_check check ((parent_resource is null) = (parent_id is null)),
    constraint activity_status_check check (status in ('planned', 'done', 'cancelled')),
    constraint activity_ends_at_check check (ends_at >= starts_at)
);
call meta.add_standard('app.activity', true);
call meta.add_parent('app.activity');
call meta.add_search('app.activity');
-- the day of a person: what is planned, by due date
create index activity_due_on_idx on app.activity (owner_id, due_on, id) where deleted_at is null and status = 'planned';
-- calendar
create index activity_starts_at_idx on app.activity (owner_id, starts_at, id)
    where deleted_at is null and starts_at is not null;
create index activity_contact_id_idx on app.activity (contact_id, created_at desc) where contact_id is not null;
-- invitations
create index activity_participant_ids_idx on app.activity using gin (participant_ids);
create index activity_updated_at_idx on app.activity (updated_at desc, id desc) where deleted_at is null;
comment on table app.activity is 'Calls, visits, mails, meetings, tasks: planned or done';
comment on column app.activity.done_at is 'When it was done; kept by trigger';

create table app.note (
    id              uuid not null default meta.uuid_v7(),
    title           text,
    body            text not null,
    parent_resource text,
    parent_id       uuid,
    is_pinned       boolean default false,
    constraint note_pkey primary key (id),
    constraint note_parent_id_check check ((parent_resource is null) = (parent_id is null))
);
call meta.add_standard('app.note', true);
call meta.add_parent('app.note');
call meta.add_search('app.note');
comment on table app.note is 'Free words about a record';

create table app.file (
    id              uuid not null default meta.uuid_v7(),
    name            text not null,
    size            bigint not null,
    mime_type       text not null,
    parent_resource text,
    parent_id       uuid,
    state           text not null default 'reserved',
    sha256          text,
    constraint file_pkey primary key (id),
    constraint file_parent_id_check check ((parent_resource is null) = (parent_id is null)),
    constraint file_state_check check (state in ('reserved', 'stored')),
    constraint file_size_check check (size between 0 and 52428800),
    constraint file_sha256_check check (sha256 ~ '^[0-9a-f]{64}$')
);
call meta.add_standard('app.file', true);
call meta.add_parent('app.file');
call meta.add_search('app.file');
-- may stored bytes go? who else holds them
create index file_sha256_idx on app.file (sha256) where sha256 is not null;
-- slots that were never filled
create index file_state_idx on app.file (created_at) where state = 'reserved';
comment on table app.file is 'The record of a file; its bytes are in the file store under their SHA-256';

create table app.tag (
    id          uuid not null default meta.uuid_v7(),
    name        text not null,
    color       text default 'blue',
    description text,
    constraint tag_pkey primary key (id)
);
call meta.add_standard('app.tag', false);
call meta.add_search('app.tag');
create unique index tag_name_key on app.tag (name) where deleted_at is null;
comment on table app.tag is 'Known tags; records carry their names';
