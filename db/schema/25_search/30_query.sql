-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Search, the reading side: what somebody typed becomes one tsquery (served by the index on search_gram) and one
-- regular expression per word (the exact test). The service emits, for parameter n holding the typed text as it is:
--
--   search_gram @@ api.search_query($n)
--   and coalesce((search_text || E'\n' || search_py) ~ all ((select api.search_patterns($n))::text[]), false)
--
-- and plans such a statement with its values (plan_cache_mode = force_custom_plan for that transaction): then the
-- query is a constant and its frequency decides between the index and a walk in sort order. coalesce hides the
-- patterns from the planner, whose guess about them would be worse than none.
-- Words are separated by blanks and must all be found. A word is found as it stands (Han, Latin, digits), or by
-- sound: full pinyin, first letters, both mixed, mixed with Han characters; every reading counts.
-- The functions are immutable so that they fold into constants; the tables that they read never change.

-- The typed text as words in normal form.
create function meta.search_words(typed text) returns text[]
language sql immutable parallel safe as $$
    select coalesce(array_agg(w.word), '{}')
      from (select word
              from regexp_split_to_table((
                       select string_agg(coalesce(h.base, c.ch), '' order by c.ord)
                         from string_to_table(meta.search_fold(typed, 100), null) with ordinality as c (ch, ord)
                         left join lateral (select x.base from meta.han as x
                                             where x.cp = ascii(c.ch) offset 0) as h on true), '\s+') as word
             where word <> ''
             limit 6) as w
$$;

-- What a word standing in the text has for index terms; null where it has none (only signs).
create function meta.search_literal(word text) returns text
language sql immutable parallel safe as $$
    select string_agg(t.term, ' & ')
      from regexp_matches(word, '[a-z0-9]+|[^a-z0-9[:punct:][:space:]]+', 'g') with ordinality as r (run, ord),
           lateral (
               select case when r.run[1] ~ '[a-z0-9]' and length(r.run[1]) < 3 then quote_literal(r.run[1]) || ':*'
                           when r.run[1] ~ '[a-z0-9]' then quote_literal(substr(r.run[1], k, 3))
                           when length(r.run[1]) = 1 then quote_literal(r.run[1])
                           else quote_literal(substr(r.run[1], k, 2)) end as term
                 from generate_series(1, greatest(1, length(r.run[1]) - case when r.run[1] ~ '[a-z0-9]' then 2 else 1 end)) as k
           ) as t
     where r.run[1] ~ '[[:alnum:]]'
$$;

-- Two neighbours must have these first letters next to each other; null where nothing can be said.
create function meta.search_pair(before text, here text) returns text
language sql immutable parallel safe as $$
    select '(' || string_agg(format('''%s%s''', a, b), '|') || ')'
      from string_to_table(before, null) as a, string_to_table(here, null) as b
     where not (a between '0' and '9' and b between '0' and '9')
$$;

-- The ways in which a word may be found by sound, each as conditions joined by &.
create function meta.search_sounds(word text) returns text[]
language plpgsql immutable parallel safe as $$
declare
    run text;
    unit text;
    way text;
    ways text[];
    terms text[] := array[''];       -- conditions so far, one entry per way
    initials text[] := array[''];    -- first letters of the last unit of that way
    next_terms text[];
    next_initials text[];
    condition text;
    before text;
    here text;
    pieces text[];
    full_before text;       -- the syllable before, where it is a whole one of the same run of letters
    is_last boolean;
    is_only boolean := word ~ '^[a-z]+$';
