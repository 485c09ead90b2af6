-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Who can introduce me. A search from the person outwards, breadth first: at each step the ties of the most promising
-- 150 people, three at most; it ends where our own people know somebody. A way is worth the product of its ties (closeness / 5) and a
-- tenth less for each person on it: best-first over bounded steps (Dijkstra's relaxation, one layer at a time).

-- People reached so far. way: from the target to the person, alternating contact, tie, contact …
drop type if exists api.reached cascade;
create type api.reached as (contact_id uuid, worth numeric, way jsonb);

create function api.reach_step(ring api.reached[], inside uuid[]) returns api.reached[]
language plpgsql stable security invoker set search_path = pg_catalog, pg_temp as $$
declare
    people uuid[] := array(select r.contact_id from unnest(ring) r);
begin
    return array(
        select row(b.other_id, b.worth, b.way)::api.reached
          from (select distinct on (t.other_id) t.other_id, round(r.worth * t.strength / 5 * 0.9, 4) as worth,
                       r.way || jsonb_build_array(jsonb_build_object('contact_id', t.other_id, 'kind', t.kind, 'strength', t.strength,
                                                                     'relation_id', t.relation_id)) as way
                  from (select * from api.person_ties(people, 20) union all select * from api.person_colleagues(people, 10)) t
                  join unnest(ring) r on r.contact_id = t.contact_id
                 where t.other_id <> all (inside)
                 order by t.other_id, r.worth * t.strength desc, t.contact_id, t.relation_id nulls last) b
         order by b.worth desc, b.other_id limit 150);
end
$$;

-- The best, best first: one for each of our own people and each target.
create function api.best_ways(ways jsonb, most int) returns jsonb language sql immutable
return (select coalesce(jsonb_agg(y.v order by y.at), '[]')
          from (select x.v, row_number() over (order by x.worth desc, x.legs, x.v::text) as at
                  from (select v, (v ->> 'worth')::numeric as worth, jsonb_array_length(v -> 'way') as legs,
                               row_number() over (partition by v ->> 'user_id', v #>> '{way,0,contact_id}'
                                                  order by (v ->> 'worth')::numeric desc, jsonb_array_length(v -> 'way'), v::text) as place
                          from jsonb_array_elements(ways) v) x
                 where x.place = 1) y
         where y.at <= most);

-- The ways to any of `targets`, best first: {worth, user_id, kind, strength, way}.
create function api.ways_to(targets uuid[], most int) returns jsonb
language plpgsql stable security invoker set search_path = pg_catalog, pg_temp as $$
declare
    ring api.reached[] := array(select row(i, 1, jsonb_build_array(jsonb_build_object('contact_id', i)))::api.reached from unnest(targets) i);
    inside uuid[] := targets;
    found jsonb := '[]';
begin
    for step in 0 .. 3 loop
        if step > 0 then
            ring := api.reach_step(ring, inside);
            -- No way is worth more than its person: nothing better can come.
            exit when cardinality(ring) = 0 or ring[1].worth <= (found -> (most - 1) ->> 'worth')::numeric;
            inside := inside || array(select r.contact_id from unnest(ring) r);
        end if;
        found := api.best_ways(found || coalesce((
            select jsonb_agg(jsonb_build_object('worth', round(r.worth * k.strength / 5, 4), 'user_id', k.user_id, 'kind', k.kind, 'strength', k.strength, 'way', r.way))
              from api.person_known(array(select r.contact_id from unnest(ring) r)) k join unnest(ring) r on r.contact_id = k.contact_id), '[]'), most);
    end loop;
    return found;
end
$$;

-- With names. Steps run from our own person to the target.
create function api.named_ways(ways jsonb) returns jsonb
language plpgsql stable security invoker set search_path = pg_catalog, pg_temp as $$
begin
    return (
        select coalesce(jsonb_agg(jsonb_build_object(
                   'worth', (w.v ->> 'worth')::numeric, 'user_id', w.v -> 'user_id', 'user_name', u.name,
                   'is_me', u.id = nullif(current_setting('app.user_id', true), '')::uuid,
                   'kind', w.v -> 'kind', 'strength', w.v -> 'strength',
                   'steps', s.steps) order by w.at), '[]')
          from jsonb_array_elements(ways) with ordinality w (v, at)
          join api."user" u on u.id = (w.v ->> 'user_id')::uuid
         cross join lateral (
            select jsonb_agg(jsonb_build_object('contact_id', c.id, 'name', c.name, 'job_title', c.job_title, 'account_id', c.account_id, 'account_name', a.name,
                                                'kind', e.v -> 'kind', 'strength', e.v -> 'strength') order by e.at desc) as steps
              from jsonb_array_elements(w.v -> 'way') with ordinality e (v, at)
              join api.contact c on c.id = (e.v ->> 'contact_id')::uuid
              left join api.account a on a.id = c.account_id) s);
end
$$;

create function api.introductions(is_seen boolean, targets uuid[], args jsonb) returns jsonb
language plpgsql stable security invoker set search_path = pg_catalog, pg_temp as $$
begin
    if not is_seen then
        raise exception 'no such record' using errcode = 'GX404';
    end if;
    return api.named_ways(api.ways_to(targets, coalesce((args ->> 'limit')::int, 10)));
end
$$;

-- GET /contacts/{id}/introducers
create function api.contact_introducers(args jsonb) returns jsonb
language plpgsql stable security invoker set search_path = pg_catalog, pg_temp as $$
begin
    return api.introductions(exists (select from api.contact c where c.id = (args ->> 'id')::uuid), array[(args ->> 'id')::uuid], args);
end
$$;

-- GET /accounts/{id}/introducers: to any of its newest 50 people who have not left.
create function api.account_introducers(args jsonb) returns jsonb
language plpgsql stable security invoker set search_path = pg_catalog, pg_temp as $$
begin
    return api.introductions(exists (select from api.account a where a.id = (args ->> 'id')::uuid),
        array(select c.id from (select l.id from api.contact_link l where l.account_id = (args ->> 'id')::uuid
                                 order by l.created_at desc, l.id desc limit 50) l
                join api.contact c on c.id = l.id where not coalesce(c.has_left, false)), args);
end
$$;
grant usage on type api.reached to guanxi_read, guanxi_api;
grant execute on function api.reach_step(api.reached[], uuid[]), api.best_ways(jsonb, int), api.ways_to(uuid[], int), api.named_ways(jsonb),
    api.introductions(boolean, uuid[], jsonb), api.contact_introducers(jsonb), api.account_introducers(jsonb) to guanxi_read, guanxi_api;
