-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Data for measuring: psql -v accounts=100000 -v users=500 -f bench/gen.sql, as superuser, in a migrated, empty
-- database. One contact and half a deal per account. Set-wise and without triggers; indexes are built afterwards, so
-- that a million accounts take minutes. People to log in as: bench_boss (all), bench_manager (his region and below),
-- bench_sales (his own); their password is guanxi-demo-1. Must not be run where real data is.

\set ON_ERROR_STOP 1
\if :{?accounts} \else \set accounts 100000 \endif
\if :{?users} \else \set users 500 \endif

begin;
set local session_replication_role = replica;
set local client_min_messages = warning;
set local maintenance_work_mem = '512MB';
set local work_mem = '128MB';
do $$ begin perform setseed(0.42); end $$;

-- Thirty departments: the company, nine regions, twenty offices.
insert into app.department (id, name, parent_id, position)
select ('01890000-0000-7000-8001-' || lpad(g::text, 12, '0'))::uuid, '部门 ' || g,
       case when g > 10 then ('01890000-0000-7000-8001-' || lpad((2 + g % 9)::text, 12, '0'))::uuid
            when g > 1 then '01890000-0000-7000-8001-000000000001' end, g
  from generate_series(1, 30) as g;

create temporary table bench_user on commit drop as
select g, meta.uuid_v7() as id,
       ('01890000-0000-7000-8001-' || lpad((case when g = 1 then 1 when g <= 10 then g else 11 + g % 20 end)::text, 12, '0'))::uuid
           as department_id,
       case when g = 1 then 'boss' when g <= 10 then 'regional_manager' else 'salesperson' end as role_key
  from generate_series(1, :users) as g;
insert into app."user" (id, name, username, department_id, manager_id, role_ids, job_title)
select u.id, '用户' || u.g,
       case u.g when 1 then 'bench_boss' when 2 then 'bench_manager' when 11 then 'bench_sales' else 'bench_' || u.g end,
       u.department_id,
       case when u.g > 10 then (select m.id from bench_user as m where m.g = 2 + u.g % 9)
            when u.g > 1 then (select m.id from bench_user as m where m.g = 1) end,
       array[r.id], r.name
  from bench_user as u join app.role as r on r.key = u.role_key;
insert into auth.credential (user_id, password_hash, password_changed_at)
select id, '$argon2id$v=19$m=19456,t=2,p=1$aHDmzps5LNquvEG1N1DIGg$U9tZLJH1w4uIHtJhI3wjjjm1GedJb7PE05EOvi/Hkl4', now()
  from bench_user;

-- Indexes that are no constraint come back when the rows are there.
create temporary table bench_index on commit drop as
select c.oid::regclass::text as name, pg_get_indexdef(c.oid) as made_by
  from pg_index as i
  join pg_class as c on c.oid = i.indexrelid
 where i.indrelid in ('app.account'::regclass, 'app.contact'::regclass, 'app.opportunity'::regclass)
   and not exists (select from pg_constraint as k where k.conindid = c.oid);
do $$
declare
    i record;
begin
    for i in select name from bench_index loop
        execute 'drop index ' || i.name;
    end loop;
end
$$;

create temporary table bench_word on commit drop as
select string_to_array('苏州 无锡 常州 南京 上海 宁波 杭州 佛山 东莞 深圳 广州 中山 天津 北京 青岛 济南 重庆 成都 西安 武汉 长沙 合肥 郑州 沈阳 大连 厦门 福州 南昌 昆明 嘉兴', ' ') as city,
       string_to_array('海岳 长平 粤衡 滨检 华冠 瑞丰 鑫源 金桥 天工 众诚 博远 恒泰 铭嘉 新科 德信 朗润 凯越 宏图 盛达 乐行 曾氏 单氏 中重 安厦 同创 启明 联合 东方 正大 星海 锐志 科立 佳音 卓力 远景 长安 百川 晨光 三行 万和', ' ') as brand,
       string_to_array('机械 电子 新材料 精密仪器 汽车零部件 塑胶 五金 化工 检测技术 自动化设备 电器 橡胶制品 生物科技 医疗器械 航空材料 建材', ' ') as trade,
       string_to_array('有限公司 股份有限公司 科技有限公司 集团有限公司 厂', ' ') as form,
       string_to_array('王 李 张 刘 陈 杨 赵 黄 周 吴 徐 孙 胡 朱 高 林 何 郭 马 罗 梁 宋 郑 谢 韩 唐 冯 于 董 萧 程 曹 袁 邓 许 傅 沈 曾 彭 吕 苏 卢 蒋 蔡 贾 丁 魏 薛 叶 阎 单 仇 解 朴 查 区', ' ') as surname,
       string_to_array('伟 芳 娜 敏 静 丽 强 磊 军 洋 勇 艳 杰 娟 涛 明 超 兰 霞 平 刚 桂 英 华 玉 梅 鑫 波 斌 宇 浩 凯 健 俊 帆 雪 婷 宁 晨 志 国 建 文 晓 海 春 秋 子 一 思', ' ') as given;

