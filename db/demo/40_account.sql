-- SPDX-License-Identifier: AGPL-3.0-or-later
-- 600 customers: those of the stories by hand, the others invented, each in the region of its city; a few small ones
-- belong to telesales.

create temporary table demo_account (
    no int, id uuid default meta.uuid_v7(), name text, short_name text, city text, industry text, level text,
    life_cycle text, kind text default 'customer', owner text, parent text, days_ago int, source text, description text,
    tags text[], phone text
) on commit drop;

insert into demo_account (no, name, short_name, city, industry, level, life_cycle, kind, owner, parent, days_ago, source, tags, description)
select row_number() over (), a.*
  from (values
    ('重庆长平汽车零部件（集团）有限公司', '长平集团', '重庆', 'automotive', 'a', 'regular', 'customer', 'zhangwei', null::text, 540, 'exhibition', '{重点项目,年度框架}'::text[], '集团下设渝北、璧山、成都三个工厂，设备由集团采购中心统一招标。实验室在渝北总部。'),
    ('重庆长平汽车零部件有限公司渝北工厂', '长平渝北厂', '重庆', 'automotive', 'a', 'regular', 'customer', 'zhangwei', '重庆长平汽车零部件（集团）有限公司', 538, 'exhibition', '{年度框架}', '转向节、控制臂产线。'),
    ('重庆长平汽车零部件有限公司璧山工厂', '长平璧山厂', '重庆', 'automotive', 'b', 'first_order', 'customer', 'zhangwei', '重庆长平汽车零部件（集团）有限公司', 400, 'referral', null, '稳定杆产线，去年四季度投产。'),
    ('成都长平汽车零部件有限公司', '长平成都厂', '成都', 'automotive', 'b', 'interested', 'customer', 'zhangwei', '重庆长平汽车零部件（集团）有限公司', 220, 'referral', null, '新建工厂，预计明年上半年设备进场。'),
    ('长平汽配', null, '重庆', 'automotive', null, 'potential', 'customer', 'fengxiaoyi', null, 12, 'telesales', null, '电话开发录入，对方自称长平的质量部，疑似与长平集团重复。'),
    ('宁波海岳新材料有限公司', '海岳新材', '宁波', 'new_materials', 'a', 'regular', 'customer', 'qiuxiaolin', null, 510, 'web', '{老客户复购}', '改性塑料与特种橡胶，实验室有 CNAS 资质。'),
    ('佛山粤衡电器有限公司', '粤衡电器', '佛山', 'electronics', 'a', 'regular', 'customer', 'zhangwei2', null, 500, 'exhibition', '{竞品替换}', '小家电，环境可靠性试验需求多。'),
    ('天津滨检检测技术有限公司', '滨检检测', '天津', 'testing', 'a', 'regular', 'customer', 'gexiaodong', null, 480, 'referral', '{年度框架}', '第三方检测机构，同时是我们校准服务的客户。'),
    ('江东理工大学材料学院', '江东理工', '苏州', 'education', 'a', 'regular', 'customer', 'zhangwei', null, 520, 'visit', '{高校,招投标}', '采购走政府采购网，付款在年底。'),
    ('岭海大学分析测试中心', '岭海大学', '广州', 'education', 'b', 'first_order', 'customer', 'mojiahao', null, 430, 'exhibition', '{高校}', null),
    ('渤海工业大学机械工程学院', '渤海工大', '天津', 'education', 'b', 'interested', 'customer', 'shilei', null, 300, 'exhibition', '{高校,招投标}', null),
    ('广州凌锐仪器代理有限公司', '凌锐仪器', '广州', 'services', 'b', 'regular', 'agent', 'lizhiheng', null, 530, 'referral', null, '华南代理，主推色谱与环境箱，协议折扣 88 折。'),
    ('沈阳北测科技贸易有限公司', '北测科技', '沈阳', 'services', 'b', 'regular', 'agent', 'gongyuqiang', null, 450, 'exhibition', null, '东北三省代理，力学试验机为主。'),
    ('苏州科衡精密铸造有限公司', '科衡铸造', '苏州', 'machinery', 'b', 'regular', 'customer', 'hejing', null, 495, 'visit', '{老客户复购}', null),
    ('无锡瑞昌弹簧有限公司', '瑞昌弹簧', '无锡', 'automotive', 'b', 'regular', 'customer', 'hejing', null, 470, 'web', null, null),
    ('上海曾氏橡胶制品有限公司', '曾氏橡胶', '上海', 'new_materials', 'c', 'first_order', 'customer', 'hejing', null, 280, 'web', null, '创始人姓曾，家族企业，价格敏感。'),
    ('厦门厦信电子股份有限公司', '厦信电子', '厦门', 'electronics', 'b', 'interested', 'customer', 'xianguodong', null, 210, 'exhibition', null, null),
    ('大连重行轴承有限公司', '重行轴承', '大连', 'machinery', 'b', 'regular', 'customer', 'yuesiyuan', null, 460, 'referral', '{回款慢}', '账期 90 天，经常拖到 120 天。'),
    ('济南朴石建材检测中心', '朴石检测', '济南', 'testing', 'c', 'first_order', 'customer', 'haolina', null, 330, 'web', null, null),
    ('青岛乐行轮胎有限公司', '乐行轮胎', '青岛', 'automotive', 'b', 'regular', 'customer', 'shilei', null, 440, 'exhibition', null, '橡胶疲劳试验，设备较老，有更新计划。')
  ) as a (name, short_name, city, industry, level, life_cycle, kind, owner, parent, days_ago, source, tags, description);

