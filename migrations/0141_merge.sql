-- SPDX-License-Identifier: AGPL-3.0-or-later
-- What was merged into what, with all that moved, so that it can be taken apart again after more work.

create table auth.record_merge (
    id            uuid not null default meta.uuid_v7(),
    resource      text not null,
    survivor_id   uuid not null,
    other_id      uuid not null,
    -- [{resource, field, ids}]: rows that pointed at the other one
    moved         jsonb not null,
    -- {field: {from, to}}: values that the survivor took from the other one
    taken         jsonb not null,
    -- shares that went over to the survivor
    share_ids     uuid[] not null,
    change_set_id uuid not null,
    subject_id    uuid,
    at            timestamptz not null default now(),
    undone_at     timestamptz,
    undone_by_change_set uuid,
    constraint record_merge_pkey primary key (id)
);
-- where an old id leads; a record is merged into one at a time
create unique index record_merge_other_id_key on auth.record_merge (other_id) where undone_at is null;
create index record_merge_survivor_id_idx on auth.record_merge (survivor_id);
-- api.change_set_undo: was this a merge, or the taking apart of one?
create index record_merge_change_set_id_idx on auth.record_merge (change_set_id);
create index record_merge_undone_by_change_set_idx on auth.record_merge (undone_by_change_set) where undone_by_change_set is not null;

-- Where an id that is in no use any more leads, at the end of all merges: read beside every record by its id.
create table auth.merged (
    other_id    uuid not null,
    survivor_id uuid not null,
    constraint merged_pkey primary key (other_id)
);
