-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Duplicates, the writing side: what a record may be found by. A definition says which fields count (`match`); each
-- value becomes pieces, each piece with the field's name one hash in match_keys. Knows no resource.
--   name    a company's name without legal form, region and signs      near   the same, and with one of its first five
--                                                                             characters left out: who differs later, starts alike
--   sound   its 拼音                                                    start, end  its first and last four characters
--   person  a person's name with his company                           voice  its 拼音 with his company
--   phone, email, domain (not of free mailers), code                   as they are compared

-- Normal form, simplified, letters and digits only.
create function meta.match_fold(source text) returns text language sql stable parallel safe as $$
    select string_agg(coalesce(h.base, c.ch), '' order by c.at)
      from string_to_table(meta.search_fold(source, 200), null) with ordinality as c (ch, at)
      left join lateral (select x.base from meta.han as x where c.ch > '~' and x.cp = ascii(c.ch) offset 0) as h on true
     where c.ch ~ '[[:alnum:]]'
$$;

-- How it sounds: the first reading of each character; Latin letters stand for themselves.
create function meta.match_sound(folded text) returns text language sql stable parallel safe as $$
    select string_agg(coalesce(lower(split_part(h.py, '/', 1)), c.ch), '' order by c.at)
      from string_to_table(folded, null) with ordinality as c (ch, at)
      left join lateral (select x.py from meta.han as x where c.ch > '~' and x.cp = ascii(c.ch) offset 0) as h on true
$$;

create function meta.match_regions() returns text language sql immutable parallel safe
return '(北京|天津|上海|重庆|河北|山西|内蒙古|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|广西|海南|四川|贵州|云南|西藏|陕西|甘肃|青海|宁夏|新疆|香港|澳门|台湾|广州|深圳|杭州|宁波|温州|嘉兴|绍兴|台州|南京|苏州|无锡|常州|南通|成都|武汉|西安|郑州|长沙|合肥|济南|青岛|厦门|福州|大连|沈阳|长春|哈尔滨|昆明|贵阳|南宁|南昌|石家庄|太原|东莞|佛山|珠海)(省|市|自治区)?';

-- Where a company says it is from; null where it does not.
create function meta.match_region(folded text) returns text language sql immutable parallel safe
return substring(folded from meta.match_regions());

-- What tells a company from others: the folded name without legal form and region; the name itself if nothing is left.
create function meta.match_core(folded text) returns text language sql immutable parallel safe
return coalesce(nullif(regexp_replace(regexp_replace(folded,
    '(股份有限公司|有限责任公司|有限公司|股份公司|集团公司|集团|(?<!分)公司|股份|(coltd|ltd|inc|corporation|corp|llc|gmbh|limited|company)$)', '', 'g'),
    meta.match_regions(), '', 'g'), ''), folded);

create function meta.match_domain(email text) returns text language sql immutable parallel safe
return case when split_part(lower(email), '@', 2) !~ '^((vip\.)?(qq|163|126|sina|sohu|139|189|yeah|foxmail|aliyun|gmail|hotmail|outlook|yahoo|live|icloud|msn|21cn|tom)\.[a-z.]+)?$'
            then nullif(split_part(lower(email), '@', 2), '') end;

-- The pieces of one value. role: names, phones, emails, codes; within: the company of a person.
create function meta.match_pieces(of_kind text, role text, value text, within uuid)
returns table (kind text, piece text) language plpgsql stable parallel safe as $$
declare
    folded text;
    kinds text[];
    pieces text[];
