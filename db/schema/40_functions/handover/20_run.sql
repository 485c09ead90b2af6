-- SPDX-License-Identifier: AGPL-3.0-or-later
-- 交接: preview, confirmation and the steps of the job. security definer: receivers and records are looked up, and what
-- moves is written, past the views; each function checks the subject's rights by them.

-- A hand-over that the subject sees, may run and whose person he reaches. While it runs a receiver who is gone stops
-- nothing: his records stay.
create function app.handover_of(handover uuid, is_begun boolean default false) returns app.handover language plpgsql stable as $$
declare
    h app.handover;
    problem text;
begin
    if not exists (select from api.handover v where v.id = handover) then
        raise exception using errcode = 'GX404', message = 'not_found';
    end if;
    perform meta.require_operation('handover', 'run');
    select * into h from app.handover t where t.id = handover;
    if not app.handover_reaches(h.leaver_id) or not exists (select from api.handover_write w where w.id = handover) then
        raise exception using errcode = 'GX403', message = 'forbidden';
    end if;
    problem := case when not is_begun then app.handover_problem(h) end;
    if problem is not null then
        raise exception using errcode = 'GX422', message = problem;
    end if;
    return h;
end
$$;

-- Checks before anything is told, and whether he may close the log-in.
create function api.handover_check(handover uuid) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
    h app.handover := app.handover_of(handover);
begin
    return app.handover_may_close(h.leaver_id);
end
$$;

-- Names of some of the records, as the subject reads them.
create function app.handover_sample(of_resource text, ids uuid[]) returns jsonb language plpgsql stable as $$
declare
    sample jsonb;
begin
    execute format('select coalesce(jsonb_agg(jsonb_build_object(''id'', x.id, ''name'', x.name) order by x.id), ''[]'') '
        || 'from (select t.id, t.%I::text as name from api.%I t where t.id = any ($1)) x',
        (select r.definition ->> 'name_field' from meta.resource r where r.name = of_resource), of_resource) into sample using ids;
    return sample;
end
$$;

-- ids: records of the person in the subject's sight; null when there are none.
create function api.handover_preview(handover uuid, of_resource text, ids uuid[], picks int[]) returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
    h app.handover := app.handover_of(handover);
begin
    return case when ids <> '{}' then (
        with part as (
            select s.outcome, s.rule, s.to_id, s.pool_id, count(*) as n, (array_agg(s.record_id order by s.record_id))[1:5] as some_ids
              from app.handover_split(h, of_resource, ids, picks) s group by 1, 2, 3, 4
        )
        select jsonb_build_object('resource', of_resource, 'more', cardinality(ids) > api.handover_limit(), 'held', coalesce(sum(n), 0),
                   'moves', coalesce(sum(n) filter (where outcome = 'moves'), 0), 'kept', coalesce(sum(n) filter (where outcome = 'kept'), 0),
                   'forbidden', coalesce(sum(n) filter (where outcome = 'forbidden'), 0),
                   'nobody', coalesce(sum(n) filter (where outcome = 'nobody'), 0),
                   'parts', coalesce(jsonb_agg(jsonb_build_object('outcome', outcome, 'rule', rule, 'to_id', to_id, 'pool_id', pool_id,
                                                                  'count', n, 'sample', app.handover_sample(of_resource, some_ids))
                                               order by outcome, rule, to_id) filter (where outcome <> 'kept'), '[]'))
          from part) end;
end
$$;

-- Now, or at its date; what is confirmed is the version that was shown.
create function api.handover_run(handover uuid, version int) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
    h app.handover;
    job uuid;
begin
    perform from app.handover t where t.id = handover for update;
    h := app.handover_of(handover);
    if h.state not in ('draft', 'failed') then
        raise exception using errcode = 'GX423', message = 'wrong_state';
    elsif h.version <> $2 then
        raise exception using errcode = 'GX412', message = 'version_conflict';
    elsif coalesce(nullif(h.rules, 'null'), '[]') = '[]' then
        raise exception using errcode = 'GX422', message = '/rules|required|';
    elsif h.close_login and not app.handover_may_close(h.leaver_id) then
        raise exception using errcode = 'GX422', message = '/close_login|not_writable|';
    end if;
    if h.due_at is null or h.due_at <= now() then
        job := api.job_open('handover', jsonb_build_object('handover_id', handover));
    end if;
    update app.handover t set state = case when job is null then 'planned' else 'running' end, job_id = job,
           confirmed_by_id = meta.subject_id() where t.id = handover;
    return jsonb_build_object('state', case when job is null then 'planned' else 'running' end, 'job_id', job);
