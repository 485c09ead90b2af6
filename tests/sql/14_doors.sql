-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Whatever the views and functions of schema api give, they give because a rule published them: lists made by hand of
-- everything else that rests on a table, and of what each login of a program reaches. A new line here is a decision.
begin;
set client_min_messages = warning;
select plan(16);

create temp view login as select unnest(array['guanxi_read', 'guanxi_api', 'guanxi_worker', 'guanxi_report', 'guanxi_bi', 'guanxi_publisher']) as role;
create temp view published as
    select r.name || x as name, r.name as resource, x as form from meta.resource r
     cross join unnest(array['', '_full', '_all', '_one', '_find', '_link', '_bin', '_write']) x where not r.is_retired;

select is((select string_agg(distinct l.role || ' ' || c.oid::regclass::text, ', ') from login l cross join pg_class c
             join pg_namespace n on n.oid = c.relnamespace
            where n.nspname in ('app', 'auth', 'audit', 'job', 'meta') and c.relkind in ('r', 'p', 'v', 'm', 'f')
              and (has_table_privilege(l.role, c.oid, 'select, insert, update, delete, truncate, references, trigger')
                   or has_any_column_privilege(l.role, c.oid, 'select, insert, update, references'))),
          null, 'no table, view or column outside schema api is open to any program');
select is((select string_agg(l.role || ' ' || n.nspname, ', ' order by l.role, n.nspname) from login l cross join pg_namespace n
            where n.nspname in ('app', 'auth', 'audit', 'job', 'meta') and has_schema_privilege(l.role, n.oid, 'usage')),
          'guanxi_publisher job, guanxi_worker job', 'only the worker and who publishes for it look into a schema besides api: the queue''s functions');
select is((select string_agg(l.role || ' ' || n.nspname, ', ') from login l cross join pg_namespace n
            where n.nspname !~ '^pg_(temp|toast)' and has_schema_privilege(l.role, n.oid, 'create')), null, 'none makes anything in any schema');
select is((select string_agg(l.role, ', ') from login l join pg_database d on d.datname = 'guanxi_template' and has_database_privilege(l.role, d.oid, 'create, temporary')), null,
          'nor a temporary table');
select is((select string_agg(l.role, ', ' order by l.role) from login l where pg_has_role(l.role, 'guanxi_owner', 'member')), null, 'none may become the owner');
select is((select string_agg(m.rolname || ' in ' || g.rolname, ', ' order by 1) from pg_auth_members a join pg_roles m on m.oid = a.member
             join pg_roles g on g.oid = a.roleid join login l on l.role = m.rolname),
          'guanxi_worker in guanxi_api', 'and only the worker has what another has');
select is((select string_agg(rolname, ', ') from pg_roles join login on role = rolname where rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication),
          null, 'none is more than a login');

-- Relations of schema api: published ones, and these.
select set_eq($$select c.relname::text from pg_class c where c.relnamespace = 'api'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
                   and c.relname not in (select name from published)$$,
    array['api_key', 'catalog_gen', 'change_set', 'identity', 'merged', 'my_rights', 'my_session', 'my_share', 'my_subject'], 'views by hand are these');
-- By what the rewriter keeps of each view: which tables its rule reads.
create temp view reads as
    select distinct v.relname as view, v.relnamespace::regnamespace::text as schema, t.oid::regclass::text as relation
      from pg_class v join pg_rewrite w on w.ev_class = v.oid
      join pg_depend d on d.classid = 'pg_rewrite'::regclass and d.objid = w.oid and d.refclassid = 'pg_class'::regclass
      join pg_class t on t.oid = d.refobjid and t.oid <> v.oid
     where v.relkind in ('v', 'm') and t.relnamespace::regnamespace::text in ('app', 'auth', 'audit', 'job', 'meta', 'api');
select is((select string_agg(view || ' ' || relation, ', ' order by view, relation) from reads
            where schema = 'api' and view not in (select name from published) and relation not like 'auth.%'),
          'catalog_gen meta.generation, change_set audit.change_set, identity app."user", identity meta.generation, my_subject app."user"',
          'and read these tables outside auth');
select is((select string_agg(distinct schema || '.' || view, ', ') from reads where schema not in ('api', 'bi') and schema !~ '^pg_temp'),
          'audit.sealable', 'one view over our tables lies in another schema: what the seal of the audit reads');
-- A read view of a resource rests on its table, on the person's one row, and on the right set: without these it asks nobody.
select is_empty($$
    select p.name from published p join pg_class c on c.relnamespace = 'api'::regnamespace and c.relname = p.name
     where not exists (select from reads r where r.schema = 'api' and r.view = p.name and r.relation = ('app.' || quote_ident(p.resource))::regclass::text)
        or not exists (select from reads r where r.schema = 'api' and r.view = p.name and r.relation = 'auth.subject')
        or not exists (select from reads r where r.schema = 'api' and r.view = p.name and r.relation = 'auth.right_set')
$$, 'every published view asks for the person and his rights');
select is_empty($$
    select c.relname, c.reloptions from pg_class c where c.relnamespace = 'api'::regnamespace and c.relkind = 'v'
       and exists (select from unnest(c.reloptions) o where o not in ('check_option=cascaded'))
$$, 'no view of schema api has another option: no barrier (a walk of everything), no invoker''s rights');
select is_empty($$select c.oid::regclass from pg_class c where c.relnamespace = 'api'::regnamespace and c.relkind = 'v'
                    and c.relname like '%\_write' and not coalesce(c.reloptions, '{}') @> array['check_option=cascaded']$$, 'every write view checks');

-- Functions.
select is_empty($$
    select p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace
     where n.nspname in ('api', 'app', 'auth', 'audit', 'job', 'meta', 'bi') and p.prosecdef
       and (not exists (select from unnest(p.proconfig) c where c ~ '^search_path=pg_catalog(, pg_temp)?$')
            or exists (select from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a where a.grantee = 0))
$$, 'what runs as the owner looks names up nowhere else and is not for the public');
select is_empty($$
    select p.oid::regprocedure from pg_proc p
      join pg_type t on t.oid = p.prorettype or t.oid = any (p.proallargtypes)
      join pg_class c on c.oid = coalesce((select e.typrelid from pg_type e where e.oid = t.typelem and t.typelem <> 0), t.typrelid)
     where p.pronamespace in ('api'::regnamespace, 'job'::regnamespace) and c.relkind in ('r', 'p', 'v')
       and c.relnamespace::regnamespace::text in ('app', 'auth', 'audit', 'job', 'meta')
$$, 'no function for programs gives out the row type of a table');
-- What a program may call inside the engine and that reads all rows must not be there at all.
select is_empty($$
    select p.oid::regprocedure, l.role from pg_proc p cross join login l
     where p.pronamespace = 'app'::regnamespace and has_function_privilege(l.role, p.oid, 'execute')
$$, 'explanations, cells and trigger functions are nobody''s to call');
select finish();
rollback;
