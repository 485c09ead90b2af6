-- SPDX-License-Identifier: AGPL-3.0-or-later
-- A hand-over is changed before it runs only; a planned one that is changed has to be confirmed again. Receivers are
-- checked when they are written. Its change set, undone, marks it.
-- security definer: receivers are looked up past the views.

create function app._handover_domain() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
    problem text;
begin
    if tg_op = 'UPDATE' then
        if (new.leaver_id, new.reason, new.due_at, new.close_login, new.keep_closed, new.rules, new.note, new.deleted_at, new.owner_id)
           is not distinct from (old.leaver_id, old.reason, old.due_at, old.close_login, old.keep_closed, old.rules, old.note, old.deleted_at, old.owner_id) then
            return new;
        elsif old.state = 'running' or (new.deleted_at is not distinct from old.deleted_at
                                        and (old.state in ('done', 'undone') or old.started_at is not null)) then
            raise exception using errcode = 'GX423', message = 'wrong_state';
        elsif old.state in ('planned', 'failed') and old.started_at is null then
            new.state := 'draft';
        end if;
    end if;
    if tg_op = 'UPDATE' and new.rules is not distinct from old.rules then
        return new;
    end if;
    problem := app.handover_problem(new);
    if problem is not null and meta.subject_id() is not null then
        raise exception using errcode = 'GX422', message = problem;
    end if;
    return new;
end
$$;
create trigger _120_domain before insert or update on app.handover for each row execute function app._handover_domain();

-- The receipt with what came back to the person: who undoes may not undo all (what lies in a pool or was changed since).
create function app.handover_back(h app.handover) returns jsonb language plpgsql stable as $$
declare
    slip jsonb := coalesce(h.receipt, app.handover_slip(h));
    part jsonb;
    parts jsonb := '[]';
    back bigint;
    total bigint := 0;
begin
    for part in select e from jsonb_array_elements(slip -> 'parts') with ordinality x (e, o) order by o loop
        execute format('select count(*) from job.handover_item i join app.%I t on t.id = i.record_id where i.handover_id = $1 and i.resource = %L '
            || 'and i.state = ''moved'' and i.to_id is not distinct from $2 and i.pool_id is not distinct from $3 and t.owner_id = $4',
            part ->> 'resource', part ->> 'resource') into back using h.id, (part ->> 'to_id')::uuid, (part ->> 'pool_id')::uuid, h.leaver_id;
        parts := parts || (part || jsonb_build_object('back', back));
        total := total + back;
    end loop;
    return slip || jsonb_build_object('parts', parts, 'back', total);
end
$$;

create function app._handover_undone() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
    if exists (select from app.handover t where t.change_set_id = new.id and t.state = 'running') then
        raise exception using errcode = 'GX423', message = 'wrong_state';
    end if;
    update app.handover t set state = 'undone', receipt = app.handover_back(t) where t.change_set_id = new.id;
    return null;
end
$$;
create trigger _900_handover_undone after update of undone_at on audit.change_set for each row
    when (new.undone_at is not null and old.undone_at is null and new.kind = 'hand_over') execute function app._handover_undone();
