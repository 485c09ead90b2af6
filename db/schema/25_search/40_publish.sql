-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Trigger _150_search (row, before): keeps the search columns of a resource, from the fields that its definition
-- marks. Made by meta.publish through meta.publish_search; runs after _100_touch, which gives the code.

-- What the columns were last filled with. When that changes, the rows are filled anew.
create function meta.publish_search(of_resource text) returns void
language plpgsql volatile as $$
declare
    columns text[] := array(select f.column_name from meta.fields(of_resource) as f where f.is_search order by f.pos);
    signature text := '2:' || array_to_string(columns, ',');   -- the number is raised when the parser changes
    source text;
    known text;
begin
    if not meta.has_column(of_resource, 'search_gram') or cardinality(columns) = 0 then
        return;
    end if;
    select string_agg(format('new.%I', c), ', ') into source from unnest(columns) as c;
    execute format($f$
create or replace function app.%1$I() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $t$
begin
    select p.txt, p.py, p.gram into new.search_text, new.search_py, new.search_gram
      from meta.search_parse(concat_ws(E'\n', %2$s)) as p;
    return new;
end
$t$
$f$, '_' || of_resource || '_search', source);
    execute format('drop trigger if exists _150_search on app.%I', of_resource);
    execute format('create trigger _150_search before insert or update of %s on app.%I for each row execute function app.%I()',
                   (select string_agg(quote_ident(c), ', ') from unnest(columns) as c), of_resource,
                   '_' || of_resource || '_search');
    select s.signature into known from meta.search_state as s where s.resource = of_resource;
    if known is distinct from signature then
        perform meta.search_refill(of_resource, columns);
        insert into meta.search_state (resource, signature) values (of_resource, signature)
        on conflict (resource) do update set signature = excluded.signature;
    end if;
end
$$;

-- Fills the search columns of all rows; nothing else of them changes, hence without their triggers.
create function meta.search_refill(of_resource text, columns text[]) returns void
language plpgsql volatile as $$
begin
    execute format('alter table app.%I disable trigger user', of_resource);
    execute format('update app.%I as t set (search_text, search_py, search_gram) = '
                   || '(select p.txt, p.py, p.gram from meta.search_parse(concat_ws(E''\n'', %s)) as p)',
                   of_resource, (select string_agg(format('t.%I', c), ', ') from unnest(columns) as c));
    execute format('alter table app.%I enable trigger user', of_resource);
end
$$;
