-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Access rule "self": a person's own things (jobs, saved views, notifications). owner_id names the person. A row
-- with visibility "shared" is read by everybody.

create function meta.access_self(r meta.resource, scope text, out joins text, out condition text)
language sql stable as $$
    select '', format('((rs.%1$I & 1) <> 0 and t.owner_id = s.user_id)%2$s or (rs.%1$I & 32) <> 0', scope,
                      case when scope = 'read_scope' and meta.has_column(r.name, 'visibility')
                           then ' or t.visibility = ''shared'''
                           else '' end)
$$;