-- The others: a city and a brand, no pair twice.
insert into demo_account (no, name, short_name, city, industry, level, life_cycle, owner, days_ago, source, tags)
select 20 + g, c.city || b.brand || t.trade || case when g % 9 = 0 then '股份有限公司' else '有限公司' end, b.brand || left(t.trade, 2),
       c.city, t.industry, (array['a', 'b', 'b', 'c', 'c', 'c', 'd', null])[1 + floor(random() * 8)::int],
       case when g % 10 < 3 then 'regular' when g % 10 < 5 then 'first_order' when g % 10 < 7 then 'interested'
            when g % 10 < 9 then 'potential' when g % 20 = 9 then 'dormant' else 'lost' end,
       case when g % 11 = 0 then pg_temp.pick('{fengxiaoyi,qiuli,wanjunkai,miaoyutong}', g / 11)
            when c.region = '华东大区' then pg_temp.pick('{zhangwei,qiuxiaolin,hejing,zhouxiaofeng,qianlixin,xumengjie,jianghaitao}', g / 3)
            when c.region = '华南大区' then pg_temp.pick('{zhangwei2,mojiahao,liangyongxin,xianguodong,qinfang}', g / 3)
            else pg_temp.pick('{gexiaodong,shilei,haolina,yuesiyuan,zhaiwenbo}', g / 3) end,
       3 + (545 * (1 - sqrt(1 - (g - 0.5) / (580 * :scale))))::int,
       (array['web', 'telesales', 'visit', 'exhibition', 'referral', 'agent', 'advertising', 'other'])[1 + g % 8],
       case when g % 17 = 0 then array['竞品替换'] when g % 13 = 0 then array['老客户复购'] when g % 29 = 0 then array['回款慢'] end
  from generate_series(1, 580 * :scale) as g
  join demo_city as c on c.no = 1 + (g * 7 + g / 30) % 30
  join demo_trade as t on t.no = 1 + (g * 5 + g / 16) % 16
 cross join demo_word as w
 cross join lateral (select pg_temp.pick(w.brand1, g % 30 + g / 900) || pg_temp.pick(w.brand2, (g / 30 + g * 7) % 30)
                            || case when g > 900 then chr(19968 + (g / 900) % 9) else '' end as brand) as b;

-- A credit code with its check digit (GB 32100) behind 17 characters.
create function pg_temp.credit_code(head text) returns text language sql immutable
return head || substr('0123456789ABCDEFGHJKLMNPQRTUWXY', 1 + (31 - (
    select sum((strpos('0123456789ABCDEFGHJKLMNPQRTUWXY', substr(head, i, 1)) - 1) * (3 ^ (i - 1))::bigint % 31) from generate_series(1, 17) i)::int % 31) % 31, 1);

analyze demo_account;
insert into app.account (id, name, short_name, kind, life_cycle, level, industry, source, parent_id, credit_code, phone, email, website,
                         country, province, city, district, address, postcode, employees, annual_revenue, year_established,
                         bank_name, bank_account, industry_class, payment_days, credit_limit, tags, description, territory_id, owner_id, created_at, created_by)
