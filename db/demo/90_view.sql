-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Saved views, reports, reminder rules and what they have said, notes; last, histories get the times and people of their records.

insert into app.saved_view (name, resource, definition, visibility, role_id, position, owner_id, created_by)
select v.name, v.resource, v.definition::jsonb, 'shared', r.id, v.position, u.id, u.id
  from (values
    ('我的重点客户', 'account', '{"filter": {"field": "level", "op": "in", "value": ["a", "b"]}, "sort": "-last_activity_at", "columns": ["name", "level", "city", "next_step", "next_step_on", "last_activity_at", "owner_id"]}', 10, 'salesperson'),
    ('90 天未联系的客户', 'account', '{"filter": {"and": [{"field": "life_cycle", "op": "in", "value": ["regular", "first_order", "interested"]}, {"not": {"field": "last_activity_at", "op": "within", "value": "last_90_days"}}]}, "sort": "last_activity_at", "columns": ["name", "life_cycle", "last_activity_at", "owner_id"]}', 20, null),
    ('本月预计成交', 'opportunity', '{"filter": {"and": [{"field": "status", "op": "eq", "value": "open"}, {"field": "expected_close_on", "op": "within", "value": "this_month"}]}, "sort": "-amount", "columns": ["name", "account_id", "stage_id", "amount", "expected_close_on", "owner_id"]}', 10, 'regional_manager'),
    ('50 万以上在谈', 'opportunity', '{"filter": {"and": [{"field": "status", "op": "eq", "value": "open"}, {"field": "amount", "op": "gte", "value": "500000"}]}, "sort": "-amount", "columns": ["name", "account_id", "stage_id", "amount", "stage_changed_at", "owner_id"]}', 20, 'sales_director'),
    ('招投标中', 'opportunity', '{"filter": {"and": [{"field": "status", "op": "eq", "value": "open"}, {"field": "stage.name", "op": "eq", "value": "招投标"}]}, "sort": "stage_changed_at", "columns": ["name", "account_id", "amount", "stage_changed_at", "competitor", "owner_id"]}', 30, null),
    ('30 天内过生日', 'contact', '{"filter": {"and": [{"field": "next_birthday", "op": "within", "value": "next_30_days"}, {"not": {"field": "has_left", "op": "eq", "value": true}}]}, "sort": "next_birthday", "columns": ["name", "account_id", "next_birthday", "birthday_calendar", "mobile", "owner_id"]}', 10, null),
    ('还没有人联系', 'lead', '{"filter": {"and": [{"field": "first_contact_at", "op": "null", "value": true}, {"field": "status", "op": "eq", "value": "new"}]}, "sort": "created_at", "columns": ["title", "source", "phone", "demand", "created_at", "owner_id"]}', 10, null),
    ('已认定待转化', 'lead', '{"filter": {"field": "status", "op": "eq", "value": "qualified"}, "sort": "qualified_at", "columns": ["title", "phone", "product_id", "budget", "qualified_at", "owner_id"]}', 20, null),
    ('逾期未完成的任务', 'activity', '{"filter": {"and": [{"field": "status", "op": "eq", "value": "planned"}, {"field": "due_on", "op": "within", "value": "last_365_days"}]}, "sort": "due_on", "columns": ["subject", "kind", "parent_id", "due_on", "priority", "owner_id"]}', 10, null)
  ) as v (name, resource, definition, position, role_key)
  join demo_user as u on u.username = 'zengmin'
  left join app.role as r on r.key = v.role_key;