begin
    if role = 'phones' then
        return query select 'phone', meta.phone_key(value);
    elsif role = 'emails' then
        return query select 'email', lower(value) union all select 'domain', meta.match_domain(value) where of_kind = 'company';
    elsif role = 'codes' then
        return query select 'code', upper(value);
    elsif of_kind = 'person' then
        folded := meta.match_fold(value);
        return query select 'person', folded || within union all select 'voice', meta.match_sound(folded) || within;
    else
        folded := meta.match_core(meta.match_fold(value));
        kinds := '{name,sound}';
        pieces := array[folded, meta.match_sound(folded)];
        if length(folded) >= 4 then
            kinds := kinds || '{start,end,near}'::text[];
            pieces := pieces || array[left(folded, 4), right(folded, 4), folded];
            for i in 1 .. least(length(folded), 5) loop
                kinds := kinds || 'near'::text;
                pieces := pieces || overlay(folded placing '' from i for 1);
            end loop;
        end if;
        return query select * from unnest(kinds, pieces);
    end if;
end
$$;

create function meta.match_hash(kind text, field text, piece text) returns bigint language sql immutable parallel safe
return hashtextextended(kind || ':' || field || ':' || piece, 0);

-- The fields that count, as a definition names them.
create function meta.match_fields(of_resource text) returns table (field text, role text, column_name text) language sql stable as $$
    select f.name, x.role, f.column_name
      from meta.resource r
     cross join unnest(array['names', 'phones', 'emails', 'codes']) with ordinality as x (role, at)
     cross join lateral jsonb_array_elements_text(r.definition #> array['match', x.role]) with ordinality as n (name, at)
      join meta.field f on f.resource = r.name and f.name = n.name and not f.is_retired
     where r.name = of_resource and not r.is_retired
     order by x.at, n.at
$$;

-- SQL text: the keys of a row; none where only some are live and it is not.
create function meta.match_sql(r meta.resource, alias text) returns text language sql stable as $$
    select case when r.definition #> '{match,live}' is null then x.keys
                else format('case when %s.%I in (%s) then %s end', alias, r.definition #>> '{match,live,field}',
                            (select string_agg(quote_literal(v), ', ') from jsonb_array_elements_text(r.definition #> '{match,live,values}') v), x.keys) end
      from (select format('array(select distinct meta.match_hash(p.kind, x.field, p.piece) from (values %s) x (field, role, value) '
                || 'cross join lateral meta.match_pieces(%L, x.role, x.value, %s) p where x.value is not null and p.piece is not null)',
                string_agg(format('(%L, %L, %s.%I)', m.field, m.role, alias, m.column_name), ', '), r.definition #>> '{match,kind}',
                coalesce(alias || '.' || quote_ident(r.definition #>> '{match,within}'), 'null::uuid')) as keys
              from meta.match_fields(r.name) m) x
$$;

-- Trigger _160_match (row, before). Keys are made anew where the definition, or the number in front, has changed.
create function meta.publish_match(r meta.resource) returns void language plpgsql volatile as $$
declare
    columns text := (select string_agg(quote_ident(m.column_name), ', ') from meta.match_fields(r.name) m);
    wanted text := '1:' || coalesce(r.definition ->> 'match', '');
begin
    if columns is null then
        return;
    end if;
    execute format($f$
create or replace function app.%1$I() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $t$
begin
    new.match_keys := %2$s;
    return new;
end
$t$
$f$, '_' || r.name || '_match', meta.match_sql(r, 'new'));
    execute format('drop trigger if exists _160_match on app.%I', r.name);
    execute format('create trigger _160_match before insert or update of %s on app.%I for each row execute function app.%I()',
                   concat_ws(', ', columns, quote_ident(r.definition #>> '{match,within}'), quote_ident(r.definition #>> '{match,live,field}')),
                   r.name, '_' || r.name || '_match');
    if not exists (select from meta.match_state s where s.resource = r.name and s.signature = wanted) then
        execute format('alter table app.%I disable trigger user', r.name);
        execute format('update app.%I t set match_keys = %s', r.name, meta.match_sql(r, 't'));
        execute format('alter table app.%I enable trigger user', r.name);
        insert into meta.match_state (resource, signature) values (r.name, wanted)
        on conflict on constraint match_state_pkey do update set signature = excluded.signature;
    end if;
end
$$;
