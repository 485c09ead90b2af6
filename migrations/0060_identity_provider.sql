-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Where people prove who they are outside of this system: OpenID Connect providers and LDAP directories, and which
-- groups there give which roles here. Secrets, links and log-ins under way are in schema auth.

create table app.identity_provider (
    id                    uuid not null default meta.uuid_v7(),
    name                  text not null,
    kind                  text not null,
    label                 text,
    position              int not null default 0,
    is_active             boolean not null default false,
    issuer                text,
    client_id             text,
    scopes                text default 'openid email profile',
    url                   text,
    bind_dn               text,
    base_dn               text,
    user_filter           text,
    subject_attribute     text,
    ca_certificate        text,
    username_claim        text,
    email_claim           text,
    name_claim            text,
    group_claim           text,
    match_by              text not null default 'none',
    create_users          boolean not null default false,
    user_kind             text not null default 'staff',
    default_role_ids      uuid[],
    default_department_id uuid,
    has_secret            boolean not null default false,
    constraint identity_provider_pkey primary key (id),
    constraint identity_provider_default_department_id_fkey foreign key (default_department_id) references app.department (id),
    constraint identity_provider_kind_check check (kind in ('oidc', 'ldap')),
    constraint identity_provider_match_by_check check (match_by in ('none', 'username', 'email')),
    constraint identity_provider_user_kind_check check (user_kind in ('staff', 'portal'))
);
call meta.add_standard('app.identity_provider', false);
call meta.add_search('app.identity_provider');
create unique index identity_provider_name_key on app.identity_provider (name) where deleted_at is null;
create index identity_provider_default_department_id_idx on app.identity_provider (default_department_id);
comment on table app.identity_provider is 'An OpenID Connect provider or LDAP directory that vouches for people';
comment on column app.identity_provider.has_secret is 'Kept by api.provider_secret_set';

create table app.identity_group (
    id          uuid not null default meta.uuid_v7(),
    provider_id uuid not null,
    name        text not null,
    role_id     uuid not null,
    description text,
    constraint identity_group_pkey primary key (id),
    constraint identity_group_provider_id_fkey foreign key (provider_id) references app.identity_provider (id) on delete cascade,
    constraint identity_group_role_id_fkey foreign key (role_id) references app.role (id)
);
call meta.add_standard('app.identity_group', false);
call meta.add_search('app.identity_group');
-- roles of a person's groups
create index identity_group_provider_id_name_idx on app.identity_group (provider_id, name) where deleted_at is null;
create index identity_group_role_id_idx on app.identity_group (role_id);
comment on table app.identity_group is 'A group at a provider that gives a role here';

-- Client secret or bind password, sealed with box.key by the service.
create table auth.provider_secret (
    provider_id uuid primary key references app.identity_provider (id) on delete cascade,
    sealed      bytea not null,
    set_at      timestamptz not null default now()
);

-- Who is who: a name at a provider (its subject, which never changes) belongs to one person, and he has one there.
create table auth.identity (
    id            uuid primary key default meta.uuid_v7(),
    provider_id   uuid not null references app.identity_provider (id) on delete cascade,
    subject       text not null,
    user_id       uuid not null references app."user" (id) on delete cascade,
    label         text,
    created_at    timestamptz not null default now(),
    last_login_at timestamptz,
    constraint identity_provider_id_subject_key unique (provider_id, subject),
    constraint identity_provider_id_user_id_key unique (provider_id, user_id)
);
-- links of one person
create index identity_user_id_idx on auth.identity (user_id);

-- A log-in at a provider under way: state and the browser's own secret by hash, once, ten minutes. user_id: the
-- provider has answered, only the one-time code is still to come.
create table auth.sso_attempt (
    hash         bytea primary key,
    binding      bytea not null,
    provider_id  uuid not null references app.identity_provider (id) on delete cascade,
    ip           text,
    link_user_id uuid references app."user" (id) on delete cascade,
    user_id      uuid references app."user" (id) on delete cascade,
    created_at   timestamptz not null default now(),
    expires_at   timestamptz not null default now() + interval '10 minutes',
    used_at      timestamptz
);
-- how many an address has begun lately
create index sso_attempt_ip_created_at_idx on auth.sso_attempt (ip, created_at);

-- Whoever may give roles arranges where people come from.
insert into auth.role_resource (role_id, resource, read_scope, write_scope, operations)
select r.id, x.resource, 'all', 'all', '{create,update,delete,restore,history}'
  from app.role r cross join unnest('{identity_provider,identity_group}'::text[]) x (resource)
 where r.key = 'admin'
on conflict (role_id, resource) do nothing;
