-- SPDX-License-Identifier: AGPL-3.0-or-later
-- 交接: who may hand over what of whom, and which record goes to whom. The same division is shown beforehand and then
-- done. Conditions of rules are the one compiler's; here stand the numbers of the rules that they chose.

-- Of each resource one hand-over takes no more; that there is more is said.
create function api.handover_limit() returns int language sql immutable return 100000;
grant execute on function api.handover_limit() to guanxi_api, guanxi_worker;

-- What changes hands at all.
create function app.handover_resources() returns setof text language sql stable as $$
    select r.name from meta.resource r
     where not r.is_retired and 'transfer' = any (r.operations) and meta.has_column(r.name, 'owner_id') order by r.ordinal
$$;

-- May the subject hand over what this person holds? By his write scope on hand-overs, as if the person's own.
create function app.handover_reaches(leaver uuid) returns boolean language sql stable as $$
    select exists (select from auth.subject s
                     join auth.right_set rs on rs.right_set_id = s.right_set_id and rs.resource = 'handover'
                     join app."user" u on u.id = leaver
                    where s.user_id = meta.subject_id()
                      and ((rs.write_scope & 32) <> 0 or ((rs.write_scope & 1) <> 0 and leaver = s.user_id)
                           or ((rs.write_scope & 2) <> 0 and leaver = any (s.subordinate_ids))
                           or ((rs.write_scope & 4) <> 0 and u.department_id = any (s.department_ids))
                           or ((rs.write_scope & 8) <> 0 and u.department_id = any (s.subtree_ids))))
$$;

create function app.handover_may_close(leaver uuid) returns boolean language sql stable
return leaver is distinct from meta.subject_id() and auth.may_administer(leaver);

-- May somebody be given records? Active, of this company, in the subject's sight.
create function app.handover_takes(person uuid) returns boolean language sql stable as $$
    select exists (select from app."user" u where u.id = person and u.is_active and u.deleted_at is null and u.kind = 'staff')
       and exists (select from api."user" v where v.id = person)
$$;

-- Those among whom a rule divides; an id that is none is nobody.
create function app.handover_people(h app.handover, target jsonb) returns uuid[] language sql stable as $$
    select case target ->> 'kind'
           when 'people' then array(select case when x ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then x::uuid end
                                      from jsonb_array_elements_text(case jsonb_typeof(target -> 'user_ids') when 'array'
                                                                     then target -> 'user_ids' else '[]' end) with ordinality y (x, o) order by o)
           when 'manager' then array(select u.manager_id from app."user" u where u.id = h.leaver_id)
           else '{}' end
$$;

create function app.handover_pool(of_resources jsonb, target jsonb) returns boolean language sql stable as $$
    select exists (select from api.pool p
                    where p.id::text = target ->> 'pool_id' and p.is_active and of_resources = jsonb_build_array(p.resource))
$$;

-- The first misfit of a rule as "pointer|code|text"; null when there is none.
create function app.handover_rule_problem(h app.handover, rule jsonb, at text) returns text language plpgsql stable as $$
declare
    target jsonb := rule -> 'to';
    people uuid[];
