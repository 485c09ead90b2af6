-- SPDX-License-Identifier: AGPL-3.0-or-later
-- 1,500 contacts: two or three at each customer, more at the important ones; people of the stories by hand.

create temporary table demo_contact (
    no int generated always as identity, id uuid default meta.uuid_v7(), account_id uuid, account_no int, owner_id uuid,
    place int, name text, salutation text, job_title text, division text, influence text, has_left boolean default false,
    created_at timestamptz
) on commit drop;

insert into demo_contact (account_id, account_no, owner_id, place, name, salutation, job_title, division, influence, created_at)
select a.id, a.no, t.owner_id, k.place, k.name, k.salutation, k.job_title, k.division, k.influence, t.created_at + interval '20 minutes'
  from (values
    ('重庆长平汽车零部件（集团）有限公司', 1, '单国雄', 'mr', '集团采购总监', '集团采购中心', 'decider'),
    ('重庆长平汽车零部件（集团）有限公司', 2, '仇立平', 'mr', '实验室主任', '中心实验室', 'influencer'),
    ('重庆长平汽车零部件（集团）有限公司', 3, '查丽君', 'ms', '招标专员', '集团采购中心', 'gatekeeper'),
    ('重庆长平汽车零部件（集团）有限公司', 4, '曾祥东', 'mr', '总工程师', '技术中心', 'decider'),
    ('长平汽配', 1, '仇主任', 'mr', '实验室主任', null, null),
    ('宁波海岳新材料有限公司', 1, '解雪梅', 'ms', '质量部经理', '质量部', 'influencer'),
    ('宁波海岳新材料有限公司', 2, '李海波', 'mr', '总经理', null, 'decider'),
    ('佛山粤衡电器有限公司', 1, '区志刚', 'mr', '品质经理', '品质部', 'influencer'),
    ('佛山粤衡电器有限公司', 2, '梁秀珍', 'ms', '采购主管', '采购部', 'buyer'),
    ('天津滨检检测技术有限公司', 1, '盖永强', 'mr', '技术负责人', '力学室', 'decider'),
    ('江东理工大学材料学院', 1, '朴文静', 'prof', '教授', '材料力学实验室', 'user'),
    ('江东理工大学材料学院', 2, '沈志远', 'mr', '实验中心主任', '实验中心', 'influencer'),
    ('大连重行轴承有限公司', 1, '乐建国', 'mr', '设备部长', '设备部', 'decider')
  ) as k (account, place, name, salutation, job_title, division, influence)
  join demo_account as a on a.name = k.account
  join app.account as t on t.id = a.id;

insert into demo_contact (account_id, account_no, owner_id, place, name, salutation, job_title, division, influence, has_left, created_at)
select a.id, a.no, t.owner_id, g,
       pg_temp.pick(w.surname) || pg_temp.pick(w.given), case when random() < 0.62 then 'mr' else 'ms' end, j.job_title,
       j.division, j.influence, a.no % 23 = 0 and g = 3, t.created_at + g * interval '3 days' * random()
  from demo_account as a
  join app.account as t on t.id = a.id
 cross join demo_word as w
 cross join lateral generate_series(
       1 + (select count(*)::int from demo_contact as k where k.account_id = a.id),
       greatest(case a.level when 'a' then 4 when 'b' then 3 else 2 end,
                case when a.no % 20 < 9 then 3 when a.level is null then 1 else 2 end)) as g
 cross join lateral (
       select * from (values (0, '质量部经理', '质量部', 'influencer'), (1, '采购经理', '采购部', 'buyer'),
                             (2, '实验室主任', '实验室', 'influencer'), (3, '总经理', null, 'decider'),
                             (4, '设备科长', '设备科', 'user'), (5, '技术总监', '研发中心', 'decider'),
                             (6, '检测工程师', '实验室', 'user'), (7, '采购员', '采购部', 'gatekeeper'),
                             (8, '副总经理', null, 'decider')) as x (k, job_title, division, influence)
        where x.k = (a.no + g * 2) % 9) as j
 order by a.days_ago desc, a.no, g
 limit greatest(1500 * :scale - (select count(*) from demo_contact), 0);

analyze demo_contact;
insert into app.contact (id, name, account_id, salutation, job_title, division, influence, mobile, phone, email, wechat,
                         is_primary, has_left, birthday, birthday_calendar, id_number, province, city, owner_id, created_at, created_by)
select k.id, k.name, k.account_id, k.salutation, k.job_title, k.division, k.influence,
       (array['1380000', '1390000', '1360000', '1510000', '1860000', '1770000'])[1 + k.no % 6] || lpad((k.no * 7919 % 10000)::text, 4, '0'),
       case when k.no % 3 = 0 then t.phone || '转' || (800 + k.no % 90) end,
       case when k.no % 5 <> 0 then pg_temp.spell(k.name) || case when k.no % 4 = 0 then k.no % 90 + 10 end::text || '@'
            || pg_temp.spell(left(coalesce(t.short_name, t.name), 2)) || '.example' end,
       case when k.no % 2 = 0 then 'wx_' || pg_temp.spell(k.name) || k.no % 100 end,
       k.place = 1, k.has_left, case when k.no % 7 = 0 then date '1975-01-01' + k.no * 37 % 8000 end, case when k.no % 14 = 0 then 'lunar' else 'solar' end,
       case when k.no % 21 = 0 then '990000' || to_char(date '1975-01-01' + k.no * 37 % 8000, 'YYYYMMDD') || lpad((k.no * 13 % 10000)::text, 4, '0') end,
       t.province, t.city, k.owner_id, k.created_at, k.owner_id
  from demo_contact as k
  join app.account as t on t.id = k.account_id
 order by k.created_at, k.no;

update app.contact as t set mobile = '13800002468' from demo_contact as k
 where k.id = t.id and k.name in ('仇立平', '仇主任');
update app.contact as t set reports_to_id = b.id
  from demo_contact as k join demo_contact as b on b.name = '曾祥东' and b.place = 4
 where k.id = t.id and k.name = '仇立平';
analyze app.contact;
