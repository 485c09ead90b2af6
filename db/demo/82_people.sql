-- SPDX-License-Identifier: AGPL-3.0-or-later
-- The people behind 长平实验室: who decides, who is for us; and somebody of the Chengdu plant with a seat at the group.

insert into app.deal_role (opportunity_id, contact_id, part, attitude, note)
select d.id, c.id, k.part, k.attitude, k.note
  from (values ('曾祥东', 'decider', 1, '认可技术方案，看重售后响应'), ('单国雄', 'decider', 0, '未表态，出差后再约'),
               ('仇立平', 'user', 2, '主要推动人'), ('查丽君', 'gatekeeper', -1, '倾向原供应商')) as k (name, part, attitude, note)
  join app.opportunity as d on d.name = '长平实验室材料试验系统'
  join app.contact as c on c.account_id = d.account_id and c.name = k.name;

insert into app.employment (contact_id, account_id, job_title, division, reports_to_id, starts_on)
select c.id, g.id, '技术委员会委员', '技术中心', b.id, current_date - 400
  from app.account as g
  join app.contact as b on b.account_id = g.id and b.name = '曾祥东'
 cross join lateral (select k.id from app.contact as k join app.account as p on p.id = k.account_id
                      where p.name = '成都长平汽车零部件有限公司' order by k.code limit 1) as c
 where g.name = '重庆长平汽车零部件（集团）有限公司';