select a.id, a.name, a.short_name, a.kind, a.life_cycle, a.level, a.industry, a.source, null,
       case when a.no % 3 > 0 then pg_temp.credit_code('9132' || lpad((a.no * 37 % 10000)::text, 4, '0') || 'MA' || translate(upper(substr(md5(a.name), 1, 7)), 'ABCDEF', 'GHJKLM')) end,
       c.area || '-8000' || lpad((a.no * 7 % 10000)::text, 4, '0'),
       case when a.no % 4 = 0 then 'info@' || pg_temp.spell(coalesce(left(a.short_name, 2), '')) || '.example' end,
       case when a.no % 2 = 0 then 'https://www.' || pg_temp.spell(coalesce(left(a.short_name, 2), '')) || '.example' end,
       '中国', c.province, c.city || '市', x.district,
       c.city || '市' || x.district
           || pg_temp.pick(w.road, a.no * 7 + a.no / 15) || (10 + a.no * 13 % 890) || '号', null,
       case a.level when 'a' then 800 when 'b' then 260 when 'c' then 90 else 40 end + a.no * 17 % 300,
       (case a.level when 'a' then 900 when 'b' then 220 when 'c' then 60 else 18 end + a.no * 7 % 50) * 1000000::numeric,
       1988 + a.no * 11 % 34,
       case when a.life_cycle in ('regular', 'first_order') then (array['中国工商银行', '中国建设银行', '中国农业银行', '招商银行'])[1 + a.no % 4] || c.city || '分行' end,
       case when a.life_cycle in ('regular', 'first_order') then '6222' || lpad((a.no * 7919 % 10000)::text, 4, '0') || '0000' || lpad((a.no * 37 % 10000)::text, 4, '0') end,
       case a.industry when 'automotive' then 'C36' when 'new_materials' then 'C29' when 'machinery' then 'C34' when 'electronics' then 'C39'
            when 'chemical' then 'C26' when 'construction' then 'C30' when 'energy' then 'D44' when 'testing' then 'M74' when 'education' then 'P83'
            when 'medical' then 'C35' when 'services' then 'F51' end,
       case when a.life_cycle in ('regular', 'first_order') then (array[30, 60, 60, 90])[1 + a.no % 4] end,
       case when a.life_cycle in ('regular', 'first_order') then case a.level when 'a' then 2000000 when 'b' then 500000 else 100000 end end,
       a.tags, a.description, y.id, u.id,
       pg_temp.at_work(a.days_ago), case when a.no % 6 = 0 then e.id else u.id end
  from demo_account as a
  join demo_city as c on c.city = a.city
  join demo_territory as y on y.name = c.province
  join demo_user as u on u.username = a.owner
  join demo_user as e on e.username = 'xiefang'
 cross join demo_word as w
 cross join lateral (select pg_temp.pick(string_to_array(c.districts, ','), a.no) as district) as x
 order by a.days_ago desc, a.no;

update app.account as t set parent_id = p.id
  from demo_account as a join demo_account as p on p.name = a.parent
 where t.id = a.id;
-- The duplicate has the group's own number: that is how it will be found.
update app.account as t set phone = '023-80000007' from demo_account as a
 where a.id = t.id and a.name in ('重庆长平汽车零部件（集团）有限公司', '长平汽配');
analyze app.account;

-- Whoever has ordered has an invoice title and a bank account; groups invoice a branch apart.
insert into app.invoice_title (account_id, name, kind, tax_no, address, phone, bank_name, bank_account, email, is_default, created_at, created_by)
select t.id, t.name, case when t.industry = 'education' then 'government' else 'company' end, t.credit_code, t.address, t.phone, t.bank_name,
       t.bank_account, t.email, true, t.created_at, t.owner_id
  from app.account as t where t.bank_account is not null
union all
select t.id, left(t.name, -4) || '分公司', 'company', null, t.address, t.phone, t.bank_name, null, null, false, t.created_at + interval '40 days', t.owner_id
  from app.account as t where t.bank_account is not null and t.level = 'a' and t.name like '%有限公司' and t.name not like '%股份有限公司';
insert into app.bank_account (account_id, name, kind, bank_name, account_no, is_default, created_at, created_by)
select t.id, t.name, 'basic', t.bank_name, t.bank_account, true, t.created_at, t.owner_id
  from app.account as t where t.bank_account is not null;
analyze app.invoice_title, app.bank_account;
