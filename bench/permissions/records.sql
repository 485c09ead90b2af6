-- SPDX-License-Identifier: AGPL-3.0-or-later
-- The records of bench/permissions/gen.sql, which includes this file inside its transaction. Names come from a pool, so
-- that the product's own parser fills the search columns of each name once. Indexes are built when the rows are there.

create temporary table bench_index on commit drop as
select c.oid::regclass::text as name, pg_get_indexdef(c.oid) as made_by
  from pg_index as i join pg_class as c on c.oid = i.indexrelid
 where i.indrelid in ('app.account'::regclass, 'app.contact'::regclass, 'app.opportunity'::regclass)
   and not exists (select from pg_constraint as k where k.conindid = c.oid);
select format('drop index %s', name) from bench_index \gexec

create temporary table bench_word on commit drop as
select string_to_array('苏州 无锡 常州 南京 上海 宁波 杭州 佛山 东莞 深圳 广州 中山 天津 北京 青岛 济南 重庆 成都 西安 武汉 长沙 合肥 郑州 沈阳 大连 厦门 福州 南昌 昆明 嘉兴', ' ') as city,
       string_to_array('海岳 长平 粤衡 滨检 华冠 瑞丰 鑫源 金桥 天工 众诚 博远 恒泰 铭嘉 新科 德信 朗润 凯越 宏图 盛达 乐行 曾氏 单氏 中重 安厦 同创 启明 联合 东方 正大 星海 锐志 科立 佳音 卓力 远景 长安 百川 晨光 三行 万和', ' ') as brand,
       string_to_array('机械 电子 新材料 精密仪器 汽车零部件 塑胶 五金 化工 检测技术 自动化设备 电器 橡胶制品 生物科技 医疗器械 航空材料 建材', ' ') as trade,
       string_to_array('有限公司 股份有限公司 科技有限公司 集团有限公司 厂', ' ') as form,
       string_to_array('王 李 张 刘 陈 杨 赵 黄 周 吴 徐 孙 胡 朱 高 林 何 郭 马 罗 梁 宋 郑 谢 韩 唐 冯 于 董 萧 程 曹 袁 邓 许 傅 沈 曾 彭 吕 苏 卢 蒋 蔡 贾 丁 魏 薛 叶 阎 单 仇 解 朴 查 区', ' ') as surname,
       string_to_array('伟 芳 娜 敏 静 丽 强 磊 军 洋 勇 艳 杰 娟 涛 明 超 兰 霞 平 刚 桂 英 华 玉 梅 鑫 波 斌 宇 浩 凯 健 俊 帆 雪 婷 宁 晨 志 国 建 文 晓 海 春 秋 子 一 思', ' ') as given;
create function pg_temp.any_of(words text[]) returns text language sql volatile as
$$ select words[1 + floor(random() * cardinality(words))::int] $$;

create temporary table bench_company on commit drop as
select n, name, brand, p.txt, p.py, p.gram
  from (select n, pg_temp.any_of(w.city) as city, pg_temp.any_of(w.brand) || pg_temp.any_of(w.given) as brand,
               pg_temp.any_of(w.trade) || pg_temp.any_of(w.form) as trade from generate_series(0, 19999) as n, bench_word as w) as x
 cross join lateral (select x.city || x.brand || x.trade as name) as y
 cross join lateral meta.search_parse(y.name || E'\n' || x.brand) as p;
create temporary table bench_person on commit drop as
select n, name, p.txt, p.py, p.gram
  from (select n, pg_temp.any_of(w.surname) || pg_temp.any_of(w.given) || case when n % 3 = 0 then '' else pg_temp.any_of(w.given) end as name
          from generate_series(0, 9999) as n, bench_word as w) as x
 cross join lateral meta.search_parse(x.name || E'\n工程师') as p;
create temporary table bench_deal on commit drop as
select n, name, p.txt, p.py, p.gram
  from (select n, brand || '项目' as name from bench_company where n < 5000) as x cross join lateral meta.search_parse(x.name) as p;

-- 10,000 combinations of territory, province and industry, the first of them much fuller than the last.
create temporary table bench_cell on commit drop as
select c, case when c % 91 > 0 then pg_temp.id('8004', 10 + c % 91) end as territory_id, '省 ' || c / 91 % 11 as province,
       (array['automotive', 'machinery', 'electronics', 'chemical', 'construction', 'energy', 'testing', 'education', 'technology', 'government'])[1 + c / 1001] as industry,
       (array['a', 'b', 'c', 'd'])[1 + c % 4] as level
  from generate_series(0, 9999) as c;
insert into app.account_cell (key, territory_id, province, industry, level, kind)
select jsonb_build_array(territory_id, province, industry, level, 'customer')::text, territory_id, province, industry, level, 'customer' from bench_cell;

