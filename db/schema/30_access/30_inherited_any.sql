-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Access rule "inherited: any": notes, activities, files hang on any record (parent_resource, parent_id).
-- Read: the author his own; on a record: whoever sees the record (its scope keys are copied here by triggers);
-- without a record: by the author's keys. Write: by the author's keys only. A right set without any scope on the
-- resource itself sees none. What hangs on something that hangs itself (a file on an activity) is seen with that,
-- one step deep: its author's keys say nothing about the record behind it.

create function meta.hanging_resources() returns text[] language sql stable
return array(select x.name from meta.resource x where x.access = 'inherited_any' and not x.is_retired order by x.name);

-- By the keys of the record that the row of the table hangs on, under the right set of that record's resource.
create function meta.hanging_use(table_name text, right_set text) returns meta.scope_use language sql immutable
return row(table_name, 'scope_', 't.parent_resource', 't.parent_id', right_set || '.read_scope', false, true, true)::meta.scope_use;

-- By the author's own keys.
create function meta.author_use(table_name text, word text, is_write boolean) returns meta.scope_use language sql immutable
return row(table_name, '', quote_literal(table_name), 't.id', word, is_write, false, false)::meta.scope_use;

-- Is the parent p, which hangs itself on a record or on none, one that the subject sees?
create function meta.access_hanging_parent() returns text language sql stable as $$
    select coalesce(string_agg(format(
        ' or (t.parent_resource = %1$L and prs.read_scope <> 0 and exists (select from app.%1$I p'
        || ' left join auth.right_set pprs on pprs.right_set_id = s.right_set_id and pprs.resource = p.parent_resource'
        || ' where p.id = t.parent_id and p.deleted_at is null and (p.owner_id = s.user_id'
        || ' or (p.parent_resource <> all (%2$L::text[]) and (%3$s))'
        || ' or (p.parent_resource is null and (%4$s)))))',
        x, meta.hanging_resources(),
        meta.renamed(meta.scope_sql(meta.hanging_use(x, 'pprs')), 'p'),
        meta.renamed(meta.scope_sql(meta.author_use(x, 'prs.read_scope', false)), 'p')), '' order by x), '')
      from unnest(meta.hanging_resources()) x
$$;

create function meta.access_inherited_any(r meta.resource, scope text, is_list boolean)
returns table (part text, condition text, joins text) language sql stable as $$
    select p.part, p.condition, '' from meta.scope_parts(meta.author_use(r.name, 'rs.write_scope', true)) p
     where scope = 'write_scope'
    union all
    select x.part, format('(rs.read_scope <> 0 and (%s))', x.condition),
           'left join auth.right_set prs on prs.right_set_id = s.right_set_id and prs.resource = t.parent_resource'
      from (values
        ('author', 't.owner_id = s.user_id'),
        ('parent', format('(t.parent_resource <> all (%L::text[]) and (%s))%s', meta.hanging_resources(),
                          meta.scope_sql(meta.hanging_use(r.name, 'prs')), meta.access_hanging_parent())),
        ('scope', format('(t.parent_resource is null and (%s))', meta.scope_sql(meta.author_use(r.name, 'rs.read_scope', false)))))
        x (part, condition)
     where scope = 'read_scope'
$$;
