-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Alarm on unusual volume: what a person may do in a day before those who audit are told.

-- per_day: more than this always is unusual. times: more than this many of the person's own median of thirty days is,
-- too, once it is above floor_count; NULL looks at the day alone.
create table audit.alarm_rule (
    kind        text primary key check (kind in ('export', 'reveal', 'bulk', 'delete')),
    per_day     bigint not null check (per_day > 0),
    times       numeric(6,1) check (times >= 1),
    floor_count bigint not null default 0 check (floor_count >= 0),
    is_active   boolean not null default true
);
insert into audit.alarm_rule (kind, per_day, times, floor_count) values
    ('export', 20000, 5, 1000),
    ('reveal', 50, 5, 10),
    ('bulk', 5000, 10, 1000),
    ('delete', 500, 10, 100);

-- Records per person, kind and day (of the company's time zone); today's are counted again and again.
create table audit.volume (
    user_id    uuid not null,
    kind       text not null,
    day        date not null,
    count      bigint not null,
    alarmed_at timestamptz,
    primary key (user_id, kind, day)
);
