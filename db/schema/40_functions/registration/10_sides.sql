-- SPDX-License-Identifier: AGPL-3.0-or-later
-- 报备: which rule counts, who stands above whom, who decides. Internal: they check nothing.

-- One submission or decision after the other: of two who register the same at once the second finds the first.
create function app.registration_lock() returns void language sql volatile
as $$ select pg_advisory_xact_lock(hashtext('guanxi.registration')) $$;

-- The first active rule that names the person, or nobody. A dealer's registration always waits for a person: an answer
-- at once would tell what lies out of his sight.
create function app.registration_terms(reg app.registration) returns app.registration_rule language plpgsql stable as $$
declare
    rule app.registration_rule;
begin
    select r.* into rule from app.registration_rule r join app."user" u on u.id = reg.owner_id
     where r.is_active and r.deleted_at is null
       and (coalesce(cardinality(r.role_ids), 0) + coalesce(cardinality(r.department_ids), 0) + coalesce(cardinality(r.partner_ids), 0) = 0
            or r.role_ids && u.role_ids or reg.partner_id = any (r.partner_ids)
            or u.department_id = any (app.with_below('department', r.department_ids)))
     order by r.position, r.id limit 1;
    if not found then
        rule.needs_approval := true;
        rule.protect_days := 90;
        rule.warn_days := 7;
        rule.extend_days := 30;
    end if;
    rule.needs_approval := rule.needs_approval or reg.partner_id is not null;
    return rule;
end
$$;

-- Whose the customer of a registration is: the channel manager's of a dealer's, else his who registered it.
create function app.registration_holder(reg app.registration) returns uuid language sql stable as $$
    select coalesce((select a.owner_id from app.account a where a.id = reg.partner_id), reg.owner_id)
$$;

-- Who stands above a side, nearest first: of what belongs to a dealer the channel manager and those above him, of
-- anything else the managers of its owner. Active people only.
create function app.registration_above(person uuid, partner uuid) returns table (id uuid, depth int) language sql stable as $$
    with recursive up (id, depth) as (
        select case when partner is null then (select u.manager_id from app."user" u where u.id = person)
                    else (select a.owner_id from app.account a where a.id = partner) end, 1
        union all
        select u.manager_id, x.depth + 1 from up x join app."user" u on u.id = x.id where x.depth < 30
    )
    select u.id, min(x.depth) from up x join app."user" u on u.id = x.id
     where u.is_active and u.deleted_at is null and u.kind = 'staff' group by u.id
$$;

-- May he decide about it: the right, and that he sees it. What a dealer registered is opened to who decides.
create function app.registration_fit(reg app.registration, person uuid) returns boolean language plpgsql stable as $$
begin
    return exists (select from auth.subject s join auth.right_set rs on rs.right_set_id = s.right_set_id and rs.resource = 'registration'
                    where s.user_id = person and 'decide' = any (rs.operations) and rs.read_scope <> 0)
       and (reg.partner_id is not null
            or exists (select from app._registration_why(reg.id, array[person]) w where cardinality(w.reads) > 0));
end
$$;

-- The nearest who stands above both sides and may decide, and is neither; without a rival above the one. Null: nobody.
create function app.registration_decider(reg app.registration, rival uuid, rival_partner uuid) returns uuid language plpgsql stable as $$
begin
    return (select a.id from app.registration_above(reg.owner_id, reg.partner_id) a
             where (rival is null or exists (select from app.registration_above(rival, rival_partner) b where b.id = a.id))
               and a.id <> reg.owner_id and (a.id is distinct from rival or rival_partner is not null) and app.registration_fit(reg, a.id)
             order by a.depth limit 1);
end
$$;

-- Who decides where nobody stands above both: whoever has the right over all registrations and is no side.
create function app.registration_anyone(reg app.registration, rival uuid) returns setof uuid language sql stable as $$
    select s.user_id from auth.subject s
      join auth.right_set rs on rs.right_set_id = s.right_set_id and rs.resource = 'registration'
      join app."user" u on u.id = s.user_id and u.is_active and u.deleted_at is null and u.kind = 'staff'
     where 'decide' = any (rs.operations) and (rs.read_scope & 32) <> 0 and s.user_id <> reg.owner_id and s.user_id is distinct from rival
$$;

-- Is it his to decide? Who was appointed and has left, or may decide no more, keeps nobody waiting.
create function app.registration_is_his(reg app.registration, c auth.registration_case, person uuid) returns boolean language sql stable as $$
    select case when exists (select from app."user" u join auth.subject s on s.user_id = u.id
                               join auth.right_set rs on rs.right_set_id = s.right_set_id and rs.resource = 'registration'
                              where u.id = c.decider_id and u.is_active and u.deleted_at is null and 'decide' = any (rs.operations))
                then c.decider_id = person
                else exists (select from app.registration_anyone(reg, c.rival_id) x where x = person) end
$$;
