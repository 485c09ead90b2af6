-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Search, the writing side: what a record's name-like fields become in the three search columns.
--   search_text  the text in normal form (NFKC, lower case, simplified characters), fields apart by a line end
--   search_py    every position as .CHARACTER/READING/READING, Latin letters and digits as .X, fields as above;
--                upper case, so that a pattern in lower case can only match search_text
--   search_gram  tsvector without positions, one GIN index for everything:
--                  Han characters and pairs of neighbours        张 伟 张伟
--                  syllables and pairs of them, all readings     zhang wei zhangwei
--                  first letters of neighbours, all readings     ZW      (also between Latin letters)
--                  Latin and digits, three from each position    wdw dw1 w10 100 00 0
-- How the reading side uses them: 20_query.sql. This file must not know any resource.

-- The characters of a text in normal form; what both sides agree on. v stands for the u-umlaut of pinyin.
create function meta.search_fold(source text, max_length int) returns text
language sql immutable parallel safe
return left(replace(lower(normalize(source, NFKC)), 'ü', 'v'), max_length);

-- Every one of the left with every one of the right. Most characters have one reading: no loop for them.
create function meta.search_product(lefts text, rights text, separator text) returns text
language plpgsql immutable parallel safe as $$
declare
    x text;
    y text;
    found text := '';
begin
    if separator = '' then
        if length(lefts) = 1 and length(rights) = 1 then
            return lefts || rights;
        end if;
    elsif strpos(lefts, separator) = 0 and strpos(rights, separator) = 0 then
        return lefts || rights;
    end if;
    foreach x in array string_to_array(lefts, nullif(separator, '')) loop
        foreach y in array string_to_array(rights, nullif(separator, '')) loop
            found := found || ' ' || x || y;
        end loop;
    end loop;
    return substr(found, 2);
end
$$;

-- One statement for what each character says by itself, the loop only for neighbours; a number is one step of it.
-- PL/pgSQL takes longer to begin an expression than to evaluate it, and this runs at every write.
create function meta.search_parse(source text, out txt text, out py text, out gram tsvector)
language plpgsql stable parallel safe as $$
declare
    folded text := meta.search_fold(source, 800);
    kinds text[];
    chars text[];
    initials text[];
    sounds text[];          -- readings in lower case, joined by blanks
    found text;             -- index terms, joined by blanks
    i int := 1;
    before int := 0;        -- the position before that is spoken, 0 where nothing adjoins
    han_before int := -1;   -- the last position that is no Latin letter, digit or sign
    run text;
begin
    select string_agg(x.ch, ''),
           string_agg(case x.kind when 'han' then '.' || x.ch || '/' || x.py when 'latin' then '.' || upper(x.ch)
                                  when 'alpha' then '.' || x.ch when 'end' then x.ch else '' end, ''),
           coalesce(string_agg(x.tokens, ' '), ''), array_agg(x.kind), array_agg(x.ch),
           array_agg(coalesce(x.initials, upper(x.ch))), array_agg(coalesce(substr(x.tokens, 3), x.ch))
      into txt, py, found, kinds, chars, initials, sounds
      from (select coalesce(h.base, c.ch) as ch, h.py, h.initials, h.tokens,
                   case when h.base is not null then 'han'
                        when c.ch between 'a' and 'z' or c.ch between '0' and '9' then 'latin'
                        when c.ch = E'\n' then 'end'
                        when c.ch ~ '[[:alpha:]]' then 'alpha' else 'sign' end as kind
              from string_to_table(folded, null) as c (ch)
              -- offset 0 keeps this a look-up per character, in their order: the planner thinks of a thousand and would
              -- read the whole table
              left join lateral (select * from meta.han as x where c.ch > '~' and x.cp = ascii(c.ch) offset 0) as h on true) as x;
    py := coalesce(py, '');
    while i <= cardinality(chars) loop
        if kinds[i] = 'han' then
            found := found || case when han_before = i - 1 then ' ' || chars[han_before] || chars[i] else '' end
                     || case when before = 0 then ''
                             when length(initials[before]) = 1 and length(initials[i]) = 1 and strpos(sounds[before] || sounds[i], ' ') = 0
                             then ' ' || initials[before] || initials[i] || ' ' || sounds[before] || sounds[i]
                             else ' ' || meta.search_product(initials[before], initials[i], '')
                                      || ' ' || meta.search_product(sounds[before], sounds[i], ' ') end;
            before := i;
            han_before := i;
        elsif kinds[i] = 'latin' then
            -- pairs of digits are not worth their room: runs of three serve numbers
            if before > 0 and not (before = i - 1 and kinds[before] = 'latin' and chars[before] <= '9' and chars[i] <= '9') then
                found := found || case when length(sounds[before]) = 1 then ' ' || initials[before] || initials[i]
                                       else ' ' || meta.search_product(initials[before], initials[i], '')
                                                || ' ' || meta.search_product(sounds[before], sounds[i], ' ') end;
            end if;
            run := substring(substr(txt, i) from '^[0-9]+(?![a-z0-9])');
            if run is null then
                found := found || ' ' || substring(substr(txt, i, 3) from '^[a-z0-9]+');
            else    -- three from each position: those from the first, the second and the third on
                found := concat_ws(' ', found, regexp_replace(run, '(...)', '\1 ', 'g'),
                                   regexp_replace(substr(run, 2), '(...)', '\1 ', 'g'), regexp_replace(substr(run, 3), '(...)', '\1 ', 'g'));
                i := i + length(run) - 1;
            end if;
            before := i;
        elsif kinds[i] = 'alpha' then
            found := found || ' ' || chars[i] || case when han_before = i - 1 then ' ' || chars[han_before] || chars[i] else '' end;
            before := 0;
            han_before := i;
        elsif kinds[i] = 'end' then
            before := 0;
        end if;
        i := i + 1;
    end loop;
    gram := array_to_tsvector(array_remove(string_to_array(found, ' '), ''));
end
$$;
comment on function meta.search_parse is 'Normal form, readings and index terms of a text; at most 800 characters count';
