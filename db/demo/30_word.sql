-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Words that the demo company is made of: places with their region and area code, invented company names, people.

create temporary table demo_city on commit drop as
select c.*, row_number() over () as no
  from (values
    ('江苏省', '苏州', '0512', '华东大区', '工业园区,吴中区,高新区,相城区'), ('江苏省', '无锡', '0510', '华东大区', '新吴区,锡山区,惠山区'),
    ('江苏省', '常州', '0519', '华东大区', '武进区,新北区'), ('江苏省', '南京', '025', '华东大区', '江宁区,浦口区,栖霞区'),
    ('上海市', '上海', '021', '华东大区', '嘉定区,松江区,浦东新区,闵行区'), ('浙江省', '宁波', '0574', '华东大区', '鄞州区,北仑区,余姚市'),
    ('浙江省', '杭州', '0571', '华东大区', '萧山区,余杭区,滨江区'), ('浙江省', '嘉兴', '0573', '华东大区', '秀洲区,平湖市'),
    ('安徽省', '合肥', '0551', '华东大区', '蜀山区,肥西县'), ('重庆市', '重庆', '023', '华东大区', '渝北区,璧山区,北碚区'),
    ('湖北省', '武汉', '027', '华东大区', '东西湖区,江夏区'), ('四川省', '成都', '028', '华东大区', '龙泉驿区,双流区'),
    ('广东省', '广州', '020', '华南大区', '黄埔区,番禺区,南沙区'), ('广东省', '佛山', '0757', '华南大区', '顺德区,南海区,禅城区'),
    ('广东省', '深圳', '0755', '华南大区', '宝安区,龙岗区,光明区'), ('广东省', '东莞', '0769', '华南大区', '长安镇,松山湖,虎门镇'),
    ('广东省', '中山', '0760', '华南大区', '火炬开发区,小榄镇'), ('福建省', '厦门', '0592', '华南大区', '集美区,海沧区'),
    ('福建省', '福州', '0591', '华南大区', '仓山区,马尾区'), ('湖南省', '长沙', '0731', '华南大区', '岳麓区,望城区'),
    ('天津市', '天津', '022', '华北大区', '西青区,武清区,滨海新区'), ('北京市', '北京', '010', '华北大区', '大兴区,顺义区,昌平区'),
    ('山东省', '青岛', '0532', '华北大区', '黄岛区,城阳区'), ('山东省', '济南', '0531', '华北大区', '历城区,章丘区'),
    ('河北省', '石家庄', '0311', '华北大区', '鹿泉区,栾城区'), ('河南省', '郑州', '0371', '华北大区', '中牟县,经开区'),
    ('辽宁省', '沈阳', '024', '华北大区', '铁西区,浑南区'), ('辽宁省', '大连', '0411', '华北大区', '金州区,旅顺口区'),
    ('陕西省', '西安', '029', '华北大区', '高新区,未央区'), ('山西省', '太原', '0351', '华北大区', '小店区,尖草坪区')
  ) as c (province, city, area, region, districts);

create temporary table demo_trade on commit drop as
select t.*, row_number() over () as no
  from (values ('机械', 'machinery'), ('汽车零部件', 'automotive'), ('精密机械', 'machinery'), ('新材料', 'new_materials'),
               ('橡塑', 'new_materials'), ('电子科技', 'electronics'), ('电器', 'electronics'), ('五金制品', 'machinery'),
               ('化工', 'chemical'), ('检测技术', 'testing'), ('建材', 'construction'), ('紧固件', 'machinery'),
               ('新能源', 'energy'), ('医疗器械', 'medical'), ('弹簧', 'automotive'), ('线缆', 'electronics')
       ) as t (trade, industry);

create temporary table demo_word on commit drop as
select string_to_array('恒 瑞 鑫 宏 德 嘉 华 盛 科 天 金 泰 永 兴 安 凯 朗 精 卓 联 昌 博 润 东 中 启 正 新 方 铭', ' ') as brand1,
       string_to_array('达 丰 源 通 信 利 和 创 维 泽 峰 隆 邦 力 锐 驰 诚 航 拓 腾 宇 晟 益 辉 图 元 威 特 冠 翔', ' ') as brand2,
       string_to_array('王 李 张 刘 陈 杨 赵 黄 周 吴 徐 孙 胡 朱 高 林 何 郭 马 罗 梁 宋 郑 谢 韩 唐 冯 于 董 程 曹 袁 邓 许 傅 沈 曾 彭 吕 苏 蒋 蔡 贾 丁 魏 薛 叶 潘 单 仇 解 朴 查 区 盖 乐', ' ') as surname,
       string_to_array('伟 芳 娜 敏 静 丽 强 磊 军 洋 勇 艳 杰 娟 涛 明 超 兰 霞 平 刚 桂英 建华 玉梅 鑫 海波 斌 宇 浩然 凯 健 俊杰 一帆 雪梅 婷婷 宁 晨 志远 国庆 建国 文静 晓东 海燕 春生 丽华 思远 子涵 立新 永强 秀珍 红梅 志刚 小军 云飞', ' ') as given,
       string_to_array('创新路 科技大道 兴业路 工业大道 振兴路 金鸡湖大道 长江路 人民东路 开发大道 星湖街 环城北路 迎宾路 华山路 通达路 文昌路', ' ') as road;

-- Pinyin of a name, the first reading of each character: for mail addresses.
create function pg_temp.spell(words text) returns text language sql stable as $$
    select coalesce(string_agg(h.sound, '' order by c.ord), 'x')
      from string_to_table(words, null) with ordinality as c (ch, ord)
     cross join lateral (select lower(split_part(x.py, '/', 1)) as sound from meta.han as x where x.cp = ascii(c.ch) offset 0) as h
$$;

-- One of an array, by a number or by chance.
create function pg_temp.pick(choices text[], n bigint) returns text language sql immutable as $$
    select choices[1 + mod(abs(n), cardinality(choices))::int]
$$;
create function pg_temp.pick(choices text[]) returns text language sql volatile as $$
    select choices[1 + floor(random() * cardinality(choices))::int]
$$;

-- A moment on a working day: days before (positive) or after today, at some hour between nine and half past five.
create function pg_temp.at_work(days_ago int) returns timestamptz language sql volatile as $$
    select (d + interval '9 hours' + floor(random() * 510) * interval '1 minute')::timestamptz
      from (select case extract(isodow from current_date - days_ago)
                     when 6 then current_date - days_ago - 1 when 7 then current_date - days_ago - 2
                     else current_date - days_ago end as d) as x
$$;

analyze demo_city, demo_trade, demo_word;
