-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Masked fields and what opens them: ID and bank numbers, exact look-up of telephone numbers, how often a person
-- may reveal, and which ready roles see what.

alter table app.contact add column id_number text;
alter table app.account add column bank_name text, add column bank_account text;

-- A telephone number as it is compared, however it was written: full-width digits, separators, extensions and +86
-- do not count; null where there are too few digits to be one. Each step stands once, so that it is inlined.
create function meta.phone_key(number text) returns text
language sql immutable parallel safe
return nullif(regexp_replace(                                        -- too short
    regexp_replace(                                                  -- 00 49 30 … is +49 30 …
        regexp_replace(                                              -- +86 574 8765 4321 is 0574 8765 4321
            regexp_replace(                                          -- 86 138 0057 1234, +86 400 …
                regexp_replace(                                      -- separators
                    regexp_replace(                                  -- 0574-87654321-802
                        regexp_replace(                              -- 87654321 转 802, ext. 802
                            translate(number, '０１２３４５６７８９＋－（）　＃，；．ＥＸＴｅｘｔ', '0123456789+-() #,;.EXText'),
                            '(转|轉|分机|分機|內線|内线|ext|x|#|,|;).*$', '', 'i'),
                        '^((\+|00)?86[- ]?)?(\(?0?\d{2,3}\)?[- ]?\d{7,8})-\d{1,6}\s*$', '\1\3'),
                    '[^0-9+]|(?<=.)\+', '', 'g'),
                '^(\+|00)?86(?=1[3-9]\d{9}$)|^(\+|00)86(?=[48]00\d{7}$)', ''),
            '^(\+|00)860?', '0'),
        '^00(?=[1-9])', '+'),
    '^\+?\d{0,4}$', ''), '');
-- an index is kept as whoever writes
grant execute on function meta.phone_key(text) to guanxi_read, guanxi_api, guanxi_worker;

-- The index for exact look-up of one column; meta.publish asks for it for every field of type phone.
create procedure meta.add_phone(target regclass, column_name text)
language plpgsql as $$
begin
    execute format('create index if not exists %I on %s (meta.phone_key(%I)) where deleted_at is null',
                   (select relname from pg_class where oid = target) || '_' || column_name || '_phone_idx', target, column_name);
end
$$;
call meta.add_phone('app.account', 'phone');
call meta.add_phone('app.contact', 'mobile');
call meta.add_phone('app.contact', 'phone');
call meta.add_phone('app."user"', 'phone');

-- How often a person may do what is limited: the one place to change it.
create table auth.allowance (
    action   text primary key,
    per_hour int not null check (per_hour > 0)
);
insert into auth.allowance (action, per_hour) values ('reveal', 60), ('phone_lookup', 120);
-- auth.take_turn: what a person did of one kind in the last hour
create index event_subject_id_kind_at_idx on audit.event (subject_id, kind, at desc);

-- Ready roles. Whoever has masks of the company's own on a resource gets no right to lift them.
update auth.role_resource x set operations = x.operations || v.operations
  from (select r.id, o.resource, array_agg(v.operation) as operations
          from (values
            ('{boss,sales_director,regional_manager,salesperson,sales_assistant,telesales,admin}'::text[],
             '{account,contact}'::text[], 'reveal'),
            ('{boss,admin}', '{user}', 'reveal'),
            ('{boss,sales_director,regional_manager,salesperson,sales_assistant,telesales,marketing,customer_service,service_engineer,purchasing,finance,admin}',
             '{account,contact}', 'lookup'),
            ('{boss,finance,admin}', '{user}', 'lookup')) v (roles, resources, operation)
          join app.role r on r.is_builtin and r.key = any (v.roles)
         cross join lateral unnest(v.resources) o (resource)
         group by r.id, o.resource) v
 where x.role_id = v.id and x.resource = v.resource
   and not exists (select from auth.role_field f where f.role_id = x.role_id and f.resource = x.resource and f."right" = 'mask');

-- Telesales and marketing know numbers by sight; where the company has arranged the fields itself, it stays so.
insert into auth.role_field (role_id, resource, field, "right")
select r.id, v.resource, v.field, 'mask'
  from (values ('account', 'phone'), ('account', 'email'),
               ('contact', 'mobile'), ('contact', 'phone'), ('contact', 'email')) v (resource, field)
  join app.role r on r.key in ('telesales', 'marketing') and r.is_builtin
  join auth.role_resource x on x.role_id = r.id and x.resource = v.resource
 where not exists (select from auth.role_field f where f.role_id = r.id and f.resource = v.resource)
on conflict (role_id, resource, field) do nothing;

-- ID and bank numbers are hidden from who is not named here.
insert into auth.role_field (role_id, resource, field, "right")
select r.id, v.resource, v.field, v."right"
  from (values
    ('{boss,sales_director,sales_assistant,admin}'::text[], 'contact', 'id_number', 'write'),
    ('{regional_manager,salesperson}', 'contact', 'id_number', 'mask'),
    ('{boss,sales_director,sales_assistant,purchasing,admin}', 'account', 'bank_account', 'write'),
    ('{finance}', 'account', 'bank_account', 'read'),
    ('{regional_manager,salesperson}', 'account', 'bank_account', 'mask')) v (roles, resource, field, "right")
  join app.role r on r.key = any (v.roles) and r.is_builtin
on conflict (role_id, resource, field) do nothing;
