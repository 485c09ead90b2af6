-- SPDX-License-Identifier: AGPL-3.0-or-later
-- The organisation: departments (a tree), roles (bundles of rights), users. Secrets of users are in schema auth.

create table app.department (
    id          uuid not null default meta.uuid_v7(),
    name        text not null,
    parent_id   uuid,
    manager_id  uuid,
    position    int not null default 0,
    description text,
    constraint department_pkey primary key (id),
    constraint department_parent_id_fkey foreign key (parent_id) references app.department (id),
    constraint department_parent_id_check check (parent_id is distinct from id)
);
call meta.add_standard('app.department', false);
call meta.add_search('app.department');
-- subtree walks
create index department_parent_id_idx on app.department (parent_id);

-- key names a ready role for programs; it is no field of the resource.
create table app.role (
    id          uuid not null default meta.uuid_v7(),
    key         text,
    name        text not null,
    kind        text not null default 'staff' check (kind in ('staff', 'service', 'portal')),
    position    int not null default 0,
    is_builtin  boolean not null default false,
    description text,
    constraint role_pkey primary key (id),
    constraint role_key_key unique (key)
);
call meta.add_standard('app.role', false);
call meta.add_search('app.role');
create unique index role_name_key on app.role (name) where deleted_at is null;

create table app."user" (
    id            uuid not null default meta.uuid_v7(),
    name          text not null,
    username      text,
    employee_no   text,
    job_title     text,
    department_id uuid,
    manager_id    uuid,
    role_ids      uuid[],
    email         text,
    phone         text,
    kind          text not null default 'staff' check (kind in ('staff', 'service', 'portal')),
    locale        text not null default 'zh-CN',
    time_zone     text not null default 'Asia/Shanghai',
    is_active     boolean not null default true,
    last_login_at timestamptz,
    constraint user_pkey primary key (id),
    constraint user_department_id_fkey foreign key (department_id) references app.department (id),
    constraint user_manager_id_fkey foreign key (manager_id) references app."user" (id),
    constraint user_manager_id_check check (manager_id is distinct from id)
);
call meta.add_standard('app."user"', false);
call meta.add_search('app."user"');
-- A deleted person keeps the user name: it must not pass to somebody else and collide at restore.
create unique index user_username_key on app."user" (lower(username));
create unique index user_employee_no_key on app."user" (employee_no) where deleted_at is null;
-- subordinates, transitively
create index user_manager_id_idx on app."user" (manager_id);
create index user_department_id_idx on app."user" (department_id);
-- who holds a role
create index user_role_ids_idx on app."user" using gin (role_ids);

alter table app.department
    add constraint department_manager_id_fkey foreign key (manager_id) references app."user" (id);
create index department_manager_id_idx on app.department (manager_id);
