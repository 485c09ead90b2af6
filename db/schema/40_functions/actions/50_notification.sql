-- SPDX-License-Identifier: AGPL-3.0-or-later
-- The inbox: marking as read (NULL: everything), and what the worker puts in. A line names a record by id only;
-- whoever opens it reads the record with his own rights.
create function api.notification_mark_read(ids uuid[]) returns bigint
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
    marked bigint;
begin
    update app.notification t set read_at = now()
     where t.owner_id = meta.subject_id() and t.read_at is null and t.deleted_at is null
       and ($1 is null or t.id = any ($1));
    get diagnostics marked = row_count;
    return marked;
end
$$;
grant execute on function api.notification_mark_read(uuid[]) to guanxi_api;

-- Active rules that have not run for five minutes, or changed since. Each is run with the rights of its owner.
create function job.reminder_due() returns table (id uuid, user_id uuid, resource text, date_field text,
                                                  days_before int, definition jsonb, recipient text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select t.id, t.owner_id, t.resource, t.date_field, t.days_before, t.definition, t.recipient
      from app.reminder t
      join app."user" u on u.id = t.owner_id and u.is_active and u.deleted_at is null
     where t.is_active and t.deleted_at is null
       and (t.last_run_at is null or t.last_run_at < now() - interval '5 minutes' or t.updated_at > t.last_run_at)
     order by t.last_run_at nulls first, t.id limit 200
$$;

-- Notes the records that a rule found: [{"id","due_on","owner_id"}]. Each person hears of a record and date once.
create function job.reminder_notify(reminder uuid, found jsonb) returns bigint
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
    rule app.reminder;
    noted bigint;
begin
    select * into rule from app.reminder t where t.id = $1;
    with hit as (
        select x.id, x.due_on,
               case rule.recipient when 'me' then rule.owner_id when 'owner' then x.owner_id
                    else (select u.manager_id from app."user" u where u.id = x.owner_id) end as user_id
          from jsonb_to_recordset($2) as x (id uuid, due_on date, owner_id uuid)
    ), fresh as (
        insert into job.reminder_sent (reminder_id, record_id, due_on, user_id)
        select $1, h.id, h.due_on, h.user_id from hit h where h.user_id is not null
        on conflict do nothing returning record_id, user_id
    )
    insert into app.notification (kind, title, resource, record_id, owner_id)
    select 'reminder', left(coalesce(nullif(rule.message, ''), rule.name), 200), rule.resource, f.record_id, f.user_id
      from fresh f;
    get diagnostics noted = row_count;
    update app.reminder t set last_run_at = clock_timestamp() + interval '1 second' where t.id = $1;
    return noted;
end
$$;
grant execute on function job.reminder_due(), job.reminder_notify(uuid, jsonb) to guanxi_worker;
