-- SPDX-License-Identifier: AGPL-3.0-or-later
-- How texts sound: per character its readings, as search keeps them. Tells nothing about any record.
create function api.readings(texts text[]) returns table (place bigint, sound text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select t.place, (meta.search_parse(t.value)).py from unnest($1) with ordinality t (value, place) where cardinality($1) <= 10000
$$;
grant execute on function api.readings(text[]) to guanxi_read, guanxi_api;
