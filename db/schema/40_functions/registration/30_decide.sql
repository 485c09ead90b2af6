-- SPDX-License-Identifier: AGPL-3.0-or-later
-- 报备, what a person decides: approval, and 撞单 between two. security definer: the decider is told of both sides, also of
-- what lies out of his own sight, and moves what is not his. Nobody else learns how it collided; both sides are told the
-- outcome and only that.

-- The case of a registration that the subject sees and that is his to decide, else 404 or 403: the same 403 whatever it
-- is about.
create function app.registration_case_of(reg app.registration) returns auth.registration_case language plpgsql stable as $$
declare
    c auth.registration_case;
begin
    perform meta.require_operation('registration', 'decide');
    select * into c from auth.registration_case x where x.registration_id = reg.id;
    if c.registration_id is null or not app.registration_is_his(reg, c, meta.subject_id()) then
        raise exception using errcode = 'GX403', message = 'forbidden';
    end if;
    return c;
end
$$;

create function app.registration_seen(reg_id uuid) returns app.registration language plpgsql volatile as $$
begin
    perform meta.require_seen('registration', reg_id);
    return (select g from app.registration g where g.id = reg_id);
end
$$;

create function app.registration_tell(person uuid, of_resource text, record_id uuid, outcome text) returns void language sql volatile as $$
    insert into app.notification (kind, resource, record_id, owner_id, body) select 'registration_outcome', of_resource, record_id, person, outcome
     where person is not null
$$;

-- Whose the other side is. A dealer hears only of what he lost, and of a registration the same as of any that is refused:
-- not that there was another.
create function app.registration_tell_rival(rival app.registration_hit, account uuid, decision text) returns void language plpgsql volatile as $$
declare
    is_dealer boolean := exists (select from auth.subject s where s.user_id = rival.owner_id and s.kind = 'portal');
begin
    if is_dealer and decision <> 'to_registrant' then
        return;
    elsif is_dealer and rival.resource = 'registration' then
        perform app.registration_tell(rival.owner_id, 'registration', rival.id, 'rejected');
    else
        perform app.registration_tell(rival.owner_id, case when account is null then rival.resource else 'account' end, coalesce(account, rival.id), decision);
    end if;
end
$$;

-- What the decider sees: what was registered, and the other sides beside each other.
create function api.registration_sides(body jsonb) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
    reg app.registration := app.registration_seen((body ->> 'id')::uuid);
    c auth.registration_case := app.registration_case_of(reg);
    sides jsonb;
begin
    select coalesce(jsonb_agg(jsonb_build_object(
               'resource', h.resource, 'id', h.id, 'code', coalesce(a.code, g.code), 'name', coalesce(a.name, g.name), 'score', h.score,
               'reasons', h.reasons, 'owner_name', u.name, 'department_name', d.name, 'partner_name', p.name,
               'created_at', coalesce(a.created_at, g.created_at), 'owned_since', a.owned_since, 'last_activity_at', a.last_activity_at,
               'state', g.state, 'protected_until', g.protected_until,
               'open_deals', (select count(*) from app.opportunity o where o.account_id = h.account_id and o.status = 'open' and o.deleted_at is null))
             order by h.score desc, h.resource, h.id), '[]') into sides
      from app.registration_hits(reg, c.matches) h
      left join app.account a on h.resource = 'account' and a.id = h.id
      left join app.registration g on h.resource = 'registration' and g.id = h.id
      left join app."user" u on u.id = h.owner_id
      left join app.department d on d.id = u.department_id
      left join app.account p on p.id = h.partner_id
     where c.kind = 'conflict';
    perform audit.note('registration_sides', 'registration', reg.id,
                       jsonb_build_object('told', (select coalesce(jsonb_agg(s -> 'id'), '[]') from jsonb_array_elements(sides) s)));
    return jsonb_build_object('kind', c.kind, 'sides', sides,
        'registrant', (select jsonb_build_object('owner_name', u.name, 'department_name', d.name, 'partner_name', p.name)
                         from app."user" u left join app.department d on d.id = u.department_id left join app.account p on p.id = reg.partner_id
                        where u.id = reg.owner_id));
end
$$;

-- The customer goes to the registrant, whoever has it; registrations that protected it end. Null: there is none any more.
create function app.registration_take(reg app.registration, rival app.registration_hit, reason text) returns uuid language plpgsql volatile as $$
declare
    holder uuid := app.registration_holder(reg);
    item app.pool_record := (select r from app.pool_record r where r.resource = 'account' and r.record_id = rival.account_id and r.deleted_at is null);
    lost app.registration;
begin
    for lost in
        update app.registration g
           set state = 'rejected', decided_by_id = meta.subject_id(), decided_at = now(), decision_reason = reason
         where g.id <> reg.id and g.deleted_at is null
           and (g.id = rival.id or g.state = 'protected' and g.account_id = rival.account_id)
        returning g.*
    loop
        if lost.owner_id is distinct from rival.owner_id then
            perform app.registration_tell(lost.owner_id, 'registration', lost.id, 'rejected');
        end if;
    end loop;
    if item.id is not null then
        perform app.pool_give(item, holder, 'registration', reason);
    elsif rival.account_id is not null and rival.owner_id is distinct from holder then
        perform app.ownership_as('registration', null, reason);
        update app.account a set owner_id = holder, department_id = (select u.department_id from app."user" u where u.id = holder)
         where a.id = rival.account_id;
        perform app.owner_follows('account', array[rival.account_id], array[rival.owner_id], holder,
                                  (select u.department_id from app."user" u where u.id = holder));
        perform app.ownership_as(null, null, null);
    end if;
    update app.account a set partner_id = reg.partner_id where a.id = rival.account_id and a.partner_id is distinct from reg.partner_id;
    return rival.account_id;
