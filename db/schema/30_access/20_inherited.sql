-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Access rule "inherited: <field>": lines and the like are seen with their parent, with the scopes that the
-- parent gives (auth.right_rows copies them). A table with scope keys of its own spares the look at the parent.

create function meta.access_inherited(r meta.resource, scope text, out joins text, out condition text)
language plpgsql stable as $$
declare
    parent meta.resource;
    inner_condition text;
begin
    joins := '';
    if meta.has_column(r.name, 'scope_owner_id') then
        condition := meta.scope_sql('rs.' || scope, 't.scope_owner_id', 't.scope_department_id');
        return;
    end if;
    select * into strict parent from meta.resource where name = r.parent;
    select a.condition into inner_condition from meta.access_rule(parent, scope) a;
    condition := format('exists (select from app.%I p where p.id = t.%I and p.deleted_at is null and (%s))',
                        parent.name, r.parent_field, regexp_replace(inner_condition, '\mt\.', 'p.', 'g'));
end
$$;
