-- SPDX-License-Identifier: AGPL-3.0-or-later
-- What the demo company sells: instruments, fixtures, consumables (13 % VAT) and calibration (6 %), and its price book.

insert into app.tag (name, color, description)
values ('重点项目', 'red', '公司级重点跟进'), ('招投标', 'orange', '走公开招标程序'), ('年度框架', 'green', '签了年度框架合同'),
       ('老客户复购', 'blue', null), ('竞品替换', 'purple', '客户现用竞品设备'), ('回款慢', 'grey', '账期经常拖延'),
       ('高校', 'blue', null), ('出口', 'green', '最终用户在境外');

create temporary table demo_category on commit drop as
select c.name, c.position, meta.uuid_v7() as id
  from (values ('力学试验机', 10), ('环境试验箱', 20), ('色谱与光谱', 30), ('通用检测', 40), ('夹具与附件', 50),
               ('耗材', 60), ('校准与服务', 70)) as c (name, position);
insert into app.product_category (id, name, position, created_at)
select id, name, position, current_date - 800 from demo_category order by position;

create temporary table demo_product on commit drop as
select p.*, meta.uuid_v7() as id, row_number() over () as no
  from (values
    ('电子万能试验机 WDW-100', 'WDW-100', '力学试验机', 'goods', '台', 128000, 13),
    ('电子万能试验机 WDW-20', 'WDW-20', '力学试验机', 'goods', '台', 68000, 13),
    ('电子万能试验机 WDW-300', 'WDW-300', '力学试验机', 'goods', '台', 236000, 13),
    ('微机控制电液伺服万能试验机 WAW-600', 'WAW-600', '力学试验机', 'goods', '台', 318000, 13),
    ('摆锤冲击试验机 JB-300', 'JB-300', '力学试验机', 'goods', '台', 86000, 13),
    ('高频疲劳试验机 GPS-100', 'GPS-100', '力学试验机', 'goods', '台', 468000, 13),
    ('扭转试验机 NDW-500', 'NDW-500', '力学试验机', 'goods', '台', 96000, 13),
    ('弹簧拉压试验机 TLS-5', 'TLS-5', '力学试验机', 'goods', '台', 32000, 13),
    ('恒温恒湿试验箱 HS-225', 'HS-225', '环境试验箱', 'goods', '台', 58000, 13),
    ('恒温恒湿试验箱 HS-800', 'HS-800', '环境试验箱', 'goods', '台', 118000, 13),
    ('高低温冲击试验箱 CJ-150', 'CJ-150', '环境试验箱', 'goods', '台', 198000, 13),
    ('盐雾试验箱 YW-90', 'YW-90', '环境试验箱', 'goods', '台', 22800, 13),
    ('氙灯老化试验箱 XD-120', 'XD-120', '环境试验箱', 'goods', '台', 145000, 13),
    ('步入式恒温恒湿室 WS-20', 'WS-20', '环境试验箱', 'goods', '套', 386000, 13),
    ('气相色谱仪 GC-7900', 'GC-7900', '色谱与光谱', 'goods', '台', 168000, 13),
    ('气相色谱仪 GC-5890', 'GC-5890', '色谱与光谱', 'goods', '台', 98000, 13),
    ('液相色谱仪 LC-3000', 'LC-3000', '色谱与光谱', 'goods', '台', 215000, 13),
    ('直读光谱仪 DF-500', 'DF-500', '色谱与光谱', 'goods', '台', 298000, 13),
    ('洛氏硬度计 HR-150D', 'HR-150D', '通用检测', 'goods', '台', 16800, 13),
    ('显微维氏硬度计 HV-1000', 'HV-1000', '通用检测', 'goods', '台', 46000, 13),
    ('影像测量仪 VMS-3020', 'VMS-3020', '通用检测', 'goods', '台', 88000, 13),
    ('金相显微镜 JX-40', 'JX-40', '通用检测', 'goods', '台', 39800, 13),
    ('楔形拉伸夹具 100kN', 'JJ-100', '夹具与附件', 'goods', '套', 8600, 13),
    ('三点弯曲夹具', 'JJ-W3', '夹具与附件', 'goods', '套', 4200, 13),
    ('橡胶拉伸气动夹具', 'JJ-Q5', '夹具与附件', 'goods', '套', 12600, 13),
    ('高温炉及高温引伸计', 'GW-1200', '夹具与附件', 'goods', '套', 76000, 13),
    ('电子引伸计 YYU-50', 'YYU-50', '夹具与附件', 'goods', '支', 9800, 13),
    ('色谱柱 30m×0.32mm', 'HC-SZ-032', '耗材', 'consumable', '根', 3200, 13),
    ('进样垫（100 片）', 'HC-JYD', '耗材', 'consumable', '盒', 380, 13),
    ('冲击试样缺口拉刀', 'HC-LD-V', '耗材', 'consumable', '把', 680, 13),
    ('标准洛氏硬度块', 'HC-YK-R', '耗材', 'consumable', '块', 260, 13),
    ('氙灯灯管', 'HC-XD-L', '耗材', 'consumable', '支', 5600, 13),
    ('盐雾专用氯化钠 25kg', 'HC-NACL', '耗材', 'consumable', '袋', 320, 13),
    ('湿球纱布（50 条）', 'HC-SB', '耗材', 'consumable', '包', 90, 13),
    ('设备校准服务（力值）', 'FW-JZ-L', '校准与服务', 'service', '台次', 1800, 6),
    ('设备校准服务（温湿度）', 'FW-JZ-T', '校准与服务', 'service', '台次', 1200, 6),
    ('年度维保服务', 'FW-WB', '校准与服务', 'service', '年', 12000, 6),
    ('上门安装调试培训', 'FW-AZ', '校准与服务', 'service', '次', 3600, 6)
  ) as p (name, sku, category, kind, unit, price, tax_rate);
