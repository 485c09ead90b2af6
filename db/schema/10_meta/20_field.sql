-- SPDX-License-Identifier: AGPL-3.0-or-later
-- What the published SQL is made of: the fields of a resource with their bits and columns.

create function meta.pg_type(field_type text) returns text language sql immutable
return case field_type
    when 'integer' then 'bigint'
    when 'decimal' then 'numeric(20,8)'
    when 'percent' then 'numeric(9,4)'
    when 'money' then 'numeric(20,4)'
    when 'boolean' then 'boolean'
    when 'date' then 'date'
    when 'datetime' then 'timestamptz'
    when 'multi_choice' then 'text[]'
    when 'reference' then 'uuid'
    when 'references' then 'uuid[]'
    when 'tags' then 'text[]'
    when 'json' then 'jsonb'
    else 'text'
end;

-- SQL text that is true when the field's bit is set in a word pair, as in rs.readable1, rs.readable2.
create function meta.bit_test(word text, pos int) returns text language sql immutable
return format('(%s%s & %s::bigint) <> 0', word, 1 + pos / 62, (1::bigint << (pos % 62))::text);

-- A field as publishing sees it. is_raw: readable by whoever sees the row. is_writable: a person may write it,
-- at create at least; is_updatable: afterwards too. default_text: the column's default as SQL.
drop type if exists meta.field_use cascade;
create type meta.field_use as (
    name text, column_name text, pos int, type text, mask text, is_raw boolean, is_sensitive boolean,
    is_search boolean, is_writable boolean, is_updatable boolean, refers_to text, default_text text
);

-- Standard fields, what ties a row to its parent, and the keys of row scopes are readable by whoever sees the row:
-- lists of scoped people are walked by them. So is the name that the server makes of other fields, and these.
create function meta.is_raw(f meta.field, r meta.resource) returns boolean language sql immutable
return f.is_system or f.name = coalesce(r.parent_field, '') or (r.access = 'owned' and f.name in ('territory_id', 'partner_id'))
    or (r.access = 'inherited_any' and f.name in ('parent_resource', 'parent_id'))
    or (r.definition -> 'name_from' <> '[]' and (f.name = r.name_field or r.definition -> 'name_from' ? f.name));

-- The fields of a resource that are in use, in order.
create function meta.fields(of_resource text) returns setof meta.field_use language sql stable as $$
    select f.name, f.column_name, f.position, f.type, f.mask, meta.is_raw(f, r), f.is_sensitive, f.is_search,
           not f.is_readonly and (not f.is_system or f.name = 'owner_id'),
           not f.is_readonly and not f.is_system and not f.is_write_once,
           f.refers_to,
           -- who works for a partner makes records of that partner
           case when f.name = 'partner_id' and r.access = 'owned'
                then '(select x.partner_id from auth.subject x where x.user_id = subject)'
                else pg_get_expr(d.adbin, d.adrelid) end
      from meta.field f
      join meta.resource r on r.name = f.resource
      join pg_attribute a on a.attrelid = ('app.' || quote_ident(f.resource))::regclass
                         and a.attname = f.column_name and not a.attisdropped
      left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
     where f.resource = of_resource and not f.is_retired
     order by f.ordinal
$$;

create function meta.has_column(of_resource text, column_name text) returns boolean language sql stable
return exists (select from pg_attribute
                where attrelid = ('app.' || quote_ident(of_resource))::regclass
                  and attname = column_name and not attisdropped);

-- Bits of the fields that a condition selects, as two words.
create function meta.words(positions int[], out word1 bigint, out word2 bigint) language sql immutable as $$
    select coalesce(bit_or(1::bigint << p) filter (where p < 62), 0),
           coalesce(bit_or(1::bigint << (p - 62)) filter (where p >= 62), 0)
      from unnest(positions) as p
$$;
