-- SPDX-License-Identifier: AGPL-3.0-or-later
-- What the API's roles can reach: views and functions of schema api, nothing else; and everything that exists over
-- business tables was published.
begin;
set client_min_messages = warning;
select plan(21);

create temp view login as select unnest(array['guanxi_read', 'guanxi_api', 'guanxi_worker', 'guanxi_report', 'guanxi_bi', 'guanxi_publisher']) as role;

select is_empty($$
    select l.role, c.oid::regclass from login l cross join pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname in ('app', 'auth', 'audit', 'job', 'meta') and c.relkind in ('r', 'p', 'v', 'm', 'S')
       and case when c.relkind = 'S' then has_sequence_privilege(l.role, c.oid, 'select, update, usage')
                else has_table_privilege(l.role, c.oid, 'select, insert, update, delete, truncate, references, trigger')
                     or has_any_column_privilege(l.role, c.oid, 'select, insert, update, references') end
$$, 'no role of a program reaches a table or sequence, nor a column of one');
select is_empty($$
    select p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace
     cross join lateral aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
     where n.nspname in ('api', 'app', 'auth', 'audit', 'job', 'meta') and a.grantee = 0
$$, 'no function is executable by public');
select is_empty($$
    select c.oid::regclass from pg_class c join pg_namespace n on n.oid = c.relnamespace
     cross join lateral aclexplode(c.relacl) a
     where n.nspname in ('api', 'app', 'auth', 'audit', 'job', 'meta') and a.grantee = 0
$$, 'nothing is granted to public');
select is_empty($$
    select c.oid::regclass from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname in ('api', 'app', 'auth', 'audit', 'job', 'meta') and c.relowner <> 'guanxi_owner'::regrole
$$, 'everything has one owner');
select is_empty($$
    select p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace
     where n.nspname in ('api', 'app', 'auth', 'audit', 'job', 'meta') and p.prosecdef
       and not exists (select from unnest(p.proconfig) c where c like 'search_path=%')
$$, 'every security definer function fixes its search path');
select is_empty($$
    select p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace
     where n.nspname in ('app', 'auth', 'audit', 'meta')
       and has_function_privilege('guanxi_api', p.oid, 'execute') and p.proname not in ('uuid_v7', 'phone_key')
$$, 'the service calls functions of schema api only, but for those that a default or an index calls');
select is_empty($$
    select p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace
     where n.nspname = 'job' and (has_function_privilege('guanxi_api', p.oid, 'execute') or has_function_privilege('guanxi_read', p.oid, 'execute'))
$$, 'the queue''s functions are the worker''s');
select ok(not has_function_privilege('guanxi_api', 'api.worker_enter(uuid,uuid,text)', 'execute'), 'nor may the service enter as anybody');

-- Views over business tables: those that meta.publish made, and a few of ours that show no business row.
select is_empty($$
    select distinct v.oid::regclass
      from pg_class v join pg_namespace n on n.oid = v.relnamespace
      join pg_rewrite w on w.ev_class = v.oid
      join pg_depend d on d.classid = 'pg_rewrite'::regclass and d.objid = w.oid and d.refclassid = 'pg_class'::regclass
      join pg_class t on t.oid = d.refobjid and t.relkind = 'r' and t.relnamespace = 'app'::regnamespace
     where v.relkind in ('v', 'm') and n.nspname <> 'information_schema'
       and not (n.nspname = 'api' and v.relname in (select r.name || x from meta.resource r
                  cross join unnest(array['', '_full', '_all', '_one', '_find', '_link', '_bin', '_write']) x))
       and not (n.nspname = 'bi' and v.relname in (select r.name from meta.resource r))
       and v.oid::regclass::text not in ('api.identity', 'api.my_subject')
$$, 'no view over a business table exists that was not published');
select is_empty($$select 1 from pg_class where relkind = 'm' and relnamespace in ('api'::regnamespace, 'app'::regnamespace)$$, 'no materialised view');
select is_empty($$
    select c.relname from pg_class c where c.relnamespace = 'api'::regnamespace and c.relname like '%\_write'
       and (pg_relation_is_updatable(c.oid, false) & 28) = 0
$$, 'write views update by themselves');
select is_empty($$
    select c.relname from pg_class c where c.relnamespace = 'api'::regnamespace and c.relname like '%\_write'
       and not 'check_option=cascaded' = any (c.reloptions)
$$, 'and check what they let in');
select is_empty($$
    select c.relname, a.attname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
     where c.relnamespace = 'api'::regnamespace and c.relname like '%\_write'
       and has_column_privilege('guanxi_api', c.oid, a.attnum, 'select') and a.attname not in ('id', 'version')
$$, 'the write view shows id and version only');
select is_empty($$
    select c.relname from pg_class c where c.relnamespace = 'api'::regnamespace and c.relkind = 'v'
       and (has_table_privilege('guanxi_read', c.oid, 'insert, update, delete') or has_any_column_privilege('guanxi_read', c.oid, 'insert, update'))
$$, 'guanxi_read writes nowhere');
select is_empty($$
    select c.relname from pg_class c where c.relnamespace = 'api'::regnamespace and c.relkind = 'v'
       and has_table_privilege('guanxi_api', c.oid, 'delete')
$$, 'nobody deletes by statement');
select is((select count(*)::int from meta.resource r where not r.is_retired
            and (select count(*) from pg_trigger t where t.tgrelid = ('app.' || quote_ident(r.name))::regclass
                  and t.tgname in ('_100_touch', '_500_guard_insert', '_500_guard_update')) < 3), 0, 'every resource has touch and guards');
