-- SPDX-License-Identifier: AGPL-3.0-or-later
-- The demo company, 苏州衡测仪器有限公司: departments and 46 people. All names are invented. Everything in db/demo is
-- loaded in one transaction by a superuser into an empty system; dates hang on today, chance on a fixed seed.
-- psql variable scale: how many times the usual number of customers.

\if :{?scale} \else \set scale 1 \endif

set local client_min_messages = warning;
set local timezone = 'Asia/Shanghai';
set local role guanxi_owner;
do $$ begin
    perform setseed(0.618);
    perform set_config('app.origin', 'demo', true);
end $$;

create temporary table demo_department on commit drop as
select d.name, d.position, meta.uuid_v7() as id
  from (values ('苏州衡测仪器有限公司', 0), ('总经办', 10), ('华东大区', 20), ('华南大区', 30), ('华北大区', 40),
               ('电销组', 50), ('市场部', 60), ('商务部', 70), ('售后服务部', 80), ('采购仓储部', 90), ('财务部', 100),
               ('信息部', 110)) as d (name, position);

insert into app.department (id, name, parent_id, position, created_at)
select d.id, d.name, (select r.id from demo_department as r where r.position = 0 and d.position > 0), d.position,
       current_date - 900
  from demo_department as d
 order by d.position;

-- Whoever comes first in a role is the one that the log-in page offers for it.
create temporary table demo_user on commit drop as
select u.*, meta.uuid_v7() as id
  from (values
    (1, '沈国梁', 'shenguoliang', '总经办', '总经理', '{boss}', null),
    (2, '曾敏', 'zengmin', '总经办', '销售总监', '{sales_director}', 'shenguoliang'),
    (3, '单磊', 'shanlei', '华东大区', '华东区经理', '{regional_manager}', 'zengmin'),
    (4, '张伟', 'zhangwei', '华东大区', '高级销售工程师', '{salesperson}', 'shanlei'),
    (5, '仇小琳', 'qiuxiaolin', '华东大区', '销售工程师', '{salesperson}', 'shanlei'),
    (6, '何静', 'hejing', '华东大区', '销售工程师', '{salesperson}', 'shanlei'),
    (7, '张伟', 'zhangwei2', '华南大区', '销售工程师', '{salesperson}', 'lizhiheng'),
    (8, '解芳', 'xiefang', '商务部', '商务主管', '{sales_assistant}', 'zengmin'),
    (9, '朴慧', 'piaohui', '财务部', '财务主管', '{finance}', 'shenguoliang'),
    (10, '查志强', 'zhazhiqiang', '售后服务部', '售后主管', '{service_engineer}', 'shenguoliang'),
    (11, '区文', 'ouwen', '信息部', '系统管理员', '{admin}', 'shenguoliang'),
    (12, '冯小艺', 'fengxiaoyi', '电销组', '电话销售', '{telesales}', 'baiqing'),
    (13, '洪珊', 'hongshan', '市场部', '市场经理', '{marketing}', 'zengmin'),
    (14, '阚兴', 'kanxing', '售后服务部', '客服专员', '{customer_service}', 'zhazhiqiang'),
    (15, '牛建国', 'niujianguo', '采购仓储部', '采购主管', '{purchasing}', 'shenguoliang'),
    (16, '黎志恒', 'lizhiheng', '华南大区', '华南区经理', '{regional_manager}', 'zengmin'),
    (17, '宫玉强', 'gongyuqiang', '华北大区', '华北区经理', '{regional_manager}', 'zengmin'),
    (18, '柏青', 'baiqing', '电销组', '电销主管', '{telesales,regional_manager}', 'zengmin'),
    (19, '陆婉清', 'luwanqing', '总经办', '总经理助理', '{sales_assistant}', 'shenguoliang'),
    (20, '周晓峰', 'zhouxiaofeng', '华东大区', '销售工程师', '{salesperson}', 'shanlei'),
    (21, '钱立新', 'qianlixin', '华东大区', '销售工程师', '{salesperson}', 'shanlei'),
    (22, '徐梦洁', 'xumengjie', '华东大区', '销售工程师', '{salesperson}', 'shanlei'),
    (23, '蒋海涛', 'jianghaitao', '华东大区', '技术支持工程师', '{salesperson}', 'shanlei'),
    (24, '顾佳怡', 'gujiayi', '华东大区', '区域商务', '{sales_assistant}', 'shanlei'),
    (25, '莫家豪', 'mojiahao', '华南大区', '高级销售工程师', '{salesperson}', 'lizhiheng'),
    (26, '梁咏欣', 'liangyongxin', '华南大区', '销售工程师', '{salesperson}', 'lizhiheng'),
    (27, '冼国栋', 'xianguodong', '华南大区', '销售工程师', '{salesperson}', 'lizhiheng'),
    (28, '覃芳', 'qinfang', '华南大区', '销售工程师', '{salesperson}', 'lizhiheng'),
    (29, '盖晓东', 'gexiaodong', '华北大区', '高级销售工程师', '{salesperson}', 'gongyuqiang'),
    (30, '石磊', 'shilei', '华北大区', '销售工程师', '{salesperson}', 'gongyuqiang'),
    (31, '郝丽娜', 'haolina', '华北大区', '销售工程师', '{salesperson}', 'gongyuqiang'),
    (32, '乐思远', 'yuesiyuan', '华北大区', '销售工程师', '{salesperson}', 'gongyuqiang'),
    (33, '翟文博', 'zhaiwenbo', '华北大区', '销售工程师', '{salesperson}', 'gongyuqiang'),
    (34, '邱莉', 'qiuli', '电销组', '电话销售', '{telesales}', 'baiqing'),
    (35, '万俊凯', 'wanjunkai', '电销组', '电话销售', '{telesales}', 'baiqing'),
    (36, '缪雨桐', 'miaoyutong', '电销组', '电话销售', '{telesales}', 'baiqing'),
    (37, '任逸飞', 'renyifei', '市场部', '市场专员', '{marketing}', 'hongshan'),
    (38, '褚曼', 'chuman', '市场部', '市场专员', '{marketing}', 'hongshan'),
    (39, '姚瑶', 'yaoyao', '商务部', '商务专员', '{sales_assistant}', 'xiefang'),
    (40, '尹秀兰', 'yinxiulan', '商务部', '商务专员', '{sales_assistant}', 'xiefang'),
    (41, '郭大勇', 'guodayong', '售后服务部', '售后工程师', '{service_engineer}', 'zhazhiqiang'),
    (42, '赖文斌', 'laiwenbin', '售后服务部', '校准工程师', '{service_engineer}', 'zhazhiqiang'),
    (43, '车晓燕', 'chexiaoyan', '售后服务部', '客服专员', '{customer_service}', 'zhazhiqiang'),
    (44, '佘玉珍', 'sheyuzhen', '采购仓储部', '采购员', '{purchasing}', 'niujianguo'),
    (45, '卜凡', 'bufan', '采购仓储部', '仓库管理员', '{purchasing}', 'niujianguo'),
    (46, '孔令仪', 'konglingyi', '财务部', '会计', '{finance}', 'piaohui'),
    -- not of the 46: the people at the two agents who use the portal
    (47, '温启航', 'wenqihang', null, '凌锐仪器 销售经理', '{agent}', null),
    (48, '佟北辰', 'tongbeichen', null, '北测科技 渠道经理', '{agent}', null)
  ) as u (no, name, username, department, job_title, role_keys, manager);

