-- SPDX-License-Identifier: AGPL-3.0-or-later
-- What follows from the class of an account: since when, what it was in at the end of the month before, and that a person
-- set it; of the condition of a group: who wrote it. Triggers _120_domain (row, before). security definer: dimensions are
-- read as they are.

create function app._account_class_domain() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
    today constant date := meta.today();
    dim app.dimension;
begin
    if tg_op = 'UPDATE' and new.class_id is not distinct from old.class_id then
        return new;
    end if;
    select d.* into dim from app.dimension d
     where d.id = (select c.dimension_id from app.dimension_class c where c.id = new.class_id and c.deleted_at is null) and d.deleted_at is null;
    if dim.id is distinct from new.dimension_id then
        raise exception using errcode = 'GX422', message = '/class_id|unknown_reference|';
    elsif tg_op = 'INSERT' then
        new.since := coalesce(new.since, today);
        return new;
    end if;
    -- Who says nothing about why writes by hand; an undo says what it was.
    if meta.subject_id() is not null and new.how is not distinct from old.how then
        if dim.how <> 'hand' and not dim.allows_hand then
            raise exception using errcode = 'GX423', message = 'by_rules||';
        end if;
        new.how := 'hand';
    end if;
    if new.since is not distinct from old.since and new.before_id is not distinct from old.before_id then
        if date_trunc('month', old.since) <> date_trunc('month', today) then
            new.before_id := old.class_id;
        end if;
        new.since := today;
    end if;
    return new;
end
$$;
create trigger _120_domain before insert or update of class_id on app.account_class
    for each row execute function app._account_class_domain();

-- A condition runs with the rights of whoever wrote it, whoever else changes the group later or has it. security definer:
-- who it is may be asked by functions of the owner only.
create function app._account_group_domain() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
    if tg_op = 'INSERT' or new.definition is distinct from old.definition then
        new.keeper_id := case when new.definition is not null then coalesce(meta.subject_id(), new.created_by) end;
    end if;
    return new;
end
$$;
create trigger _120_domain before insert or update on app.account_group
    for each row execute function app._account_group_domain();
