-- SPDX-License-Identifier: AGPL-3.0-or-later
-- SQL of people's own: the log-in decides, a setting does not; rows and columns are those of the person it stands for.
begin;
\ir lib/people.psql
select plan(16);

create role t_bi_rep login in role guanxi_bi;
create role t_bi_masked login in role guanxi_bi;
create role t_bi_nobody login in role guanxi_bi;
set local role guanxi_owner;
select auth.bi_login_add('t_bi_rep', 't-rep_a');
select auth.bi_login_add('t_bi_masked', 'T-Masked');
reset role;

create function pg_temp.as_login(login text, query text) returns text language plpgsql as $$
declare
    answer text;
begin
    execute format('set local session authorization %I', login);
    execute query into answer;
    reset session authorization;
    return answer;
exception when others then
    return sqlstate;
end
$$;
create function pg_temp.bi_sees(login text) returns text language sql as $$
    select pg_temp.as_login(login, 'select coalesce(string_agg(right(id::text, 1), '' '' order by id), '''') from bi.account where name like ''t-%''')
$$;

select is(pg_temp.bi_sees('t_bi_rep'), '1', 'a rep''s log-in sees his accounts');
select is(pg_temp.bi_sees('t_bi_masked'), '9', 'another''s sees the other''s');
select is(pg_temp.bi_sees('t_bi_nobody'), '', 'a log-in that stands for nobody sees nothing');
select is(pg_temp.as_login('t_bi_rep', format('select set_config(''app.user_id'', %L, true) || '' '' || count(*) from bi.account', pg_temp.id('0', 1))),
          pg_temp.id('0', 1) || ' 1', 'a setting says nothing about who asks');
select is(pg_temp.as_login('t_bi_masked', 'select phone || '' '' || coalesce(annual_revenue::text, ''-'') from bi.account limit 1'),
          (select x from pg_temp.as_person(pg_temp.id('0', 9), 'select phone || '' '' || coalesce(annual_revenue::text, ''-'') from api.account limit 1') x), 'masked and hidden columns are as in the API');
select isnt(pg_temp.as_login('t_bi_masked', 'select phone from bi.account limit 1'), '13812345678', 'and not plain');
select is(pg_temp.as_login('t_bi_rep', 'select count(*)::text from api.account'), '42501', 'the views of the service are closed to it');
select is(pg_temp.as_login('t_bi_rep', 'select count(*)::text from app.account'), '42501', 'the tables are');
select is(pg_temp.as_login('t_bi_rep', 'select count(*)::text from auth.subject'), '42501', 'and the rights');
select is(pg_temp.as_login('t_bi_rep', 'update bi.account set name = ''x'' returning name'), '55000', 'it changes nothing');
select is(pg_temp.as_login('t_bi_rep', 'set role guanxi_owner; select ''x'''), '42501', 'and becomes nobody else');
-- A condition of theirs is not tried on rows that they do not see.
select is(pg_temp.as_login('t_bi_rep', 'select count(*)::text from bi.account where 1 / (case when name = ''t-of b'' then 0 else 1 end) = 1'), '1', 'an error that only a hidden row would make does not come');
update app."user" set is_active = false where id = pg_temp.id('0', 3);
select is(pg_temp.bi_sees('t_bi_rep'), '', 'who left sees nothing more');
update app."user" set is_active = true where id = pg_temp.id('0', 3);
update app.role set allowed_networks = array['10.0.0.0/8'] where id = pg_temp.id('e', 3);
select is(pg_temp.bi_sees('t_bi_rep'), '', 'the limits of roles hold');
select is((select count(*)::int from pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'bi'
            where c.relkind = 'v' and not 'security_barrier=true' = any (coalesce(c.reloptions, '{}'))), 0, 'every view is a barrier');
select is((select string_agg(name, ' ' order by name) from meta.resource r where not is_retired and access not in ('self', 'admin') and to_regclass('bi.' || quote_ident(name)) is null),
          null, 'every business resource has one');
select finish();
rollback;
