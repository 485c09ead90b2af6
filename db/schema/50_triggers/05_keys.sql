-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Scope keys of rows, as generated triggers copy them: from a record to what hangs on it (scope_<key>), and from an
-- account to what follows it (territory and partner, where a definition says scope_from).

create function meta.scope_key_names() returns text[] language sql immutable
return array['owner_id', 'department_id', 'territory_id', 'partner_id', 'cell_id'];

-- The column of the table that holds this key, own or copied; NULL when there is none.
create function meta.key_column(of_resource text, key text) returns text language sql stable
return case when meta.has_column(of_resource, 'owner_id') and not meta.has_column(of_resource, 'scope_owner_id')
            then case when meta.has_column(of_resource, key) then key end
            when meta.has_column(of_resource, 'scope_' || key) then 'scope_' || key end;

-- The same as SQL over p, the parent's row, with its type.
create function meta.key_sql(of_resource text, key text) returns text language sql stable
return coalesce('p.' || meta.key_column(of_resource, key), case key when 'cell_id' then 'null::int' else 'null::uuid' end);

-- Keys that a row copies from the one it hangs on or belongs to.
create function meta.copied_keys(of_resource text) returns text[] language sql stable
return array(select k from unnest(meta.scope_key_names()) k where meta.has_column(of_resource, 'scope_' || k));

-- The reference whose record gives a row territory and partner, or NULL.
create function meta.scope_from(r meta.resource) returns text language sql immutable
return r.definition ->> 'scope_from';

-- Columns whose change alone is no new version: a log-in must not disturb who edits the person, nor a territory that
-- came from the account who edits the contact.
create function meta.quiet_columns(of_resource text) returns text[] language sql stable
return case of_resource when 'user' then array['last_login_at'] else '{}' end
    || case when meta.has_column(of_resource, 'last_run_at') then array['last_run_at'] else '{}' end
    || case when meta.has_column(of_resource, 'release_on') then array['release_on'] else '{}' end
    || case when meta.has_column(of_resource, 'score_rules') then array['score', 'score_reasons', 'score_rules'] else '{}' end
    || case when meta.has_column(of_resource, 'cell_id') then array['cell_id'] else '{}' end
    || coalesce((select array['territory_id', 'partner_id'] from meta.resource r
                  where r.name = of_resource and meta.scope_from(r) is not null), '{}');