select is((select count(*)::int from meta.resource r where not r.is_retired and 'history' = any (r.operations)
            and (select count(*) from pg_trigger t where t.tgrelid = ('app.' || quote_ident(r.name))::regclass
                  and t.tgname like '\_900\_history%') <> 3), 0, 'and its history');
select is_empty($$
    select f.resource, f.name from meta.field f join meta.resource r on r.name = f.resource and not r.is_retired
     where not f.is_retired and not exists (select from pg_attribute a where a.attrelid = ('api.' || quote_ident(f.resource))::regclass and a.attname = f.column_name)
$$, 'every field is a column of its view');
select is_empty($$
    select p.oid::regprocedure, c.message
      from pg_proc p join pg_namespace n on n.oid = p.pronamespace and n.nspname in ('api', 'auth', 'meta', 'audit', 'job')
      cross join lateral plpgsql_check_function_tb(p.oid, fatal_errors := false) c
     where p.prolang = (select oid from pg_language where lanname = 'plpgsql') and p.prorettype <> 'trigger'::regtype and c.level = 'error'
    union all
    select p.oid::regprocedure, c.message
      from pg_trigger t join pg_proc p on p.oid = t.tgfoid
      cross join lateral plpgsql_check_function_tb(p.oid, t.tgrelid, fatal_errors := false, oldtable := t.tgoldtable, newtable := t.tgnewtable) c
     where not t.tgisinternal and p.pronamespace = 'app'::regnamespace and c.level = 'error'
$$, 'plpgsql_check finds no error in any function');
select is_empty($$
    select c.conrelid::regclass || '.' || a.attname
      from pg_constraint c
      join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
      join meta.resource r on c.confrelid = ('app.' || quote_ident(r.name))::regclass and 'purge' = any (r.operations)
     -- what a person, a department or a partner owns names them: their indexes are those of scope, over living rows
     where c.contype = 'f' and c.connamespace = 'app'::regnamespace and r.name not in ('user', 'department')
       and not exists (select from pg_index i
                        where i.indrelid = c.conrelid and i.indkey[0] = c.conkey[1]
                          and coalesce(pg_get_expr(i.indpred, i.indrelid), '') in ('', format('(%I IS NOT NULL)', a.attname)))
$$, 'what purging asks, whether something still refers to the record, is answered by an index');
select is_empty($$
    select r.name, k.key, s.field
      from meta.resource r
     cross join unnest(array['department_id', 'territory_id']) k (key)
     cross join lateral unnest(array['created_at', r.name_field]) s (field)
     where r.access = 'owned' and r.size = 'large' and not r.is_retired and meta.has_column(r.name, k.key)
       and not exists (select from pg_indexes i where i.schemaname = 'app' and i.tablename = r.name
                          and i.indexdef ~ format('\(%s, %s( DESC)?, id( DESC)?\) WHERE \(deleted_at IS NULL\)', k.key, s.field))
$$, 'lists of departments and territories have the order of time and of names (resource/branch.c counts on it)');
select finish();
rollback;
