-- SPDX-License-Identifier: AGPL-3.0-or-later
-- The daily digest: switching it on, and which person is due. security definer: settings and days are no tables of the
-- service. What stands in it is read by the worker through the person's views.

create function api.digest_set(at time) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
    if meta.subject_id() is null then
        raise exception using errcode = 'GX401', message = 'unauthorized';
    elsif $1 is null then
        delete from auth.digest d where d.user_id = meta.subject_id();
        return;
    elsif not exists (select from app."user" u where u.id = meta.subject_id() and u.email is not null) then
        raise exception using errcode = 'GX422', message = '/at|required|You have no e-mail address';
    end if;
    insert into auth.digest as d (user_id, at) values (meta.subject_id(), $1)
    on conflict on constraint digest_pkey do update set at = excluded.at;
end
$$;

create function api.digest_of_me() returns text
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select to_char(d.at, 'HH24:MI') from auth.digest d where d.user_id = meta.subject_id()
$$;
grant execute on function api.digest_set(time) to guanxi_api;
grant execute on function api.digest_of_me() to guanxi_read, guanxi_api;

-- Opens a job for everybody whose time has come on his day, once a day. A day that was missed by twelve hours is over.
create function job.digest_spread() returns bigint
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
    opened bigint;
begin
    with due as (
        insert into job.digest_day (user_id, day)
        select d.user_id, l.now::date
          from auth.digest d
          join app."user" u on u.id = d.user_id and u.is_active and u.deleted_at is null and u.email is not null
         cross join lateral (select now() at time zone coalesce(u.time_zone, meta.company_zone()) as now) l
         where l.now >= l.now::date + d.at and l.now < l.now::date + d.at + interval '12 hours'
        on conflict do nothing returning user_id, day
    )
    insert into app.job (kind, params, owner_id) select 'digest', jsonb_build_object('day', x.day), x.user_id from due x;
    get diagnostics opened = row_count;
    delete from job.digest_day x where x.day < current_date - 30;
    perform pg_notify('guanxi_job', '');
    return opened;
end
$$;

-- May this one be handed over now? Whoever is told so has marked it; a second time says no.
create function job.digest_claim(person uuid, day date) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
    update job.digest_day x set state = 'sending' where x.user_id = $1 and x.day = $2 and x.state = 'waiting';
    return found;
end
$$;

create function job.digest_finish(person uuid, day date, state text) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
    update job.digest_day x set state = $3 where x.user_id = $1 and x.day = $2 and x.state = 'sending'
$$;

-- To whom, and in which language.
create function job.digest_person(person uuid) returns table (recipient text, locale text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select u.email, u.locale from app."user" u join auth.digest d on d.user_id = u.id
     where u.id = $1 and u.is_active and u.deleted_at is null
$$;
grant execute on function job.digest_spread(), job.digest_claim(uuid, date), job.digest_finish(uuid, date, text),
    job.digest_person(uuid) to guanxi_worker;