begin
    if jsonb_typeof(rule) <> 'object' or jsonb_typeof(target) is distinct from 'object' then
        return at || '|type|A rule names who takes the records';
    elsif exists (select from jsonb_object_keys(rule) k where k <> all (array['resources', 'filter', 'to'])) then
        return at || '|unknown_key|';
    elsif jsonb_typeof(rule -> 'resources') not in ('array', 'null')
       or exists (select from jsonb_array_elements(case jsonb_typeof(rule -> 'resources') when 'array' then rule -> 'resources' else '[]' end) e
                   where (e #>> '{}') not in (select app.handover_resources())) then
        return at || '/resources|choice|Nothing that changes hands';
    elsif coalesce(nullif(rule -> 'filter', 'null'), '{}') <> '{}'
      and jsonb_array_length(coalesce(nullif(rule -> 'resources', 'null'), '[]')) <> 1 then
        return at || '/resources|required|A condition is about one resource';
    elsif target ->> 'kind' = 'pool' then
        return case when not app.handover_pool(rule -> 'resources', target) then at || '/to/pool_id|unknown_reference|' end;
    elsif coalesce(target ->> 'kind', '') not in ('people', 'manager') then
        return at || '/to/kind|choice|people, manager or pool';
    end if;
    people := app.handover_people(h, target);
    if cardinality(people) not between 1 and 50 then
        return at || '/to/user_ids|required|';
    elsif cardinality(people) <> (select count(distinct p) from unnest(people) p) and array_position(people, null) is null then
        return at || '/to/user_ids|repeated|';
    elsif exists (select from unnest(people) p where p is null or p = h.leaver_id or not app.handover_takes(p)) then
        return at || case target ->> 'kind' when 'people' then '/to/user_ids' else '/to/kind' end || '|unknown_reference|';
    end if;
    return null;
end
$$;

create function app.handover_problem(h app.handover) returns text language sql stable as $$
    -- A person who does not exist is the foreign key's to name.
    select case when coalesce(nullif(h.rules, 'null'), '[]') = '[]' or not exists (select from app."user" u where u.id = h.leaver_id) then null
                when jsonb_typeof(h.rules) <> 'array' then '/rules|type|'
                when jsonb_array_length(h.rules) > 30 then '/rules|too_many|'
                else (select min(x.problem) from (
                          select app.handover_rule_problem(h, e, '/rules/' || (o - 1)) as problem
                            from jsonb_array_elements(h.rules) with ordinality y (e, o)) x) end
$$;

-- Which of the records may the subject transfer? Those that he may write, in a way of his own: what is lent is not
-- handed on. Set-wise: only who has something lent pays for a look at each.
create function meta.movable(of_resource text, ids uuid[]) returns uuid[] language plpgsql stable as $$
declare
    able uuid[];
begin
    if not exists (select from auth.subject s join auth.right_set rs on rs.right_set_id = s.right_set_id
                    where s.user_id = meta.subject_id() and rs.resource = of_resource and 'transfer' = any (rs.operations)) then
        return '{}';
    end if;
    execute format('select coalesce(array_agg(w.id), ''{}'') from api.%I w where w.id = any ($1)', of_resource || '_write')
        into able using ids;
    if exists (select from auth.subject s where s.user_id = meta.subject_id()
                  and (s.has_shares or s.deputy_until > now())) then
        execute format('select coalesce(array_agg(i), ''{}'') from unnest($1) i cross join lateral app.%I(i, array[$2]) w '
            || 'where not w.writes <@ array[''share'', ''deputy'']', '_' || of_resource || '_why') into able using able, meta.subject_id();
    end if;
    return able;
end
$$;

-- What becomes of each record: picks holds the number of the rule that takes it, -1 for none, -2 for what is closed.
-- Of several people each gets the next one.
create function app.handover_split(h app.handover, of_resource text, ids uuid[], picks int[])
returns table (record_id uuid, rule int, to_id uuid, pool_id uuid, outcome text) language sql stable as $$
    with rule as materialized (
        select (o - 1)::int as pick, app.handover_people(h, e -> 'to') as people,
               case e -> 'to' ->> 'kind' when 'pool' then (e -> 'to' ->> 'pool_id')::uuid end as pool
          from jsonb_array_elements(case jsonb_typeof(h.rules) when 'array' then h.rules else '[]' end) with ordinality y (e, o)
    ), found as (
        select x.id, x.pick, case when x.pick = -2 then 'kept' when a.id is null then 'forbidden'
                                  when x.pick < 0 then 'nobody' else 'moves' end as outcome
          from unnest(ids[:api.handover_limit()], picks[:api.handover_limit()]) x (id, pick)
          left join unnest(meta.movable(of_resource, ids)) a (id) on a.id = x.id
    ), placed as (
        select f.*, row_number() over (partition by f.pick, f.outcome order by f.id) - 1 as place from found f
    )
    select p.id, case when p.outcome = 'moves' then p.pick end,
           case when p.outcome = 'moves' and r.pool is null then r.people[(1 + p.place % nullif(cardinality(r.people), 0))::int] end,
           case when p.outcome = 'moves' then r.pool end, p.outcome
      from placed p left join rule r on r.pick = p.pick
$$;
