-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Trigger _100_touch (row, before): what the server keeps on every row. Owner and department of a new row come
-- from the subject, the version counts changes, an automatic code is drawn. Generated per resource, so that it
-- names columns. security definer: it reads people's departments and draws from sequences.

-- An automatic number: drawn from a sequence, so that nobody waits; numbers that exist already are passed over.
create function meta.code_sql(r meta.resource) returns text language sql stable
return case when r.code_prefix is null then '' else format($f$
    if new.code is null then
        loop
            number := nextval('app.%1$s_code_seq')::text;
            new.code := %2$L || lpad(number, greatest(%3$s, length(number)), '0');
            exit when not exists (select from app.%1$I x where x.code = new.code);
        end loop;
    end if;$f$, r.name, r.code_prefix, r.code_digits) end;

-- Scope keys of a row that hangs on a record: read from the parent.
create function meta.scope_keys_sql(parent text, key text) returns text language sql stable
return format('select %s, %s from app.%I p where p.id = %s into new.scope_owner_id, new.scope_department_id',
    case when meta.has_column(parent, 'owner_id') then 'p.owner_id'
         when meta.has_column(parent, 'scope_owner_id') then 'p.scope_owner_id' else 'null::uuid' end,
    case when not meta.has_column(parent, 'owner_id') and meta.has_column(parent, 'scope_department_id')
         then 'p.scope_department_id'
         when meta.has_column(parent, 'owner_id') then 'p.department_id' else 'null::uuid' end,
    parent, key);

create function meta.touch_scope_sql(r meta.resource) returns text language plpgsql stable as $$
declare
    branches text;
begin
    if not meta.has_column(r.name, 'scope_owner_id') then
        return '';
    elsif r.access = 'inherited' then
        return meta.scope_keys_sql(r.parent, format('new.%I', r.parent_field)) || ';';
    end if;
    select string_agg(format('when %L then %s;', x.name, meta.scope_keys_sql(x.name, 'new.parent_id')), ' ' order by x.name)
      into branches from meta.resource x
     where not x.is_retired and x.access not in ('self', 'admin');
    return format('case new.parent_resource %s else new.scope_owner_id := null; new.scope_department_id := null; end case;',
                  branches);
end
$$;

-- Columns whose change alone is no new version: a log-in must not disturb who edits the person.
create function meta.quiet_columns(of_resource text) returns text[] language sql immutable
return case of_resource when 'user' then array['last_login_at'] else '{}'::text[] end;

create function meta.publish_touch(r meta.resource) returns void language plpgsql volatile as $$
declare
    has_owner boolean := meta.has_column(r.name, 'owner_id');
    has_scope boolean := meta.has_column(r.name, 'scope_owner_id');
begin
    execute format($f$
create function app.%1$I() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $t$
declare
    subject uuid := nullif(current_setting('app.user_id', true), '')::uuid;
    number text;
    loud app.%6$I;
begin
    if tg_op = 'INSERT' then
        new.version := 1;
        new.created_by := coalesce(new.created_by, subject);
        new.updated_by := coalesce(new.updated_by, new.created_by);
        new.updated_at := coalesce(new.updated_at, new.created_at);%2$s%3$s
        %4$s
        return new;
    end if;
    %5$s
    loud := new;%7$s
    if loud is distinct from old then
        new.version := old.version + 1;
        new.updated_at := now();
        new.updated_by := coalesce(subject, new.updated_by);
    end if;
    return new;
end
$t$
$f$, '_' || r.name || '_touch',
        case when has_owner then $o$
        new.owner_id := coalesce(new.owner_id, subject);$o$ else '' end
        || case when has_owner and meta.has_column(r.name, 'department_id') then $o$
        if new.department_id is null and new.owner_id is not null then
            select u.department_id into new.department_id from app."user" u where u.id = new.owner_id;
        end if;$o$ else '' end,
        meta.code_sql(r),
        meta.touch_scope_sql(r),
        -- A change of scope keys alone comes from the parent: no new version of this row.
        case when has_scope then 'if (new.scope_owner_id, new.scope_department_id) is distinct from '
            || '(old.scope_owner_id, old.scope_department_id) then return new; end if;' else '' end,
        r.name,
        (select coalesce(string_agg(format(' loud.%1$I := old.%1$I;', q), ''), '') from unnest(meta.quiet_columns(r.name)) q));
    execute format('create trigger _100_touch before insert or update on app.%I for each row execute function app.%I()',
                   r.name, '_' || r.name || '_touch');
end
$$;
