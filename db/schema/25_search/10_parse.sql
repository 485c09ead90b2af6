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

create function meta.search_parse(source text, out txt text, out py text, out gram tsvector)
language plpgsql stable parallel safe as $$
declare
    folded text := meta.search_fold(source, 800);
    chars text[];
    readings text[];
    initials text[];
    tokens text[];
    ch text;
    here text;
    before text := '';      -- initials of the position before, '' where nothing adjoins
    sound text;             -- readings of this position in lower case, joined by blanks
    sound_before text := '';
    han_before text := '';
    was_digit boolean := false;
    found text := '';
begin
    select array_agg(coalesce(h.base, c.ch) order by c.ord), array_agg(h.py order by c.ord),
           array_agg(h.initials order by c.ord), array_agg(h.tokens order by c.ord)
      into chars, readings, initials, tokens
      from string_to_table(folded, null) with ordinality as c (ch, ord)
      -- offset 0 keeps this a look-up per character: the planner thinks of a thousand and would read the whole table
      left join lateral (select * from meta.han as x where x.cp = ascii(c.ch) offset 0) as h on true;
    txt := array_to_string(chars, '');
    py := '';
    for i in 1 .. coalesce(cardinality(chars), 0) loop
        ch := chars[i];
        here := initials[i];
        sound := substr(tokens[i], 3);
        if here is not null then
            py := py || '.' || ch || '/' || readings[i];
            found := found || ' ' || tokens[i];
            if han_before <> '' then
                found := found || ' ' || han_before || ch;
            end if;
            han_before := ch;
            was_digit := false;
        elsif ch between 'a' and 'z' or ch between '0' and '9' then
            here := upper(ch);
            sound := ch;
            py := py || '.' || here;
            found := found || ' ' || substring(substring(txt from i for 3) from '^[a-z0-9]+');
            han_before := '';
            if was_digit and ch <= '9' then
                before := '';   -- pairs of digits are not worth their room: runs of three serve numbers
            end if;
            was_digit := ch <= '9';
        elsif ch ~ '[[:alpha:]]' then
            py := py || '.' || ch;
            found := found || ' ' || ch;
            if han_before <> '' then
                found := found || ' ' || han_before || ch;
            end if;
            han_before := ch;
            before := '';
            continue;
        else
            han_before := '';
            was_digit := false;
            if ch = E'\n' then
                py := py || ch;
                before := '';
            end if;
            continue;
        end if;
        if before <> '' then
            found := found || ' ' || meta.search_product(before, here, '');
            if length(sound_before) > 1 or initials[i] is not null then
                found := found || ' ' || meta.search_product(sound_before, sound, ' ');
            end if;
        end if;
        before := here;
        sound_before := sound;
    end loop;
    gram := array_to_tsvector(string_to_array(ltrim(found), ' '));
end
$$;
comment on function meta.search_parse is 'Normal form, readings and index terms of a text; at most 800 characters count';