begin
    for run in select m[1] from regexp_matches(word, '[a-z]{1,20}|[^a-z]', 'g') as m loop
        ways := case when run ~ '[a-z]' then meta.search_ways(run) else array[run] end;
        next_terms := '{}';
        next_initials := '{}';
        for k in 1 .. least(cardinality(terms), 4) loop
            foreach way in array ways loop
                condition := terms[k];
                before := initials[k];
                pieces := string_to_array(way, ' ');
                full_before := '';
                for i in 1 .. cardinality(pieces) loop
                    unit := pieces[i];
                    is_last := i = cardinality(pieces);
                    if unit ~ '[a-z0-9]' then
                        here := upper(left(unit, 1));
                    else
                        here := coalesce((select h.initials from meta.han as h where h.cp = ascii(unit)), '');
                        condition := condition || ' & ' || quote_literal(unit);
                    end if;
                    if full_before <> '' then
                        condition := condition || ' & ' || quote_literal(full_before || unit)
                                     || case when is_last or length(unit) = 1 then ':*' else '' end;
                    else
                        condition := concat_ws(' & ', condition, meta.search_pair(before, here));
                        if is_last and (length(unit) > 1 or (is_only and i = 1)) then
                            condition := condition || ' & ' || quote_literal(unit) || ':*';
                        end if;
                    end if;
                    before := here;
                    full_before := case when length(unit) > 1 and unit not in ('zh', 'ch', 'sh') then unit else '' end;
                end loop;
                next_terms := next_terms || condition;
                next_initials := next_initials || before;
            end loop;
        end loop;
        terms := next_terms;
        initials := next_initials;
    end loop;
    return array(select distinct '(' || ltrim(t, ' &') || ')' from unnest(terms) as t where ltrim(t, ' &') <> '');
end
$$;

-- Which rows may match: for the index.
create function api.search_query(typed text) returns tsquery
language plpgsql immutable parallel safe security definer set search_path = pg_catalog as $$
declare
    word text;
    literal text;
    query text;
begin
    foreach word in array meta.search_words(typed) loop
        literal := meta.search_literal(word);
        if literal is not null and word ~ '[a-z]' and word ~ '^[[:alnum:]]+$' then
            literal := array_to_string('(' || literal || ')' || meta.search_sounds(word), ' | ');
        end if;
        query := concat_ws(' & ', query, '(' || literal || ')');
    end loop;
    return cast(query as tsquery);   -- null finds nothing: only signs were typed
end
$$;
comment on function api.search_query is 'Typed text to index condition on search_gram; reads the readings, hence definer';

-- Which rows do match: every pattern on search_text, a line end, search_py.
create function api.search_patterns(typed text) returns text[]
language sql immutable parallel safe security definer set search_path = pg_catalog as $$
    select array_agg(
               regexp_replace(w, '([^[:alnum:]])', '\\\1', 'g')
               || case when w ~ '[a-z]' and w ~ '^[[:alnum:]]+$' then '|[./]' || (
                      select string_agg(case when u.ord = 1 then ''
                                             when u.here ~ '[a-z]' and u.before ~ '[a-z]' then '(?:[^.\n]*\.(?:[^.\n]*/)?)?'
                                             else '[^.\n]*\.(?:[^.\n]*/)?' end || upper(u.here), '' order by u.ord)
                        from (select c as here, lag(c) over (order by o) as before, o as ord
                                from string_to_table(w, null) with ordinality as s (c, o)) as u)
                  else '' end)
      from unnest(meta.search_words(typed)) as w
$$;
comment on function api.search_patterns is 'Typed text to one regular expression per word; reads the readings, hence definer';

-- For `contains` on a field that search covers: rows that can hold the text, by the same index. The exact test stays.
create function api.search_contains(value text) returns tsquery
language sql immutable parallel safe security definer set search_path = pg_catalog as $$
    select coalesce(string_agg(meta.search_literal(w), ' & '), '!''''''''')::tsquery from unnest(meta.search_words(value)) as w
$$;
comment on function api.search_contains is 'Index condition implied by "contains"; true of every row where the index cannot help';

grant execute on function api.search_query(text), api.search_patterns(text), api.search_contains(text)
    to guanxi_read, guanxi_api, guanxi_worker, guanxi_report;
