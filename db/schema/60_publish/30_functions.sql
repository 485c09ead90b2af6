-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Per resource: api.<r>_delete, _restore, _purge, _transfer. They write what the write view does not open
-- (deleted_at, owner_id), so they are security definer and check scope and operation right themselves, in this
-- order: not visible 404, no right or not writable 403, other version 412. What is only lent is not transferred, and what
-- is only shared is not deleted.

-- May the subject do this with the resource at all?
create function meta.require_operation(resource text, operation text) returns void language plpgsql stable as $$
begin
    if not exists (select from auth.subject s
                     join auth.right_set rs on rs.right_set_id = s.right_set_id
                    where s.user_id = meta.subject_id() and rs.resource = require_operation.resource
                      and require_operation.operation = any (rs.operations)) then
        raise exception using errcode = 'GX403', message = 'forbidden';
    end if;
end
$$;

-- Body that all of them share: look, require, lock, compare the version, do. For api.<r>_<verb>(parameters).
create function meta.publish_verb(r meta.resource, verb text, parameters text, seen text, writable text,
                                  declared text, prepare text, statement text) returns void
language plpgsql volatile as $$
begin
    execute format($f$
create function api.%1$I(%2$s) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $t$
declare
    found_version int;%3$s
begin
    if not exists (select from %4$s v where v.id = $1) then
        raise exception using errcode = 'GX404', message = 'not_found';
    end if;
    perform meta.require_operation(%5$L, %6$L);
    if not exists (select from %7$s) then
        raise exception using errcode = 'GX403', message = 'forbidden';
    end if;
    select t.version into found_version from app.%8$I t where t.id = $1 for update;
    %9$s
    %10$s
end
$t$
$f$, r.name || '_' || verb, parameters, declared, seen, r.name, verb, writable, r.name, prepare, statement);
    execute format('grant execute on function api.%I(%s) to guanxi_api', r.name || '_' || verb, parameters);
end
$$;

create function meta.publish_functions(r meta.resource) returns void language plpgsql volatile as $$
declare
    live text := format('api.%I', r.name);
    bin text := format('api.%I', r.name || '_bin');
    writable text := format('api.%I w where w.id = $1', r.name || '_write');
    same_version text := 'if $2 is not null and found_version is distinct from $2 then '
        || 'raise exception using errcode = ''GX412'', message = ''version_conflict''; end if;';
begin
    if 'delete' = any (r.operations) then
        perform meta.publish_verb(r, 'delete', 'id uuid, version int', live, writable, '',
            case when r.access = 'owned' then format(E'perform meta.require_own_way(%L, $1, array[''share'']);\n    ', r.name) else '' end || same_version,
            format('update app.%I t set deleted_at = now() where t.id = $1 and t.deleted_at is null;', r.name));
    end if;
    if 'restore' = any (r.operations) then
        perform meta.publish_verb(r, 'restore', 'id uuid', bin, replace(bin || ' w where w.id = $1', '  ', ' '), '', '',
            case when r.definition -> 'match' <> 'null' then format('if meta.unmerge(%L, $1) is not null then return; end if; ', r.name) else '' end
            || format('update app.%I t set deleted_at = null where t.id = $1 and t.deleted_at is not null;', r.name));
    end if;
    if 'purge' = any (r.operations) then
        perform meta.publish_verb(r, 'purge', 'id uuid', bin, bin || ' w where w.id = $1', '', '',
            format('delete from app.%I t where t.id = $1 and t.deleted_at is not null;', r.name));
    end if;
    if 'transfer' = any (r.operations) and meta.has_column(r.name, 'owner_id') then
        perform meta.publish_verb(r, 'transfer', 'id uuid, owner_id uuid, version int', live, writable, E'\n    home uuid;',
            format(E'perform meta.require_own_way(%L, $1);\n    ', r.name) || replace(same_version, '$2', '$3') || $p$
    select u.department_id into home from app."user" u
     where u.id = $2 and u.is_active and u.deleted_at is null;
    if not found then
        raise exception using errcode = 'GX422', message = '/owner_id|unknown_reference|';
    end if;$p$,
            format('update app.%I t set owner_id = $2, department_id = home where t.id = $1;', r.name));
    end if;
end
$$;
