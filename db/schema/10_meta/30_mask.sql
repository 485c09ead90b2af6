-- SPDX-License-Identifier: AGPL-3.0-or-later
-- What is left of a value that a person may recognise but not read. SQL text over a column, so that a list
-- pays nothing for columns that are not masked.

create function meta.mask_sql(kind text, field_type text, expression text) returns text language sql immutable
return case
    when kind = 'email' then
        format('case when %1$s like ''%%@%%'' then ''***@'' || split_part(%1$s, ''@'', 2) when %1$s is not null then ''***'' end',
               expression)
    when meta.pg_type(field_type) = 'text' then
        format('case when length(%1$s) > 4 then ''***'' || right(%1$s, 4) when %1$s is not null then ''***'' end',
               expression)
    else format('null::%s', meta.pg_type(field_type))
end;
