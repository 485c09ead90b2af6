-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Trigger _180_cell (row, before, after all that set values): which combination of values a record has. A new
-- combination becomes a cell under the lock of rights, so that no rule can miss it.

create function meta.publish_cell(r meta.resource) returns void language plpgsql volatile as $$
declare
    dimensions text[] := meta.matrix_of(r.name);
    columns text;
    news text;
    olds text;
begin
    if dimensions = '{}' then
        return;
    end if;
    select string_agg(quote_ident(d), ', ' order by o), string_agg(format('new.%I', d), ', ' order by o),
           string_agg(format('old.%I', d), ', ' order by o)
      into columns, news, olds from unnest(dimensions) with ordinality x (d, o);
    execute format($f$
create function app.%1$I() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $t$
declare
    combination text;
begin
    if tg_op = 'UPDATE' and new.cell_id is not null then
        if (%3$s) is not distinct from (%4$s) then
            return new;
        end if;
    end if;
    combination := jsonb_build_array(%3$s)::text;
    select c.id into new.cell_id from app.%5$I c where c.key = combination;
    if not found then
        perform auth.lock_rights();
        insert into app.%5$I (key, %2$s) values (combination, %3$s) on conflict (key) do nothing returning id into new.cell_id;
        if new.cell_id is null then
            select c.id into new.cell_id from app.%5$I c where c.key = combination;
        else
            perform auth.cell_added(%6$L, new.cell_id);
        end if;
    end if;
    return new;
end
$t$
$f$, '_' || r.name || '_cell', columns, news, olds, r.name || '_cell', r.name);
    execute format('create trigger _180_cell before insert or update on app.%I for each row execute function app.%I()',
                   r.name, '_' || r.name || '_cell');
    -- Records from before the table had cells.
    execute format('update app.%I set cell_id = null where cell_id is null', r.name);
end
$$;
