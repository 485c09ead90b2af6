-- SPDX-License-Identifier: AGPL-3.0-or-later
-- 公海: one pool each of the east and the south, with small customers that were given back. Without rules by which
-- records fall, so that a demo system that stood still for months still shows who has what.

create temporary table demo_pool on commit drop as
select meta.uuid_v7() as id, p.* from (values ('华东公海', '华东大区', 1), ('华南公海', '华南大区', 2)) as p (name, department, position);

insert into app.pool (id, name, resource, keeper_id, department_ids, takes_department_ids, daily_claims, cool_down_days, position, created_by)
select p.id, p.name, 'account', u.id, array[d.id], array[d.id], 3, 7, p.position, u.id
  from demo_pool as p
  join demo_department as d on d.name = p.department
  join demo_user as u on u.username = 'zengmin';

select app.pool_put('account', x.ids, x.pool, 'release', (array['no_need', 'unreachable', 'not_my_field'])[x.place], '半年内无采购计划')
  from (select p.id as pool, y.place, array_agg(y.id) as ids
          from demo_pool as p
          join demo_department as d on d.name = p.department
         cross join lateral (select a.id, 1 + mod(row_number() over (order by a.id), 3)::int as place from app.account as a
                              where a.department_id = d.id and a.level in ('c', 'd') and a.description is null
                                and not exists (select from app.opportunity as o where o.account_id = a.id)
                                and not exists (select from auth.share as h where h.record_id = a.id)
                                and not exists (select from app.activity as t where t.parent_id = a.id and t.status = 'planned')
                              order by a.id limit 9) as y
         group by p.id, y.place) as x;

insert into app.holding_limit (role_id, max_held, created_by)
select r.id, 200, u.id from app.role as r join demo_user as u on u.username = 'zengmin' where r.key = 'salesperson';

-- 线索池: one for each region, with what was given back or never reached; a salesman takes five a day.
create temporary table demo_lead_pool on commit drop as
select meta.uuid_v7() as id, left(d.name, 2) as region, d.id as department_id, row_number() over (order by d.name) as place
  from demo_department as d where d.name in ('华东大区', '华南大区', '华北大区');

insert into app.pool (id, name, resource, keeper_id, department_ids, takes_territory_ids, daily_claims, cool_down_days, position, description, created_by)
select p.id, p.region || '线索池', 'lead', u.id, array[p.department_id, s.id], array[y.id], 5, 3, 10 + p.place, '联系不上或不在自己区域的线索退到这里；领取后请在一个工作日内联系。', u.id
  from demo_lead_pool as p
  join app.territory as y on y.name = p.region || '大区' or y.name = p.region
  join demo_department as s on s.name = '电销组'
  join demo_user as u on u.username = 'zengmin';

select app.pool_put('lead', x.ids, x.pool, 'release', (array['unreachable', 'no_capacity', 'not_my_field'])[x.place], null)
  from (select p.id as pool, 1 + mod(l.g, 3) as place, array_agg(l.id) as ids
          from demo_lead as l join demo_lead_pool as p on l.region = p.region || '大区'
         where l.status in ('new', 'working') and l.g % 5 in (0, 1)
         group by p.id, 2) as x;

analyze app.pool, app.pool_record, app.ownership, app.lead;
