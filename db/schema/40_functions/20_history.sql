-- SPDX-License-Identifier: AGPL-3.0-or-later
-- The only reader of history: rows of one record that the subject sees, without fields that he may not read.

-- Names of the fields of a resource that the subject reads unmasked.
create function meta.readable_names(of_resource text) returns text[] language sql stable as $$
    select coalesce(array_agg(f.name), '{}')
      from meta.field f
      join auth.subject s on s.user_id = meta.subject_id()
      join auth.right_set rs on rs.right_set_id = s.right_set_id and rs.resource = f.resource
     where f.resource = of_resource
       and case when f.position < 62
                then rs.readable1 & ~rs.masked1 & (1::bigint << f.position)
                else rs.readable2 & ~rs.masked2 & (1::bigint << (f.position - 62)) end <> 0
$$;

-- Does the subject read the field? Who works without a subject reads everything.
create function meta.may_read(of_resource text, field text) returns boolean language sql stable
return meta.subject_id() is null or field = any (meta.readable_names(of_resource));

-- A kept value as the interface writes it: amounts as strings, times in UTC.
create function meta.history_value(field_type text, kept jsonb) returns jsonb language sql stable as $$
    select case when jsonb_typeof(kept) = 'number' and field_type in ('money', 'decimal', 'percent')
                then to_jsonb(kept #>> '{}')
                when jsonb_typeof(kept) = 'string' and field_type = 'datetime'
                then to_jsonb(to_char((kept #>> '{}')::timestamptz at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))
                else kept end
$$;

-- Zero rows of a record that he does not see look like a record that never was.
create function api.history(resource text, record_id uuid, max_rows int, before_version int)
returns table (version_from int, version_to int, at timestamptz, actor_id uuid, change_set_id uuid, kind text, changes jsonb)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
    names text[];
    is_seen boolean;
begin
    if not exists (select from meta.resource r
                    where r.name = $1 and not r.is_retired and 'history' = any (r.operations)) then
        raise exception using errcode = 'GX404', message = 'not_found';
    end if;
    execute format('select exists (select from api.%1$I v where v.id = $1) or exists (select from api.%2$I b where b.id = $1)',
                   $1, $1 || '_bin') into is_seen using $2;
    if not is_seen then
        raise exception using errcode = 'GX404', message = 'not_found';
    end if;
    perform meta.require_operation($1, 'history');
    names := meta.readable_names($1);
    return query
    select h.version_from, h.version_to, h.at, h.actor_id, h.change_set_id, h.kind,
           coalesce((select jsonb_object_agg(k.n, jsonb_build_object('from', meta.history_value(f.type, h.before -> k.n),
                                                                     'to', meta.history_value(f.type, h.after -> k.n)))
                       from (select jsonb_object_keys(coalesce(h.before, '{}') || coalesce(h.after, '{}')) as n) k
                       join meta.field f on f.resource = $1 and f.name = k.n
                      where k.n = any (names)), '{}')
      from audit.history h
     where h.record_id = $2 and h.resource = $1 and ($4 is null or h.version_to < $4)
       -- An update of hidden fields alone leaves no trace.
       and (h.kind <> 'update'
            or exists (select from jsonb_object_keys(coalesce(h.before, '{}') || coalesce(h.after, '{}')) k (n)
                        where k.n = any (names)))
     order by h.version_to desc, h.id desc
     limit least(coalesce($3, 50), 500);
end
$$;
grant execute on function api.history(text, uuid, int, int) to guanxi_read, guanxi_api;
