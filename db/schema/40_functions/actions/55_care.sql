-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Rules of data care: which are due, and keeping their findings. The query of a rule is made by the worker and run
-- with the rights of whoever changed the rule last, as reminders are.

create function job.care_due() returns table (id uuid, user_id uuid, resource text, date_field text,
                                              days_before int, definition jsonb)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select t.id, u.id, t.resource, null::text, null::int, t.definition
      from app.care_rule t
      join app."user" u on u.id = coalesce(t.updated_by, t.created_by) and u.is_active and u.deleted_at is null
     where t.is_active and t.deleted_at is null
       and (t.last_run_at is null or t.last_run_at < now() - interval '15 minutes' or t.updated_at > t.last_run_at)
     order by t.last_run_at nulls first, t.id limit 50
$$;

-- Makes the findings of a rule those records: [{"id","owner_id"}]. What is in order again loses its line and its task
-- that is still planned; hits null: the rule could not run, all stays. A list that was cut at `most` takes nothing away.
create function job.care_note(rule_id uuid, hits jsonb, most int) returns bigint
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
    rule app.care_rule;
    fresh record;
    task uuid;
    noted bigint := 0;
begin
    select * into rule from app.care_rule t where t.id = $1 for update;
    if hits is not null and jsonb_array_length(hits) < most then
        with gone as (
            delete from app.care_finding f
             where f.rule_id = rule.id and not exists (select from jsonb_to_recordset(hits) as x (id uuid) where x.id = f.parent_id)
            returning f.activity_id)
        update app.activity a set status = 'cancelled' from gone g where a.id = g.activity_id and a.status = 'planned';
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
            values ('task', rule.message, 'planned', (now() at time zone 'Asia/Shanghai')::date + rule.days::int, rule.resource, fresh.parent_id, fresh.owner_id)
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

-- A rule that is switched off or deleted finds nothing any more.
create function app._care_rule_off() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
    delete from app.care_finding f using new_rows n where f.rule_id = n.id and (not n.is_active or n.deleted_at is not null);
    return null;
end
$$;
create trigger _700_care_rule_off after update on app.care_rule referencing new table as new_rows
    for each statement execute function app._care_rule_off();
