-- SPDX-License-Identifier: AGPL-3.0-or-later
-- After thousands of new rows the planner must know of them at once: generic plans made for an empty table turn the
-- undo that may follow into a walk of every row by every row. Automatic statistics come a minute later.
create function job.refresh_statistics(of_resource text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
    if not exists (select from meta.resource r where r.name = $1 and not r.is_retired) then
        raise exception using errcode = 'GX404', message = 'not_found';
    end if;
    execute format('analyze app.%I', $1);
    analyze audit.history;
end
$$;
grant execute on function job.refresh_statistics(text) to guanxi_worker;
