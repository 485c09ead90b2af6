-- SPDX-License-Identifier: AGPL-3.0-or-later
-- A run of a value model: counted at once into working rows, taken over in steps of some accounts, then told as of when.
-- No nested loops: the planner knows nothing of working rows, and of the tables what they were before the first run.

create function job.value_models() returns setof uuid
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select v.id from app.value_model v where v.is_active and v.deleted_at is null order by v.position, v.id
$$;

-- Takes away what models said that are no more, so many customers at a time.
create function job.value_tidy(most int) returns bigint
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
    with gone as materialized (
        select t.id, t.account_id, t.model_id from app.value_model v join app.account_value t on t.model_id = v.id where v.deleted_at is not null limit most
    ), lines as (
        delete from app.account_offer o using gone g where o.model_id = g.model_id and o.account_id = g.account_id
    ), dropped as (
        delete from app.account_value t using gone g where t.id = g.id returning 1
    )
    select count(*) from dropped
$$;

-- Counts. No row: there is no such model any more. Of two runs of a model the later one counts.
create function job.value_prepare(model uuid) returns table (run_id uuid, total bigint)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp set enable_nestloop = off as $$
#variable_conflict use_column
declare
    v app.value_model;
    run uuid := meta.uuid_v7();
begin
    perform pg_advisory_xact_lock(hashtext('guanxi.value'), hashtext(model::text));
    select * into v from app.value_model t where t.id = model and t.is_active and t.deleted_at is null;
    if v.id is null then
        return;
    end if;
    insert into job.value_run (model_id, run_id) values (model, run) on conflict (model_id) do update set run_id = excluded.run_id;
    delete from job.value_row w where w.model_id = model;
    delete from job.value_line w where w.model_id = model;
    case v.kind
        when 'pyramid' then insert into job.value_row select * from app.value_pyramid(v);
        when 'rfm' then insert into job.value_row select * from app.value_rfm(v);
        else
            insert into job.value_line select * from app.value_lines(v);
            insert into job.value_row select * from app.value_sums(v);
    end case;
    return query select run, (select count(*) from job.value_row w where w.model_id = model);
end
$$;

create function app.value_take_rows(v app.value_model, ids uuid[]) returns void language plpgsql volatile as $$
begin
    delete from app.account_value t
     where t.model_id = v.id and t.account_id = any (ids)
       and not exists (select from job.value_row w where w.model_id = v.id and w.account_id = any (ids) and w.account_id = t.account_id);
    insert into app.account_value as t (account_id, model_id, kind, class_id, realised, potential, model_value, currency, deals, last_won_on,
                                        recency, frequency, monetary, size_from, peers)
    select w.account_id, v.id, v.kind, w.class_id, w.realised, w.potential, w.model_value, v.currency, w.deals, w.last_won_on,
           w.recency, w.frequency, w.monetary, w.size_from, w.peers
      from job.value_row w join app.account a on a.id = w.account_id and a.id = any (ids)
     where w.model_id = v.id and w.account_id = any (ids)
    on conflict (model_id, account_id) do update
       set (kind, class_id, realised, potential, model_value, currency, deals, last_won_on, recency, frequency, monetary, size_from, peers)
         = (excluded.kind, excluded.class_id, excluded.realised, excluded.potential, excluded.model_value, excluded.currency, excluded.deals,
            excluded.last_won_on, excluded.recency, excluded.frequency, excluded.monetary, excluded.size_from, excluded.peers)
     where (t.kind, t.class_id, t.realised, t.potential, t.model_value, t.currency, t.deals, t.last_won_on, t.recency, t.frequency,
            t.monetary, t.size_from, t.peers)
           is distinct from (excluded.kind, excluded.class_id, excluded.realised, excluded.potential, excluded.model_value, excluded.currency,
                             excluded.deals, excluded.last_won_on, excluded.recency, excluded.frequency, excluded.monetary, excluded.size_from, excluded.peers);
end
$$;

create function app.value_take_lines(v app.value_model, ids uuid[]) returns void language plpgsql volatile as $$
begin
    delete from app.account_offer t
     where t.model_id = v.id and t.account_id = any (ids)
       and not exists (select from job.value_line w where w.model_id = v.id and w.account_id = any (ids)
                          and w.account_id = t.account_id and w.category_id = t.category_id);
    insert into app.account_offer as t (account_id, model_id, category_id, typical, currency, buyers, peers)
    select w.account_id, v.id, w.category_id, w.typical, v.currency, w.buyers, w.peers
      from job.value_line w join app.account a on a.id = w.account_id and a.id = any (ids)
     where w.model_id = v.id and w.account_id = any (ids)
    on conflict (model_id, account_id, category_id) do update
       set (typical, currency, buyers, peers) = (excluded.typical, excluded.currency, excluded.buyers, excluded.peers)
     where (t.typical, t.currency, t.buyers, t.peers) is distinct from (excluded.typical, excluded.currency, excluded.buyers, excluded.peers);
