-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Rules of data care: which are due, and keeping their findings. The query of a rule is made by the worker and run
-- with the rights of whoever changed the rule last, as reminders are.

-- Takes findings away, and with each its task, as long as nobody has done it.
create function job.care_drop(findings uuid[]) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
    with gone as (delete from app.care_finding f where f.id = any (findings) returning f.activity_id)
    update app.activity a set status = 'cancelled' from gone g where a.id = g.activity_id and a.status = 'planned'
$$;

-- A rule that is switched off or deleted finds nothing any more.
create function job.care_due() returns table (id uuid, user_id uuid, resource text, date_field text,
                                              days_before int, definition jsonb)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
    perform job.care_drop(array(select f.id from app.care_rule r join app.care_finding f on f.rule_id = r.id
                                 where not r.is_active or r.deleted_at is not null));
    return query
    select t.id, u.id, t.resource, null::text, null::int, t.definition
      from app.care_rule t
      join app."user" u on u.id = coalesce(t.updated_by, t.created_by) and u.is_active and u.deleted_at is null
     where t.is_active and t.deleted_at is null
       and (t.last_run_at is null or t.last_run_at < now() - interval '15 minutes' or t.updated_at > t.last_run_at)
     order by t.last_run_at nulls first, t.id limit 50;
end
$$;

-- Makes the findings of a rule those records: [{"id","owner_id"}]. What is in order again loses its line; hits null: the
-- rule could not run, all stays. A list that was cut at `most` takes nothing away. A rule that was switched off while it
-- ran finds nothing.
create function job.care_note(rule_id uuid, hits jsonb, most int) returns bigint
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
    rule app.care_rule;
    fresh record;
    task uuid;
    noted bigint := 0;
begin
    select * into rule from app.care_rule t where t.id = $1 and t.is_active and t.deleted_at is null for update;
    if not found then
        return 0;
    end if;
    if hits is not null and jsonb_array_length(hits) < most then
        perform job.care_drop(array(
            select f.id from app.care_finding f
             where f.rule_id = rule.id and not exists (select from jsonb_to_recordset(hits) as x (id uuid) where x.id = f.parent_id)));
    end if;
    for fresh in
        insert into app.care_finding (message, severity, rule_id, parent_resource, parent_id, owner_id)
        select rule.message, rule.severity, rule.id, rule.resource, x.id, x.owner_id
          from jsonb_to_recordset(coalesce(hits, '[]')) as x (id uuid, owner_id uuid)
        on conflict do nothing returning id, parent_id, owner_id
    loop
        noted := noted + 1;
        if rule.action = 'task' and fresh.owner_id is not null then
            insert into app.activity (kind, subject, status, due_on, parent_resource, parent_id, owner_id)
            values ('task', rule.message, 'planned', meta.today() + rule.days::int, rule.resource, fresh.parent_id, fresh.owner_id)
            returning id into task;
            update app.care_finding f set activity_id = task where f.id = fresh.id;
        elsif rule.action = 'notify' and fresh.owner_id is not null then
            insert into app.notification (kind, title, resource, record_id, owner_id)
            values ('reminder', rule.message, rule.resource, fresh.parent_id, fresh.owner_id);
        end if;
    end loop;
    update app.care_finding f set message = rule.message, severity = rule.severity, owner_id = x.owner_id
      from jsonb_to_recordset(coalesce(hits, '[]')) as x (id uuid, owner_id uuid)
     where f.rule_id = rule.id and f.parent_id = x.id
       and (f.message, f.severity, f.owner_id) is distinct from (rule.message, rule.severity, x.owner_id);
    update app.care_rule t set last_run_at = clock_timestamp() + interval '1 second' where t.id = rule.id;
    return noted;
end
$$;
grant execute on function job.care_due(), job.care_note(uuid, jsonb, int) to guanxi_worker;
