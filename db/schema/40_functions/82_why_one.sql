-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Why one person sees, changes or does not see a record, a field of it, and what he may do with it.

-- Oneself, those below oneself, and anybody for who audits people.
create function auth.require_may_explain(person uuid) returns void language plpgsql stable as $$
begin
    if person is distinct from meta.subject_id() and not auth.holds('user', 'audit')
       and not exists (select from auth.subject s where s.user_id = meta.subject_id() and person = any (s.subordinate_ids)) then
        raise exception using errcode = 'GX403', message = 'forbidden';
    elsif not exists (select from app."user" u join auth.subject s on s.user_id = u.id where u.id = person and u.deleted_at is null) then
        raise exception using errcode = 'GX404', message = 'not_found';
    end if;
end
$$;

-- Role by role: what it gives, and whether that reached the record.
create function auth.roles_tried(person uuid, of_resource text, reads text[], writes text[]) returns jsonb language sql stable as $$
    select coalesce(jsonb_agg(jsonb_build_object(
               'id', w.role_id, 'name', w.name, 'read_scope', w.read_scope, 'write_scope', w.write_scope,
               'gives_read', auth.ways_of_scope(w.read_scope) && reads, 'gives_write', auth.ways_of_scope(w.write_scope) && writes)
           order by w.name), '[]')
      from auth.role_words(person, of_resource) w
$$;

-- The ways that there are to such a record and that were missed.
create function auth.ways_missed(r meta.resource, scope text, had text[]) returns jsonb language sql stable as $$
    select coalesce(jsonb_agg(p.part order by p.o), '[]')
      from meta.access_parts(r, scope, false) with ordinality p (part, condition, joins, o)
     where p.part <> all (had)
$$;

-- What may be done with the record. reason: 'role' no role gives it, 'record' it is given, but not on this record.
create function auth.operations_on(person uuid, r meta.resource, rs auth.right_set, reads text[], writes text[]) returns jsonb
language sql stable as $$
    select coalesce(jsonb_agg(jsonb_build_object('operation', o.name, 'allowed', x.reason is null, 'reason', x.reason,
               'roles', (select coalesce(jsonb_agg(jsonb_build_object('id', w.role_id, 'name', w.name) order by w.name), '[]')
                           from auth.role_words(person, r.name) w where o.name = any (w.operations))) order by o.place), '[]')
      from unnest(array['update', 'delete', 'transfer', 'share', 'history', 'export']) with ordinality o (name, place)
     cross join lateral (select case when not coalesce(o.name = any (rs.operations), false) then 'role'
                                     when cardinality(case when o.name in ('history', 'export') then reads else writes end) = 0
                                     then 'record' end as reason) x
     where o.name = any (r.operations)
$$;

create function auth.has_bit(word1 bigint, word2 bigint, pos int) returns boolean language sql immutable
return coalesce((case when pos < 62 then word1 >> pos else word2 >> (pos - 62) end) & 1 = 1, false);

-- What each role that speaks about the field's resource says about the field.
create function auth.field_words(person uuid, r meta.resource, f meta.field) returns jsonb language sql stable as $$
    select coalesce(jsonb_agg(jsonb_build_object('id', w.role_id, 'name', w.name, 'is_explicit', x.field is not null, 'right',
               case when meta.is_raw(f, r) then 'write' when x.field is not null then x."right" when f.is_sensitive then 'none' else 'write' end)
           order by w.name), '[]')
      from auth.role_words(person, coalesce(r.parent, r.name)) w
      left join auth.role_field x on x.role_id = w.role_id and x.resource = r.name and x.field = coalesce(f.definition ->> 'follows', f.name)
     where w.read_scope <> 'none' or r.access in ('public_read', 'self')
$$;

-- The right on a field of this record, and what keeps it from being more: 'record' the record itself, 'role' the roles,
-- 'system' nobody writes it, 'write_once' only at create, 'operation' no right to change records.
create function auth.field_right(f meta.field, rs auth.right_set, can_read boolean, has_write_way boolean, can_write boolean,
                                 out "right" text, out reason text) language plpgsql immutable as $$
