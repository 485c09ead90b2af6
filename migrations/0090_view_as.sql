-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Looking through somebody's eyes: why, and out of which session of the one who looks. When that one ends, so does the look.
alter table auth.session
    add column reason  text,
    add column from_id uuid references auth.session (id) on delete cascade,
    add constraint session_reason_check check (kind <> 'view_as' or (reason is not null and from_id is not null));
-- the open looks of a person
create index session_actor_id_idx on auth.session (actor_id) where actor_id is not null and revoked_at is null;
