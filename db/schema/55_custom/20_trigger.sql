-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Rows of app.custom_field: checked and named before they are kept; a job then publishes their resource.

create function app._custom_field_check() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
    -- What publishing itself notes is checked already.
    if current_setting('app.origin', true) = 'publish' then
        return new;
    end if;
    new.state := 'publishing';
    if tg_op = 'INSERT' then
        -- One after the other, so that the limit holds.
        perform pg_advisory_xact_lock(hashtext('guanxi.custom_field'));
        if (select count(*) from app.custom_field f where f.resource = new.resource) >= 60
           or (select coalesce(max(x.position), 0) from meta.field x where x.resource = new.resource) + 1
              + (select count(*) from app.custom_field f where f.resource = new.resource and f.published_at is null) > 123 then
            raise exception using errcode = 'GX423', message = 'limit|/resource|This resource has as many fields of its own as it can have';
        end if;
        new.name := 'cf_' || nextval('app.custom_field_name_seq') || case when new.type = 'reference' then '_id' else '' end;
        new.published_at := null;
        perform meta.check_custom_field(new, null);
    else
        perform meta.check_custom_field(new, case when old.published_at is not null then old.choices end);
    end if;
    return new;
end
$$;
create trigger _120_custom_field before insert or update on app.custom_field
    for each row execute function app._custom_field_check();

create function app._custom_field_publish() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
    insert into app.job (kind, params)
    select 'publish_fields', jsonb_build_object('resource', n.resource) from new_rows n group by n.resource;
    perform pg_notify('guanxi_job', '');
    return null;
end
$$;
create trigger _700_custom_field_insert after insert on app.custom_field referencing new table as new_rows
    for each statement execute function app._custom_field_publish();
create trigger _700_custom_field_update after update on app.custom_field referencing new table as new_rows
    for each statement when (current_setting('app.origin', true) is distinct from 'publish') execute function app._custom_field_publish();
