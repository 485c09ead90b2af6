-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Access rule "inherited: any": notes, activities, files hang on any record (parent_resource, parent_id).
-- Read: the author his own; on a record: whoever sees the record (its scope keys are copied here by triggers);
-- without a record: by the author's keys. Write: by the author's keys only. A right set without any scope on the
-- resource itself sees none. What hangs on something that hangs itself (a file on an activity) is seen with that,
-- one step deep: its author's keys say nothing about the record behind it.

create function meta.hanging_resources() returns text[] language sql stable
return array(select x.name from meta.resource x where x.access = 'inherited_any' and not x.is_retired order by x.name);

-- Is the parent p, which hangs itself on a record or on none, one that the subject sees?
create function meta.access_hanging_parent() returns text language sql stable as $$
    select coalesce(string_agg(format(
        ' or (t.parent_resource = %1$L and prs.read_scope <> 0 and exists (select from app.%1$I p'
        || ' left join auth.right_set pprs on pprs.right_set_id = s.right_set_id and pprs.resource = p.parent_resource'
        || ' where p.id = t.parent_id and p.deleted_at is null and (p.owner_id = s.user_id'
        || ' or (p.parent_resource <> all (%2$L::text[]) and (%3$s))'
        || ' or (p.parent_resource is null and (%4$s)))))',
        x, meta.hanging_resources(),
        meta.scope_sql('pprs.read_scope', 'p.scope_owner_id', 'p.scope_department_id'),
        meta.scope_sql('prs.read_scope', 'p.owner_id', 'p.department_id')), '' order by x), '')
      from unnest(meta.hanging_resources()) x
$$;

create function meta.access_inherited_any(r meta.resource, scope text, out joins text, out condition text)
language plpgsql stable as $$
begin
    if scope = 'write_scope' then
        joins := '';
        condition := meta.scope_sql('rs.write_scope', 't.owner_id', 't.department_id');
        return;
    end if;
    joins := 'left join auth.right_set prs on prs.right_set_id = s.right_set_id and prs.resource = t.parent_resource';
    condition := format('rs.read_scope <> 0 and (t.owner_id = s.user_id or (t.parent_resource <> all (%L::text[]) and (%s))'
                        || ' or (t.parent_resource is null and (%s))%s)',
                        meta.hanging_resources(),
                        meta.scope_sql('prs.read_scope', 't.scope_owner_id', 't.scope_department_id'),
                        meta.scope_sql('rs.read_scope', 't.owner_id', 't.department_id'),
                        meta.access_hanging_parent());
end
$$;
