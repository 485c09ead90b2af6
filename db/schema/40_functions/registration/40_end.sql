-- SPDX-License-Identifier: AGPL-3.0-or-later
-- 报备: longer protection, giving up, and the round of the worker: who is warned, what has ended.

-- A registration that the subject may change, in one of these states. security definer functions only.
create function app.registration_own(reg_id uuid, states text[]) returns app.registration language plpgsql volatile as $$
declare
    reg app.registration;
begin
    perform app.registration_lock();
    perform meta.require_own_write('registration', reg_id, 'update');
    select g.* into reg from app.registration g where g.id = reg_id for update;
    if reg.state <> all (states) then
        raise exception using errcode = 'GX423', message = 'wrong_state||';
    end if;
    return reg;
end
$$;

-- security definer: people do not write the end of a protection.
create function api.registration_extend(body jsonb) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
    reg app.registration := app.registration_own((body ->> 'id')::uuid, array['protected']);
    rule app.registration_rule := app.registration_terms(reg);
    reason text := nullif(btrim(body ->> 'reason'), '');
begin
    if reg.extended_on is not null or coalesce(rule.extend_days, 0) = 0 then
        raise exception using errcode = 'GX423', message = 'already_extended||';
    elsif reason is null then
        raise exception using errcode = 'GX422', message = '/reason|required|';
    end if;
    reg.protected_until := reg.protected_until + rule.extend_days::int;
    update app.registration g
       set protected_until = reg.protected_until, extended_on = meta.today(), extension_reason = reason where g.id = reg.id;
    perform app.registration_watch(reg.id, reg.protected_until, rule.warn_days::int);
    perform audit.note('registration_extended', 'registration', reg.id, jsonb_build_object('reason', reason, 'until', reg.protected_until));
    return jsonb_build_object('protected_until', reg.protected_until);
end
$$;

-- security definer: people do not write the state.
create function api.registration_withdraw(body jsonb) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
    reg app.registration := app.registration_own((body ->> 'id')::uuid, array['submitted', 'conflict', 'protected']);
begin
    update app.registration g set state = 'withdrawn' where g.id = reg.id;
    return jsonb_build_object('state', 'withdrawn');
end
$$;
grant execute on function api.registration_extend(jsonb), api.registration_withdraw(jsonb) to guanxi_api;

-- Whoever gives a protected customer back to the pool gives the registration up.
create function app.registration_given_up(of_resource text, ids uuid[]) returns void language sql volatile as $$
    update app.registration g set state = 'withdrawn'
     where of_resource = 'account' and g.account_id = any (ids) and g.state = 'protected' and g.deleted_at is null
$$;

-- The next so many whose protection has ended; the customer follows the rules of its pool again.
create function job.registration_expire(most int) returns bigint
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
    with due as (
        select g.id from app.registration g
         where g.state = 'protected' and g.protected_until < meta.today() and g.deleted_at is null
         order by g.protected_until, g.id limit most for update skip locked
    ), gone as (
        update app.registration g set state = 'expired' from due where g.id = due.id returning g.id, g.owner_id
    ), told as (
        insert into app.notification (kind, resource, record_id, owner_id) select 'registration_expired', 'registration', x.id, x.owner_id from gone x
    )
    select count(*) from gone
$$;

-- The next so many warnings: each once, and none for what has ended.
create function job.registration_warn(most int) returns bigint
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
    with due as (
        select w.registration_id from job.registration_watch w
         where w.warn_on <= meta.today() order by w.warn_on, w.registration_id limit most for update skip locked
    ), taken as (
        delete from job.registration_watch w using due where w.registration_id = due.registration_id returning w.registration_id
    ), told as (
        insert into app.notification (kind, resource, record_id, owner_id, body)
        select 'registration_warning', 'registration', g.id, g.owner_id, (g.protected_until - meta.today())::text
          from taken t join app.registration g on g.id = t.registration_id
         where g.state = 'protected' and g.protected_until >= meta.today() and g.deleted_at is null
    )
    select count(*) from taken
$$;
grant execute on function job.registration_expire(int), job.registration_warn(int) to guanxi_worker;
