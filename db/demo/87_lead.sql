-- SPDX-License-Identifier: AGPL-3.0-or-later
-- 200 leads of the last four months in every state: from the web site, fairs, calls and the yellow pages, many with half of
-- what one would like to know. New ones wait with marketing or with who got them; a few nobody has called yet.

insert into app.score_rule (name, definition, points, position, created_by)
select r.name, r.definition::jsonb, r.points, r.position, u.id
  from (values
    ('留了手机', '{"field": "phone", "op": "prefix", "value": "1"}', 15, 10),
    ('留了公司', '{"field": "company", "op": "null", "value": false}', 10, 20),
    ('预算 30 万以上', '{"field": "budget", "op": "gte", "value": "300000"}', 30, 30),
    ('老客户介绍', '{"field": "source", "op": "eq", "value": "referral"}', 25, 40),
    ('重点行业', '{"field": "industry", "op": "in", "value": ["automotive", "new_materials", "testing"]}', 10, 50),
    ('急用', '{"field": "demand", "op": "contains", "value": "急"}', 20, 60),
    ('没有电话', '{"field": "phone", "op": "null", "value": true}', -10, 70)
  ) as r (name, definition, points, position)
  join demo_user as u on u.username = 'hongshan';

create temporary table demo_lead on commit drop as
select g, meta.uuid_v7() as id, c.province, c.city, c.area, c.region, t.industry,
       case when g % 7 <> 3 then c.city || b.brand || t.trade || case when g % 4 = 0 then '厂' else '有限公司' end end as company,
       case when g % 5 <> 2 or g % 7 = 3 then pg_temp.pick(w.surname, g * 11) || pg_temp.pick(w.given, g * 17) end as name,
       (array['new', 'new', 'new', 'new', 'working', 'new', 'qualified', 'working', 'converted', 'unqualified', 'working', 'new', 'working', 'unqualified',
              'new', 'converted', 'qualified', 'working', 'converted', 'unqualified'])[1 + g % 20] as status,
       (array['web', 'exhibition', 'call_in', 'yellow_pages', 'referral', 'campaign', 'web', 'own_find', 'advertising', 'exhibition'])[1 + (g / 3 + g) % 10] as source,
       1 + (g * 37) % 118 as days_ago
  from generate_series(1, 200) as g
  join demo_city as c on c.no = 1 + (g * 11 + g / 20) % 30
  join demo_trade as t on t.no = 1 + (g * 3 + g / 16) % 16
 cross join demo_word as w
 cross join lateral (select pg_temp.pick(w.brand2, g * 5) || pg_temp.pick(w.brand1, g * 3 + g / 30) as brand) as b;

insert into app.lead (id, company, name, job_title, phone, email, wechat, source, industry, province, city, territory_id, product_id, demand, budget, status,
                      unqualified_reason, qualified_at, converted_at, account_id, contact_id, opportunity_id, tags, owner_id, created_at, created_by)
