-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Access rule "admin": only who has the scope "all" sees or writes any row.

create function meta.access_admin(r meta.resource, scope text, is_list boolean)
returns table (part text, condition text, joins text) language sql stable as $$
    select 'all', format('(rs.%I & 32) <> 0', scope), ''
$$;
