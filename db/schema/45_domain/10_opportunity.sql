-- SPDX-License-Identifier: AGPL-3.0-or-later
-- What follows from a deal's stage: pipeline, status, time of entry, and the closing date where nobody gave one.
-- Trigger _120_domain (row, before). security definer: stages are read as they are, not as the subject sees them.

create function app._opportunity_domain() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
    entered constant boolean := tg_op = 'INSERT' or new.stage_id is distinct from old.stage_id;
    step app.stage;
    wanted text;
begin
    select * into step from app.stage as s where s.id = new.stage_id;
    if not found then
        return new;     -- the foreign key says so
    end if;
    new.pipeline_id := step.pipeline_id;
    new.status := step.kind;
    if tg_op = 'INSERT' then
        new.stage_changed_at := coalesce(new.stage_changed_at, now());
    elsif entered then
        new.stage_changed_at := now();
    end if;
    if step.kind = 'open' then
        if tg_op = 'UPDATE' and old.status <> 'open' and new.closed_on is not distinct from old.closed_on then
            new.closed_on := null;  -- opened again
        end if;
    elsif entered and new.closed_on is null and coalesce(current_setting('app.origin', true), '') <> 'import' then
        new.closed_on := meta.today();
    end if;
    if entered and step.required_fields is not null then
        foreach wanted in array step.required_fields loop
            -- Of a field that the person may not read nothing is told, not even that it is empty.
            if to_jsonb(new) -> wanted = 'null' and meta.may_read('opportunity', wanted) then
                raise exception using errcode = 'GX422',
                    message = format('/%s|required|Needed in stage %s', wanted, step.name);
            end if;
        end loop;
    end if;
    return new;
end
$$;

create trigger _120_domain before insert or update of stage_id, pipeline_id, status, closed_on on app.opportunity
    for each row execute function app._opportunity_domain();

-- A stage that becomes won, lost or open takes its deals along; their own trigger does the rest.
create function app._stage_domain() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
    update app.opportunity as t set status = n.kind
      from new_rows as n
      join old_rows as o on o.id = n.id and o.kind is distinct from n.kind
     where t.stage_id = n.id;
    return null;
end
$$;

create trigger _700_domain after update on app.stage referencing new table as new_rows old table as old_rows
    for each statement execute function app._stage_domain();
