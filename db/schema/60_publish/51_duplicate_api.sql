-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Duplicates, what is told. Of records in sight: which, how likely, why, by fields that the person reads. Of those out
-- of sight (the declared disclosure of permission): that there are some, and with the right "duplicates" the masked
-- name, the owner and his department. Partners are told nothing of them. Counted per hour and logged, hence
-- security definer.

-- Resources in which the subject's duplicates are looked for.
create function meta.match_resources(of_resource text) returns setof meta.resource language sql stable as $$
    select r.* from meta.resource r
      join auth.subject s on s.user_id = meta.subject_id()
      join auth.right_set rs on rs.right_set_id = s.right_set_id and rs.resource = r.name
     where not r.is_retired and r.definition -> 'match' <> 'null' and rs.read_scope <> 0
     order by r.name <> of_resource, r.ordinal
$$;

-- app._<r>_match_seen(matches): the matches in sight, as they are answered.
create function meta.publish_match_seen(r meta.resource) returns void language plpgsql volatile as $$
begin
    execute format($f$
create function app.%1$I(matches jsonb) returns jsonb language plpgsql stable as $t$
begin
    return (select coalesce(jsonb_agg(jsonb_build_object('resource', %2$L, 'id', v.id, 'name', v.%3$I, 'code', v.code, 'owner_id', v.owner_id,
                       'owner_name', u.name, 'score', (m ->> 'score')::int, 'reasons', m -> 'reasons') order by (m ->> 'score')::int desc, v.id), '[]')
              from jsonb_array_elements(matches) m join api.%2$I v on v.id = (m ->> 'id')::uuid left join api."user" u on u.id = v.owner_id);
end
$t$
$f$, '_' || r.name || '_match_seen', r.name, r.name_field);
end
$$;

-- app._<r>_match_hidden(ids): the likely matches out of sight of who has the right to know whose they are.
create function meta.publish_match_hidden(r meta.resource) returns void language plpgsql volatile as $$
begin
    execute format($f$
create function app.%1$I(hidden_ids uuid[]) returns jsonb language plpgsql volatile as $t$
begin
    if not exists (select from auth.subject s join auth.right_set rs on rs.right_set_id = s.right_set_id and rs.resource = %2$L
                    where s.user_id = meta.subject_id() and 'duplicates' = any (rs.operations)) then
        return '[]';
    end if;
    insert into auth.duplicate_hit (user_id, resource, record_id) select meta.subject_id(), %2$L, x from unnest(hidden_ids) x
    on conflict on constraint duplicate_hit_user_id_key do update set at = now();
    return (select coalesce(jsonb_agg(jsonb_build_object('key', h.id, 'resource', %2$L, 'name', %3$s, 'owner_name', u.name, 'department_name', d.name)
                                      order by array_position(hidden_ids, t.id)), '[]')
              from app.%2$I t join auth.duplicate_hit h on h.record_id = t.id and h.resource = %2$L and h.user_id = meta.subject_id()
              left join app."user" u on u.id = t.owner_id left join app.department d on d.id = t.department_id
             where t.id = any (hidden_ids));
end
$t$
$f$, '_' || r.name || '_match_hidden', r.name, meta.mask_sql('name', 'text', format('t.%I', r.name_field)));
end
$$;

create function meta.publish_duplicates(r meta.resource) returns void language plpgsql volatile as $$
begin
    if r.definition -> 'match' <> 'null' then
        perform meta.publish_match_found(r), meta.publish_match_scored(r), meta.publish_match_seen(r), meta.publish_match_hidden(r);
    end if;
end
$$;

create function meta.match_answer(of_resource text, described jsonb, except_id uuid) returns jsonb language plpgsql volatile as $$
declare
    r meta.resource;
    is_staff boolean := exists (select from auth.subject s where s.user_id = meta.subject_id() and s.kind <> 'portal');
    matches jsonb;
    part jsonb;
    out_of_sight uuid[];
    hits jsonb := '[]';
    hidden jsonb := '[]';
    has_hidden boolean := false;
begin
    for r in select * from meta.match_resources(of_resource) loop
        execute format($q$
            select coalesce(jsonb_agg(jsonb_build_object('id', x.record_id, 'score', x.score, 'reasons', x.reasons)) filter (where x.is_seen), '[]'),
                   coalesce(array_agg(x.record_id order by x.score desc, x.record_id) filter (where not x.is_seen and x.score >= 60), '{}')
              from app.%I($1, $2, $3) x where x.score >= 40$q$, '_' || r.name || '_match_scored') into matches, out_of_sight using of_resource, described, except_id;
        if matches <> '[]' then
            execute format('select app.%I($1)', '_' || r.name || '_match_seen') into part using matches;
            hits := hits || part;
        end if;
        if is_staff and out_of_sight <> '{}' then
            has_hidden := true;
            execute format('select app.%I($1)', '_' || r.name || '_match_hidden') into part using out_of_sight[1:5];
            hidden := hidden || part;
        end if;
    end loop;
    return jsonb_build_object('hits', (select coalesce(jsonb_agg(h order by (h ->> 'score')::int desc, h ->> 'id'), '[]')
                                         from (select h from jsonb_array_elements(hits) h order by (h ->> 'score')::int desc, h ->> 'id' limit 10) x (h)),
                              'has_hidden', has_hidden, 'hidden', hidden);
