-- SPDX-License-Identifier: AGPL-3.0-or-later
-- The daily digest: who wants it and when, and of which days each person has had one. Its content is kept nowhere.

create table auth.digest (
    user_id uuid not null,
    at      time not null,
    constraint digest_pkey primary key (user_id),
    constraint digest_user_id_fkey foreign key (user_id) references app."user" (id) on delete cascade
);

-- One row per person and day, written before anything is sent. waiting: may be tried (again); sending: handed over,
-- never again; sent, failed: over.
create table job.digest_day (
    user_id uuid not null references app."user" (id) on delete cascade,
    day     date not null,
    state   text not null default 'waiting' check (state in ('waiting', 'sending', 'sent', 'failed')),
    primary key (user_id, day)
);
