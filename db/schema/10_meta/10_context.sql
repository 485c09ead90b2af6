-- SPDX-License-Identifier: AGPL-3.0-or-later
-- The context of a transaction, as the first statement of a request sets it. After a transaction a setting
-- reads '', not NULL: hence nullif everywhere.

create function meta.subject_id() returns uuid language sql stable parallel safe
return nullif(current_setting('app.user_id', true), '')::uuid;

create function meta.actor_id() returns uuid language sql stable parallel safe
return nullif(current_setting('app.actor_id', true), '')::uuid;

create function meta.session_id() returns uuid language sql stable parallel safe
return nullif(current_setting('app.session_id', true), '')::uuid;

-- The change set of this transaction; one is made when nobody named one.
create function meta.change_set_id() returns uuid language plpgsql volatile as $$
declare
    found_id uuid := nullif(current_setting('app.change_set_id', true), '')::uuid;
begin
    if found_id is null then
        found_id := meta.uuid_v7();
        perform set_config('app.change_set_id', found_id::text, true);
    end if;
    return found_id;
end
$$;

-- Raises; returns boolean so that it can stand in an expression.
create function api.fail(code text, message text) returns boolean language plpgsql volatile as $$
begin
    raise exception using errcode = code, message = message;
end
$$;
grant execute on function api.fail(text, text) to guanxi_read, guanxi_api, guanxi_worker;

-- Defaults of a table's columns are evaluated as whoever inserts.
grant execute on function meta.uuid_v7() to guanxi_api;

-- Why a definition cannot be loaded; the migration fails with this text.
create function meta.refuse(message text) returns void language plpgsql volatile as $$
begin
    raise exception using errcode = 'GX423', message = message;
end
$$;
