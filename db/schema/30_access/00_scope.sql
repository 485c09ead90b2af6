-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Row scopes as SQL text, part by part: each part is one way in which a row comes into somebody's sight, and the
-- same parts make the views and the explanations. Names inside: t the row, s the subject's one row, rs the right
-- set of the resource. "all" stands first, so that who sees all pays one test a row.

-- What decides: whose table and columns (prefix: '' or 'scope_'), as which resource and record (SQL), under which
-- word of the right set (SQL), for reading or writing. is_list: many rows are walked, so that sub-selects which do
-- not depend on the row pay; for one row a probe by its id is cheaper.
drop type if exists meta.scope_use cascade;
create type meta.scope_use as (
    table_name text, prefix text, resource_sql text, record_sql text, word text, is_write boolean, is_list boolean,
    is_shareable boolean
);

create function meta.scope_use_of(r meta.resource, scope text, is_list boolean) returns meta.scope_use
language sql stable
return row(r.name, '', quote_literal(r.name), 't.id', 'rs.' || scope, scope = 'write_scope', is_list,
           'share' = any (r.operations))::meta.scope_use;

-- Who asks, as a join: no subject, no row.
create function meta.subject_join(of_resource text) returns text language sql immutable
return format('join auth.subject s on s.user_id = nullif(current_setting(''app.user_id'', true), '''')::uuid '
    || 'join auth.right_set rs on rs.right_set_id = s.right_set_id and rs.resource = %L', of_resource);

-- The same for who walks many rows. The planner takes a page for a part of everything, of these look-ups too, and would
-- read all subjects from the first, which costs nothing before the first row. What is sorted is read to its end: then
-- the look-up by key is the cheapest in either way.
-- The cells that matrix rules open to him come with it, so that no row looks for them.
create function meta.subject_fence(of_resource text) returns text language sql stable
return format('cross join lateral (select x.*, %2$s as cells from auth.subject x %3$s'
    || 'where x.user_id = nullif(current_setting(''app.user_id'', true), '''')::uuid order by x.rights_gen) s '
    || 'cross join lateral (select x.* from auth.right_set x where x.right_set_id = s.right_set_id and x.resource = %1$L order by x.read_scope) rs',
    of_resource,
    case when meta.has_column(of_resource, 'cell_id') then 'cs.reads' else 'null::bit varying' end,
    case when meta.has_column(of_resource, 'cell_id')
         then format('left join auth.cell_set cs on cs.cell_set_id = x.cell_set_id and cs.resource = %L ', of_resource) else '' end);

-- A scope key of the row as SQL, NULL where the table has none.
create function meta.scope_key(u meta.scope_use, key text) returns text language sql stable
return case when meta.has_column(u.table_name, u.prefix || key) then format('t.%I', u.prefix || key) end;

-- Shared with the subject, his departments or his roles, and not over. A hash that is made once per statement (an
-- array would be searched from its start for every row), or a probe per row (whose look at s keeps the planner from
-- hashing all shares).
create function meta.shared_sql(u meta.scope_use) returns text language sql immutable
return case when u.is_list and u.prefix = '' then format(
        '(s.has_shares and %s in (select h.record_id from auth.subject me join auth.share h on h.grantee_id = any (me.grantee_ids)'
        || ' and h.resource = %s%s and (h.until is null or h.until > now())'
        || ' where me.user_id = nullif(current_setting(''app.user_id'', true), '''')::uuid))',
        u.record_sql, u.resource_sql, case when u.is_write then ' and h.can_write' else '' end)
    else format(
        '(s.has_shares and exists (select from auth.share h where h.record_id = %s and h.resource = %s'
        || ' and h.grantee_id = any (s.grantee_ids)%s and (h.until is null or h.until > now())))',
        u.record_sql, u.resource_sql, case when u.is_write then ' and h.can_write' else '' end)
    end;

-- In a cell that a matrix rule opens. A cell that is newer than the bitmap is closed. Lists have the bitmap with the
-- subject (meta.subject_fence), unpacked once.
create function meta.bit_sql(bits text, cell text) returns text language sql immutable
return format('case when %1$s < length(%2$s) then get_bit(%2$s, %1$s) = 1 else false end', cell, bits);

create function meta.cell_sql(u meta.scope_use, cell text) returns text language sql immutable
return case when cell is null then null
    when u.is_list and u.prefix = '' then meta.bit_sql('s.cells', cell)
    else format('(s.cell_set_id is not null and exists (select from auth.cell_set cs where cs.cell_set_id = s.cell_set_id'
        || ' and cs.resource = %s and %s))', u.resource_sql,
        meta.bit_sql(case when u.is_write then 'cs.writes' else 'cs.reads' end, cell)) end;

-- Whoever has no scope at all on the resource is helped by no share, cell or absence.
create function meta.scope_parts(u meta.scope_use) returns table (part text, condition text) language sql stable as $$
    select x.part, case when x.bits = 0 then format('(%s <> 0 and %s)', u.word, x.test)
                        when x.test is null then format('(%s & %s) <> 0', u.word, x.bits)
                        else format('((%s & %s) <> 0 and %s)', u.word, x.bits, x.test) end
      from (values
        (1, 'all', 32, null),
        (2, 'own', 1, meta.scope_key(u, 'owner_id') || ' = s.user_id'),
        (3, 'subordinates', 2, meta.scope_key(u, 'owner_id') || ' = any (s.subordinate_ids)'),
        (4, 'department', 4, meta.scope_key(u, 'department_id') || ' = any (s.department_ids)'),
        (5, 'subtree', 8, meta.scope_key(u, 'department_id') || ' = any (s.subtree_ids)'),
        (6, 'territory', 16, meta.scope_key(u, 'territory_id') || ' = any (s.territory_ids)'),
        (7, 'partner', 64, meta.scope_key(u, 'partner_id') || ' = s.partner_id'),
        -- a deputy does not write what makes him one (auth.check_absence)
        (8, 'deputy', 0, case when not (u.is_write and meta.has_column(u.table_name, 'deputy_id'))
                              then '(s.deputy_until > now() and ' || meta.scope_key(u, 'owner_id') || ' = any (s.deputy_for))' end),
        (9, 'share', 0, case when u.is_shareable then meta.shared_sql(u) end),
        (10, 'matrix', 0, meta.cell_sql(u, meta.scope_key(u, 'cell_id')))) x (place, part, bits, test)
     where x.part = 'all' or x.test is not null
     order by x.place
$$;

-- The parts as one condition.
create function meta.scope_sql(u meta.scope_use) returns text language sql stable as $$
    select string_agg(condition, ' or ') from meta.scope_parts(u)
$$;

-- The same over another name of the row.
create function meta.renamed(condition text, alias text) returns text language sql immutable
return regexp_replace(condition, '\mt\.', alias || '.', 'g');