end
$$;

-- The next accounts after one, in order of their ids: their figures, lines and class. The last one; null at the end, or when
-- another run has begun.
create function job.value_step(model uuid, run uuid, after_id uuid, most int) returns uuid
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp set enable_nestloop = off set enable_seqscan = off as $$
declare
    v app.value_model;
    dim app.dimension;
    ids uuid[];
    picks uuid[];
begin
    perform from job.value_run r where r.model_id = model and r.run_id = run for share;
    if not found then
        return null;
    end if;
    select * into v from app.value_model t where t.id = model;
    select * into dim from app.dimension d where d.id = v.dimension_id and d.how = 'model' and d.is_active and d.deleted_at is null for share;
    ids := array(select x.id from (
        (select w.account_id from job.value_row w where w.model_id = model and w.account_id > after_id order by w.account_id limit most)
        union (select t.account_id from app.account_value t where t.model_id = model and t.account_id > after_id order by t.account_id limit most)
        union (select c.account_id from app.account_class c
                where c.dimension_id = dim.id and c.account_id > after_id and c.deleted_at is null order by c.account_id limit most)) x (id)
        order by x.id limit most);
    if ids = '{}' then
        return null;
    end if;
    perform app.value_take_rows(v, ids);
    if v.kind = 'value' then
        perform app.value_take_lines(v, ids);
    end if;
    if dim.id is not null then
        select array_agg(x.id), array_agg(w.class_id) into ids, picks
          from unnest(ids) x (id) left join job.value_row w on w.model_id = model and w.account_id = any (ids) and w.account_id = x.id;
        perform app.class_keep(dim, ids, picks, 'model');
    end if;
    return (select max(x::text)::uuid from unnest(ids) x);
end
$$;

-- What came out, so that a figure can be explained: the least amount of each tier; the least and the most of each step.
create function app.value_bounds(v app.value_model) returns jsonb language sql stable as $$
    select case v.kind
        when 'pyramid' then (select jsonb_agg(jsonb_build_object('class_id', x.class_id, 'count', x.n, 'from', x.least) order by x.least desc nulls last)
            from (select w.class_id, count(*) as n, min(w.realised) as least from job.value_row w where w.model_id = v.id group by w.class_id) x)
        when 'rfm' then (select jsonb_agg(jsonb_build_object('figure', x.figure, 'step', x.step, 'count', x.n, 'from', x.least, 'to', x.most) order by x.figure, x.step)
            from (select g.figure, g.step, count(*) as n, min(g.told) as least, max(g.told) as most
                    from job.value_row w
                   cross join lateral (values ('recency', w.recency, to_char(w.last_won_on, 'YYYY-MM-DD')), ('frequency', w.frequency, lpad(w.deals::text, 6, '0')),
                                              ('monetary', w.monetary, lpad(round(w.realised)::text, 18, '0'))) g (figure, step, told)
                   where w.model_id = v.id group by g.figure, g.step) x)
    end
$$;

create function job.value_finish(model uuid, run uuid) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
    v app.value_model;
begin
    delete from job.value_run r where r.model_id = model and r.run_id = run;
    if not found then
        return false;
    end if;
    select * into v from app.value_model t where t.id = model;
    update app.value_model t
       set last_run_at = now(), counted = (select count(*) from job.value_row w where w.model_id = model), result = app.value_bounds(v),
           left_out = (select count(*) from app.opportunity o where o.deleted_at is null and o.currency is distinct from v.currency
                          and (o.status = 'open' or o.status = 'won' and o.closed_on > app.value_since(v) and o.closed_on <= meta.today()))
     where t.id = model;
    delete from job.value_row w where w.model_id = model;
    delete from job.value_line w where w.model_id = model;
    return true;
end
$$;
grant execute on function job.value_models(), job.value_tidy(int), job.value_prepare(uuid), job.value_step(uuid, uuid, uuid, int), job.value_finish(uuid, uuid) to guanxi_worker;

-- security definer: the job is the caller's, its right is to run the model.
create function api.value_model_run(body jsonb) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
    perform meta.require_operation('value_model', 'run');
    if not exists (select from api.value_model v where v.id = (body ->> 'id')::uuid) then
        raise exception using errcode = 'GX404', message = 'not_found';
    elsif not exists (select from app.value_model t where t.id = (body ->> 'id')::uuid and t.is_active) then
        raise exception using errcode = 'GX423', message = 'wrong_state||';
    end if;
    return jsonb_build_object('job_id', api.job_open('value_run', jsonb_build_object('model_id', body ->> 'id')));
end
$$;
grant execute on function api.value_model_run(jsonb) to guanxi_api;
