-- SPDX-License-Identifier: AGPL-3.0-or-later
-- From where and when a role may be used, and sessions in which an administrator looks through somebody's eyes.
alter table app.role
    add column allowed_networks text[],
    add column allowed_days     text[],
    add column allowed_from     text,
    add column allowed_to       text,
    add constraint role_allowed_to_check check ((allowed_from is null) = (allowed_to is null));

-- actor_id: who looks; user_id: through whose eyes.
alter table auth.session drop constraint session_kind_check,
    add constraint session_kind_check check (kind in ('session', 'api_key', 'view_as')),
    add column actor_id uuid references app."user" (id) on delete cascade,
    add constraint session_actor_id_check check ((kind = 'view_as') = (actor_id is not null));

-- Administrators may look through somebody's eyes.
update auth.role_resource x set operations = x.operations || '{view_as}'
  from app.role r where r.id = x.role_id and r.key = 'admin' and x.resource = 'user' and not 'view_as' = any (x.operations);
