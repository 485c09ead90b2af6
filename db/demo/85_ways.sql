-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Ways to records beside owner and department: the team of the 长平 deals, a matrix rule, and 何静, who leaves on Friday.

insert into auth.share (resource, record_id, grantee_kind, grantee_id, can_write, is_member, until, note, created_at, created_by)
select s.resource, coalesce(d.id, a.id), s.kind, coalesce(u.id, g.id), s.can_write, s.kind = 'user', s.until, s.note, now() - s.days_ago * interval '1 day', o.id
  from (values
    ('opportunity', '长平实验室材料试验系统', 'user', 'xiefang', true, null::timestamptz, '标书与合同', 40),
    ('opportunity', '长平实验室材料试验系统', 'user', 'zhouxiaofeng', false, now() + interval '60 days', '投标期间协助现场', 12),
    ('opportunity', '长平成都厂新线检测设备', 'user', 'zhouxiaofeng', true, null, '成都现场由周晓峰跟进', 20),
    ('account', '重庆长平汽车零部件（集团）有限公司', 'department', '电销组', false, now() + interval '30 days', '核实长平汽配是否重复', 10)
  ) as s (resource, record, kind, grantee, can_write, until, note, days_ago)
  left join demo_deal as d on s.resource = 'opportunity' and d.name = s.record
  left join demo_account as a on s.resource = 'account' and a.name = s.record
  left join demo_user as u on s.kind = 'user' and u.username = s.grantee
  left join demo_department as g on s.kind = 'department' and g.name = s.grantee
  join demo_user as o on o.username = 'zhangwei';

insert into app.matrix_rule (name, resource, role_ids, "values", created_by)
select '电销可看江浙机械、新材料 C/D 级客户', 'account', array[r.id],
       '{"province": ["江苏省", "浙江省"], "industry": ["machinery", "new_materials"], "level": ["c", "d"]}', u.id
  from app.role as r join demo_user as u on u.username = 'zengmin'
 where r.key = 'telesales';

insert into app.absence (owner_id, deputy_id, begins_at, ends_at, note, created_by)
select o.id, d.id, f.friday + time '18:00', f.friday + interval '60 days', '离职交接，客户由仇小琳代管', m.id
  from (select current_date + mod(12 - extract(isodow from current_date)::int, 7) as friday) as f
  join demo_user as o on o.username = 'hejing'
  join demo_user as d on d.username = 'qiuxiaolin'
  join demo_user as m on m.username = 'shanlei';

select auth.count_cells();
analyze auth.share, app.account_cell, app.opportunity_cell, app.matrix_rule, app.absence, auth.subject;
