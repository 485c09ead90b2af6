-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Fields that administrators add to resources. A row here is a definition; its column in the resource's table is made
-- by job.publish_fields, under the log-in guanxi_publisher.

-- A field's name is its column's name, given once: nothing that people type ever names a column.
create sequence app.custom_field_name_seq;

create table app.custom_field (
    id            uuid not null default meta.uuid_v7(),
    name          text,
    resource      text not null,
    type          text not null,
    label_zh      text not null,
    label_en      text not null,
    label_tw      text,
    description   text,
    "position"    bigint not null default 0,
    is_active     boolean not null default true,
    is_required   boolean not null default false,
    is_unique     boolean not null default false,
    is_searched   boolean not null default false,
    target        text,
    choices       jsonb,
    min_value     numeric(20,8),
    max_value     numeric(20,8),
    pattern       text,
    default_value text,
    state         text not null default 'publishing',
    published_at  timestamptz,
    constraint custom_field_pkey primary key (id),
    constraint custom_field_name_key unique (name),
    constraint custom_field_name_check check (name ~ '^cf_[0-9]{1,9}(_id)?$'),
    constraint custom_field_state_check check (state in ('publishing', 'published', 'failed'))
);
call meta.add_standard('app.custom_field', false);
call meta.add_search('app.custom_field');
-- the fields of a resource
create index custom_field_resource_idx on app.custom_field (resource, "position", id) where deleted_at is null;
comment on table app.custom_field is 'Fields that administrators added to resources';

insert into auth.role_resource (role_id, resource, read_scope, write_scope, operations)
select r.id, 'custom_field', 'all', 'all', '{create,update,delete,restore,history}'
  from app.role r where r.key = 'admin';
