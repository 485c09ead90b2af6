-- SPDX-License-Identifier: AGPL-3.0-or-later
-- An export leaves a line in the audit before its first row leaves the house.

-- security definer: nobody else writes audit.event. detail: the query, and how many rows unless a job will find out.
create function api.export_note(resource text, format text, detail jsonb) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
    perform meta.require_operation($1, 'export');
    perform audit.note('export', $1, null, jsonb_build_object('format', $2) || coalesce($3, '{}'));
end
$$;
grant execute on function api.export_note(text, text, jsonb) to guanxi_api;