-- Owners: 2 % one person, ten accounts another, a fifth an office of a hundred, the others unevenly all.
create temporary table bench_account on commit drop as
select g, pg_temp.id('8002', g) as id,
       case when g % 50 = 0 then 14 when g % (:accounts / 10) = 7 then 13 when g % 5 = 1 then 100 + (random() * 99.99)::int % 100
            else 18 + floor((:users - 18) * power(random(), 1.5))::int end as owner_no,
       floor(10000 * power(random(), 4))::int as c, floor(random() * 20000)::int as company_no,
       case when g % 20 = 3 then pg_temp.id('8002', 1 + g / 20 % 100) end as partner_id,
       now() - g * (interval '1000 days' / :accounts) as at
  from generate_series(1::bigint, :accounts) as g;
update bench_account set owner_no = 12 where g % 5000 = 11;
analyze bench_account;

insert into app.account (id, code, name, short_name, kind, life_cycle, level, industry, province, territory_id, partner_id, cell_id, phone, annual_revenue,
                         employees, owner_id, department_id, created_at, created_by, updated_at, search_text, search_py, search_gram)
select a.id, 'C-' || lpad(a.g::text, 8, '0'), p.name, p.brand, 'customer', (array['potential', 'interested', 'first_order', 'regular'])[1 + a.g % 4],
       c.level, c.industry, c.province, c.territory_id, nullif(a.partner_id, a.id), k.id, '0512-' || lpad((a.g * 7919 % 100000000)::text, 8, '0'),
       a.g * 7919 % 900000000, a.g % 5000, u.id, pg_temp.id('8001', u.department_no), a.at, u.id, a.at, p.txt, p.py, p.gram
  from bench_account as a
  join bench_user as u on u.g = a.owner_no
  join bench_company as p on p.n = a.company_no
  join bench_cell as c on c.c = a.c
  join app.account_cell as k on k.key = jsonb_build_array(c.territory_id, c.province, c.industry, c.level, 'customer')::text
 order by a.g desc;

insert into app.contact (id, code, name, account_id, mobile, job_title, territory_id, partner_id, owner_id, department_id, created_at, created_by, updated_at,
                         search_text, search_py, search_gram)
select pg_temp.id('8007', 2 * a.g + two.n), 'P-' || lpad((2 * a.g + two.n)::text, 8, '0'), p.name, a.id, '139' || lpad((a.g * 104729 % 100000000)::text, 8, '0'),
       '工程师', c.territory_id, a.partner_id, u.id, pg_temp.id('8001', u.department_no), a.at, u.id, a.at, p.txt, p.py, p.gram
  from bench_account as a
 cross join generate_series(0, 1) as two (n)
  join bench_user as u on u.g = a.owner_no
  join bench_cell as c on c.c = a.c
  join bench_person as p on p.n = (a.g * 7 + two.n * 4999) % 10000
 order by a.g desc;

create temporary table bench_stage on commit drop as
select id, pipeline_id, kind, row_number() over (order by pipeline_id, position, id) - 1 as no, count(*) over () as n from app.stage;
insert into app.opportunity_cell (key, territory_id, pipeline_id)
select jsonb_build_array(t.id, p.id, null, null)::text, t.id, p.id
  from (select distinct territory_id as id from bench_cell) as t cross join (select distinct pipeline_id as id from bench_stage) as p;
insert into app.opportunity (id, code, name, account_id, stage_id, pipeline_id, status, stage_changed_at, amount, expected_close_on, closed_on, territory_id,
                             cell_id, partner_id, owner_id, department_id, created_at, created_by, updated_at, search_text, search_py, search_gram)
select pg_temp.id('8008', a.g), 'O-' || lpad(a.g::text, 8, '0'), p.name, a.id, s.id, s.pipeline_id, s.kind, a.at, 1000 + a.g * 7919 % 2000000,
       a.at::date + 90, case when s.kind <> 'open' then a.at::date + 60 end, c.territory_id, k.id, a.partner_id, u.id, pg_temp.id('8001', u.department_no),
       a.at, u.id, a.at, p.txt, p.py, p.gram
  from bench_account as a
  join bench_user as u on u.g = a.owner_no
  join bench_cell as c on c.c = a.c
  join bench_deal as p on p.n = a.company_no % 5000
  join bench_stage as s on s.no = a.g / 2 % s.n
  join app.opportunity_cell as k on k.key = jsonb_build_array(c.territory_id, s.pipeline_id, null, null)::text
 where a.g % 2 = 0
 order by a.g desc;
select made_by from bench_index order by name \gexec
select setval('app.account_code_seq', :accounts), setval('app.contact_code_seq', 2 * :accounts + 1), setval('app.opportunity_code_seq', :accounts);
