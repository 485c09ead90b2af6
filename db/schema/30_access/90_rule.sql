-- SPDX-License-Identifier: AGPL-3.0-or-later
-- The one place that turns a resource's access rule into SQL. scope: read_scope or write_scope. is_list: see
-- meta.scope_use; both forms let the same rows through.

create function meta.access_parts(r meta.resource, scope text, is_list boolean)
returns table (part text, condition text, joins text) language plpgsql stable as $$
begin
    return query execute format('select part, condition, joins from meta.access_%s($1, $2, $3)', r.access)
        using r, scope, is_list;
end
$$;

create function meta.access_rule(r meta.resource, scope text, is_list boolean, out joins text, out condition text)
language sql stable as $$
    select coalesce(string_agg(distinct nullif(a.joins, ''), ' '), ''), string_agg(a.condition, ' or ' order by a.o)
      from (select x.*, row_number() over () as o from meta.access_parts(r, scope, is_list) x) a
$$;

-- Who may write a row sees it: without that, the right to write (or the bin) would tell of rows and show them to
-- people who see none of them.
create function meta.access_write(r meta.resource, out joins text, out condition text) language plpgsql stable as $$
declare
    seen record;
    written record;
begin
    seen := meta.access_rule(r, 'read_scope', false);
    written := meta.access_rule(r, 'write_scope', false);
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