insert into app.product (id, name, sku, model, brand, category_id, kind, unit, price, floor_price, cost, tax_rate,
                         description, created_at)
select p.id, p.name, p.sku, p.sku, case when p.kind <> 'service' then '衡测' end, c.id, p.kind, p.unit, p.price,
       round(p.price * 0.85, -1), round(p.price * case p.kind when 'service' then 0.35 else 0.62 end, -1), p.tax_rate,
       case p.sku when 'WDW-100' then '最大试验力 100 kN，0.5 级，双空间，配楔形拉伸夹具一套。交期 30 天。'
                  when 'WAW-600' then '最大试验力 600 kN，油缸下置，全自动夹持。需地基图。' end,
       current_date - 780 + p.no * interval '1 minute'
  from demo_product as p
  join demo_category as c on c.name = p.category
 order by p.no;

with book as (
    insert into app.price_book (name, currency, valid_from, valid_to, is_default, is_active, description)
    values (extract(year from current_date) || ' 标准价格表', 'CNY', date_trunc('year', current_date)::date,
            (date_trunc('year', current_date) + interval '1 year - 1 day')::date, true, true, '对外统一含税报价')
    returning id
)
insert into app.price_book_item (price_book_id, product_id, min_quantity, price, floor_price)
select book.id, p.id, q.quantity, round(p.price * q.rate, -1), round(p.price * 0.85, -1)
  from book, demo_product as p, (values (1, 1.0), (5, 0.95)) as q (quantity, rate)
 where q.quantity = 1 or p.kind <> 'service'
 order by p.no, q.quantity;

with book as (
    insert into app.price_book (name, currency, level, valid_from, is_active, description)
    values ('A 级客户协议价', 'CNY', 'a', date_trunc('year', current_date)::date, true, '年度框架客户适用')
    returning id
)
insert into app.price_book_item (price_book_id, product_id, min_quantity, price, floor_price)
select book.id, p.id, 1, round(p.price * 0.92, -1), round(p.price * 0.85, -1)
  from book, demo_product as p where p.kind <> 'service' order by p.no;
analyze demo_product, app.product;
