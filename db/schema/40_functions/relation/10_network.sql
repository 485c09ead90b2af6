-- SPDX-License-Identifier: AGPL-3.0-or-later
-- 人脉: the network around a person, and by whom one may be introduced. Everything is read through the caller's views:
-- a tie counts when he sees its row and the person at its other end.

-- Ties of each person: the closest `fan` of his newest 200 in either direction.
create function api.person_ties(people uuid[], fan int)
returns table (contact_id uuid, other_id uuid, kind text, strength int, relation_id uuid)
language plpgsql stable security invoker set search_path = pg_catalog, pg_temp as $$
begin
    return query
    select p.id, x.other_id, x.kind, coalesce(x.strength, 1)::int, x.id
      from unnest(people) p (id)
     cross join lateral (
        select y.* from (
            (select r.id, r.other_id, r.kind, r.strength from api.relation r where r.contact_id = p.id
              order by r.created_at desc, r.id desc limit 200)
            union all
            (select r.id, r.contact_id, r.kind, r.strength
               from (select l.id from api.relation_link l where l.other_id = p.id order by l.created_at desc, l.id desc limit 200) l
               join api.relation r on r.id = l.id)) y
         where y.other_id is not null order by y.strength desc nulls last, y.id limit fan) x
      join api.contact c on c.id = x.other_id
     order by 1, 4 desc, 5;
end
$$;

-- People of the same company: a weaker tie that nobody wrote down.
create function api.person_colleagues(people uuid[], fan int)
returns table (contact_id uuid, other_id uuid, kind text, strength int, relation_id uuid)
language plpgsql stable security invoker set search_path = pg_catalog, pg_temp as $$
begin
    return query
    select p.id, x.id, 'same_company', 2, null::uuid
      from unnest(people) p (id)
      join api.contact c on c.id = p.id
     cross join lateral (select o.id, o.created_at from api.contact_link o where o.account_id = c.account_id and o.id <> c.id
                          order by o.created_at desc, o.id desc limit fan) x
      join api.contact k on k.id = x.id and not coalesce(k.has_left, false)
     order by 1, x.created_at desc, 2;
end
$$;

-- Which of our own people know each person, how, and how well: by a tie, by talking to him (activities of a year), or by
-- owning the record.
create function api.person_known(people uuid[])
returns table (contact_id uuid, user_id uuid, kind text, strength int, relation_id uuid)
language plpgsql stable security invoker set search_path = pg_catalog, pg_temp as $$
begin
    return query
    select distinct on (k.contact_id, k.user_id) k.contact_id, k.user_id, k.kind, k.strength, k.relation_id
      from (
        select p.id as contact_id, r.user_id, r.kind, coalesce(r.strength, 1)::int as strength, r.id as relation_id
          from unnest(people) p (id)
         cross join lateral (select x.* from api.relation x where x.contact_id = p.id order by x.created_at desc, x.id desc limit 200) r
         where r.user_id is not null
        union all
        select p.id, a.owner_id, 'talked', (case when count(*) >= 10 then 4 when count(*) >= 3 then 3 else 2 end)::int, null
          from unnest(people) p (id)
         cross join lateral (
            (select x.id, x.owner_id, x.status from api.activity x where x.parent_id = p.id and x.created_at > now() - interval '1 year'
              order by x.created_at desc, x.id desc limit 10)
            union
            (select x.id, x.owner_id, x.status
               from (select l.id from api.activity_link l where l.contact_id = p.id and l.created_at > now() - interval '1 year'
                      order by l.created_at desc limit 10) l
               join api.activity x on x.id = l.id)) a
         where a.status = 'done' group by p.id, a.owner_id
        union all
        select c.id, c.owner_id, 'owner', 2, null from unnest(people) p (id) join api.contact c on c.id = p.id) k
      join api."user" u on u.id = k.user_id
     where u.is_active
     order by k.contact_id, k.user_id, k.strength desc, k.relation_id;
end
$$;

-- GET /contacts/{id}/network: everybody within `depth` ties of the person, at most 150, and the ties among them.
create function api.contact_network(args jsonb) returns jsonb
language plpgsql stable security invoker set search_path = pg_catalog, pg_temp as $$
declare
    inside uuid[];
    ring uuid[];
    levels jsonb;
    ties jsonb;
    is_cut boolean := false;
begin
    select array_agg(c.id) into ring from api.contact c where c.id = (args ->> 'id')::uuid;
    if ring is null then
        raise exception 'no such contact' using errcode = 'GX404';
    end if;
    inside := ring;
    levels := jsonb_build_object(ring[1], 0);
    for level in 1 .. coalesce((args ->> 'depth')::int, 2) loop
        select array_agg(x.other_id order by x.strength desc, x.other_id) into ring
          from (select t.other_id, max(t.strength) as strength from api.person_ties(ring, 30) t
                 where t.other_id <> all (inside) group by 1) x;
        exit when ring is null;
        is_cut := is_cut or cardinality(inside) + cardinality(ring) > 150;
        ring := ring[:150 - cardinality(inside)];
        exit when cardinality(ring) = 0;
        inside := inside || ring;
        levels := levels || (select jsonb_object_agg(i, level) from unnest(ring) i);
    end loop;
    select jsonb_agg(jsonb_build_object('from', t.contact_id, 'to', t.other_id, 'kind', t.kind, 'strength', t.strength, 'relation_id', t.relation_id)
                     order by t.relation_id)
      into ties from (select distinct on (x.relation_id) x.* from api.person_ties(inside, 30) x where x.other_id = any (inside)
                       order by x.relation_id, x.contact_id) t;
    return jsonb_build_object(
        'people', (select jsonb_agg(jsonb_build_object('id', c.id, 'name', c.name, 'job_title', c.job_title, 'account_id', c.account_id,
                                                       'account_name', a.name, 'level', (levels ->> c.id::text)::int)
                                    order by (levels ->> c.id::text)::int, array_position(inside, c.id))
                     from unnest(inside) i (id) join api.contact c on c.id = i.id left join api.account a on a.id = c.account_id),
        'ties', coalesce(ties, '[]'),
        'known', coalesce((select jsonb_agg(jsonb_build_object('contact_id', k.contact_id, 'user_id', k.user_id, 'user_name', u.name,
                                                               'kind', k.kind, 'strength', k.strength, 'relation_id', k.relation_id)
                                            order by k.strength desc, k.user_id)
                             from api.person_known(array[(args ->> 'id')::uuid]) k join api."user" u on u.id = k.user_id), '[]'),
        'is_cut', is_cut);
end
$$;
grant execute on function api.person_ties(uuid[], int), api.person_colleagues(uuid[], int), api.person_known(uuid[]),
    api.contact_network(jsonb) to guanxi_read, guanxi_api;