end
$$;

-- Both: the customer stays, and the registrant works on it, too; of a dealer his people, where no other dealer has it.
create function app.registration_join(reg app.registration, rival app.registration_hit) returns void language plpgsql volatile as $$
begin
    if rival.account_id is null or rival.owner_id is null then
        raise exception using errcode = 'GX423', message = 'wrong_state||There is no customer with an owner to share yet';
    elsif reg.partner_id is not null and rival.partner_id is null then
        update app.account a set partner_id = reg.partner_id where a.id = rival.account_id;
        return;
    end if;
    insert into auth.share (resource, record_id, grantee_kind, grantee_id, can_write, is_member, created_by)
    values ('account', rival.account_id, 'user', reg.owner_id, true, true, meta.subject_id())
    on conflict on constraint share_record_id_key do update set can_write = true, is_member = true, until = null;
end
$$;

-- A line of the log for what changed no hands, too.
create function app.registration_log(account uuid, had uuid, decision text, reason text) returns void language sql volatile as $$
    insert into app.ownership (kind, from_id, to_id, note, parent_resource, parent_id)
    select 'registration', had, had, left(decision || ': ' || reason, 500), 'account', account
     where account is not null
       and not exists (select from app.account a where a.id = account and decision = 'to_registrant' and a.owner_id is distinct from had)
$$;

-- The same look again: meanwhile somebody else may have it. True: it has become a case between two.
create function app.registration_collides(reg app.registration, matches jsonb) returns boolean language plpgsql volatile as $$
declare
    rival app.registration_hit := app.registration_rival(reg, matches);
begin
    if rival.id is null then
        return false;
    end if;
    perform app.registration_open(reg, 'conflict', rival.owner_id, matches);
    if reg.partner_id is null then
        update app.registration g set state = 'conflict' where g.id = reg.id;
    end if;
    perform app.registration_appoint(reg);
    return true;
end
$$;

create function app.registration_settle(reg app.registration, decision text, reason text) returns app.registration language plpgsql volatile as $$
begin
    update auth.registration_case c set decision = $2, change_set_id = meta.change_set_id() where c.registration_id = reg.id;
    update app.registration g
       set state = reg.state, account_id = reg.account_id, protected_until = reg.protected_until, decided_by_id = meta.subject_id(),
           decided_at = now(), decision_reason = reason
     where g.id = reg.id;
    perform audit.note('registration_decided', 'registration', reg.id, jsonb_build_object('decision', decision, 'reason', reason, 'account', reg.account_id));
    perform app.registration_tell(reg.owner_id, 'registration', reg.id, reg.state);
    return reg;
end
$$;

create function app.registration_between(reg app.registration, c auth.registration_case, decision text, reason text) returns app.registration
language plpgsql volatile as $$
declare
    rival app.registration_hit := app.registration_rival(reg, c.matches, true);
    account uuid := rival.account_id;
begin
    if decision = 'to_registrant' then
        account := app.registration_take(reg, rival, reason);
        reg := app.registration_protected(reg, coalesce(account, app.registration_customer(reg, c.matches)));
    elsif decision = 'both' then
        perform app.registration_join(reg, rival);
        reg := app.registration_protected(reg, account);
    else
        reg.state := 'rejected';
    end if;
    perform app.registration_log(account, rival.owner_id, decision, reason);
    perform app.registration_tell_rival(rival, account, decision);
    return reg;
end
$$;

create function api.registration_decide(body jsonb) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
    reg app.registration;
    c auth.registration_case;
    decision text := body ->> 'decision';
    reason text := nullif(btrim(body ->> 'reason'), '');
    matches jsonb;
begin
    perform app.registration_lock();
    reg := app.registration_seen((body ->> 'id')::uuid);
    c := app.registration_case_of(reg);
    if reg.state not in ('submitted', 'conflict') then
        raise exception using errcode = 'GX423', message = 'wrong_state||It is decided already';
    elsif decision <> all (case c.kind when 'approval' then array['approve', 'refuse'] else array['to_registrant', 'to_owner', 'both'] end) then
        raise exception using errcode = 'GX422', message = '/decision|choice|';
    elsif reason is null and decision <> 'approve' then
        raise exception using errcode = 'GX422', message = '/reason|required|';
    end if;
    if decision = 'approve' then
        matches := app.registration_matches(reg);
        if app.registration_collides(reg, matches) then
            return jsonb_build_object('state', 'conflict', 'protected_until', null);
        end if;
        reg := app.registration_protected(reg, app.registration_customer(reg, matches));
    elsif decision = 'refuse' then
        reg.state := 'rejected';
    else
        reg := app.registration_between(reg, c, decision, reason);
    end if;
    reg := app.registration_settle(reg, decision, reason);
    return jsonb_build_object('state', reg.state, 'protected_until', reg.protected_until);
end
$$;
grant execute on function api.registration_sides(jsonb), api.registration_decide(jsonb) to guanxi_api;
