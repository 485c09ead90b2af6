-- SPDX-License-Identifier: AGPL-3.0-or-later
-- The two reads that go past the views, hence security definer: showing masked fields, and finding whose telephone
-- number this is. Both write their line of the log in the transaction that reads, before anything is answered, and
-- both are limited per person and hour.

-- In one's own name, and not more often than auth.allowance says. What was done stands in the log, counted one
-- request of the person after the other: those that come at once wait here.
create function auth.take_turn(action text) returns void language plpgsql volatile as $$
declare
    allowed int := (select a.per_hour from auth.allowance a where a.action = $1);
    earliest timestamptz;
begin
    if meta.subject_id() is null or meta.actor_id() is distinct from meta.subject_id() then
        raise exception using errcode = 'GX403', message = 'forbidden';
    end if;
    perform pg_advisory_xact_lock(hashtext('guanxi.turn.' || $1), hashtext(meta.subject_id()::text));
    select e.at into earliest from audit.event e
     where e.subject_id = meta.subject_id() and e.kind = $1 and e.at > clock_timestamp() - interval '1 hour'
     order by e.at desc offset allowed - 1 limit 1;
    if found then
        raise exception using errcode = 'GX429',
            message = greatest(1, ceil(extract(epoch from earliest + interval '1 hour' - clock_timestamp())))::int::text;
    end if;
end
$$;

-- Columns of a resource that the subject reads, masked or not, out of those that can be masked.
create function meta.revealable(of_resource text) returns table (name text, column_name text, type text) language sql stable as $$
    select f.name, f.column_name, f.type
      from meta.field f
      join auth.subject s on s.user_id = meta.subject_id()
      join auth.right_set rs on rs.right_set_id = s.right_set_id and rs.resource = f.resource
     where f.resource = of_resource and not f.is_retired and f.mask is not null
       and case when f.position < 62 then rs.readable1 & (1::bigint << f.position)
                else rs.readable2 & (1::bigint << (f.position - 62)) end <> 0
$$;

-- Plain values of masked fields of one record. Not visible 404, no right 403; the log keeps names and reason.
create function api.reveal(resource text, record_id uuid, fields text[], reason text) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
    pairs text;
    is_seen boolean;
    shown jsonb;
begin
    if not exists (select from meta.resource r where r.name = $1 and not r.is_retired and 'reveal' = any (r.operations)) then
        raise exception using errcode = 'GX404', message = 'not_found';
    end if;
    perform meta.require_operation($1, 'reveal');
    select string_agg(format('%L, t.%I', v.name, v.column_name), ', ') into pairs
      from meta.revealable($1) v where v.name = any ($3);
    if $3 is null or cardinality($3) = 0 or not $3 <@ array(select v.name from meta.revealable($1) v) then
        raise exception using errcode = 'GX403', message = 'forbidden';
    elsif char_length(btrim($4)) not between 3 and 500 then
        raise exception using errcode = 'GX422', message = '/reason|invalid|';
    end if;
    execute format('select exists (select from api.%I v where v.id = $1)', $1) into is_seen using $2;
    if not is_seen then
        raise exception using errcode = 'GX404', message = 'not_found';
    end if;
    perform auth.take_turn('reveal');
    perform audit.note('reveal', $1, $2, jsonb_build_object('fields', to_jsonb($3), 'reason', btrim($4)));
    execute format('select jsonb_build_object(%s) from app.%I t where t.id = $1', pairs, $1) into shown using $2;
    return shown;
end
$$;
grant execute on function api.reveal(text, uuid, text[], text) to guanxi_api;

-- Records of one resource that the subject sees whose number, in a field that he reads or knows masked, has the key.
create function meta.phone_matches(of_resource text, key text) returns jsonb language plpgsql stable as $$
declare
    conditions text;
    name_column text;
    found_rows jsonb;
begin
    select string_agg(format('select t.id from app.%I t where t.deleted_at is null and meta.phone_key(t.%I) = $1', $1, v.column_name), ' union ')
      into conditions from meta.revealable($1) v where v.type = 'phone';
    select quote_ident(f.column_name) into name_column
      from meta.resource r join meta.field f on f.resource = r.name and f.name = r.name_field where r.name = $1;
    if conditions is null then
        return '[]';
    end if;
    execute format('select coalesce(jsonb_agg(jsonb_build_object(''resource'', %1$L, ''id'', x.id, ''name'', x.name) order by x.name, x.id), ''[]'')'
        || ' from (select v.id, v.%2$s as name from api.%3$I v where v.id in (%4$s) limit 50) x',
        $1, name_column, $1, conditions) into found_rows using $2;
    return found_rows;
end
$$;

create function api.phone_lookup(body jsonb) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
    key text := meta.phone_key($1 ->> 'number');
    names text[];
    matches jsonb := '[]';
begin
    select array_agg(r.name order by r.ordinal) into names
      from meta.resource r
      join auth.subject s on s.user_id = meta.subject_id()
      join auth.right_set rs on rs.right_set_id = s.right_set_id and rs.resource = r.name
     where not r.is_retired and 'lookup' = any (r.operations) and 'lookup' = any (rs.operations) and rs.read_scope <> 0;
    if names is null then
        raise exception using errcode = 'GX403', message = 'forbidden';
    elsif key is null then
        raise exception using errcode = 'GX422', message = '/number|format|';
    end if;
    perform auth.take_turn('phone_lookup');
    for i in 1 .. cardinality(names) loop
        matches := matches || meta.phone_matches(names[i], key);
    end loop;
    -- Who was found, and the end of the number: the log is no telephone book.
    perform audit.note('phone_lookup', null, null, jsonb_build_object('number', '****' || right(key, 4),
        'found', (select coalesce(jsonb_agg(m - 'name'), '[]') from jsonb_array_elements(matches) m)));
    return matches;
end
$$;
grant execute on function api.phone_lookup(jsonb) to guanxi_api;

-- Every field of type phone has the index of exact look-up; what a migration has made already stays.
create function meta.publish_phone(r meta.resource) returns void language plpgsql volatile
set client_min_messages = warning as $$
declare
    f record;
begin
    for f in select x.column_name from meta.fields(r.name) x where x.type = 'phone' loop
        call meta.add_phone(('app.' || quote_ident(r.name))::regclass, f.column_name);
    end loop;
end
$$;
