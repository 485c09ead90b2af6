-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Search, the reading side, first half: how Latin letters may be spoken. Used by 30_query.sql.

-- How a run of Latin letters may be spoken, the pieces of each way joined by blanks. Whole: syllables, the last one
-- perhaps unfinished. If that cannot be: syllables mixed with single letters and zh, ch, sh. And always all single
-- letters. Of each kind only the three ways with the fewest pieces count, found from left to right.
create function meta.search_ways(letters text) returns text[]
language plpgsql immutable parallel safe as $$
declare
    n constant int := length(letters);
    is_full boolean[];          -- [6 * start + length]: a syllable, the beginning of one (false), neither (null)
    ways text[];
    best text[];
    candidates text[];
    counts int[];
    piece text;
    known boolean;
begin
    select array_agg(s.is_full order by f, l) into is_full
      from generate_series(0, n - 1) as f
     cross join generate_series(1, 6) as l
      left join meta.syllable as s on s.piece = substr(letters, f + 1, l) and f + l <= n;
    foreach known in array array[true, false] loop      -- whole, then mixed
        best := array_fill(''::text, array[n + 1]);     -- [upto + 1]: up to three ways, joined by /
        for upto in 1 .. n loop
            candidates := '{}';
            for l in reverse least(6, upto) .. 1 loop
                if upto - l > 0 and best[upto - l + 1] = '' then
                    continue;
                end if;
                piece := substr(letters, upto - l + 1, l);
                if is_full[6 * (upto - l) + l] or (upto = n and is_full[6 * (upto - l) + l] is not null)
                   or (not known and (l = 1 or piece in ('zh', 'ch', 'sh'))) then
                    select candidates || array_agg(w || ' ' || piece) into candidates
                      from string_to_table(best[upto - l + 1], '/') as w;
                    if upto = l then
                        candidates := candidates || piece;
                    end if;
                end if;
            end loop;
            if cardinality(candidates) > 3 then
                select array_agg(c.way) into candidates
                  from (select way from unnest(candidates) with ordinality as u (way, ord)
                         order by length(way), ord limit 3) as c;
            end if;
            best[upto + 1] := array_to_string(candidates, '/');
        end loop;
        exit when best[n + 1] <> '';
    end loop;
    ways := string_to_array(best[n + 1], '/');
    piece := rtrim(regexp_replace(letters, '(.)', '\1 ', 'g'));
    if letters !~ '[iuv]' and not piece = any (ways) then
        ways := ways || piece;
    end if;
    return ways;
end
$$;
