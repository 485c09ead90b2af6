-- SPDX-License-Identifier: AGPL-3.0-or-later
-- What follows from a lead: what it is called, that something is known of it, its state and its cycle times. Triggers
-- _120_domain, _125_domain (row, before). security definer: whether an emptied field was the last one is looked up in rights.

-- One way to know or reach him is needed. Of a field that the person may not read nothing is told, not even that it is
-- empty: he leaves something that he reads.
create function app.lead_is_known(l app.lead) returns boolean language sql stable
return concat(l.company, l.name) <> '' or (l.phone <> '' and meta.may_read('lead', 'phone')) or (l.email <> '' and meta.may_read('lead', 'email'));

create function app._lead_known() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
    if app.lead_is_known(new) is not true then
        raise exception using errcode = 'GX422', message = '/name|required|Give at least one of name, company, phone and e-mail';
    end if;
    new.title := coalesce(nullif(concat_ws(' · ', nullif(new.company, ''), nullif(new.name, '')), ''), new.code);
    return new;
end
$$;

create trigger _120_domain before insert or update of company, name, phone, email on app.lead
    for each row execute function app._lead_known();

create function app.hours_between(since timestamptz, until timestamptz) returns numeric language sql immutable
return case when until is not null then round(greatest(extract(epoch from until - since), 0) / 3600, 2) end;

-- Converted is what a conversion made so, and nothing else; the first contact takes a new one into work.
create function app._lead_state() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
    if (new.status = 'converted') <> (new.converted_at is not null) then
        raise exception using errcode = 'GX422', message = '/status|choice|A conversion alone makes a lead converted, and its undo takes that back';
    elsif new.status = 'unqualified' and new.unqualified_reason is null and meta.may_read('lead', 'unqualified_reason') then
        raise exception using errcode = 'GX422', message = '/unqualified_reason|required|Say why it is unqualified';
    end if;
    if tg_op = 'UPDATE' and new.status = 'new' and old.status = 'new' and old.first_contact_at is null and new.first_contact_at is not null then
        new.status := 'working';
    end if;
    new.qualified_at := case when new.status in ('qualified', 'converted') then coalesce(new.qualified_at, new.converted_at, now()) end;
    new.hours_to_contact := app.hours_between(new.created_at, new.first_contact_at);
    new.hours_to_qualify := app.hours_between(new.created_at, new.qualified_at);
    new.hours_to_convert := app.hours_between(new.created_at, new.converted_at);
    return new;
end
$$;

create trigger _125_domain before insert or update of status, unqualified_reason, created_at, first_contact_at, qualified_at, converted_at on app.lead
    for each row execute function app._lead_state();
