-- SPDX-License-Identifier: AGPL-3.0-or-later
-- bi.<r>: what people read with SQL of their own. The same rule and the same columns as api.<r>, but who asks is the
-- PostgreSQL log-in itself, never a setting, and the views are security barriers, because conditions are theirs.

-- The limits of roles hold here too. security definer: the limits are nobody's to read.
create function bi.is_within(limits jsonb) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select limits is null or auth.within_limits(limits, host(inet_client_addr()), now())
$$;
grant execute on function bi.is_within(jsonb) to guanxi_bi;

create function meta.publish_bi(r meta.resource) returns void language plpgsql volatile as $$
declare
    rule record;
    columns text;
begin
    if r.access in ('self', 'admin') then
        return;
    end if;
    rule := meta.access_rule(r, 'read_scope', false);
    select string_agg(meta.column_sql(f, false), ', ') into columns from meta.fields(r.name) f;
    execute format('create view bi.%I with (security_barrier = true) as select %s from auth.bi_login b '
        || 'join auth.subject s on s.user_id = b.user_id and bi.is_within(s.limits) '
        || 'join app."user" w on w.id = s.user_id and w.is_active and w.deleted_at is null '
        || 'join auth.right_set rs on rs.right_set_id = s.right_set_id and rs.resource = %L '
        || 'cross join app.%I t %s where b.login = session_user and t.deleted_at is null and (%s)',
        r.name, columns, r.name, r.name, rule.joins, rule.condition);
    execute format('grant select on bi.%I to guanxi_bi', r.name);
end
$$;
