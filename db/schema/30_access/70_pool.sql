-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Access rule "pool": a pool and what lies in it is seen by its members: people, roles, departments (with those below)
-- and who works its territories; by who has "all" too. Only the latter write. A right set without any scope sees none.

-- Is the subject (an alias of auth.subject) a member of pool p?
create function meta.pool_member_sql(subject text) returns text language sql immutable
return format('(p.is_active and p.deleted_at is null and (p.user_ids && %1$s.grantee_ids or p.role_ids && %1$s.grantee_ids'
    || ' or p.department_ids && %1$s.grantee_ids or p.territory_ids && %1$s.territory_ids))', subject);

-- Lists ask once per statement for the pools, probes once for the pool of the row.
create function meta.pool_sql(r meta.resource, is_list boolean) returns text language sql stable
return format(case when is_list
    then '%1$s = any (array(select p.id from app.pool p join auth.subject me on me.user_id = nullif(current_setting(''app.user_id'', true), '''')::uuid where %2$s))'
    else 'exists (select from app.pool p where p.id = %1$s and %2$s)' end,
    case when meta.has_column(r.name, 'pool_id') then 't.pool_id' else 't.id' end,
    meta.pool_member_sql(case when is_list then 'me' else 's' end));

create function meta.access_pool(r meta.resource, scope text, is_list boolean)
returns table (part text, condition text, joins text) language sql stable as $$
    select x.part, x.condition, ''
      from (values ('all', format('(rs.%I & 32) <> 0', scope)),
                   ('pool', case when scope = 'read_scope' then format('(rs.read_scope <> 0 and %s)', meta.pool_sql(r, is_list)) end))
           x (part, condition)
     where x.condition is not null
$$;