insert into app.report (name, resource, group_by, measures, condition, chart, order_by, owner_id, created_by)
select v.name, v.resource, v.group_by, v.measures, v.condition::jsonb, v.chart, v.order_by, u.id, u.id
  from (values
    ('zengmin', '各负责人赢单金额', 'opportunity', 'owner_id', 'sum:amount,count', '{"field": "status", "op": "eq", "value": "won"}', 'bar', '-sum:amount'),
    ('zengmin', '每月赢单走势', 'opportunity', 'closed_on:month,kind', 'sum:amount,count', '{"field": "status", "op": "eq", "value": "won"}', 'line', 'closed_on'),
    ('zengmin', '线索周期：各来源', 'lead', 'source', 'count,avg:hours_to_contact,avg:hours_to_qualify,avg:hours_to_convert', null, 'table', '-count'),
    ('zengmin', '线索首次响应：各负责人', 'lead', 'owner_id', 'avg:hours_to_contact,count', '{"field": "first_contact_at", "op": "null", "value": false}', 'bar', 'avg:hours_to_contact'),
    ('hongshan', '线索转化：每月', 'lead', 'created_at:month,status', 'count', null, 'line', 'created_at'),
    ('shanlei', '客户来源构成', 'account', 'source', 'count', null, 'pie', '-count')
  ) as v (username, name, resource, group_by, measures, condition, chart, order_by)
  join demo_user as u on u.username = v.username;

insert into app.reminder (name, resource, date_field, days_before, definition, recipient, message, owner_id, created_by)
select v.name, v.resource, v.date_field, v.days_before, v.definition::jsonb, v.recipient, v.message, u.id, u.id
  from (values
    ('zengmin', '商机过了预计成交日期', 'opportunity', 'expected_close_on', -1, '{"field": "status", "op": "eq", "value": "open"}', 'owner', '预计成交日期已过，请更新日期或阶段'),
    ('zengmin', '大单三天后预计成交', 'opportunity', 'expected_close_on', 3, '{"and": [{"field": "status", "op": "eq", "value": "open"}, {"field": "amount", "op": "gte", "value": "300000"}]}', 'manager', '大单临近预计成交日期'),
    ('shanlei', '重点客户明天要跟进', 'account', 'next_step_on', 1, '{"field": "level", "op": "eq", "value": "a"}', 'owner', '明天该联系重点客户了'),
    ('zhangwei', '我的商机今天要跟进', 'opportunity', 'next_step_on', 0, null, 'me', '今天要跟进'),
    ('zengmin', '客户联系人三天后生日', 'contact', 'next_birthday', 3, '{"field": "has_left", "op": "eq", "value": false}', 'owner', '三天后生日，准备一句祝福'),
    ('qiuxiaolin', '任务明天到期', 'activity', 'due_on', 1, '{"field": "status", "op": "eq", "value": "planned"}', 'me', '任务明天到期')
  ) as v (username, name, resource, date_field, days_before, definition, recipient, message)
  join demo_user as u on u.username = v.username;

insert into app.note (title, body, parent_resource, parent_id, is_pinned, owner_id, created_at, created_by)
select n.title, n.body, 'account', a.id, n.is_pinned, u.id, pg_temp.at_work(n.days_ago), u.id
  from (values
    ('重庆长平汽车零部件（集团）有限公司', 'zhangwei', '决策链', '技术：仇主任（中心实验室）；采购：单总监；最终拍板：曾总工。招标专员查丽君只走流程。', true, 90),
    ('重庆长平汽车零部件（集团）有限公司', 'shanlei', null, '三个工厂各有设备，报价必须统一，不要让渝北厂和集团看到两个价格。', false, 30),
    ('宁波海岳新材料有限公司', 'qiuxiaolin', '付款习惯', '月结 60 天，财务每月 25 日集中付款。', true, 200),
    ('大连重行轴承有限公司', 'yuesiyuan', '回款', '上一单尾款 86,400 元已逾期 92 天，谈新单前先谈回款。', true, 5),
    ('佛山粤衡电器有限公司', 'zhangwei2', '竞品情况', '现用爱斯佩克步入式一台，2016 年购入，压缩机修过两次。', false, 60),
    ('长平汽配', 'fengxiaoyi', null, '对方留的电话和集团实验室仇主任一样，可能是同一家，请确认后合并。', true, 11),
    ('无锡瑞昌弹簧有限公司', 'hejing', '交接提示', '联系人只接上午的电话；设备软件是老版本，升级要带加密狗。', true, 1)
  ) as n (account, username, title, body, is_pinned, days_ago)
  join demo_account as a on a.name = n.account
  join demo_user as u on u.username = n.username;

