-- SPDX-License-Identifier: AGPL-3.0-or-later
-- What workers remember between steps: finished chunks of an import, reminders already given, and when each
-- recurring task last ran anywhere.

-- One row per committed chunk, written in the chunk's own transaction: a worker that takes over starts behind it.
create table job.import_chunk (
    job_id      uuid not null references app.job (id) on delete cascade,
    seq         bigint generated always as identity,
    row_numbers int[] not null,
    created     int not null,
    updated     int not null,
    unchanged   int not null,
    skipped     int not null,
    failed      jsonb not null default '[]',
    primary key (job_id, seq)
);

-- A rule reminds once of a record and date.
create table job.reminder_sent (
    reminder_id uuid not null,
    record_id   uuid not null,
    due_on      date not null,
    user_id     uuid not null,
    sent_at     timestamptz not null default now(),
    primary key (reminder_id, record_id, due_on, user_id)
);

create table job.tick (
    name    text primary key,
    last_at timestamptz not null
);
