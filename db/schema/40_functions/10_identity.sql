-- SPDX-License-Identifier: AGPL-3.0-or-later
-- The first statement of every request asks these: is the session good, the person active, the plan up to date?

create view api.catalog_gen as select generation from meta.generation;
grant select on api.catalog_gen to guanxi_read, guanxi_api;

-- Does the person see whole, with every field and history, whatever the other one sees? His own things (views, reminders,
-- jobs) aside.
create function auth.sees_as_much(watcher uuid, person uuid) returns boolean language sql stable as $$
    select not exists (
        select from auth.subject p
          join auth.right_set o on o.right_set_id = p.right_set_id and o.read_scope <> 0
          join meta.resource r on r.name = o.resource and r.access <> 'self'
          join auth.subject w on w.user_id = watcher
          left join auth.right_set m on m.right_set_id = w.right_set_id and m.resource = o.resource
         where p.user_id = person
           and ((coalesce(m.read_scope, 0) & 32) = 0 or (o.readable1 & ~m.readable1) <> 0 or (o.readable2 & ~m.readable2) <> 0
                or (o.readable1 & ~o.masked1 & m.masked1) <> 0 or (o.readable2 & ~o.masked2 & m.masked2) <> 0
                or (o.operations && array['history', 'audit', 'share']
                    and not array(select unnest(o.operations) intersect select unnest(array['history', 'audit', 'share'])) <@ m.operations)))
$$;

-- May he look through the other's eyes? Active, with the right view_as; and so that nobody gains: whoever changes roles could
-- give himself anything and may look through all eyes, others only through those that see nothing which they do not see.
create function auth.may_view_as(watcher uuid, person uuid) returns boolean language sql stable as $$
    select exists (select from auth.subject a
                     join app."user" w on w.id = a.user_id and w.is_active and w.deleted_at is null
                     join auth.right_set rs on rs.right_set_id = a.right_set_id and rs.resource = 'user'
                     left join auth.right_set gives on gives.right_set_id = a.right_set_id and gives.resource = 'role'
                    where a.user_id = watcher and 'view_as' = any (rs.operations)
                      and ((gives.write_scope & 32 <> 0 and 'update' = any (gives.operations)) or auth.sees_as_much(watcher, person)))
$$;

-- Asked at every request of a look: does its beginner still may, and is the session good out of which it was begun? security
-- definer: rights and sessions are not tables of the service.
create function api.view_as_holds(session_id uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select exists (select from auth.session x
                     join auth.session f on f.id = x.from_id and f.revoked_at is null and f.expires_at > now()
                    where x.id = $1 and auth.may_view_as(x.actor_id, x.user_id))
$$;
grant execute on function api.view_as_holds(uuid) to guanxi_read, guanxi_api;

-- Good sessions and API keys of active people. user_id: whose rights; actor_id: who looks through these eyes, or the person
-- himself; limits by network and hours are those of the one who sits there. One look-up by session id, then one row of each
-- other table: offset 0 keeps the planner from merging the few sessions of a young system with all people, as kept plans would go on.
create view api.identity as
select x.id as session_id, x.user_id, coalesce(x.actor_id, x.user_id) as actor_id, s.rights_gen, g.generation as catalog_gen,
       s.kind, s.limits
  from auth.session x
 cross join lateral (select from app."user" p
                      where p.id = x.user_id and p.is_active and p.deleted_at is null offset 0) u
 cross join lateral (select m.rights_gen, m.kind,
                            case when x.actor_id is null then m.limits
                                 else (select a.limits from auth.subject a where a.user_id = x.actor_id) end as limits
                       from auth.subject m where m.user_id = x.user_id offset 0) s
 cross join meta.generation g
 where x.revoked_at is null and x.expires_at > now()
   and (x.actor_id is null or api.view_as_holds(x.id));
grant select on api.identity to guanxi_read, guanxi_api;

-- Raises when a limit of the person's roles by network or hours does not hold. security definer: the limits are
-- nobody's to read.
create function api.check_limits(limits jsonb, ip text) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
    if not auth.within_limits(limits, ip, now()) then
        raise exception using errcode = 'GX403', message = 'outside_limits';
    end if;
    return true;
end
$$;
grant execute on function api.check_limits(jsonb, text) to guanxi_read, guanxi_api;

-- Plain SQL, so that it is inlined; only a failure calls a function. A want that is NULL does not care.
create function api.enter_check(user_id uuid, have_rights bigint, want_rights bigint, have_catalog bigint,
                                want_catalog bigint, limits jsonb, ip text)
returns boolean language sql volatile as $$
    select case when user_id is null then api.fail('GX401', 'unauthorized')
                when limits is not null and not api.check_limits(limits, ip) then false
                when want_rights is distinct from have_rights and want_rights is not null then api.fail('GX409', 'rights')
                when want_catalog is distinct from have_catalog and want_catalog is not null then api.fail('GX409', 'catalog')
                else true end
$$;
grant execute on function api.enter_check(uuid, bigint, bigint, bigint, bigint, jsonb, text) to guanxi_read, guanxi_api;

-- Through somebody else's eyes nothing is written.
create function api.write_check(user_id uuid, actor_id uuid) returns boolean language sql volatile as $$
    select case when user_id is distinct from actor_id then api.fail('GX403', 'view_as') else true end
$$;
grant execute on function api.write_check(uuid, uuid) to guanxi_read, guanxi_api;

-- The worker acts for a job's person: his rights, a change set of the job. A person who is no longer active may
-- do nothing more.
create function api.worker_enter(user_id uuid, change_set uuid, origin text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
    if not exists (select from app."user" u join auth.subject s on s.user_id = u.id
                    where u.id = $1 and u.is_active and u.deleted_at is null) then
        raise exception using errcode = 'GX401', message = 'unauthorized';
    end if;
    perform set_config('app.user_id', $1::text, true), set_config('app.actor_id', $1::text, true),
            set_config('app.session_id', '', true), set_config('app.change_set_id', coalesce($2::text, ''), true),
            set_config('app.origin', coalesce($3, 'job'), true);
end
$$;
grant execute on function api.worker_enter(uuid, uuid, text) to guanxi_worker;
