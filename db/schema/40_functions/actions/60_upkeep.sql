-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Upkeep that some worker does from time to time.

-- True for the one worker that may run the task now: at most once in `every` seconds, whoever asks.
create function job.take_tick(name text, every int) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
begin
    insert into job.tick as t (name, last_at) values ($1, now())
    on conflict (name) do update set last_at = now() where t.last_at <= now() - make_interval(secs => $2);
    return found;
end
$$;

-- Those of the stored files that no row names.
create function job.files_orphaned(keys text[]) returns setof text
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select k from unnest($1) k where not exists (select from app.file f where f.sha256 = k)
$$;

-- What has outlived its use.
create function job.purge() returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
    delete from auth.idempotency i where i.created_at < now() - interval '24 hours';
    delete from auth.reset_token t where t.expires_at < now() - interval '1 day';
    delete from auth.sso_attempt a where a.expires_at < now() - interval '1 hour';
    delete from auth.login_attempt a where a.at < now() - interval '90 days';
    delete from auth.session x where x.kind = 'session'
       and greatest(x.expires_at, x.revoked_at) < now() - interval '30 days';
    delete from job.reminder_sent s where s.sent_at < now() - interval '400 days';
    delete from job.import_chunk c using app.job j where j.id = c.job_id and j.finished_at < now() - interval '7 days';
end
$$;
grant execute on function job.take_tick(text, int), job.files_orphaned(text[]), job.purge() to guanxi_worker;
