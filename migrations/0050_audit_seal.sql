-- SPDX-License-Identifier: AGPL-3.0-or-later
-- The audit becomes provable: its rows carry the transaction that wrote them, so that the worker can seal whatever no
-- running transaction can still add to, in batches that are chained by their hashes. Nobody waits for a seal.

-- One default for all rows that are there: they count as written by this migration and are sealed first.
alter table audit.history add column xid xid8 not null default pg_current_xact_id();
alter table audit.event
    add column xid xid8 not null default pg_current_xact_id(),
    add column ip  text;
-- Where a change came from is kept once per change set, not per row. The number is what seals name it by.
alter table audit.change_set
    add column xid        xid8 not null default pg_current_xact_id(),
    add column no         bigint generated always as identity,
    add column request_id text,
    add column session_id uuid;

-- sealing: the next rows in order of their transactions
create index history_xid_idx on audit.history (xid, id);
create index event_xid_idx on audit.event (xid, id);
create index change_set_xid_idx on audit.change_set (xid, no);
-- verifying: the row that a seal names
create unique index change_set_no_idx on audit.change_set (no);

-- A batch of rows of one table. leaves: one SHA-256 per row, in the order of ids; records: which record each row is
-- about, so that a row that is gone can still be named. hash covers all of it and the hash before.
create table audit.seal (
    no         bigint primary key,
    source     text not null check (source in ('history', 'event', 'change_set')),
    first_id   bigint not null,
    last_id    bigint not null,
    row_count  int not null,
    ids        bigint[] not null,
    records    uuid[] not null,
    leaves     bytea not null,
    is_initial boolean not null,
    sealed_at  timestamptz not null,
    previous   bytea not null,
    hash       bytea not null
);
-- Hashes do not get smaller.
alter table audit.seal alter column leaves set storage external;

-- How far each table is sealed: everything at or before (xid, id), and every row up to base_id, whatever its xid: those
-- were written under another cluster's count of transactions (see audit.rebase). Rows of transactions up to start_xid
-- are older than the sealing itself.
create table audit.seal_position (
    source    text primary key check (source in ('history', 'event', 'change_set')),
    xid       xid8 not null default '0',
    id        bigint not null default 0,
    base_id   bigint not null default 0,
    start_xid xid8 not null default pg_current_xact_id()
);
insert into audit.seal_position (source) values ('history'), ('event'), ('change_set');

-- What search finds sealed rows by. The sealer fills it: three more indexes on audit.history itself made a write of a row
-- half as dear again (measured: 60 to 105 us), and a line that is some seconds old is early enough here.
create table audit.history_line (
    id         bigint not null,
    at         timestamptz not null,
    kind       text not null,
    resource   text not null,
    subject_id uuid,
    actor_id   uuid
);
-- newest first; of a person; of a resource; what was deleted; what somebody did as somebody else
create index history_line_at_idx on audit.history_line (at desc, id desc);
create index history_line_subject_id_at_idx on audit.history_line (subject_id, at desc, id desc);
create index history_line_resource_at_idx on audit.history_line (resource, at desc, id desc);
create index history_line_removed_at_idx on audit.history_line (at desc, id desc) where kind in ('delete', 'restore', 'purge');
create index history_line_actor_id_at_idx on audit.history_line (actor_id, at desc, id desc) where actor_id is distinct from subject_id;
-- search: one request
create index change_set_request_id_idx on audit.change_set (request_id) where request_id is not null;

-- search, as above
drop index audit.event_at_idx;
create index event_at_idx on audit.event (at desc, id desc);
create index event_kind_at_idx on audit.event (kind, at desc, id desc);
create index event_subject_id_at_idx on audit.event (subject_id, at desc, id desc);
create index event_actor_id_at_idx on audit.event (actor_id, at desc, id desc) where actor_id is distinct from subject_id;
create index event_resource_at_idx on audit.event (resource, at desc, id desc) where resource is not null;
create index event_record_id_at_idx on audit.event (record_id, at desc, id desc) where record_id is not null;
create index event_request_id_idx on audit.event (request_id) where request_id is not null;
create index event_ip_at_idx on audit.event (ip, at desc, id desc) where ip is not null;
