-- SPDX-License-Identifier: AGPL-3.0-or-later
-- 线索转化: a lead becomes customer, contact and deal, new or there already, in one change set. Records are made through the
-- caller's own write views, so that rows, fields and references follow his rights by themselves; what he could not do
-- himself (mark the lead, move what others wrote on it) two security definer functions do, which check for themselves.

-- Locks the lead and says what goes into each new record. Of two who convert at once the second finds it converted.
create function api.lead_open(body jsonb) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
    l app.lead;
    part text;
    known boolean;
begin
    perform meta.require_seen('lead', (body ->> 'id')::uuid);
    perform meta.require_operation('lead', 'update');
    if not exists (select from api.lead_write w where w.id = (body ->> 'id')::uuid) then
        raise exception using errcode = 'GX403', message = 'forbidden';
    end if;
    select * into l from app.lead t where t.id = (body ->> 'id')::uuid for update;
    if l.version is distinct from coalesce((body ->> 'version')::int, l.version) and l.converted_at is null then
        raise exception using errcode = 'GX412', message = 'version_conflict';
    elsif l.converted_at is not null then
        raise exception using errcode = 'GX423', message = 'already_converted||Somebody converted it before';
    elsif jsonb_typeof(body -> 'account') is distinct from 'object' and jsonb_typeof(body -> 'contact') is distinct from 'object' then
        raise exception using errcode = 'GX422', message = '/account|required|A lead becomes at least a customer or a contact';
    end if;
    foreach part in array array['account', 'contact', 'opportunity'] loop
        if body #>> array[part, 'id'] is not null then
            execute format('select exists (select from api.%I v where v.id = $1)', part) into known using (body #>> array[part, 'id'])::uuid;
            if not known then
                raise exception using errcode = 'GX422', message = format('/%s/id|unknown_reference|', part);
            end if;
        end if;
    end loop;
    return jsonb_build_object('owner_id', coalesce(body ->> 'owner_id', l.owner_id::text, meta.subject_id()::text), 'tags', l.tags,
        'account', app.lead_values(l, 'account', false), 'contact', app.lead_values(l, 'contact', false),
        'opportunity', app.lead_values(l, 'opportunity', false));
end
$$;

-- One of the three: the record that was chosen, which takes the tags where the caller may change them, or a new one.
create function api.lead_part(part text, chosen jsonb, known jsonb) returns uuid
language plpgsql volatile security invoker set search_path = pg_catalog, pg_temp as $$
declare
    made uuid := (chosen ->> 'id')::uuid;
    columns text;
begin
    if jsonb_typeof(chosen) is distinct from 'object' then
        return null;
    elsif made is not null then
        if jsonb_typeof(known -> 'tags') = 'array' and api.may_write(part, 'update', 'tags') then
            execute format('update api.%I w set tags = (select array(select distinct x from unnest(v.tags || $2) x order by x) from api.%I v where v.id = w.id) '
                || 'where w.id = $1', part || '_write', part) using made, array(select jsonb_array_elements_text(known -> 'tags'));
        end if;
        return made;
    end if;
    chosen := known || jsonb_strip_nulls(chosen);
    columns := (select string_agg(quote_ident(k), ', ' order by k) from jsonb_object_keys(chosen) k);
    execute format('insert into api.%I (%s) select %2$s from jsonb_populate_record(null::api.%1$I, $1) returning id', part || '_write', columns)
        into made using chosen;
    return made;
end
$$;

-- security definer: rights are no tables of the service. Tells of the caller's own rights only.
create function api.may_write(of_resource text, operation text, field text) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$ select meta.may_write($1, $2, $3) $$;

-- Marks the lead, carries along what hangs on it, fills in what goes along unread.
create function api.lead_close(lead_id uuid, made jsonb, fresh text[]) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
    l app.lead;
    part text;
    home text := case when made ->> 'account' is not null then 'account' else 'contact' end;
begin
    if not exists (select from api.lead_write w where w.id = lead_id) then
        raise exception using errcode = 'GX403', message = 'forbidden';
    end if;
    select * into l from app.lead t where t.id = lead_id and t.converted_at is null for update;
    foreach part in array fresh loop
        execute format('update app.%I t set %s where t.id = $1 and t.created_by = meta.subject_id()', part,
            concat_ws(', ', 'last_activity_at = greatest(t.last_activity_at, $2)', (select string_agg(format('%1$I = (jsonb_populate_record(t, $3)).%1$I', k), ', ')
                                                                                     from jsonb_object_keys(app.lead_values(l, part, true)) k)))
            using (made ->> part)::uuid, l.last_activity_at, app.lead_values(l, part, true);
    end loop;
    update app.lead t set status = 'converted', converted_at = now(), account_id = (made ->> 'account')::uuid, contact_id = (made ->> 'contact')::uuid,
                          opportunity_id = (made ->> 'opportunity')::uuid, next_step = null, next_step_on = null
     where t.id = l.id;
    return meta.carry('lead', l.id, home, (made ->> home)::uuid, null);
end
$$;

create function api.lead_convert(body jsonb) returns jsonb
language plpgsql volatile security invoker set search_path = pg_catalog, pg_temp as $$
declare
    known jsonb := api.lead_open(body);
    base jsonb := jsonb_build_object('owner_id', known -> 'owner_id');
    account uuid;
    contact uuid;
    deal uuid;
    carried jsonb;
begin
    perform api.change_set_note('convert', 'lead', null);
    account := api.lead_part('account', body -> 'account', base || (known -> 'account'));
    contact := api.lead_part('contact', body -> 'contact', base || (known -> 'contact') || jsonb_strip_nulls(jsonb_build_object('account_id', account)));
    deal := api.lead_part('opportunity', body -> 'opportunity', base || (known -> 'opportunity')
        || jsonb_strip_nulls(jsonb_build_object('account_id', account, 'contact_id', contact)));
    carried := api.lead_close((body ->> 'id')::uuid, jsonb_build_object('account', account, 'contact', contact, 'opportunity', deal),
        array(select p from unnest(array['account', 'contact', 'opportunity']) p where jsonb_typeof(body -> p) = 'object' and body #>> array[p, 'id'] is null));
    return jsonb_build_object('account_id', account, 'contact_id', contact, 'opportunity_id', deal, 'carried', carried);
end
$$;
grant execute on function api.lead_open(jsonb), api.lead_part(text, jsonb, jsonb), api.may_write(text, text, text),
    api.lead_close(uuid, jsonb, text[]), api.lead_convert(jsonb) to guanxi_api;
