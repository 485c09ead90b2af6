-- SPDX-License-Identifier: AGPL-3.0-or-later
-- What hung on a record and was carried over to another one by a change set, so that its undo brings it back, whoever's it is.

create table auth.carried (
    change_set_id uuid not null,
    resource      text not null,
    record_id     uuid not null,
    from_resource text not null,
    from_id       uuid not null,
    to_resource   text not null,
    to_id         uuid not null,
    constraint carried_pkey primary key (change_set_id, resource, record_id)
);
comment on table auth.carried is 'Activities, notes and the like that a conversion moved; moved back by meta.carry_back';
