-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Access rule "public_read": everybody of this company who is logged in reads all rows (auth.right_rows gives everybody
-- "all"); who has a write scope of "all" writes. A smaller write scope writes nothing. Partners of the portal read what
-- the definition opens to them (portal: true); else, of a table with partners, the rows of their own, and nothing more.

create function meta.portal_condition(r meta.resource) returns text language sql stable
return case when (r.definition ->> 'portal')::boolean then 'true'
            when r.name = 'user' then '(s.kind <> ''portal'' or t.id = s.user_id or t.partner_id = s.partner_id)'
            when meta.has_column(r.name, 'partner_id') then '(s.kind <> ''portal'' or t.partner_id = s.partner_id)'
            else 's.kind <> ''portal''' end;

create function meta.access_public_read(r meta.resource, scope text, is_list boolean)
returns table (part text, condition text, joins text) language sql stable as $$
    select case scope when 'read_scope' then 'public' else 'all' end,
           format('((rs.%I & 32) <> 0 and %s)', scope, meta.portal_condition(r)), ''
$$;
