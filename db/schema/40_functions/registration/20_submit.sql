-- SPDX-License-Identifier: AGPL-3.0-or-later
-- 报备: the look for what is there already, and what becomes of a registration: protected, or a case for a person.
-- Internal: triggers and functions that have checked call these.

-- Likely matches among customers and among live registrations. Seen with the eyes of who typed it, so that the outcome
-- tells him no more than the check of duplicates does; a dealer is not told the outcome, so his are looked for in all, and
-- so are those of who has left.
create function app.registration_matches(reg app.registration) returns jsonb language plpgsql volatile as $$
declare
    described jsonb := jsonb_strip_nulls(jsonb_build_object('name', reg.name, 'phone', reg.phone, 'credit_code', reg.credit_code));
    me text := coalesce(current_setting('app.user_id', true), '');
    found_matches jsonb;
begin
    perform set_config('app.user_id', coalesce((select u.id::text from app."user" u where u.id = reg.created_by and u.is_active and u.deleted_at is null
                                                          and reg.partner_id is null), ''), true);
    select coalesce(jsonb_agg(to_jsonb(x) order by x.score desc, x.resource, x.id), '[]') into found_matches
      from (select 'account' as resource, m.record_id as id, m.score, m.reasons
              from app._account_match_scored('registration', described, null) m where m.score >= 60
            union all
            select 'registration', m.record_id, m.score, m.reasons
              from app._registration_match_scored('registration', described, reg.id) m where m.score >= 60) x;
    perform set_config('app.user_id', me, true);
    return found_matches;
end
$$;

-- What the matches stand for today. is_mine: the same person's, or the same dealer's; is_free: in a pool that whoever
-- acts may take from.
drop type if exists app.registration_hit cascade;
create type app.registration_hit as (
    resource text, id uuid, score int, reasons jsonb, account_id uuid, owner_id uuid, partner_id uuid, is_mine boolean, is_free boolean
);
create function app.registration_hits(reg app.registration, matches jsonb) returns setof app.registration_hit language plpgsql stable as $$
begin
    return query
    with hit as (
        select m.resource, m.id, m.score, m.reasons, coalesce(a.id, g.account_id) as account_id, coalesce(a.owner_id, g.owner_id) as owner_id,
               coalesce(a.partner_id, g.partner_id) as partner_id, a.id is not null and a.owner_id is null and a.pool_id is not null as is_pooled
          from jsonb_to_recordset(matches) m (resource text, id uuid, score int, reasons jsonb)
          left join app.account a on m.resource = 'account' and a.id = m.id and a.deleted_at is null
          left join app.registration g on m.resource = 'registration' and g.id = m.id and g.deleted_at is null
                and g.state in ('submitted', 'conflict', 'protected')
         where a.id is not null or g.id is not null
    )
    select h.resource, h.id, h.score, h.reasons, h.account_id, h.owner_id, h.partner_id,
           not h.is_pooled and case when reg.partner_id is null then h.partner_id is null and coalesce(h.owner_id = reg.owner_id, false)
                                    else coalesce(h.partner_id = reg.partner_id, false) end,
           h.is_pooled and exists (select from api.pool_record v where v.record_id = h.id)
      from hit h order by h.score desc, h.resource, h.id;
end
$$;

-- The likeliest that is another's: a case. Who decides one takes from any pool.
create function app.registration_rival(reg app.registration, matches jsonb, is_case boolean default false) returns app.registration_hit
language sql stable as $$
    select h from app.registration_hits(reg, matches) h where not h.is_mine and (is_case or not h.is_free) limit 1
$$;

-- Out of its pool by the rules of claiming, as if he had claimed it himself.
create function app.registration_claim(reg app.registration, account uuid) returns void language plpgsql volatile as $$
declare
    holder uuid := app.registration_holder(reg);
    item app.pool_record := (select r from app.pool_record r where r.resource = 'account' and r.record_id = account and r.deleted_at is null);
begin
    perform pg_advisory_xact_lock(hashtext('guanxi.holding'), hashtext(holder::text));
    perform app.check_claim(item, holder);
    if not app.pool_give(item, holder, 'claim', null) then
        raise exception using errcode = 'GX423', message = 'already_claimed||Somebody was faster';
    end if;
    update app.account a set partner_id = reg.partner_id where a.id = account and reg.partner_id is not null;
end
$$;

-- The customer of a registration without a rival: his already, taken from the pool, or made.
create function app.registration_customer(reg app.registration, matches jsonb) returns uuid language plpgsql volatile as $$
declare
    hit app.registration_hit;
    made uuid;
begin
    select h.* into hit from app.registration_hits(reg, matches) h where h.account_id is not null and (h.is_mine or h.is_free)
     order by h.is_mine desc, h.score desc limit 1;
    if hit.is_free then
        perform app.registration_claim(reg, hit.account_id);
    end if;
    if hit.account_id is not null then
        return hit.account_id;
    end if;
    insert into app.account (name, credit_code, phone, province, city, owner_id, partner_id)
    values (reg.name, reg.credit_code, reg.phone, reg.province, reg.city, app.registration_holder(reg), reg.partner_id)
    returning id into made;
    return made;
end
$$;

-- Protected from today; the worker warns before the end.
create function app.registration_protected(reg app.registration, account uuid) returns app.registration language plpgsql volatile as $$
declare
    rule app.registration_rule := app.registration_terms(reg);
begin
    reg.state := 'protected';
    reg.account_id := account;
    reg.protected_until := meta.today() + rule.protect_days::int;
    perform app.registration_watch(reg.id, reg.protected_until, rule.warn_days::int);
    return reg;
end
$$;

create function app.registration_watch(reg_id uuid, until date, days int) returns void language sql volatile as $$
    insert into job.registration_watch (registration_id, warn_on) values (reg_id, until - days)
    on conflict on constraint registration_watch_pkey do update set warn_on = excluded.warn_on
$$;

-- A case: what collided, or that somebody has to approve.
create function app.registration_open(reg app.registration, kind text, rival uuid, matches jsonb) returns void language sql volatile as $$
    insert into auth.registration_case (registration_id, kind, rival_id, matches) values (reg.id, $2, rival, $4)
    on conflict on constraint registration_case_pkey do update set kind = excluded.kind, rival_id = excluded.rival_id, matches = excluded.matches
$$;

-- Finds who decides and tells him. What a dealer registered is opened to him by a share that the dealer does not see.
create function app.registration_appoint(reg app.registration) returns void language plpgsql volatile as $$
declare
    c auth.registration_case;
    rival app.registration_hit;
begin
    select * into c from auth.registration_case x where x.registration_id = reg.id;
    if c.kind = 'conflict' then
        rival := app.registration_rival(reg, c.matches);
    end if;
    c.decider_id := app.registration_decider(reg, rival.owner_id, rival.partner_id);
    update auth.registration_case x set decider_id = c.decider_id where x.registration_id = reg.id;
    if reg.partner_id is not null and c.decider_id is not null then
        insert into auth.share (resource, record_id, grantee_kind, grantee_id) values ('registration', reg.id, 'user', c.decider_id)
        on conflict on constraint share_record_id_key do nothing;
    end if;
    insert into app.notification (kind, title, body, resource, record_id, owner_id)
    select 'registration', reg.name, c.kind, 'registration', reg.id, x.id
      from (select c.decider_id as id where c.decider_id is not null
            union all select a from app.registration_anyone(reg, c.rival_id) a where c.decider_id is null) x;
    perform audit.note('registration_' || c.kind, 'registration', reg.id, jsonb_build_object('decider', c.decider_id, 'matches', jsonb_array_length(c.matches)));
end
$$;
