-- SPDX-License-Identifier: AGPL-3.0-or-later
-- The course of an import: what the server keeps about it, starting it, and the ledger of its chunks.

-- Members of patch that are there are written: state, analysis, result, job_id, change_set_id. One's own import.
create function api.import_set(id uuid, patch jsonb) returns int
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
    new_version int;
begin
    if not exists (select from api.import v where v.id = $1) then
        raise exception using errcode = 'GX404', message = 'not_found';
    end if;
    update app.import t
       set state = coalesce($2 ->> 'state', t.state),
           analysis = case when $2 ? 'analysis' then $2 -> 'analysis' else t.analysis end,
           result = case when $2 ? 'result' then $2 -> 'result' else t.result end,
           options = case when $2 ? 'options' then $2 -> 'options' else t.options end,
           job_id = coalesce(($2 ->> 'job_id')::uuid, t.job_id),
           change_set_id = coalesce(($2 ->> 'change_set_id')::uuid, t.change_set_id)
     where t.id = $1
       -- What an analysis found out comes too late when the import was started meanwhile.
       and ($2 ->> 'state' is distinct from 'ready' or t.state in ('draft', 'ready', 'checked', 'failed'))
    returning t.version into new_version;
    if not found then
        raise exception using errcode = 'GX423', message = 'wrong_state';
    end if;
    return new_version;
end
$$;

-- Opens the job of a dry run or of the run itself; the change set of the run is fixed here, so that a worker that
-- takes over goes on in the same one.
create function api.import_start(id uuid, dry_run boolean) returns uuid
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
    it app.import;
    new_job uuid;
    new_set uuid := meta.uuid_v7();
begin
    if not exists (select from api.import v where v.id = $1) then
        raise exception using errcode = 'GX404', message = 'not_found';
    end if;
    select * into it from app.import t where t.id = $1 for update;
    if it.state not in ('ready', 'checked', 'failed') or it.options is null then
        raise exception using errcode = 'GX423', message = 'wrong_state';
    end if;
    perform meta.require_operation(it.resource, 'import');
    new_job := api.job_open('import', jsonb_build_object('import_id', $1, 'dry_run', $2, 'change_set_id', new_set));
    update app.import t
       set state = case when $2 then 'checking' else 'running' end, job_id = new_job, result = null,
           change_set_id = case when $2 then null else new_set end
     where t.id = $1;
    if not $2 then
        perform audit.note('import', it.resource, null, jsonb_build_object('import_id', $1, 'change_set_id', new_set, 'job_id', new_job));
    end if;
    return new_job;
end
$$;
grant execute on function api.import_set(uuid, jsonb), api.import_start(uuid, boolean) to guanxi_api;

-- Part of the transaction of every chunk: who lost the lease cannot commit one.
create function job.import_chunk_add(job_id uuid, fence bigint, row_numbers int[], created int, updated int,
                                     unchanged int, skipped int, failed jsonb) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
    update app.job j set done = j.done + cardinality($3), lease_until = now() + interval '60 seconds'
     where j.id = $1 and j.fence = $2 and j.state = 'running';
    if not found then
        raise exception using errcode = 'GX423', message = 'job_lost';
    end if;
    insert into job.import_chunk (job_id, row_numbers, created, updated, unchanged, skipped, failed)
    values ($1, $3, $4, $5, $6, $7, coalesce($8, '[]'));
end
$$;

create function job.import_chunks(job_id uuid)
returns table (row_numbers int[], created int, updated int, unchanged int, skipped int, failed jsonb)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select c.row_numbers, c.created, c.updated, c.unchanged, c.skipped, c.failed
      from job.import_chunk c where c.job_id = $1 order by c.seq
$$;
grant execute on function job.import_chunk_add(uuid, bigint, int[], int, int, int, int, jsonb),
    job.import_chunks(uuid) to guanxi_worker;

-- Undoing the change set of an import undoes the import.
create function app._import_undone() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
    if new.undone_at is not null and old.undone_at is null then
        update app.import t set state = 'undone' where t.change_set_id = new.id and t.state in ('done', 'failed');
    end if;
    return null;
end
$$;
create trigger _900_import_undone after update on audit.change_set
    for each row execute function app._import_undone();
