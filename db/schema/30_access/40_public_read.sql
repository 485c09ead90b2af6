-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Access rule "public_read": everybody who is logged in reads all rows (auth.right_rows gives everybody "all");
-- who has a write scope of "all" writes. A smaller write scope writes nothing.

create function meta.access_public_read(r meta.resource, scope text, is_list boolean)
returns table (part text, condition text, joins text) language sql stable as $$
    select case scope when 'read_scope' then 'public' else 'all' end, format('(rs.%I & 32) <> 0', scope), ''
$$;
