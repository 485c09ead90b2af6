-- SPDX-License-Identifier: AGPL-3.0-or-later
-- 320 deals over 18 months, 90 of them open, 150 won, 80 lost; the ones that people tell stories about by hand.

create temporary table demo_deal (
    no int, id uuid default meta.uuid_v7(), name text, account_id uuid, contact_id uuid, product_id uuid, owner_id uuid,
    stage text, amount numeric, opened_ago int, entered_ago int, close_in int, source text, kind text, reason text,
    competitor text, tags text[], probability numeric, description text, product text
) on commit drop;

insert into demo_deal (no, name, account_id, contact_id, product_id, owner_id, stage, amount, opened_ago, entered_ago,
                       close_in, source, kind, competitor, tags, probability, description, product)
select d.no, d.name, a.id, k.id, p.id, t.owner_id, d.stage, d.amount, d.opened_ago, d.entered_ago, d.close_in,
       d.source, d.kind, d.competitor, d.tags, d.probability, d.description, p.name
  from (values
    (1, '长平实验室材料试验系统', '重庆长平汽车零部件（集团）有限公司', '仇立平', 'WAW-600', '招投标', 1680000, 132, 47, 40, 'tender', 'new', '三思纵横', '{重点项目,招投标}'::text[], 55, '集团中心实验室扩建：伺服万能试验机 2 台、高频疲劳 1 台、冲击 1 台及环境箱。标书已递交，评标因集团采购总监出差一直未开。'),
    (2, '长平成都厂新线检测设备', '成都长平汽车零部件有限公司', null, 'WDW-100', '需求确认', 356000, 38, 21, 120, 'referral', 'new', null, '{重点项目}', null, '等厂房交付后确认布局。'),
    (3, '海岳新材改性塑料实验室二期', '宁波海岳新材料有限公司', '解雪梅', 'HS-800', '商务谈判', 486000, 75, 9, 12, 'visit', 'repeat', null, '{老客户复购}', 85, '对方要求 15% 折扣，需总监审批。'),
    (4, '粤衡电器环境可靠性试验室', '佛山粤衡电器有限公司', '区志刚', 'WS-20', '方案报价', 820000, 54, 16, 45, 'exhibition', 'new', '爱斯佩克', '{竞品替换}', 50, null),
    (5, '滨检检测年度校准框架', '天津滨检检测技术有限公司', '盖永强', 'FW-JZ-L', '商务谈判', 216000, 40, 12, 8, 'referral', 'service', null, '{年度框架}', 90, '120 台次，分四个季度执行。'),
    (6, '江东理工材料学院政府采购', '江东理工大学材料学院', '沈志远', 'GPS-100', '招投标', 735000, 96, 18, 25, 'tender', 'new', '长春机械院', '{高校,招投标}', 60, '已挂网，开标日期见下一步。'),
    (7, '乐行轮胎疲劳试验机更新', '青岛乐行轮胎有限公司', null, 'GPS-100', '方案报价', 540000, 61, 39, 30, 'visit', 'upgrade', null, null, null, '老设备 2009 年购入，备件停产。'),
    (8, '重行轴承硬度检测线', '大连重行轴承有限公司', '乐建国', 'HV-1000', '商务谈判', 184000, 83, 26, 15, 'visit', 'repeat', null, '{回款慢}', 70, '付款条件谈不拢：对方要求货到 120 天。'),
    (9, '科衡铸造拉力机增购', '苏州科衡精密铸造有限公司', null, 'WDW-300', '商务谈判', 236000, 33, 6, 10, 'visit', 'repeat', null, '{老客户复购}', 80, '何静经手，本周五前要完成交接。'),
    (10, '瑞昌弹簧拉压试验机', '无锡瑞昌弹簧有限公司', null, 'TLS-5', '方案报价', 64000, 27, 11, 20, 'web', 'repeat', null, null, null, null),
    (11, '曾氏橡胶气动夹具', '上海曾氏橡胶制品有限公司', null, 'JJ-Q5', '需求确认', 25200, 15, 8, 25, 'web', 'new', null, null, null, null)
  ) as d (no, name, account, contact, sku, stage, amount, opened_ago, entered_ago, close_in, source, kind, competitor, tags, probability, description)
  join demo_account as a on a.name = d.account
  join app.account as t on t.id = a.id
  join demo_product as p on p.sku = d.sku
  left join demo_contact as k on k.account_id = a.id and k.name = d.contact;

-- The rest: mostly with customers who have bought before, amounts from the price list.
insert into demo_deal (no, name, account_id, contact_id, product_id, owner_id, stage, amount, opened_ago, entered_ago,
                       close_in, source, kind, reason, competitor, tags, product)
