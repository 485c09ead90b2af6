-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Our own addresses: printed as the sender of letters, later on quotes and contracts.

create table app.office (
    id         uuid not null default meta.uuid_v7(),
    name       text not null,
    province   text,
    city       text,
    district   text,
    address    text,
    postcode   text,
    country    text,
    phone      text,
    is_default boolean not null default false,
    constraint office_pkey primary key (id)
);
call meta.add_standard('app.office', false);
call meta.add_search('app.office');
call meta.add_phone('app.office', 'phone');
comment on table app.office is 'An address of our own company';

insert into auth.role_resource (role_id, resource, read_scope, write_scope, operations)
select r.id, 'office', 'all', 'all', '{create,update,delete,restore,export,import,bulk,history}'
  from app.role r where r.key in ('boss', 'admin')
on conflict (role_id, resource) do nothing;