end
$$;
grant execute on function api.handover_check(uuid), api.handover_preview(uuid, text, uuid[], int[]), api.handover_run(uuid, int) to guanxi_api;

-- Whose date has come: each becomes a job of who confirmed it, once, however many workers ask.
create function job.handover_due() returns int
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
    h app.handover;
    job uuid;
    opened int := 0;
begin
    for h in select * from app.handover t
              where t.state = 'planned' and t.deleted_at is null and t.due_at <= now() order by t.due_at for update skip locked
    loop
        insert into app.job (kind, params, owner_id)
        values ('handover', jsonb_build_object('handover_id', h.id), h.confirmed_by_id) returning id into job;
        update app.handover t set state = 'running', job_id = job where t.id = h.id;
        opened := opened + 1;
    end loop;
    if opened > 0 then
        perform pg_notify('guanxi_job', '');
    end if;
    return opened;
end
$$;

-- The log-in ends now. A change set of its own: undoing the hand-over opens nothing again.
create function app.handover_close_login(h app.handover) returns void language plpgsql volatile as $$
declare
    ours text := current_setting('app.change_set_id', true);
begin
    if not app.handover_may_close(h.leaver_id) then
        raise exception using errcode = 'GX422', message = '/close_login|not_writable|';
    end if;
    perform set_config('app.change_set_id', meta.uuid_v7()::text, true);
    perform api.change_set_note('login_closed', 'user', h.code);
    update app."user" u set is_active = false where u.id = h.leaver_id and u.is_active;
    perform set_config('app.change_set_id', ours, true);
    update auth.session x set revoked_at = now() where (x.user_id = h.leaver_id or x.actor_id = h.leaver_id) and x.revoked_at is null;
    perform audit.note('login_closed', 'user', h.leaver_id, jsonb_build_object('handover_id', h.id));
end
$$;

-- Begins: rights again, then the log-in. With the division of all resources (job.handover_take) one transaction;
-- refused when another worker has begun meanwhile.
create function job.handover_begin(handover uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
    h app.handover;
begin
    perform from app.handover t where t.id = handover for update;
    h := app.handover_of(handover);
    if h.state <> 'running' or h.started_at is not null then
        raise exception using errcode = 'GX423', message = 'wrong_state';
    end if;
    if h.close_login then
        perform app.handover_close_login(h);
    end if;
    perform api.change_set_note('hand_over', 'handover', h.code);
    update app.handover t set started_at = now(), change_set_id = t.id, counts = '{}' where t.id = handover;
end
$$;

create function job.handover_take(handover uuid, of_resource text, ids uuid[], picks int[]) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
    h app.handover := (select t from app.handover t where t.id = handover);
begin
    with part as materialized (
        select * from app.handover_split(h, of_resource, ids, picks)
    ), fixed as (
        insert into job.handover_item (handover_id, resource, record_id, rule, to_id, pool_id)
        select handover, of_resource, p.record_id, p.rule, p.to_id, p.pool_id from part p where p.outcome = 'moves'
    )
    update app.handover t set counts = t.counts || (
        select jsonb_build_object(of_resource, jsonb_build_object(
                   'more', cardinality(ids) > api.handover_limit(), 'held', count(*), 'moves', count(*) filter (where p.outcome = 'moves'), 'kept', count(*) filter (where p.outcome = 'kept'),
                   'forbidden', count(*) filter (where p.outcome = 'forbidden'), 'nobody', count(*) filter (where p.outcome = 'nobody')))
          from part p)
     where t.id = handover and cardinality(ids) > 0;
end
$$;
grant execute on function job.handover_due(), job.handover_begin(uuid), job.handover_take(uuid, text, uuid[], int[]) to guanxi_worker;
