-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Row scopes as SQL text. Names inside: t the row, s the subject's one row, rs the right set of the resource.
-- "all" stands first, so that who sees all pays one test a row.

create function meta.scope_sql(scope text, owner text, department text) returns text language sql immutable
return format('(%1$s & 32) <> 0'
    || ' or ((%1$s & 1) <> 0 and %2$s = s.user_id)'
    || ' or ((%1$s & 2) <> 0 and %2$s = any (s.subordinate_ids))'
    || ' or ((%1$s & 4) <> 0 and %3$s = any (s.department_ids))'
    || ' or ((%1$s & 8) <> 0 and %3$s = any (s.subtree_ids))', scope, owner, department);

-- Who asks, as a join: no subject, no row.
create function meta.subject_join(of_resource text) returns text language sql immutable
return format('join auth.subject s on s.user_id = nullif(current_setting(''app.user_id'', true), '''')::uuid '
    || 'join auth.right_set rs on rs.right_set_id = s.right_set_id and rs.resource = %L', of_resource);
