-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Webhooks: who may arrange them, their secrets, trials, repeats. Changes are told with the rights of a service user, so they
-- are arranged only by who may give roles, whatever else a role says. security definer: secrets are in schema auth.

create function app._webhook_arranged() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
    -- the worker only turns one off
    if meta.subject_id() is null then
        return null;
    end if;
    perform auth.require_role_giver();
    if not exists (select from app."user" u where u.id = new.user_id and u.kind <> 'portal' and u.is_active and u.deleted_at is null) then
        raise exception using errcode = 'GX422', message = '/user_id|unknown_reference|';
    end if;
    if not exists (select from meta.resource r where r.name = new.resource and not r.is_retired and 'history' = any (r.operations)) then
        raise exception using errcode = 'GX422', message = '/resource|choice|';
    end if;
    return null;
end
$$;
create trigger _510_arranged after insert or update of name, url, resource, events, field_names, definition, user_id, is_active on app.webhook
    for each row execute function app._webhook_arranged();

create function api.webhook_secret_set(webhook_id uuid, sealed bytea) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
    perform auth.require_arranger('webhook', $1);
    insert into auth.webhook_secret as s (webhook_id, sealed) values ($1, $2)
    on conflict on constraint webhook_secret_pkey do update set sealed = excluded.sealed, set_at = now();
    update app.webhook w set has_secret = true where w.id = $1;
    perform audit.note('webhook_secret_set', 'webhook', $1, '{}');
end
$$;

create function api.webhook_ping(webhook_id uuid) returns uuid
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
    made uuid;
begin
    perform auth.require_arranger('webhook', $1);
    insert into app.webhook_delivery (webhook_id, resource, event)
    select w.id, w.resource, 'ping' from app.webhook w where w.id = $1 and w.is_active and w.has_secret
    returning id into made;
    if made is null then
        raise exception using errcode = 'GX423', message = 'wrong_state';
    end if;
    insert into job.webhook_state as s (webhook_id) values ($1) on conflict on constraint webhook_state_pkey do update set retry_at = now();
    return made;
end
$$;

create function api.webhook_again(delivery_id uuid) returns uuid
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
    perform meta.require_seen('webhook_delivery', $1);
    perform auth.require_arranger('webhook', (select d.webhook_id from app.webhook_delivery d where d.id = $1));
    update app.webhook_delivery d set state = 'waiting', attempts = 0, lease_until = null where d.id = $1 and d.state <> 'waiting';
    if not found then
        raise exception using errcode = 'GX423', message = 'wrong_state';
    end if;
    return $1;
end
$$;
grant execute on function api.webhook_secret_set(uuid, bytea), api.webhook_ping(uuid), api.webhook_again(uuid) to guanxi_api;

-- What the history says since the last time, one delivery per change and webhook that wants it; at the same moment the place
-- moves on, so that nothing is told twice or not at all. True: something waits. One statement, hence one snapshot.
create function job.webhook_spread() returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
    known pg_snapshot;
begin
    select p.place::pg_snapshot into known from job.webhook_place p for update skip locked;
    if not found then
        return false;
    end if;
    with told as (
        insert into app.webhook_delivery (webhook_id, history_id, resource, record_id, event, of_version)
        select w.id, h.id, h.resource, h.record_id, h.kind, h.version_to
          from audit.history h
          join app.webhook w on w.resource = h.resource and h.kind = any (w.events) and w.is_active and w.has_secret and w.deleted_at is null
                            and h.at >= w.created_at
         where h.xid >= pg_snapshot_xmin(known) and not pg_visible_in_snapshot(h.xid, known) and h.id > meta.event_base()
         order by h.id
        on conflict do nothing
    )
    update job.webhook_place p set place = pg_current_snapshot()::text;
    return exists (select from app.webhook_delivery d join app.webhook w on w.id = d.webhook_id and w.is_active and w.deleted_at is null
                     left join job.webhook_state s on s.webhook_id = w.id
                    where d.state = 'waiting' and coalesce(s.retry_at <= now(), true));
end
$$;

-- The oldest that waits of some webhook which nobody serves at the moment; each webhook in the order of its changes.
create function job.webhook_claim()
returns table (id uuid, fence bigint, webhook_id uuid, url text, user_id uuid, sealed bytea, resource text, record_id uuid,
               event text, of_version int, fields text, definition jsonb, attempts int)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
begin
    return query
    update app.webhook_delivery d
       set fence = d.fence + 1, attempts = d.attempts + 1, lease_until = now() + interval '60 seconds'
      from app.webhook w join auth.webhook_secret x on x.webhook_id = w.id
     where w.id = d.webhook_id
       and d.id = (select q.id from app.webhook_delivery q
                     join app.webhook a on a.id = q.webhook_id and a.is_active and a.has_secret and a.deleted_at is null
                     left join job.webhook_state s on s.webhook_id = a.id
                    where q.state = 'waiting' and coalesce(q.lease_until < now(), true) and coalesce(s.retry_at <= now(), true)
                      and not exists (select from app.webhook_delivery e
                                       where e.webhook_id = q.webhook_id and e.state = 'waiting' and e.no < q.no)
                    order by q.no limit 1 for update of q skip locked)
    returning d.id, d.fence, w.id, w.url, w.user_id, x.sealed, d.resource, d.record_id, d.event, d.of_version,
              array_to_string(w.field_names, ','), w.definition, d.attempts;
end
$$;

-- An address that fails for three days is turned off; who arranged it hears of it.
create function job.webhook_failed(webhook_id uuid) returns void language plpgsql volatile as $$
declare
    since timestamptz;
begin
    insert into job.webhook_state as s (webhook_id, failures, failing_since, retry_at)
    values ($1, 1, now(), now() + interval '10 seconds')
    on conflict on constraint webhook_state_pkey do update
       set failures = s.failures + 1, failing_since = coalesce(s.failing_since, now()),
           retry_at = now() + least(interval '1 hour', interval '10 seconds' * 2 ^ least(s.failures, 10))
    returning failing_since into since;
    if since > now() - interval '3 days' then
        return;
    end if;
    update app.webhook w set is_active = false where w.id = $1;
    delete from job.webhook_state s where s.webhook_id = $1;
    insert into app.notification (kind, title, resource, record_id, owner_id)
    select 'system', left(w.name, 200), 'webhook', w.id, p from app.webhook w
     cross join lateral (select distinct p from unnest(array[w.created_by, w.updated_by, w.user_id]) p
                           join app."user" u on u.id = p and u.is_active and u.deleted_at is null) p (p) where w.id = $1;
end
$$;

-- state: delivered, skipped, or waiting (it failed: later again; failed for good after 20 attempts). False: somebody else has it.
create function job.webhook_finish(id uuid, fence bigint, state text, status int, outcome text, duration_ms int) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
    hook uuid;
begin
    update app.webhook_delivery d
       set state = case when $3 = 'waiting' and d.attempts >= 20 then 'failed' else $3 end, status = $4, outcome = $5,
           duration_ms = $6, sent_at = now(), lease_until = null
     where d.id = $1 and d.fence = $2 and d.state = 'waiting' returning d.webhook_id into hook;
    if hook is null then
        return false;
    end if;
    if $3 = 'waiting' then
        perform job.webhook_failed(hook);
    elsif $3 = 'delivered' then
        delete from job.webhook_state s where s.webhook_id = hook;
    end if;
    return true;
end
$$;
grant execute on function job.webhook_spread(), job.webhook_claim(), job.webhook_finish(uuid, bigint, text, int, text, int) to guanxi_worker;
