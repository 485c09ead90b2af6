-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Today: what each person of the demo company has due, overdue and coming, on his open deals and his customers.

-- Next steps of open deals: a third overdue or today, the rest in the coming weeks.
update app.opportunity as t
   set next_step = n.next_step, next_step_on = n.next_step_on
  from (select d.id,
               case d.stage when '初步接洽' then pg_temp.pick('{约时间上门拜访,发送产品样本,确认预算来源,加微信保持联系}', d.no)
                            when '需求确认' then pg_temp.pick('{现场确认技术要求,安排样品试测,收集需求表,组织技术交流}', d.no)
                            when '方案报价' then pg_temp.pick('{跟进报价反馈,方案汇报,补充业绩证明,约见决策人}', d.no)
                            when '招投标' then pg_temp.pick('{确认开标时间,准备投标文件,标前答疑}', d.no)
                            else pg_temp.pick('{催签合同,确认付款方式,约双方法务电话会}', d.no) end as next_step,
               current_date + (array[-9, -4, -2, -1, 0, 0, 0, 1, 1, 2, 3, 4, 5, 7, 9, 12, 15, 20])[
                   1 + (row_number() over (partition by d.owner_id order by d.no) * 5 % 18)::int] as next_step_on
          from demo_deal as d
         where d.stage not in ('赢单', '输单') and mod(d.no, 10) <> 7) as n
 where t.id = n.id;

-- Next steps with customers that have no open deal.
update app.account as t
   set next_step = n.next_step, next_step_on = n.next_step_on
  from (select a.id, pg_temp.pick('{电话回访,上门拜访,校准到期提醒,发送新品资料,确认年度计划}', a.no) as next_step,
               current_date + (array[-14, -6, -3, -1, 0, 0, 1, 2, 4, 6, 8, 11, 14, 18, 22, 26, 30, 35])[
                   1 + (row_number() over (partition by a.owner order by a.no) * 7 % 18)::int] as next_step_on
          from demo_account as a
         where mod(a.no, 4) = 0 and a.life_cycle not in ('lost', 'dormant')
           and not exists (select from demo_deal as d where d.account_id = a.id and d.stage not in ('赢单', '输单'))) as n
 where t.id = n.id;

-- Tasks, calls and visits that are planned, for those who follow up customers.
insert into app.activity (kind, subject, parent_resource, parent_id, contact_id, status, priority, due_on, starts_at, ends_at, owner_id,
                          created_at, created_by)
select p.kind, p.subject, 'opportunity', d.id, d.contact_id, 'planned', p.priority, current_date + p.days,
       case when p.kind in ('visit', 'meeting') then (current_date + p.days + time '09:30' + mod(d.no, 6) * interval '1 hour')::timestamptz end,
       case when p.kind in ('visit', 'meeting') then (current_date + p.days + time '11:00' + mod(d.no, 6) * interval '1 hour')::timestamptz end,
       d.owner_id, pg_temp.at_work(greatest(1, 3 - p.days)), d.owner_id
  from (select d.*, row_number() over (partition by d.owner_id order by d.no) as mine from demo_deal as d
         where d.stage not in ('赢单', '输单')) as d
  join (values (0, 'call', '电话跟进：' , 'normal', 0), (1, 'visit', '上门拜访：', 'high', 0), (2, 'task', '准备报价：', 'high', -1),
               (3, 'task', '整理技术协议：', 'normal', -3), (4, 'visit', '现场看设备：', 'normal', 1),
               (5, 'call', '确认付款条件：', 'normal', 2), (6, 'meeting', '技术交流会：', 'normal', 3),
               (7, 'task', '寄送样本：', 'low', -6), (8, 'task', '投标文件盖章：', 'high', 0), (9, 'call', '回访：', 'low', 5))
       as k (turn, kind, subject, priority, days) on k.turn = mod(d.mine, 10)
 cross join lateral (select k.kind, left(k.subject || d.name, 200) as subject, k.priority, k.days) as p;

