-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Access rule "self": a person's own things (jobs, saved views, notifications). owner_id names the person. A row
-- with visibility "shared" is read by everybody.

create function meta.access_self(r meta.resource, scope text, is_list boolean)
returns table (part text, condition text, joins text) language sql stable as $$
    select x.part, x.condition, ''
      from (values ('own', format('((rs.%I & 1) <> 0 and t.owner_id = s.user_id)', scope)),
                   ('public', case when scope = 'read_scope' and meta.has_column(r.name, 'visibility')
                                   then 't.visibility = ''shared''' end),
                   ('all', format('(rs.%I & 32) <> 0', scope))) x (part, condition)
     where x.condition is not null
$$;
