-- SPDX-License-Identifier: AGPL-3.0-or-later
-- What follows from a registration that is made, and what ends one. Trigger _120_domain (row, before): the state that it
-- begins in, with its customer where it is protected at once; _720_registration (after): who decides is found and told.
-- security definer: customers, pools and other people's registrations are looked at as they are.

create function app._registration_submit() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
    rule app.registration_rule;
    rival app.registration_hit;
    matches jsonb;
    held bigint;
begin
    -- The outcome tells staff what the check of duplicates tells: it counts as one and is logged as one.
    if meta.subject_id() is not null then
        perform auth.take_turn('duplicate_check');
    end if;
    perform app.registration_lock();
    rule := app.registration_terms(new);
    select count(*) into held from app.registration g
     where g.state in ('submitted', 'conflict', 'protected') and g.deleted_at is null
       and case when new.partner_id is null then g.owner_id = new.owner_id else g.partner_id = new.partner_id end;
    if held >= rule.max_open then
        raise exception using errcode = 'GX423', message = format('registration_limit||%s of %s are open', held, rule.max_open);
    end if;
    matches := app.registration_matches(new);
    perform audit.note('duplicate_check', 'registration', null, jsonb_build_object('found', (
        select coalesce(jsonb_agg(jsonb_build_object('resource', m -> 'resource', 'id', m -> 'id')), '[]') from jsonb_array_elements(matches) m)));
    rival := app.registration_rival(new, matches);
    if rival.id is not null then
        new.state := case when new.partner_id is null then 'conflict' else 'submitted' end;
        perform app.registration_open(new, 'conflict', rival.owner_id, matches);
    -- Once more what is registered already is no second extension: a person looks at it.
    elsif rule.needs_approval or exists (select from app.registration_hits(new, matches) h where h.resource = 'registration') then
        new.state := 'submitted';
        perform app.registration_open(new, 'approval', null, matches);
    else
        new := app.registration_protected(new, app.registration_customer(new, matches));
    end if;
    return new;
end
$$;
create trigger _120_domain before insert on app.registration for each row execute function app._registration_submit();

create function app._registration_case() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
    if new.state <> 'protected' then
        perform app.registration_appoint(new);
    end if;
    return null;
end
$$;
create trigger _720_registration after insert on app.registration for each row execute function app._registration_case();

-- What has ended lives no more, not by an undo either: meanwhile it may be another's. Registering again looks again.
create function app._registration_ended() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
    if old.state in ('rejected', 'expired', 'won', 'withdrawn') and new.state <> old.state then
        raise exception using errcode = '23514', message = 'ended';
    end if;
    return new;
end
$$;
create trigger _120_ended before update of state on app.registration for each row execute function app._registration_ended();

-- A won deal of the customer ends its registration.
create function app._registration_won() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
    update app.registration g set state = 'won'
     where g.state = 'protected' and g.deleted_at is null
       and g.account_id in (select n.account_id from new_rows n where n.status = 'won' and n.deleted_at is null);
    return null;
end
$$;
create trigger _720_registration_insert after insert on app.opportunity referencing new table as new_rows
    for each statement execute function app._registration_won();

create function app._registration_won_update() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
    update app.registration g set state = 'won'
     where g.state = 'protected' and g.deleted_at is null
       -- A fenced full join, so that no plan kept from one row is a nested loop: see meta.pairs_sql.
       and g.account_id in (select x.account_id
                              from (select n.account_id, n.status, n.deleted_at, o.status as before
                                      from new_rows n full join old_rows o on o.id = n.id offset 0) x
                             where x.status = 'won' and x.before is distinct from 'won' and x.deleted_at is null);
    return null;
end
$$;
create trigger _720_registration_update after update on app.opportunity referencing new table as new_rows old table as old_rows
    for each statement execute function app._registration_won_update();
