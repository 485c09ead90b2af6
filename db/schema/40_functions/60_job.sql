-- SPDX-License-Identifier: AGPL-3.0-or-later
-- The job queue. People open and cancel; workers claim, report and finish. NOTIFY only wakes.

create function api.job_open(kind text, params jsonb) returns uuid
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
    new_id uuid;
begin
    if meta.subject_id() is null then
        raise exception using errcode = 'GX401', message = 'unauthorized';
    end if;
    insert into app.job (kind, params, owner_id) values ($1, coalesce($2, '{}'), meta.subject_id()) returning id into new_id;
    perform pg_notify('guanxi_job', '');
    return new_id;
end
$$;

create function api.job_cancel(id uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
    if not exists (select from api.job v where v.id = $1) then
        raise exception using errcode = 'GX404', message = 'not_found';
    end if;
    update app.job j set state = 'cancelled', finished_at = now(), lease_until = null
     where j.id = $1 and j.owner_id = meta.subject_id() and j.state in ('queued', 'running');
    if not found then
        raise exception using errcode = 'GX423', message = 'wrong_state';
    end if;
end
$$;
grant execute on function api.job_open(text, jsonb), api.job_cancel(uuid) to guanxi_api;

-- Work of the system itself: no user. A singleton is not opened while one of its kind waits or runs.
create function job.open_system(kind text, params jsonb, run_at timestamptz, is_singleton boolean) returns uuid
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
    new_id uuid;
begin
    if $4 then
        perform pg_advisory_xact_lock(hashtext('guanxi.job.' || $1));
        if exists (select from app.job j where j.kind = $1 and j.state in ('queued', 'running')) then
            return null;
        end if;
    end if;
    insert into app.job (kind, params, run_at) values ($1, coalesce($2, '{}'), coalesce($3, now())) returning id into new_id;
    perform pg_notify('guanxi_job', '');
    return new_id;
end
$$;

-- One job that waits, or whose worker fell silent; no row when there is none. The third loss of a worker parks it.
create function job.claim(kinds text[], worker text)
returns table (id uuid, kind text, params jsonb, owner_id uuid, fence bigint, attempts int)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
begin
    update app.job j set state = 'failed', error_code = 'worker_lost', finished_at = now(), lease_until = null
     where j.state = 'running' and j.lease_until < now() and j.attempts >= 3;
    return query
    update app.job j
       set state = 'running', worker = $2, fence = j.fence + 1, attempts = j.attempts + 1,
           started_at = coalesce(j.started_at, now()), lease_until = now() + interval '60 seconds'
     where j.id = (select q.id from app.job q
                    where q.state in ('queued', 'running') and q.kind = any ($1) and q.run_at <= now()
                      and (q.state = 'queued' or q.lease_until < now())
                    order by q.run_at, q.id limit 1 for update skip locked)
    returning j.id, j.kind, j.params, j.owner_id, j.fence, j.attempts;
end
$$;

-- Extends the lease. False: the job was cancelled or given to another worker; stop.
create function job.progress(id uuid, fence bigint, done bigint, total bigint) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
    update app.job j set done = coalesce($3, j.done), total = coalesce($4, j.total), lease_until = now() + interval '60 seconds'
     where j.id = $1 and j.fence = $2 and j.state = 'running';
    return found;
end
$$;

-- state: done, failed, or queued (try again later). False as above.
create function job.finish(id uuid, fence bigint, state text, result jsonb, error text) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
    update app.job j
       set state = $3, result = $4, error_code = $5, lease_until = null,
           file_id = coalesce(($4 ->> 'file_id')::uuid, j.file_id),
           finished_at = case when $3 = 'queued' then null else now() end,
           run_at = case when $3 = 'queued' then now() + interval '30 seconds' * j.attempts else j.run_at end
     where j.id = $1 and j.fence = $2 and j.state = 'running';
    return found;
end
$$;
grant execute on function job.open_system(text, jsonb, timestamptz, boolean), job.claim(text[], text),
    job.progress(uuid, bigint, bigint, bigint), job.finish(uuid, bigint, text, jsonb, text) to guanxi_worker;