end
$$;

-- Is what is described there already? id: the record itself, where it is.
create function api.duplicate_check(body jsonb) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
    answer jsonb;
begin
    if not exists (select from meta.match_resources($1 ->> 'resource') r where r.name = $1 ->> 'resource') then
        raise exception using errcode = 'GX403', message = 'forbidden';
    end if;
    -- Left out of the search only what is in sight: otherwise the answer would tell whether a hidden id is the match.
    if $1 ->> 'id' is not null then
        perform meta.require_seen($1 ->> 'resource', ($1 ->> 'id')::uuid);
    end if;
    perform auth.take_turn('duplicate_check');
    begin
        answer := meta.match_answer($1 ->> 'resource', $1 -> 'values', ($1 ->> 'id')::uuid);
    exception when invalid_text_representation then
        raise exception using errcode = 'GX422', message = '/values|format|';
    end;
    perform audit.note('duplicate_check', $1 ->> 'resource', null, jsonb_build_object(
        'found', (select coalesce(jsonb_agg(jsonb_build_object('resource', h -> 'resource', 'id', h -> 'id')), '[]') from jsonb_array_elements(answer -> 'hits') h),
        'has_hidden', answer -> 'has_hidden', 'keys', (select coalesce(jsonb_agg(h -> 'key'), '[]') from jsonb_array_elements(answer -> 'hidden') h)));
    return answer;
end
$$;

-- Tells the owner that somebody met his record, or asks him to hand it over; of what was hidden no dealer. Whether there was somebody to tell is not told.
create function api.duplicate_ask(body jsonb) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
    about_resource text;
    about_id uuid;
    receiver uuid;
begin
    if $1 ? 'key' then
        select h.resource, h.record_id into about_resource, about_id from auth.duplicate_hit h
         where h.id = ($1 ->> 'key')::uuid and h.user_id = meta.subject_id() and h.at > now() - interval '1 day';
        if not found then
            raise exception using errcode = 'GX404', message = 'not_found';
        end if;
        perform meta.require_operation(about_resource, 'duplicates');
    else
        about_resource := $1 ->> 'resource';
        about_id := ($1 ->> 'id')::uuid;
        if not exists (select from meta.match_resources(about_resource) r where r.name = about_resource) then
            raise exception using errcode = 'GX404', message = 'not_found';
        end if;
        perform meta.require_seen(about_resource, about_id);
    end if;
    perform auth.take_turn('duplicate_ask');
    execute format('select u.id from app.%I t join app."user" u on u.id = t.owner_id and u.is_active and u.deleted_at is null '
        || 'and ($2 or u.kind = ''staff'') where t.id = $1', about_resource) into receiver using about_id, not $1 ? 'key';
    insert into app.notification (kind, title, body, resource, record_id, owner_id)
    select 'duplicate', x.name, concat_ws(': ', $1 ->> 'wish', nullif(btrim($1 ->> 'note'), '')), about_resource, about_id, receiver
      from app."user" x where x.id = meta.subject_id() and receiver is not null;
    perform audit.note('duplicate_ask', about_resource, about_id, jsonb_build_object('wish', $1 -> 'wish'));
    return jsonb_build_object('sent', true);
end
$$;

-- A person made a record although a likely match was shown: his reason stays in the audit.
create function api.duplicate_keep(body jsonb) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
    perform meta.require_seen($1 ->> 'resource', ($1 ->> 'id')::uuid);
    if not exists (select from meta.resource r where r.name = $1 ->> 'resource' and r.definition -> 'match' <> 'null') then
        raise exception using errcode = 'GX404', message = 'not_found';
    elsif char_length(btrim($1 ->> 'reason')) < 3 then
        raise exception using errcode = 'GX422', message = '/reason|invalid|';
    end if;
    perform audit.note('duplicate_kept', $1 ->> 'resource', ($1 ->> 'id')::uuid, jsonb_build_object('reason', btrim($1 ->> 'reason')));
    return jsonb_build_object('kept', true);
end
$$;
grant execute on function api.duplicate_check(jsonb), api.duplicate_ask(jsonb), api.duplicate_keep(jsonb) to guanxi_api;