select l.id, l.company, l.name, case when l.name is not null then (array['质检科长', '采购', '实验室主任', '设备部经理', null])[1 + l.g % 5] end,
       case when l.g % 6 <> 5 or l.company is null then case when l.g % 3 = 0 then l.area || '-5' || lpad((l.g * 7919 % 10000000)::text, 7, '0')
                                  else '13' || (l.g % 9) || lpad((l.g * 104729 % 100000000)::text, 8, '0') end end,
       case when l.g % 4 = 1 then 'lead' || l.g || '@' || pg_temp.spell(left(coalesce(l.company, l.name), 2)) || '.example' end,
       case when l.g % 8 = 2 then 'wx_' || l.g * 31 end, l.source, l.industry, l.province, l.city || '市', y.id, p.id,
       (array['想了解拉力机报价', '新建实验室，需要整套方案', '老设备坏了，急着换', '要做 CNAS 认可，缺硬度计', '展会上看过样机，想约演示', '询问校准服务', '高校招标前询价', null])[1 + l.g % 8],
       case when l.g % 3 = 1 then (20 + l.g % 60) * 10000 end, l.status,
       case when l.status = 'unqualified' then (array['no_need', 'unreachable', 'no_budget', 'not_target', 'competitor'])[1 + l.g % 5] end,
       case when l.status in ('qualified', 'converted') then x.at + (20 + l.g % 90) * interval '1 hour' end,
       case when l.status = 'converted' then least(x.at + (90 + l.g % 300) * interval '1 hour', now()) end,
       a.id, k.id, d.id, case when l.g % 9 = 0 then array['展会名单'] end, u.id, x.at, m.id
  from demo_lead as l
 cross join lateral (select pg_temp.at_work(l.days_ago) as at) as x
  join demo_territory as y on y.name = l.province
  join demo_product as p on p.no = 1 + l.g % 12
  join demo_user as m on m.username = (array['hongshan', 'renyifei', 'chuman', 'fengxiaoyi'])[1 + l.g % 4]
  join demo_user as u on u.username = case
       when l.status = 'new' and l.g % 4 = 0 then 'hongshan'
       when l.region = '华东大区' then pg_temp.pick('{zhangwei,qiuxiaolin,zhouxiaofeng,qianlixin,xumengjie,fengxiaoyi}', l.g / 2 + l.g / 20)
       when l.region = '华南大区' then pg_temp.pick('{zhangwei2,mojiahao,liangyongxin,xianguodong,qinfang,qiuli}', l.g / 2 + l.g / 20)
       else pg_temp.pick('{gexiaodong,shilei,haolina,yuesiyuan,zhaiwenbo,wanjunkai}', l.g / 2 + l.g / 20) end
  left join lateral (select t.id from app.account as t where l.status = 'converted' and t.owner_id = u.id and t.kind = 'customer'
                      order by hashtext(t.name || l.g) limit 1) as a on true
  left join lateral (select t.id from app.contact as t where t.account_id = a.id order by t.id limit 1) as k on true
  left join lateral (select t.id from app.opportunity as t where t.account_id = a.id and l.g % 2 = 0 order by t.id limit 1) as d on true
 order by x.at;

-- Whoever works on one has called; before it was settled, more than once. What a converted one had stands with its customer.
insert into app.activity (kind, subject, body, outcome, parent_resource, parent_id, status, done_at, owner_id, created_at, created_by, next_step, next_step_on)
select case when l.g % 5 = 0 then 'email' else 'call' end, (array['首次电话', '了解需求', '发送样本', '约定演示'])[1 + s],
       (array['说明来意，对方愿意了解。', '材料、载荷和标准已记下，等对方确认预算。', '样本和案例已发，下周再联系。', '约好到厂看样机。'])[1 + s],
       case when l.status = 'unqualified' then 'not_interested' when s = 0 then 'reached' else 'interested' end, 'lead', l.id, 'done',
       least(t.created_at + (2 + l.g % 40 + s * 50) * interval '1 hour', now()), t.owner_id, least(t.created_at + (2 + l.g % 40 + s * 50) * interval '1 hour', now()), t.owner_id,
       case when s = 0 and l.status = 'working' then '寄送样本' end, case when s = 0 and l.status = 'working' then current_date + (l.g % 9) - 2 end
  from demo_lead as l join app.lead as t on t.id = l.id
 cross join lateral generate_series(0, case l.status when 'qualified' then 2 when 'unqualified' then 1 when 'converted' then 0 else l.g % 2 end) as s
 where l.status <> 'new'
 order by l.g, s desc;

insert into app.note (body, parent_resource, parent_id, owner_id, created_at, created_by)
select '网站留言原文：' || coalesce(t.demand, '请回电') || '。', 'lead', t.id, t.created_by, t.created_at, t.created_by
  from demo_lead as l join app.lead as t on t.id = l.id where l.source = 'web' and l.g % 3 = 0;
analyze app.lead, app.activity, app.note;