insert into app.activity (kind, subject, body, parent_resource, parent_id, status, priority, due_on, owner_id, created_at, created_by)
select k.kind, k.subject, k.body, case when a.id is not null then 'account' end, a.id, 'planned', k.priority, current_date + k.days,
       u.id, pg_temp.at_work(2), b.id
  from (values
    ('shenguoliang', 'zengmin', 'task', '审阅四季度销售预测', '华东、华南、华北三个区的预测已汇总，请看重点项目页。', 'high', 0, null),
    ('shenguoliang', 'luwanqing', 'meeting', '周一经营例会', null, 'normal', 1, null),
    ('zengmin', 'shanlei', 'task', '海岳新材 15% 折扣申请', '客户预付 40%，毛利仍有 21%，请批示。', 'high', 0, '宁波海岳新材料有限公司'),
    ('zengmin', 'zengmin', 'task', '长平实验室项目卡在招投标 47 天，推动开标', null, 'high', -2, '重庆长平汽车零部件（集团）有限公司'),
    ('shanlei', 'shanlei', 'task', '安排何静的客户交接', '何静周五离职，名下客户和商机转给张伟、仇小琳。', 'high', 0, null),
    ('shanlei', 'zengmin', 'call', '与长平集团单总监通电话', null, 'high', 0, '重庆长平汽车零部件（集团）有限公司'),
    ('hejing', 'shanlei', 'task', '整理交接清单', '客户、商机、未开票合同、借出样机各列一份。', 'high', 0, null),
    ('hejing', 'hejing', 'visit', '带仇小琳拜访瑞昌弹簧', null, 'normal', 1, '无锡瑞昌弹簧有限公司'),
    ('xiefang', 'zhangwei', 'task', '长平实验室标书补充材料扫描件', '近三年业绩合同三份。', 'high', 0, '重庆长平汽车零部件（集团）有限公司'),
    ('xiefang', 'qiuxiaolin', 'task', '海岳新材合同终稿', null, 'normal', 1, '宁波海岳新材料有限公司'),
    ('piaohui', 'xiefang', 'task', '滨检检测开票信息核对', null, 'normal', 0, '天津滨检检测技术有限公司'),
    ('piaohui', 'shanlei', 'task', '重行轴承逾期款 ¥86,400 催收', '已逾期 92 天。', 'high', -2, '大连重行轴承有限公司'),
    ('zhazhiqiang', 'kanxing', 'task', '江东理工试验机年度保养', null, 'normal', 0, '江东理工大学材料学院'),
    ('zhazhiqiang', 'gexiaodong', 'task', '滨检检测第一批 30 台次校准排期', null, 'high', 2, '天津滨检检测技术有限公司'),
    ('kanxing', 'zhazhiqiang', 'call', '回访乐行轮胎上次维修', null, 'normal', 0, '青岛乐行轮胎有限公司'),
    ('hongshan', 'zengmin', 'task', '下月上海试验技术展展位方案', null, 'high', -1, null),
    ('fengxiaoyi', 'baiqing', 'call', '核实长平汽配是否属于长平集团', '电话与集团一致，疑似重复。', 'high', 0, '长平汽配'),
    ('niujianguo', 'zhangwei', 'task', 'WAW-600 油源交期确认', null, 'normal', 0, null),
    ('ouwen', 'shanlei', 'task', '为何静账号设置停用时间', '周五下班后停用，先完成数据转移。', 'high', 2, null)
  ) as k (username, giver, kind, subject, body, priority, days, account)
  join demo_user as u on u.username = k.username
  join demo_user as b on b.username = k.giver
  left join demo_account as a on a.name = k.account;

-- Given to somebody by somebody else in the last days, and not looked at yet.
insert into app.notification (kind, resource, record_id, owner_id, created_at, created_by)
select 'assigned', 'activity', t.id, t.owner_id, now() - (20 + mod(abs(hashtext(t.subject)), 1500)) * interval '1 minute', t.created_by
  from app.activity as t
 where t.status = 'planned' and t.created_by is distinct from t.owner_id;
insert into app.notification (kind, resource, record_id, owner_id, created_at, created_by)
select 'assigned', 'account', a.id, a.owner_id, now() - a.place * interval '95 minutes', b.id
  from (select t.id, t.owner_id, row_number() over (partition by t.owner_id order by t.created_at desc) as place from app.account as t) as a
  join demo_user as u on u.id = a.owner_id and u.role_keys = '{salesperson}'
  join demo_user as b on b.username = coalesce(u.manager, 'zengmin')
 where a.place <= 2;
