-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Access rule "owned": the record's owner and department decide.

create function meta.access_owned(r meta.resource, scope text, out joins text, out condition text)
language sql stable as $$
    select '', meta.scope_sql('rs.' || scope, 't.owner_id', 't.department_id')
$$;
