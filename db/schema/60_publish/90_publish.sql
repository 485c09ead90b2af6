-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Publishing is the only way that a view over a business table comes to exist. Running it again replaces
-- everything that was published for the resource.

create function meta.unpublish(of_resource text) returns void
language plpgsql volatile set client_min_messages = warning as $$
declare
    thing record;
begin
    for thing in
        select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
         where n.nspname = 'api' and c.relkind = 'v'
           and c.relname in (of_resource, of_resource || '_full', of_resource || '_all', of_resource || '_one', of_resource || '_find', of_resource || '_link',
                             of_resource || '_bin', of_resource || '_write')
    loop
        execute format('drop view api.%I', thing.relname);
    end loop;
    execute format('drop view if exists bi.%I', of_resource);
    for thing in
        select p.oid::regprocedure as signature from pg_proc p join pg_namespace n on n.oid = p.pronamespace
         where (n.nspname = 'api' and p.proname = any (array(
                    select of_resource || x from unnest(array['_delete', '_restore', '_purge', '_transfer', '_undo']) x)))
            or (n.nspname = 'app' and p.proname = any (array(
                    select '_' || of_resource || x from unnest(array['_touch', '_cell', '_why', '_guard_insert', '_guard_update', '_scope', '_undo_rows',
                        '_match_found', '_match_scored', '_match_seen', '_match_hidden',
                        '_history_insert', '_history_update', '_history_delete']) x)))
    loop
        execute format('drop function %s cascade', thing.signature);
    end loop;
end
$$;

create function meta.publish(of_resource text) returns void language plpgsql volatile as $$
declare
    r meta.resource;
begin
    select * into strict r from meta.resource where name = of_resource and not is_retired;
    perform meta.unpublish(r.name);
    perform meta.publish_views(r);
    perform meta.publish_bi(r);
    perform meta.publish_write_view(r);
    perform meta.publish_touch(r);
    perform meta.publish_guard(r);
    perform meta.publish_history(r);
    perform meta.publish_scope(r);
    perform meta.publish_functions(r);
    perform meta.publish_undo(r);
    perform meta.publish_search(r.name);
    perform meta.publish_match(r);
    perform meta.publish_duplicates(r);
    perform meta.publish_why(r);
    perform meta.publish_cell(r);
    perform meta.publish_phone(r);
    execute format('comment on view api.%I is %L', r.name, 'published from the definition of ' || r.name);
end
$$;
