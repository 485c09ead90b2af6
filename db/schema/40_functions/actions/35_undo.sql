-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Is taking this change set back more than a request has time for? False for one that is not the caller's to see.
create function api.change_set_is_big(id uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select exists (select from api.change_set c where c.id = $1)
       and (select count(*) from (select from audit.history h where h.change_set_id = $1 limit 301) n) > 300
$$;
grant execute on function api.change_set_is_big(uuid) to guanxi_read, guanxi_api;

-- A job that ends without its worker's word (cancelled, or lost too often) ends the import, export or hand-over that it is for.
create function app._job_ended() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
    if new.state in ('cancelled', 'failed') and old.state in ('queued', 'running') then
        update app.import t set state = 'failed', result = coalesce(t.result, jsonb_build_object('code', coalesce(new.error_code, new.state)))
         where t.job_id = new.id and t.state in ('checking', 'running');
        update app.export t set state = 'failed' where t.job_id = new.id and t.state = 'running';
        update app.handover t set state = 'failed' where t.job_id = new.id and t.state = 'running';
    end if;
    return null;
end
$$;
create trigger _900_job_ended after update of state on app.job
    for each row execute function app._job_ended();
