-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Invoice titles: in whose name an account is invoiced; an account may have several.

create table app.invoice_title (
    id           uuid not null default meta.uuid_v7(),
    account_id   uuid not null,
    name         text not null,
    kind         text not null default 'company',
    tax_no       text,
    address      text,
    phone        text,
    bank_name    text,
    bank_account text,
    email        text,
    is_default   boolean default false,
    description  text,
    constraint invoice_title_pkey primary key (id),
    constraint invoice_title_account_id_fkey foreign key (account_id) references app.account (id),
    constraint invoice_title_kind_check check (kind in ('company', 'government', 'person'))
);
call meta.add_standard('app.invoice_title', false);
call meta.add_search('app.invoice_title');
call meta.add_phone('app.invoice_title', 'phone');
-- the titles of an account; purge of the account
create index invoice_title_account_id_idx on app.invoice_title (account_id, created_at desc, id desc);
comment on table app.invoice_title is 'Name, tax number and bank under which an account is invoiced';

-- Its bank number is seen by whom that of the account is.
insert into auth.role_field (role_id, resource, field, "right")
select f.role_id, 'invoice_title', 'bank_account', f."right"
  from auth.role_field f where f.resource = 'account' and f.field = 'bank_account'
on conflict (role_id, resource, field) do nothing;
