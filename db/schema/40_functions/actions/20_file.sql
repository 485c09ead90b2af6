-- SPDX-License-Identifier: AGPL-3.0-or-later
-- The bytes of a reserved file have come: the row commits after them. Refused when they are there already.
create function api.file_store(id uuid, sha256 text, size bigint) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
    if not exists (select from api.file v where v.id = $1) then
        raise exception using errcode = 'GX404', message = 'not_found';
    elsif not exists (select from api.file_write w where w.id = $1) then
        raise exception using errcode = 'GX403', message = 'forbidden';
    end if;
    update app.file t set state = 'stored', sha256 = $2, size = $3 where t.id = $1 and t.state = 'reserved';
    if not found then
        raise exception using errcode = 'GX423', message = 'wrong_state';
    end if;
end
$$;
grant execute on function api.file_store(uuid, text, bigint) to guanxi_api;
