-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Is taking this change set back more than a request has time for? False for one that is not the caller's to see.
create function api.change_set_is_big(id uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select exists (select from api.change_set c where c.id = $1)
       and (select count(*) from (select from audit.history h where h.change_set_id = $1 limit 301) n) > 300
$$;
grant execute on function api.change_set_is_big(uuid) to guanxi_read, guanxi_api;
