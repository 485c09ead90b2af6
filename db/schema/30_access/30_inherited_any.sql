-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Access rule "inherited: any": notes, activities, files hang on any record (parent_resource, parent_id).
-- Read: the author his own; on a record: whoever sees the record (its scope keys are copied here by triggers);
-- without a record: by the author's keys. Write: by the author's keys only. A right set without any scope on the
-- resource itself sees none.

create function meta.access_inherited_any(r meta.resource, scope text, out joins text, out condition text)
language plpgsql stable as $$
begin
    if scope = 'write_scope' then
        joins := '';
        condition := meta.scope_sql('rs.write_scope', 't.owner_id', 't.department_id');
        return;
    end if;
    joins := 'left join auth.right_set prs on prs.right_set_id = s.right_set_id and prs.resource = t.parent_resource';
    condition := format('rs.read_scope <> 0 and (t.owner_id = s.user_id or (t.parent_resource is not null and (%s))'
                        || ' or (t.parent_resource is null and (%s)))',
                        meta.scope_sql('prs.read_scope', 't.scope_owner_id', 't.scope_department_id'),
                        meta.scope_sql('rs.read_scope', 't.owner_id', 't.department_id'));
end
$$;
