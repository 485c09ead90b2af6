-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Secrets, sessions, and what people may do. No view of schema api shows a secret.

create table auth.credential (
    user_id             uuid primary key references app."user" (id) on delete cascade,
    password_hash       text,
    password_changed_at timestamptz,
    totp_secret         bytea,
    totp_last_step      bigint,
    totp_confirmed_at   timestamptz
);

-- A log-in on one device, or an API key (kind api_key, then id is the key's id): both are looked up by id.
create table auth.session (
    id           uuid primary key default meta.uuid_v7(),
    user_id      uuid not null references app."user" (id) on delete cascade,
    kind         text not null default 'session' check (kind in ('session', 'api_key')),
    aud          text not null default 'staff',
    created_at   timestamptz not null default now(),
    last_seen_at timestamptz not null default now(),
    expires_at   timestamptz not null,
    revoked_at   timestamptz,
    ip           text,
    user_agent   text
);
create index session_user_id_idx on auth.session (user_id) where revoked_at is null;

-- Refresh tokens by hash. A used one stays, so that its second use is seen as theft.
create table auth.refresh (
    hash       bytea primary key,
    session_id uuid not null references auth.session (id) on delete cascade,
    created_at timestamptz not null default now(),
    used_at    timestamptz
);
create index refresh_session_id_idx on auth.refresh (session_id);

create table auth.api_key (
    id           uuid primary key references auth.session (id) on delete cascade,
    name         text not null,
    hash         bytea not null unique,
    created_by   uuid
);

create table auth.reset_token (
    hash       bytea primary key,
    user_id    uuid not null references app."user" (id) on delete cascade,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    used_at    timestamptz
);

create table auth.login_attempt (
    id         bigint generated always as identity primary key,
    at         timestamptz not null default clock_timestamp(),
    username   text not null,
    ip         text,
    user_agent text,
    user_id    uuid,
    ok         boolean not null,
    reason     text
);
-- throttle: failures of a name, of an address, lately
create index login_attempt_username_at_idx on auth.login_attempt (username, at desc);
create index login_attempt_ip_at_idx on auth.login_attempt (ip, at desc) where not ok;

create table auth.idempotency (
    user_id    uuid not null,
    route      text not null,
    key        text not null,
    body_hash  text not null,
    status     int,
    headers    jsonb,
    body       text,
    created_at timestamptz not null default now(),
    primary key (user_id, route, key)
);
create index idempotency_created_at_idx on auth.idempotency (created_at);

-- Rights as people set them: a resource that is not listed is closed.
create table auth.role_resource (
    role_id     uuid not null references app.role (id) on delete cascade,
    resource    text not null,
    read_scope  text not null default 'none',
    write_scope text not null default 'none',
    operations  text[] not null default '{}',
    primary key (role_id, resource),
    constraint role_resource_read_scope_check
        check (read_scope in ('none', 'own', 'subordinates', 'department', 'subtree', 'territory', 'all')),
    constraint role_resource_write_scope_check
        check (write_scope in ('none', 'own', 'subordinates', 'department', 'subtree', 'territory', 'all'))
);

-- A field that is not listed may be written (a sensitive one: is hidden).
create table auth.role_field (
    role_id  uuid not null references app.role (id) on delete cascade,
    resource text not null,
    field    text not null,
    "right"  text not null check ("right" in ('none', 'read', 'mask', 'write')),
    primary key (role_id, resource, field)
);

-- Rights as views read them: one row per distinct combination of roles and resource.
create table auth.right_set_key (
    right_set_id int generated always as identity primary key,
    role_ids     uuid[] not null unique
);

create table auth.right_set (
    right_set_id int not null references auth.right_set_key on delete cascade,
    resource     text not null,
    read_scope   int not null,
    write_scope  int not null,
    readable1    bigint not null,
    readable2    bigint not null,
    writable1    bigint not null,
    writable2    bigint not null,
    masked1      bigint not null,
    masked2      bigint not null,
    operations   text[] not null,
    plan_class   text not null,
    primary key (right_set_id, resource)
);

create sequence auth.rights_gen_seq;

-- One row per user: everything that a row scope needs to know about the person who asks.
create table auth.subject (
    user_id         uuid primary key,
    department_ids  uuid[] not null default '{}',
    subtree_ids     uuid[] not null default '{}',
    subordinate_ids uuid[] not null default '{}',
    territory_ids   uuid[] not null default '{}',
    partner_id      uuid,
    right_set_id    int not null references auth.right_set_key,
    rights_gen      bigint not null,
    kind            text not null
);
create index subject_right_set_id_idx on auth.subject (right_set_id);