create temporary table bench_account on commit drop as
select g, ('01890000-0000-7000-8002-' || lpad(to_hex(g), 12, '0'))::uuid as id, 1 + floor(random() * :users)::int as owner_no,
       w.city[1 + floor(random() * cardinality(w.city))::int] as city,
       w.brand[1 + floor(random() * cardinality(w.brand))::int] || w.given[1 + floor(random() * cardinality(w.given))::int] as brand,
       w.trade[1 + floor(random() * cardinality(w.trade))::int] || w.form[1 + floor(random() * cardinality(w.form))::int] as trade,
       now() - g * (interval '1000 days' / :accounts) as at
  from generate_series(1::bigint, :accounts) as g, bench_word as w;
analyze bench_account;

insert into app.account (id, code, name, short_name, kind, life_cycle, level, industry, phone, city, annual_revenue,
                         employees, owner_id, department_id, created_at, created_by, updated_at,
                         search_text, search_py, search_gram)
select a.id, 'C-' || lpad(a.g::text, 8, '0'), a.city || a.brand || a.trade, a.brand, 'customer',
       (array['potential', 'interested', 'first_order', 'regular'])[1 + a.g % 4], (array['a', 'b', 'c', 'd'])[1 + a.g % 4],
       (array['manufacturing', 'technology', 'education', 'retail'])[1 + a.g % 4],
       '0512-' || lpad((a.g * 7919 % 100000000)::text, 8, '0'), a.city, a.g * 7919 % 900000000, a.g % 5000,
       u.id, u.department_id, a.at, u.id, a.at, p.txt, p.py, p.gram
  from bench_account as a
  join bench_user as u on u.g = a.owner_no
 cross join lateral meta.search_parse(a.city || a.brand || a.trade || E'\n' || a.brand
                                      || E'\n' || '0512-' || lpad((a.g * 7919 % 100000000)::text, 8, '0')) as p;

insert into app.contact (id, code, name, account_id, mobile, job_title, owner_id, department_id, created_at, created_by,
                         updated_at, search_text, search_py, search_gram)
select meta.uuid_v7(), 'P-' || lpad(c.g::text, 8, '0'), c.name, c.id, c.mobile, '工程师', u.id, u.department_id, c.at, u.id,
       c.at, p.txt, p.py, p.gram
  from (select a.*, '139' || lpad((a.g * 104729 % 100000000)::text, 8, '0') as mobile,
               w.surname[1 + floor(random() * cardinality(w.surname))::int] || w.given[1 + floor(random() * cardinality(w.given))::int]
               || case when a.g % 3 = 0 then '' else w.given[1 + floor(random() * cardinality(w.given))::int] end as name
          from bench_account as a, bench_word as w) as c
  join bench_user as u on u.g = c.owner_no
 cross join lateral meta.search_parse(c.name || E'\n工程师\n' || c.mobile) as p;

insert into app.opportunity (id, code, name, account_id, stage_id, pipeline_id, status, stage_changed_at, amount,
                             expected_close_on, closed_on, owner_id, department_id, created_at, created_by, updated_at,
                             search_text, search_py, search_gram)
select meta.uuid_v7(), 'O-' || lpad(a.g::text, 8, '0'), a.brand || '项目', a.id, s.id, s.pipeline_id, s.kind, a.at,
       1000 + a.g * 7919 % 2000000, a.at::date + 90, case when s.kind <> 'open' then a.at::date + 60 end,
       u.id, u.department_id, a.at, u.id, a.at, p.txt, p.py, p.gram
  from bench_account as a
  join bench_user as u on u.g = a.owner_no
  join (select id, pipeline_id, kind, row_number() over (order by position) as no from app.stage) as s on s.no = 1 + a.g % 7
 cross join lateral meta.search_parse(a.brand || '项目') as p
 where a.g % 2 = 0;

do $$
declare
    i record;
begin
    for i in select made_by from bench_index loop
        execute i.made_by;
    end loop;
end
$$;
select setval('app.account_code_seq', :accounts), setval('app.contact_code_seq', :accounts),
       setval('app.opportunity_code_seq', :accounts);
set local session_replication_role = origin;
select auth.rebuild();
commit;
vacuum (analyze);
