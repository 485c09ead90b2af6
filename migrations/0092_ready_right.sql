-- SPDX-License-Identifier: AGPL-3.0-or-later
-- The ready state of the ready roles: what migrations gave them, kept apart from what people made of it, so that a
-- role can be compared with it and taken back to it. meta.load keeps it (auth.keep_ready_rights).

create table auth.ready_right (
    role_key text not null,
    resource text not null,
    -- as in the answer of GET /roles/{id}/rights
    rights   jsonb not null,
    primary key (role_key, resource)
);

-- Roles that people changed before this table was there: their state before the first change.
insert into auth.ready_right (role_key, resource, rights)
select r.key, d ->> 'resource', d
  from app.role r
  join lateral (select e.detail -> 'before' as rights from audit.event e
                 where e.kind = 'role_rights_changed' and e.record_id = r.id order by e.id limit 1) first on true
 cross join jsonb_array_elements(first.rights -> 'resources') d
 where r.key is not null;
