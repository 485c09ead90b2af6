-- SPDX-License-Identifier: AGPL-3.0-or-later
-- app._<r>_why(record, people): in which ways each of the people (null: all) sees and may write a record. Made of the
-- very parts that the views are made of, so that an explanation cannot differ from a list.

create function meta.why_sql(r meta.resource, scope text) returns text language sql stable as $$
    select 'array_remove(array[' || string_agg(format('case when %s then %L end', a.condition, a.part), ', ') || ']::text[], null)'
      from meta.access_parts(r, scope, false) a
$$;

create function meta.publish_why(r meta.resource) returns void language plpgsql volatile as $$
begin
    execute format($f$
create function app.%1$I(record_id uuid, people uuid[]) returns table (user_id uuid, reads text[], writes text[])
language sql stable security definer set search_path = pg_catalog, pg_temp as $t$
    select x.user_id, x.reads, case when cardinality(x.reads) > 0 then x.writes else '{}' end
      from (select s.user_id, %2$s as reads, %3$s as writes
              from app.%4$I t
              cross join auth.subject s
              join auth.right_set rs on rs.right_set_id = s.right_set_id and rs.resource = %5$L %6$s
             where t.id = $1 and t.deleted_at is null and ($2 is null or s.user_id = any ($2))) x
$t$
$f$, '_' || r.name || '_why', meta.why_sql(r, 'read_scope'), meta.why_sql(r, 'write_scope'), r.name, r.name,
        (meta.access_write(r)).joins);
end
$$;
