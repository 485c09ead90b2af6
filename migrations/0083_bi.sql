-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Log-ins of people's own SQL: a database role of the group guanxi_bi, and whose eyes it has. Kept by `./guanxi bi`.
create table auth.bi_login (
    login      name primary key,
    user_id    uuid not null references app."user" (id) on delete cascade,
    created_at timestamptz not null default now()
);
