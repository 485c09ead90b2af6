-- SPDX-License-Identifier: AGPL-3.0-or-later
-- What changes the ways beside owner and department: territories, absences, shares, matrix rules. Attached to their
-- tables in 30_rebuild_triggers.sql. security definer: whoever may change these may not touch schema auth.

create function auth.territory_changed() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
    is_moved boolean := true;
begin
    if tg_op = 'UPDATE' then
        if not exists (
            select from new_rows n full join old_rows o on o.id = n.id
             where (n.parent_id, n.member_ids, n.deleted_at) is distinct from (o.parent_id, o.member_ids, o.deleted_at)) then
            return null;
        end if;
        is_moved := exists (select from new_rows n full join old_rows o on o.id = n.id where n.parent_id is distinct from o.parent_id);
    end if;
    perform auth.lock_rights();
    if is_moved then -- a rule that names a territory means what lies below it, too
        perform auth.rebuild_rules(null);
        perform auth.rebuild_cell_sets(null);
    end if;
    perform auth.rebuild_subjects(null);
    return null;
end
$$;

create function auth.absence_changed() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
    people uuid[];
begin
    if tg_op <> 'DELETE' then
        perform auth.check_absence(n.owner_id, n.deputy_id) from new_rows n;
    end if;
    if tg_op = 'INSERT' then
        select array_agg(deputy_id) into people from new_rows;
    elsif tg_op = 'DELETE' then
        select array_agg(deputy_id) into people from old_rows;
    else
        select array_agg(x) into people from (select deputy_id from new_rows union select deputy_id from old_rows) y (x);
    end if;
    if people is not null then
        perform auth.lock_rights();
        perform auth.rebuild_subjects(people);
    end if;
    return null;
end
$$;

-- Who is reached by a share for the first time is planned anew; a share that is gone only costs a look.
create function auth.share_changed() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
    update auth.subject s set has_shares = true, rights_gen = nextval('auth.rights_gen_seq')
     where not s.has_shares and s.grantee_ids && array(select n.grantee_id from new_rows n);
    return null;
end
$$;

create function auth.matrix_rule_changed() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
    rules uuid[];
    named uuid[];
begin
    if tg_op = 'INSERT' then
        perform auth.check_matrix_rule(n) from new_rows n;
        select array_agg(id) into rules from new_rows;
        select array_agg(g) into named from new_rows n cross join lateral unnest(n.role_ids || n.department_ids || n.user_ids) g;
    elsif tg_op = 'DELETE' then
        select array_agg(id) into rules from old_rows;
        select array_agg(g) into named from old_rows n cross join lateral unnest(n.role_ids || n.department_ids || n.user_ids) g;
    else
        perform auth.check_matrix_rule(n) from new_rows n;
        select array_agg(id) into rules from new_rows;
        select array_agg(g) into named
          from (select role_ids || department_ids || user_ids as ids from new_rows
                union all select role_ids || department_ids || user_ids from old_rows) n cross join lateral unnest(n.ids) g;
    end if;
    perform auth.lock_rights();
    perform auth.rebuild_rules(rules);
    perform auth.rebuild_cell_sets(array(select k.cell_set_id from auth.cell_set_key k where k.rule_ids && rules));
    perform auth.rebuild_subjects(array(select s.user_id from auth.subject s where s.grantee_ids && named));
    return null;
end
$$;
