-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Access rule "inherited: <field>": lines and the like are seen with their parent, with the scopes that the
-- parent gives (auth.right_rows copies them). A table with scope keys of its own spares the look at the parent.

create function meta.access_inherited(r meta.resource, scope text, is_list boolean)
returns table (part text, condition text, joins text) language plpgsql stable as $$
declare
    parent meta.resource;
begin
    select * into strict parent from meta.resource where name = r.parent;
    if meta.has_column(r.name, 'scope_owner_id') then
        return query select p.part, p.condition, ''
          from meta.scope_parts(row(r.name, 'scope_', quote_literal(r.parent), format('t.%I', r.parent_field), 'rs.' || scope,
                                    scope = 'write_scope', is_list, 'share' = any (parent.operations))::meta.scope_use) p;
        return;
    end if;
    return query select a.part, format('exists (select from app.%I p where p.id = t.%I and p.deleted_at is null and (%s))',
                                       parent.name, r.parent_field, meta.renamed(a.condition, 'p')), ''
      from meta.access_parts(parent, scope, false) a;
end
$$;
