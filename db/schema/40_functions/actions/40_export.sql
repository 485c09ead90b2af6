-- SPDX-License-Identifier: AGPL-3.0-or-later
-- A big export: its record, its job, and what the worker reports about it.
create function api.export_start(resource text, format text, params jsonb) returns table (export_id uuid, job_id uuid)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
    new_id uuid := meta.uuid_v7();
    new_job uuid;
begin
    perform meta.require_operation($1, 'export');
    new_job := api.job_open('export', jsonb_build_object('export_id', new_id));
    insert into app.export (id, resource, format, state, params, job_id, owner_id)
    values (new_id, $1, $2, 'running', $3, new_job, meta.subject_id());
    perform api.export_note($1, $2, $3 || jsonb_build_object('export_id', new_id));
    return query select new_id, new_job;
end
$$;

create function api.export_set(id uuid, state text, total bigint, file_id uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
    if not exists (select from api.export v where v.id = $1) then
        raise exception using errcode = 'GX404', message = 'not_found';
    end if;
    -- The file was written with this person's rights on fields: who sees his files need not have them. It is seen with the
    -- export, which is his alone.
    update app.file f set parent_resource = 'export', parent_id = $1 where f.id = $4 and f.owner_id = meta.subject_id();
    update app.export t set state = $2, rows = coalesce($3, t.rows), file_id = coalesce($4, t.file_id) where t.id = $1;
    if $2 = 'done' then
        perform audit.note('export_file', t.resource, null,
                           jsonb_build_object('format', t.format, 'rows', t.rows, 'export_id', t.id, 'file_id', t.file_id))
           from app.export t where t.id = $1;
    end if;
end
$$;
grant execute on function api.export_start(text, text, jsonb), api.export_set(uuid, text, bigint, uuid) to guanxi_api;
