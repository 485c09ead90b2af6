-- SPDX-License-Identifier: AGPL-3.0-or-later
-- The one place that turns a resource's access rule into SQL. scope: read_scope or write_scope.

create function meta.access_rule(r meta.resource, scope text, out joins text, out condition text)
language plpgsql stable as $$
begin
    execute format('select joins, condition from meta.access_%s($1, $2)', r.access) into joins, condition using r, scope;
end
$$;

-- Who may write a row sees it: without that, the right to write (or the bin) would tell of rows and show them to
-- people who see none of them.
create function meta.access_write(r meta.resource, out joins text, out condition text) language plpgsql stable as $$
declare
    seen record;
    written record;
begin
    seen := meta.access_rule(r, 'read_scope');
    written := meta.access_rule(r, 'write_scope');
    joins := concat_ws(' ', nullif(written.joins, ''), nullif(seen.joins, ''));
    condition := format('(%s) and (%s)', written.condition, seen.condition);
end
$$;

-- The write rule as one condition over t: the write view must stay a view over one table.
create function meta.write_condition(r meta.resource) returns text language plpgsql stable as $$
declare
    rule record;
begin
    rule := meta.access_write(r);
    return format('exists (select from auth.subject s '
        || 'join auth.right_set rs on rs.right_set_id = s.right_set_id and rs.resource = %L %s '
        || 'where s.user_id = nullif(current_setting(''app.user_id'', true), '''')::uuid and %s)',
        r.name, rule.joins, rule.condition);
end
$$;
