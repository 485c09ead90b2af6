-- SPDX-License-Identifier: AGPL-3.0-or-later
-- What the subject may do, as hints for planning, and the documents that say what there is.

create view api.my_rights as
select rs.resource, rs.read_scope, rs.write_scope, rs.readable1, rs.readable2, rs.writable1, rs.writable2,
       rs.masked1, rs.masked2, rs.operations, rs.plan_class, coalesce(cs.plan, 'none') as cell_plan,
       case when cs.plan in ('keys', 'mixed')
            then array(select i from generate_series(0, length(cs.reads) - 1) i where get_bit(cs.reads, i) = 1) end as cell_ids
  from auth.subject s
  join auth.right_set rs on rs.right_set_id = s.right_set_id
  left join auth.cell_set cs on cs.cell_set_id = s.cell_set_id and cs.resource = rs.resource
 where s.user_id = nullif(current_setting('app.user_id', true), '')::uuid;

create view api.my_subject as
select s.user_id, u.name, s.department_ids, s.subtree_ids, s.subordinate_ids, s.territory_ids, s.partner_id, s.deputy_for,
       s.has_shares, s.rights_gen, s.kind,
       u.username, u.locale, u.time_zone, u.department_id, u.email
  from auth.subject s
  join app."user" u on u.id = s.user_id
 where s.user_id = nullif(current_setting('app.user_id', true), '')::uuid;
grant select on api.my_rights, api.my_subject to guanxi_read, guanxi_api;

-- Branches of lists: the records shared with the subject.
create view api.my_share as
select h.resource, h.record_id
  from auth.subject s
  join auth.share h on h.grantee_id = any (s.grantee_ids) and (h.until is null or h.until > now())
 where s.user_id = nullif(current_setting('app.user_id', true), '')::uuid;
grant select on api.my_share to guanxi_read, guanxi_api;

-- security definer: the documents are not tables of the service.
create function api.catalog() returns text
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select body from meta.document where name = 'catalog'
$$;
-- The contract as built, or with the fields of this company.
create function api.openapi(is_ours boolean) returns text
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select body from meta.document where name = case when $1 then 'openapi' else 'openapi_built' end
$$;
grant execute on function api.catalog(), api.openapi(boolean) to guanxi_read, guanxi_api;

-- A person's own settings, which need no right over people.
create function api.my_settings_set(locale text, time_zone text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
    if $2 is not null and not exists (select from pg_timezone_names where name = $2) then
        raise exception using errcode = 'GX422', message = '/time_zone|choice|';
    elsif $1 is not null and $1 not in ('zh-CN', 'zh-TW', 'en') then
        raise exception using errcode = 'GX422', message = '/locale|choice|';
    end if;
    update app."user" u set locale = coalesce($1, u.locale), time_zone = coalesce($2, u.time_zone)
     where u.id = meta.subject_id();
end
$$;
grant execute on function api.my_settings_set(text, text) to guanxi_api;
