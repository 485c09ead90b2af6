-- SPDX-License-Identifier: AGPL-3.0-or-later
-- What belongs to one person (access self, owner_id): saved views, imports, exports, reminders, notifications.

create table app.saved_view (
    id         uuid not null default meta.uuid_v7(),
    name       text not null,
    resource   text not null,
    definition jsonb not null,
    visibility text not null default 'private',
    role_id    uuid,
    position   int not null default 0,
    is_shared  boolean generated always as (visibility = 'shared') stored,
    constraint saved_view_pkey primary key (id),
    constraint saved_view_role_id_fkey foreign key (role_id) references app.role (id),
    constraint saved_view_visibility_check check (visibility in ('private', 'shared')),
    constraint saved_view_definition_check check (jsonb_typeof(definition) = 'object')
);
call meta.add_standard('app.saved_view', true);
call meta.add_search('app.saved_view');
-- the views of a list: mine and the shared ones
create index saved_view_resource_idx on app.saved_view (resource, position, name) where deleted_at is null;
create index saved_view_role_id_idx on app.saved_view (role_id) where role_id is not null;
comment on table app.saved_view is 'A list as somebody likes it: condition, columns, order';
comment on column app.saved_view.is_shared is 'Read by everybody; the access rule "self" looks at it';

create table app.import (
    id            uuid not null default meta.uuid_v7(),
    resource      text not null,
    file_id       uuid not null,
    state         text not null default 'draft',
    options       jsonb,
    analysis      jsonb,
    result        jsonb,
    job_id        uuid,
    change_set_id uuid,
    constraint import_pkey primary key (id),
    constraint import_file_id_fkey foreign key (file_id) references app.file (id),
    constraint import_job_id_fkey foreign key (job_id) references app.job (id),
    constraint import_state_check
        check (state in ('draft', 'ready', 'checking', 'checked', 'running', 'done', 'failed', 'undone'))
);
call meta.add_standard('app.import', true);
create index import_file_id_idx on app.import (file_id);
create index import_job_id_idx on app.import (job_id);
-- which import is undone by undoing this change set
create index import_change_set_id_idx on app.import (change_set_id) where change_set_id is not null;
comment on table app.import is 'One file on its way into a resource';

create table app.export (
    id       uuid not null default meta.uuid_v7(),
    resource text not null,
    format   text not null default 'csv',
    state    text not null default 'running',
    params   jsonb,
    rows     bigint,
    file_id  uuid,
    job_id   uuid,
    constraint export_pkey primary key (id),
    constraint export_file_id_fkey foreign key (file_id) references app.file (id),
    constraint export_job_id_fkey foreign key (job_id) references app.job (id),
    constraint export_format_check check (format in ('csv', 'xlsx', 'txt', 'json')),
    constraint export_state_check check (state in ('running', 'done', 'failed'))
);
call meta.add_standard('app.export', true);
create index export_file_id_idx on app.export (file_id);
create index export_job_id_idx on app.export (job_id);
comment on table app.export is 'A big export made by a job, and its file';

create table app.reminder (
    id          uuid not null default meta.uuid_v7(),
    name        text not null,
    resource    text not null,
    date_field  text not null,
    days_before int not null default 0,
    definition  jsonb,
    recipient   text not null default 'me',
    message     text,
    is_active   boolean not null default true,
    last_run_at timestamptz,
    constraint reminder_pkey primary key (id),
    constraint reminder_recipient_check check (recipient in ('me', 'owner', 'manager')),
    constraint reminder_days_before_check check (days_before between -3650 and 3650)
);
call meta.add_standard('app.reminder', true);
call meta.add_search('app.reminder');
-- what the worker runs next
create index reminder_last_run_at_idx on app.reminder (last_run_at nulls first) where is_active and deleted_at is null;
comment on table app.reminder is 'A dated condition on a resource that the worker turns into notifications';

create table app.notification (
    id        uuid not null default meta.uuid_v7(),
    kind      text not null,
    title     text,
    body      text,
    resource  text,
    record_id uuid,
    read_at   timestamptz,
    constraint notification_pkey primary key (id),
    constraint notification_kind_check check (kind in ('reminder', 'assigned', 'job', 'mention', 'system'))
);
call meta.add_standard('app.notification', true);
-- the number on the bell
create index notification_unread_idx on app.notification (owner_id) where read_at is null and deleted_at is null;
comment on table app.notification is
    'A line in a person''s inbox: names a record, never its content, which is read with the reader''s rights';
comment on column app.notification.title is 'Words of whoever made the rule, never of the record';
