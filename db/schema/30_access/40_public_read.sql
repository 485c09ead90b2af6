-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Access rule "public_read": everybody who is logged in reads all rows (auth.right_rows gives everybody "all");
-- who has a write scope of "all" writes. A smaller write scope writes nothing.

create function meta.access_public_read(r meta.resource, scope text, out joins text, out condition text)
language sql stable as $$
    select '', format('(rs.%I & 32) <> 0', scope)
$$;
