-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Bank accounts: from and to which an account pays; it may have several.

create table app.bank_account (
    id          uuid not null default meta.uuid_v7(),
    account_id  uuid not null,
    name        text not null,
    kind        text not null default 'basic',
    bank_name   text not null,
    bank_code   text,
    account_no  text,
    currency    text default 'CNY',
    is_default  boolean default false,
    description text,
    constraint bank_account_pkey primary key (id),
    constraint bank_account_account_id_fkey foreign key (account_id) references app.account (id),
    constraint bank_account_kind_check check (kind in ('basic', 'general', 'special', 'person'))
);
call meta.add_standard('app.bank_account', false);
call meta.add_search('app.bank_account');
-- the bank accounts of an account; purge of the account
create index bank_account_account_id_idx on app.bank_account (account_id, created_at desc, id desc);
comment on table app.bank_account is 'A bank account of a customer or supplier';

-- The number is seen by whom that of the account is.
insert into auth.role_field (role_id, resource, field, "right")
select f.role_id, 'bank_account', 'account_no', f."right"
  from auth.role_field f where f.resource = 'account' and f.field = 'bank_account'
on conflict (role_id, resource, field) do nothing;
