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
create function meta.scope_keys_sql(of_resource text, parent text, id text) returns text language sql stable as $$
    select format('select %s from app.%I p where p.id = %s into %s', string_agg(meta.key_sql(parent, k), ', ' order by o), parent, id,
                  string_agg('new.scope_' || k, ', ' order by o))
      from unnest(meta.copied_keys(of_resource)) with ordinality x (k, o)
$$;

create function meta.touch_scope_sql(r meta.resource) returns text language plpgsql stable as $$
declare
    branches text;
begin
    if not meta.has_column(r.name, 'scope_owner_id') then
        return '';
    elsif r.access = 'inherited' then
        return meta.scope_keys_sql(r.name, r.parent, format('new.%I', r.parent_field)) || ';';
    end if;
    select string_agg(format('when %L then %s;', x.name, meta.scope_keys_sql(r.name, x.name, 'new.parent_id')), ' ' order by x.name)
      into branches from meta.resource x
     where not x.is_retired and x.access not in ('self', 'admin');
    return format('case new.parent_resource %s else %s end case;', branches,
                  (select string_agg(format('new.scope_%s := null;', k), ' ') from unnest(meta.copied_keys(r.name)) k));
end
$$;

-- Territory and partner of a row: from the account that it belongs to; of a record that belongs to none, the partner of
-- whoever makes it, who can give it to no other.
create function meta.touch_partner_sql(r meta.resource) returns text language sql stable
return case
    when not meta.has_column(r.name, 'partner_id') or r.access <> 'owned' then ''
    when meta.scope_from(r) is null then $p$
    if tg_op = 'INSERT' or new.partner_id is distinct from old.partner_id then
        select x.partner_id into partner from auth.subject x where x.user_id = subject;
        if partner is not null and new.partner_id is distinct from partner then
            if new.partner_id is not null then
                raise exception using errcode = 'GX422', message = '/partner_id|not_writable|';
            end if;
            new.partner_id := partner;
        end if;
    end if;$p$
    else format($p$
    if tg_op = 'INSERT' or new.%1$I is distinct from old.%1$I then
        if new.%1$I is null then
            new.territory_id := null;
            select x.partner_id into new.partner_id from auth.subject x where x.user_id = coalesce(subject, new.created_by);
        else
            select p.territory_id, p.partner_id from app.%2$I p where p.id = new.%1$I into new.territory_id, new.partner_id;
        end if;
    end if;$p$, meta.scope_from(r), (select f.refers_to from meta.field f where f.resource = r.name and f.name = meta.scope_from(r)))
    end;

create function meta.publish_touch(r meta.resource) returns void language plpgsql volatile as $$
declare
    has_owner boolean := meta.has_column(r.name, 'owner_id');
begin
    execute format($f$
create function app.%1$I() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $t$
declare
    subject uuid := nullif(current_setting('app.user_id', true), '')::uuid;
    number text;
    partner uuid;
    loud app.%6$I;
begin
    if tg_op = 'INSERT' then
        new.version := 1;
        new.created_by := coalesce(new.created_by, subject);
        new.updated_by := coalesce(new.updated_by, new.created_by);
        new.updated_at := coalesce(new.updated_at, new.created_at);%2$s%3$s
        %4$s%8$s
        return new;
    end if;
    %5$s%8$s
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
        -- What hangs on another record than before has that one's keys. A change of scope keys alone comes from the parent:
        -- no new version of this row.
        (select coalesce(format('if new.%1$I is distinct from old.%1$I then %2$s elsif (%3$s) is distinct from (%4$s) then return new; end if;',
                                coalesce(r.parent_field, 'parent_id'), meta.touch_scope_sql(r), string_agg('new.scope_' || k, ', '),
                                string_agg('old.scope_' || k, ', ')), '')
           from unnest(meta.copied_keys(r.name)) k having count(*) > 0),
        r.name,
        (select coalesce(string_agg(format(' loud.%1$I := old.%1$I;', q), ''), '') from unnest(meta.quiet_columns(r.name)) q),
        meta.touch_partner_sql(r));
    execute format('create trigger _100_touch before insert or update on app.%I for each row execute function app.%I()',
                   r.name, '_' || r.name || '_touch');
end
$$;
