-- SPDX-License-Identifier: AGPL-3.0-or-later
-- What an administrator may define. Raises "pointer|code|text", which people see beside the field.

create function meta.refuse_field(pointer text, code text, message text) returns void language plpgsql volatile as $$
begin
    raise exception using errcode = 'GX422', message = format('/%s|%s|%s', pointer, code, message);
end
$$;

-- A built-in definition of a type: filters, sort, group, schema, limit.
create function meta.type_facts(type text) returns jsonb language sql stable as $$
    select body::jsonb #> array['types', type] from meta.document where name = 'catalog_built'
$$;

create function meta.check_choices(f app.custom_field, published jsonb) returns void language plpgsql volatile as $$
begin
    if f.type not in ('choice', 'multi_choice') then
        if f.choices is not null then
            perform meta.refuse_field('choices', 'invalid', 'Only choices have them');
        end if;
        return;
    end if;
    if jsonb_typeof(f.choices) is distinct from 'array' or jsonb_array_length(f.choices) not between 1 and 200 then
        perform meta.refuse_field('choices', 'invalid', 'A list of 1 to 200 choices');
    end if;
    if exists (select from jsonb_array_elements(f.choices) c
                where jsonb_typeof(c) <> 'object' or c - array['value', 'label'] <> '{}'
                   or jsonb_typeof(c -> 'value') is distinct from 'string'
                   or c ->> 'value' !~ '^[A-Za-z][A-Za-z0-9_-]{0,39}$'
                   or jsonb_typeof(c -> 'label') is distinct from 'object'
                   or (c -> 'label') - array['zh-CN', 'zh-TW', 'en'] <> '{}'
                   or coalesce(c #>> '{label,zh-CN}', '') !~ '^.{1,60}$' or coalesce(c #>> '{label,en}', '') !~ '^.{1,60}$'
                   or length(coalesce(c #>> '{label,zh-TW}', '')) > 60) then
        perform meta.refuse_field('choices', 'invalid', 'Each choice has a value of Latin letters, digits, _ and -, and labels zh-CN and en');
    end if;
    if (select count(distinct c ->> 'value') from jsonb_array_elements(f.choices) c) < jsonb_array_length(f.choices) then
        perform meta.refuse_field('choices', 'invalid', 'Each value once');
    end if;
    if exists (select from jsonb_array_elements(published) o
                where not exists (select from jsonb_array_elements(f.choices) c where c ->> 'value' = o ->> 'value')) then
        perform meta.refuse_field('choices', 'invalid', 'A published choice stays, because records may carry it');
    end if;
end
$$;

create function meta.check_limits(f app.custom_field) returns void language plpgsql volatile as $$
declare
    facts jsonb := meta.type_facts(f.type);
    is_number boolean := coalesce((facts ->> 'measure')::boolean, false);
begin
    if f.min_value is not null and not is_number then
        perform meta.refuse_field('min_value', 'invalid', 'Only numbers have a smallest value');
    end if;
    if f.max_value is not null and not is_number and not (facts ? 'limit' and f.max_value between 1 and (facts ->> 'limit')::int
                                                          and f.max_value = trunc(f.max_value)) then
        perform meta.refuse_field('max_value', 'invalid', 'Not a length that this type can have');
    end if;
    if f.type = 'integer' and (f.min_value <> trunc(f.min_value) or f.max_value <> trunc(f.max_value)) then
        perform meta.refuse_field('max_value', 'invalid', 'Whole numbers');
    end if;
    if f.min_value > f.max_value then
        perform meta.refuse_field('max_value', 'invalid', 'Not below the smallest value');
    end if;
    if f.pattern is null then
        return;
    end if;
    -- No groups that repeat, no look-around, no back reference: what is left cannot run away.
    if f.type <> 'text' or f.pattern ~ '[(|\\]' or not (f.pattern like '^%' and f.pattern like '%$') then
        perform meta.refuse_field('pattern', 'invalid', 'For texts; from ^ to $, of characters, [classes] and {counts}');
    end if;
    begin
        perform '' ~ f.pattern;
    exception when invalid_regular_expression then
        perform meta.refuse_field('pattern', 'invalid', 'Not a regular expression');
    end;
end
$$;

create function meta.check_default(f app.custom_field) returns void language plpgsql volatile as $$
declare
    v text := f.default_value;
    fits boolean;
begin
    fits := case when v is null then true
        when f.is_unique then false
        when f.type = 'boolean' then v in ('true', 'false')
        when f.type = 'choice' then exists (select from jsonb_array_elements(f.choices) c where c ->> 'value' = v)
        when f.type = 'text' then length(v) <= coalesce(f.max_value, 500) and (f.pattern is null or v ~ f.pattern)
        when f.type = 'integer' and v ~ '^-?(0|[1-9][0-9]{0,14})$'
            then v::numeric >= coalesce(f.min_value, v::numeric) and v::numeric <= coalesce(f.max_value, v::numeric)
        when f.type in ('decimal', 'money') and v ~ '^-?[0-9]{1,12}([.][0-9]{1,4})?$' or f.type = 'percent' and v ~ '^-?[0-9]{1,5}([.][0-9]{1,4})?$'
            then v::numeric >= coalesce(f.min_value, v::numeric) and v::numeric <= coalesce(f.max_value, v::numeric)
        else false end;
    if not fits then
        perform meta.refuse_field('default_value', 'invalid', 'Not a value that the field would accept, or a type without a default');
    end if;
end
$$;

create function meta.check_custom_field(f app.custom_field, published jsonb) returns void language plpgsql volatile as $$
begin
    if not exists (select from meta.resource r where r.name = f.resource and not r.is_retired and (r.definition ->> 'custom_fields')::boolean) then
        perform meta.refuse_field('resource', 'invalid', 'This resource takes no fields');
    end if;
    if (f.type = 'reference') is distinct from (f.target is not null) then
        perform meta.refuse_field('target', 'invalid', 'References have a target, others have none');
    end if;
    if f.target is not null and not exists (select from meta.resource r where r.name = f.target and not r.is_retired and r.access in ('owned', 'public_read')) then
        perform meta.refuse_field('target', 'invalid', 'Nothing that a field can refer to');
    end if;
    if f.is_searched and f.type not in ('text', 'phone', 'email') then
        perform meta.refuse_field('is_searched', 'invalid', 'Only short texts are searched');
    end if;
    if f.is_unique and f.type not in ('text', 'integer', 'phone', 'email', 'url') then
        perform meta.refuse_field('is_unique', 'invalid', 'Not for this type');
    end if;
    perform meta.check_choices(f, published);
    perform meta.check_limits(f);
    perform meta.check_default(f);
end
$$;
