-- SPDX-License-Identifier: AGPL-3.0-or-later
-- An export leaves a line in the audit before its first row leaves the house.

-- security definer: nobody else writes audit.event.
create function api.export_note(resource text, format text, detail jsonb) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
    perform meta.require_operation($1, 'export');
    insert into audit.event (kind, subject_id, actor_id, session_id, request_id, resource, detail)
    values ('export', meta.subject_id(), meta.actor_id(), nullif(current_setting('app.session_id', true), '')::uuid,
            nullif(current_setting('app.request_id', true), ''), $1,
            jsonb_build_object('format', $2) || coalesce($3, '{}'));
end
$$;
grant execute on function api.export_note(text, text, jsonb) to guanxi_api;
