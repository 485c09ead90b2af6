-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Access rule "owned": the record's own keys decide: owner, department, and those that its table has besides.

create function meta.access_owned(r meta.resource, scope text, is_list boolean)
returns table (part text, condition text, joins text) language sql stable as $$
    select p.part, p.condition, ''
      from meta.scope_parts(meta.scope_use_of(r, scope, is_list)) p
$$;