insert into app."user" (id, name, username, employee_no, job_title, department_id, manager_id, role_ids, email, phone,
                        kind, created_at)
select u.id, u.name, u.username, case when u.no <= 46 then 'HC' || lpad((u.no + 100)::text, 4, '0') end, u.job_title,
       d.id, m.id, array(select r.id from app.role as r where r.key = any (u.role_keys::text[]) order by r.position),
       u.username || '@hengce.example', '1390000' || lpad((1000 + u.no * 37)::text, 4, '0'),
       case when u.no > 46 then 'portal' else 'staff' end, current_date - 900 + u.no * interval '1 hour'
  from demo_user as u
  left join demo_department as d on d.name = u.department
  left join demo_user as m on m.username = u.manager
 order by u.no;

update app.department as t set manager_id = u.id
  from (values ('苏州衡测仪器有限公司', 'shenguoliang'), ('总经办', 'shenguoliang'), ('华东大区', 'shanlei'),
               ('华南大区', 'lizhiheng'), ('华北大区', 'gongyuqiang'), ('电销组', 'baiqing'), ('市场部', 'hongshan'),
               ('商务部', 'xiefang'), ('售后服务部', 'zhazhiqiang'), ('采购仓储部', 'niujianguo'),
               ('财务部', 'piaohui'), ('信息部', 'ouwen')) as k (department, username)
  join demo_user as u on u.username = k.username
 where t.name = k.department;

-- The password of everybody is guanxi-demo-1 (argon2id by libsodium): a demo is for looking at, not for keeping.
insert into auth.credential (user_id, password_hash, password_changed_at)
select u.id, '$argon2id$v=19$m=19456,t=2,p=1$aHDmzps5LNquvEG1N1DIGg$U9tZLJH1w4uIHtJhI3wjjjm1GedJb7PE05EOvi/Hkl4', now()
  from demo_user as u
on conflict (user_id) do update set password_hash = excluded.password_hash;

update app."user" as t set last_login_at = now() - random() * interval '9 days'
  from demo_user as u where u.id = t.id and u.no % 7 <> 0;

-- Statistics after each step: a plan made for empty tables would read them whole for each row.
analyze demo_user, demo_department, app."user", app.department;
select auth.rebuild();
analyze auth.subject, auth.right_set;