-- Rules of data care; the worker finds what they name.
insert into app.care_rule (name, resource, severity, definition, message, action, days, created_by)
select r.name, r.resource, r.severity, r.definition::jsonb, r.message, r.action, 5, u.id
  from (values
    ('A 级客户 30 天未联系', 'account', 'stale', '{"and": [{"field": "level", "op": "eq", "value": "a"}, {"not": {"field": "last_activity_at", "op": "within", "value": "last_30_days"}}]}', '重点客户 30 天没有联系，请安排回访', 'list'),
    ('成交客户缺信用代码', 'account', 'incomplete', '{"and": [{"field": "life_cycle", "op": "in", "value": ["regular", "first_order"]}, {"field": "credit_code", "op": "null", "value": true}]}', '缺统一社会信用代码，无法开专票', 'list'),
    ('潜在客户却有账期', 'account', 'contradictory', '{"and": [{"field": "life_cycle", "op": "eq", "value": "potential"}, {"field": "payment_days", "op": "null", "value": false}]}', '还未成交却给了账期，请核对', 'list'),
    ('进行中商机预计成交日已过', 'opportunity', 'contradictory', '{"and": [{"field": "status", "op": "eq", "value": "open"}, {"field": "expected_close_on", "op": "within", "value": "last_90_days"}]}', '商机仍在进行，预计成交日期已过', 'list')
  ) as r (name, resource, severity, definition, message, action)
  join demo_user as u on u.username = 'zengmin';

-- What the night's run of the reminders would have said.
insert into app.notification (kind, title, resource, record_id, owner_id, created_at)
select 'reminder', '预计成交日期已过，请更新日期或阶段', 'opportunity', t.id, t.owner_id, current_date + time '08:00'
  from app.opportunity as t
 where t.status = 'open' and t.expected_close_on < current_date and t.expected_close_on >= current_date - 5;
insert into app.notification (kind, title, owner_id, created_at, read_at)
select 'system', '欢迎使用关系 CRM：按 / 可随处搜索，支持拼音首字母', u.id, now() - interval '3 days', now() - interval '2 days'
  from demo_user as u where u.no <= 46;

-- The roll-up from activities left a line per record in the history: it is not a change that anybody made.
reset role;
set local session_replication_role = replica;
update app.account set version = 1, updated_at = greatest(created_at, coalesce(last_activity_at, created_at)), updated_by = owner_id;
update app.contact set version = 1, updated_at = created_at, updated_by = owner_id;
update app.opportunity set version = 1, updated_at = greatest(created_at, stage_changed_at), updated_by = owner_id;
update app.lead set version = 1, updated_at = greatest(created_at, coalesce(last_activity_at, created_at)), updated_by = owner_id;
update app.activity set version = 1, updated_at = created_at, updated_by = created_by;
delete from audit.history where kind = 'update';
update audit.history as h set after = h.after || jsonb_strip_nulls(jsonb_build_object('parent_id', t.parent_id, 'partner_id', t.partner_id))
  from app.account as t where h.resource = 'account' and h.record_id = t.id and (t.parent_id is not null or t.partner_id is not null);
update audit.history as h set version_to = 1, at = t.created_at, subject_id = t.created_by, actor_id = t.created_by
  from (select id, created_at, created_by from app.account union all select id, created_at, created_by from app.contact
        union all select id, created_at, created_by from app.opportunity union all select id, created_at, created_by from app.activity
        union all select id, created_at, created_by from app.note union all select id, created_at, created_by from app.lead) as t
 where h.record_id = t.id;
update audit.change_set set title = '演示数据', origin = 'demo';
-- These lines bear the days that they tell of: older than the sealing, as far as it is concerned.
update audit.seal_position set start_xid = pg_current_xact_id();
set local session_replication_role = origin;
