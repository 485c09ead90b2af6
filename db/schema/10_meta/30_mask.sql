-- SPDX-License-Identifier: AGPL-3.0-or-later
-- What is left of a value that a person may recognise but not read. SQL text over a column, so that a list pays
-- nothing for columns that are not masked. A mask has one length whatever the value has, and shows nothing of
-- values so short that the rest could be guessed. The kinds are those of openapi/schema/resource.schema.json; a
-- field without one shows only that there is a value.

-- Stars and the last four of at least eight characters.
create function meta.mask_end_sql(expression text) returns text language sql immutable
return format('case when length(%1$s) >= 8 then ''****'' || right(%1$s, 4) when %1$s is not null then ''****'' end', expression);

-- 138****5678, ****4321
create function meta.mask_phone_sql(expression text) returns text language sql immutable
return format('case when %1$s ~ ''^(86)?1[3-9][0-9]{9}$'' then substr(right(%1$s, 11), 1, 3) || ''****'' || right(%1$s, 4) else %2$s end',
              format('regexp_replace(%s, ''[^0-9]'', '''', ''g'')', expression),
              meta.mask_end_sql(format('regexp_replace(%s, ''[^0-9]'', '''', ''g'')', expression)));

-- z***@haiyue.example
create function meta.mask_email_sql(expression text) returns text language sql immutable
return format('case when %1$s ~ ''^[^@]{3,}@'' then left(%1$s, 1) || ''***@'' || split_part(%1$s, ''@'', -1)'
    || ' when %1$s like ''%%@%%'' then ''***@'' || split_part(%1$s, ''@'', -1) when %1$s is not null then ''***'' end', expression);

create function meta.mask_sql(kind text, field_type text, expression text) returns text language sql immutable
return case
    when meta.pg_type(field_type) <> 'text' then format('null::%s', meta.pg_type(field_type))
    when kind = 'phone' then meta.mask_phone_sql(expression)
    when kind = 'email' then meta.mask_email_sql(expression)
    when kind in ('id_number', 'bank_account') then meta.mask_end_sql(expression)
    when kind = 'name' then
        format('case when length(%1$s) > 1 then left(%1$s, 1) || ''**'' when %1$s is not null then ''**'' end', expression)
    else format('case when %s is not null then ''****'' end', expression)
end;