begin
    "right" := case when not can_read or not auth.has_bit(rs.readable1, rs.readable2, f.position) then 'none'
                    when auth.has_bit(rs.masked1, rs.masked2, f.position) then 'mask'
                    when can_write and auth.has_bit(rs.writable1, rs.writable2, f.position) and not f.is_write_once and not f.is_system then 'write'
                    else 'read' end;
    reason := case when "right" = 'write' then null
                   when not can_read then 'record'
                   when "right" in ('none', 'mask') then 'role'
                   when f.is_readonly or (f.is_system and f.name <> 'owner_id') then 'system'
                   when f.is_write_once then 'write_once'
                   when not auth.has_bit(rs.writable1, rs.writable2, f.position) then 'role'
                   when not has_write_way then 'record'
                   else 'operation' end;
end
$$;

create function auth.why_field(person uuid, r meta.resource, rs auth.right_set, field text, can_read boolean, has_write_way boolean,
                               can_write boolean) returns jsonb language sql stable as $$
    select jsonb_build_object('name', f.name, 'right', x."right", 'reason', x.reason, 'roles', auth.field_words(person, r, f))
      from meta.field f
     cross join lateral auth.field_right(f, rs, can_read, has_write_way, can_write) x
     where f.resource = r.name and f.name = $4 and not f.is_retired
$$;

-- Names beside the keys: departments and people are known to everybody, a partner is a record of its own.
create function auth.keys_named(keys jsonb) returns jsonb language sql stable as $$
    select (keys - 'cell_id') || jsonb_strip_nulls(jsonb_build_object(
        'owner_name', (select u.name from app."user" u where u.id = (keys ->> 'owner_id')::uuid),
        'department_name', (select d.name from app.department d where d.id = (keys ->> 'department_id')::uuid),
        'territory_name', (select t.name from app.territory t where t.id = (keys ->> 'territory_id')::uuid)))
$$;

-- security definer: people's rights are not tables of the service.
create function api.why(resource text, record_id uuid, user_id uuid, field text) returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
    person app."user";
    r meta.resource;
    rs auth.right_set;
    on_ record;
    keys jsonb;
    reads text[];
    writes text[];
    can_read boolean;
    can_write boolean;
begin
    perform meta.require_seen($1, $2);
    perform auth.require_may_explain(coalesce($3, meta.subject_id()));
    select * into person from app."user" u where u.id = coalesce($3, meta.subject_id());
    select * into strict r from meta.resource x where x.name = $1;
    select x.* into rs from auth.subject s join auth.right_set x on x.right_set_id = s.right_set_id and x.resource = $1
     where s.user_id = person.id;
    execute format('select w.reads, w.writes from app.%I($1, array[$2]) w', '_' || $1 || '_why') into reads, writes using $2, person.id;
    can_read := person.is_active and cardinality(reads) > 0;
    can_write := can_read and cardinality(writes) > 0 and 'update' = any (rs.operations);
    on_ := auth.deciding($1, $2);
    keys := auth.keys_of(on_.resource, on_.record_id);
    return jsonb_build_object(
        'user_id', person.id, 'name', person.name, 'is_active', person.is_active, 'can_read', can_read, 'can_write', can_write,
        'reads', auth.explained(person.id, on_.resource, on_.record_id, keys, reads, false),
        'writes', auth.explained(person.id, on_.resource, on_.record_id, keys, writes, true),
        'missed_reads', auth.ways_missed(r, 'read_scope', reads), 'missed_writes', auth.ways_missed(r, 'write_scope', writes),
        'roles', auth.roles_tried(person.id, on_.resource, reads, writes),
        'rests_on', jsonb_build_object('resource', on_.resource, 'record_id', on_.record_id) || auth.keys_named(keys),
        'operations', auth.operations_on(person.id, r, rs, reads, writes),
        'field', auth.why_field(person.id, r, rs, $4, can_read, cardinality(writes) > 0, can_write));
end
$$;
grant execute on function api.why(text, uuid, uuid, text) to guanxi_read;