select 11 + g, coalesce(a.short_name, left(a.name, 6)) || n.what, a.id, k.id, p.id, t.owner_id, s.stage,
       round(p.price * q.quantity * (0.88 + random() * 0.1)::numeric, -2),
       s.opened_ago, s.entered_ago, s.close_in,
       (array['web', 'visit', 'exhibition', 'referral', 'telesales', 'tender', 'agent'])[1 + g % 7],
       case when p.kind = 'service' then 'service' when a.life_cycle = 'regular' then 'repeat' when g % 9 = 0 then 'upgrade' else 'new' end,
       case s.stage when '输单' then pg_temp.pick('{price,price,product,relation,delivery,budget,budget,timing}')
                    when '赢单' then pg_temp.pick('{price,product,product,relation,relation,service,delivery}') end,
       case when g % 4 = 0 then pg_temp.pick('{三思纵横,爱斯佩克,岛津,英斯特朗,时代集团,福立仪器}') end,
       case when g % 19 = 0 then array['重点项目'] when g % 12 = 0 then array['招投标'] end, p.name
  from generate_series(1, 309 * :scale) as g
 cross join lateral (
       select case when g % 309 < 79 then
                   (array['初步接洽', '需求确认', '方案报价', '初步接洽', '需求确认', '方案报价', '初步接洽', '招投标', '商务谈判', '需求确认', '方案报价', '初步接洽'])[1 + g % 12]
                   when g % 309 < 229 then '赢单' else '输单' end as stage) as o
 cross join lateral (
       select o.stage,
              case when o.stage in ('赢单', '输单') then 30 + ((g * 37) % 500) else 6 + (g * 13) % 84 end as opened_ago,
              case when o.stage in ('赢单', '输单') then greatest(1, 30 + ((g * 37) % 500) - 20 - (g * 11) % 70)
                   else least(1 + (g * 5) % 52, 5 + (g * 13) % 84) end as entered_ago,
              case when o.stage in ('赢单', '输单') then null else (g * 17) % 110 - 12 end as close_in) as s
 cross join lateral (select d.* from demo_account as d where d.days_ago >= s.opened_ago and d.life_cycle in ('regular', 'first_order', 'interested')
                      and d.kind = 'customer' and (s.stage <> '赢单' or d.life_cycle <> 'interested')
                      order by hashtext(d.name || g) limit 1) as a
  join app.account as t on t.id = a.id
 cross join lateral (select d.* from demo_product as d where d.category <> '耗材' or g % 15 = 0
                      order by hashtext(d.sku || g * 7), d.no limit 1) as p
 cross join lateral (select case when p.kind = 'service' then 4 + g % 20 when p.kind = 'consumable' then 10 + g % 40
                                 when p.price < 20000 then 2 + g % 4 when p.price < 100000 then 1 + g % 3 else 1 + g % 2 end as quantity) as q
 cross join lateral (select case p.category when '力学试验机' then pg_temp.pick('{试验机采购,力学实验室建设,试验机更新,质检设备增购}', g)
                                            when '环境试验箱' then pg_temp.pick('{环境试验箱采购,可靠性试验室,老化试验设备}', g)
                                            when '色谱与光谱' then pg_temp.pick('{色谱仪采购,成分分析设备,来料检测项目}', g)
                                            when '通用检测' then pg_temp.pick('{硬度检测设备,影像测量采购,金相检测项目}', g)
                                            when '夹具与附件' then pg_temp.pick('{夹具采购,试验机附件升级}', g)
                                            when '耗材' then pg_temp.pick('{耗材采购,季度耗材订单}', g)
                                            else pg_temp.pick('{年度校准,设备维保,校准服务续约}', g) end as what) as n
  left join lateral (select c.id from demo_contact as c where c.account_id = a.id and not c.has_left order by (c.place + g) % 3, c.place limit 1) as k on true;

analyze demo_deal;
insert into app.opportunity (id, name, external_id, account_id, contact_id, product_id, stage_id, stage_changed_at, amount, probability,
                             engaged_on, expected_close_on, closed_on, kind, source, competitor, closed_reason, tags, description,
                             owner_id, created_at, created_by)
select d.id, d.name, case when d.no = 1 then 'CP-ZB-' || extract(year from current_date) || '-07' end, d.account_id, d.contact_id, d.product_id,
       s.id, pg_temp.at_work(d.entered_ago), d.amount, d.probability, current_date - d.opened_ago,
       case when d.close_in is not null then current_date + d.close_in else current_date - d.entered_ago + (d.no % 21) - 10 end,
       case when d.stage in ('赢单', '输单') then current_date - d.entered_ago end,
       d.kind, d.source, d.competitor, d.reason, d.tags, d.description, d.owner_id, pg_temp.at_work(d.opened_ago), d.owner_id
  from demo_deal as d
  join app.stage as s on s.name = d.stage
  join app.pipeline as l on l.id = s.pipeline_id and l.is_default
 order by d.opened_ago desc, d.no;
analyze app.opportunity;
