-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Any change that bears on rights counts before its transaction commits. Statement level: importing a thousand
-- people recomputes once. Full joins: see meta.pairs_sql. security definer: whoever may change a person may not touch schema auth.

-- Who gives roles must be able to make them; else who may edit people could make himself anything.
create function auth.require_role_giver() returns void language plpgsql volatile as $$
begin
    if meta.subject_id() is not null and not exists (
        select from auth.subject s
          join auth.right_set rs on rs.right_set_id = s.right_set_id and rs.resource = 'role'
         where s.user_id = meta.subject_id() and rs.write_scope & 32 <> 0 and 'update' = any (rs.operations)) then
        raise exception using errcode = 'GX403', message = 'forbidden';
    end if;
end
$$;

-- Raises unless the subject may arrange this record, whatever his right to the resource says: he sees it, may change it and
-- gives roles.
create function auth.require_arranger(of_resource text, record_id uuid) returns void language plpgsql volatile as $$
begin
    perform meta.require_seen(of_resource, record_id);
    perform meta.require_operation(of_resource, 'update');
    perform auth.require_role_giver();
end
$$;

create function auth.user_changed() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
    people uuid[];
    switched uuid[];
    gives_roles boolean := false;
begin
    -- The people themselves, their managers of before and of now; those above them are added below.
    if tg_op = 'INSERT' then
        select array_agg(x) into people from (select id as x from new_rows union select manager_id from new_rows) y;
        gives_roles := exists (select from new_rows where cardinality(role_ids) > 0);
    elsif tg_op = 'DELETE' then
        select array_agg(manager_id) into people from old_rows;
    else
        select array_agg(x), bool_or(e) into people, gives_roles
          from (select n.id, n.manager_id, o.manager_id,
                       -- nobody moves himself to where he sees more
                       n.role_ids is distinct from o.role_ids or n.id = meta.subject_id()
                  from new_rows n full join old_rows o on o.id = n.id
                 where (n.manager_id, n.department_id, n.role_ids, n.kind, n.partner_id)
                       is distinct from (o.manager_id, o.department_id, o.role_ids, o.kind, o.partner_id)) c (a, b, d, e)
          cross join lateral (values (a), (b), (d)) v (x);
        select array_agg(n.id) into switched from new_rows n full join old_rows o on o.id = n.id
         where (n.is_active, n.deleted_at) is distinct from (o.is_active, o.deleted_at);
        if people is null and switched is null then
            return null; -- a log-in, a new phone number: nobody waits for those
        end if;
    end if;
    perform auth.lock_rights();
    if gives_roles then
        perform auth.require_role_giver();
    end if;
    if tg_op = 'DELETE' then
        delete from auth.subject where user_id in (select id from old_rows);
    end if;
    update auth.subject set rights_gen = nextval('auth.rights_gen_seq') where user_id = any (switched);
    if people is not null then
        perform auth.rebuild_subjects(auth.with_managers(people));
        perform auth.refresh_figures();
    end if;
    if tg_op = 'UPDATE' then
        perform auth.require_administrator();
    end if;
    return null;
end
$$;

create function auth.with_managers(people uuid[]) returns uuid[] language sql stable as $$
    with recursive up (id) as (
        select unnest(people)
        union
        select u.manager_id from up join app."user" u on u.id = up.id where u.manager_id is not null
    )
    select array_agg(id) from up where id is not null
$$;

create function auth.department_changed() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
    -- Two ifs: an expression that names old_rows cannot even be planned at an insert.
    if tg_op = 'UPDATE' then
        if not exists (
            select from new_rows n full join old_rows o on o.id = n.id
             where (n.parent_id, n.manager_id, n.deleted_at) is distinct from (o.parent_id, o.manager_id, o.deleted_at))
        then
            return null;
        end if;
    end if;
    perform auth.lock_rights();
    perform auth.rebuild_subjects(null);
    return null;
end
$$;

create function auth.role_changed() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
    if tg_op = 'UPDATE' then
        if not exists (select from new_rows n full join old_rows o on o.id = n.id
                        where (n.deleted_at, n.allowed_networks, n.allowed_days, n.allowed_from, n.allowed_to)
                              is distinct from (o.deleted_at, o.allowed_networks, o.allowed_days, o.allowed_from, o.allowed_to)) then
            return null;
        end if;
    end if;
    if tg_op <> 'DELETE' then
        perform auth.check_limits(r.allowed_networks, r.allowed_from, r.allowed_to) from new_rows r;
    end if;
    perform auth.lock_rights();
    perform auth.rebuild_subjects(null);
    perform auth.require_administrator();
    perform auth.require_within_limits();
    return null;
end
$$;

create function auth.role_rights_changed() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
    roles uuid[];
    resources text[];
    sets int[];
begin
    perform auth.lock_rights();
    if tg_op = 'DELETE' then
        select array_agg(distinct role_id), array_agg(distinct resource) into roles, resources from old_rows;
    elsif tg_op = 'INSERT' then
        select array_agg(distinct role_id), array_agg(distinct resource) into roles, resources from new_rows;
    else
        select array_agg(distinct x.role_id), array_agg(distinct x.resource) into roles, resources
          from (select role_id, resource from new_rows union select role_id, resource from old_rows) x;
    end if;
    select array_agg(k.right_set_id) into sets from auth.right_set_key k where k.role_ids && roles;
    if sets is not null then
        perform auth.rebuild_right_sets(sets, auth.heirs(resources));
        perform auth.refresh_figures();
    end if;
    return null;
end
$$;

-- Transition tables need one trigger per kind of statement.
do $$
declare
    target record;
    verb text;
begin
    for target in
        select * from (values ('app."user"', 'auth.user_changed()', '_800_subject'),
                              ('app.department', 'auth.department_changed()', '_800_subject'),
                              ('app.role', 'auth.role_changed()', '_800_subject'),
                              ('app.territory', 'auth.territory_changed()', '_800_subject'),
                              ('app.absence', 'auth.absence_changed()', '_800_subject'),
                              ('app.matrix_rule', 'auth.matrix_rule_changed()', '_800_subject'),
                              ('auth.share', 'auth.share_changed()', '_800_subject'),
                              ('auth.role_resource', 'auth.role_rights_changed()', '_800_right_set'),
                              ('auth.role_field', 'auth.role_rights_changed()', '_800_right_set'))
                   as x (relation, function_name, name)
    loop
        foreach verb in array case target.relation when 'auth.share' then array['insert', 'update']
                                                   else array['insert', 'update', 'delete'] end loop
            execute format('drop trigger if exists %I on %s', target.name || '_' || verb, target.relation);
            execute format('create trigger %I after %s on %s referencing %s for each statement execute function %s',
                           target.name || '_' || verb, verb, target.relation,
                           case verb when 'insert' then 'new table as new_rows'
                                     when 'delete' then 'old table as old_rows'
                                     else 'new table as new_rows old table as old_rows' end,
                           target.function_name);
        end loop;
    end loop;
end
$$;
