-- SPDX-License-Identifier: AGPL-3.0-or-later
-- 线索转化, the values: what of a lead goes into which field of what it becomes. Internal: they check nothing but fields.

-- A mobile number of China goes where a person's mobile number belongs, any other one into his office.
create function app.lead_fields(l app.lead) returns table (target text, field text, lead_field text) language sql stable as $$
    select * from (values
        ('account', 'name', 'company'), ('account', 'phone', 'phone'), ('account', 'email', 'email'), ('account', 'website', 'website'),
        ('account', 'source', 'source'), ('account', 'industry', 'industry'), ('account', 'territory_id', 'territory_id'),
        ('account', 'partner_id', 'partner_id'), ('account', 'province', 'province'), ('account', 'city', 'city'),
        ('account', 'address', 'address'), ('account', 'tags', 'tags'), ('account', 'description', 'demand'),
        ('account', 'next_step', 'next_step'), ('account', 'next_step_on', 'next_step_on'),
        ('contact', 'name', 'name'), ('contact', 'job_title', 'job_title'),
        ('contact', case when meta.phone_key(l.phone) ~ '^1[3-9][0-9]{9}$' then 'mobile' else 'phone' end, 'phone'),
        ('contact', 'email', 'email'), ('contact', 'wechat', 'wechat'), ('contact', 'province', 'province'), ('contact', 'city', 'city'),
        ('contact', 'address', 'address'), ('contact', 'tags', 'tags'),
        ('opportunity', 'name', 'title'), ('opportunity', 'product_id', 'product_id'), ('opportunity', 'amount', 'budget'),
        ('opportunity', 'currency', 'currency'), ('opportunity', 'source', 'source'), ('opportunity', 'tags', 'tags'),
        ('opportunity', 'description', 'demand'), ('opportunity', 'next_step', 'next_step'), ('opportunity', 'next_step_on', 'next_step_on')
    ) x (target, field, lead_field)
$$;

-- May the subject do this with the field of a record that he writes?
create function meta.may_write(of_resource text, operation text, field text) returns boolean language sql stable as $$
    select exists (select from auth.subject s
                     join auth.right_set rs on rs.right_set_id = s.right_set_id and rs.resource = of_resource
                     join meta.fields(of_resource) f on f.name = field and f.is_writable
                    where s.user_id = meta.subject_id() and operation = any (rs.operations)
                      and auth.has_bit(rs.writable1, rs.writable2, f.pos))
$$;

-- Values for one of the three. What the person reads here and may write there goes as if he typed it. is_unread: what he
-- reads on neither side goes along unread, a masked number for one; all else would tell or write what he may not.
create function app.lead_values(l app.lead, into_resource text, is_unread boolean) returns jsonb language sql stable as $$
    select coalesce(jsonb_object_agg(x.field, case
               when x.target = 'opportunity' and x.field = 'source' and not exists (
                    select from meta.field f, jsonb_array_elements(f.definition -> 'choices') c
                     where f.resource = 'opportunity' and f.name = 'source' and c ->> 'value' = l.source) then '"other"' else v.value end), '{}')
      from app.lead_fields(l) x
     cross join lateral (select to_jsonb(l) -> x.lead_field as value) v
     where x.target = into_resource and v.value <> 'null'
       and case when is_unread then not meta.may_read('lead', x.lead_field) and not meta.may_read(x.target, x.field)
                else meta.may_read('lead', x.lead_field) and meta.may_write(x.target, 'create', x.field) end
$$;
