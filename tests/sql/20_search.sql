-- SPDX-License-Identifier: AGPL-3.0-or-later
-- What typed text finds: Han substrings, 拼音 in full, first letters, mixed, every reading, traditional characters,
-- Latin, digits, several words. Each case runs the very condition that the service emits, and the same without its
-- index half: the index may not lose a row that the exact test keeps for the ways of typing that are promised.
begin;
\ir lib/people.psql
select plan(81);

create temporary table sample (name text, search_text text, search_py text, search_gram tsvector);
insert into sample
select n, p.txt, p.py, p.gram
  from unnest(array['重庆长安汽车股份有限公司', '张伟', '中国银行', '厦门厦工机械', '吕布', '单雄信', '曾国藩', '解晓东', '仇英',
                    '乐视网', '朴慧', '查志强', '区文', 'WDW-100 试验机', 'TCL科技', '3M中国', '張偉明', 'Acme Corporation',
                    '重庆长平汽车零部件（集团）', '长安TCL合资', E'甲\n乙', '𠮷野家']) as n, meta.search_parse(n) as p;

create function pg_temp.found(q text) returns text language sql as $$
    select coalesce(string_agg(replace(name, E'\n', ' '), ',' order by name), '') from sample
     where search_gram @@ api.search_query(q)
       and coalesce((search_text || E'\n' || search_py) ~ all ((select api.search_patterns(q))::text[]), false)
$$;
create temporary table wanted (q text, names text);
insert into wanted values
    ('张伟', '张伟,張偉明'), ('張偉', '张伟,張偉明'), ('伟', '张伟,張偉明'), ('长安', '重庆长安汽车股份有限公司,长安TCL合资'),
    ('有限公司', '重庆长安汽车股份有限公司'), ('零部件（集', '重庆长平汽车零部件（集团）'), ('(集团)', '重庆长平汽车零部件（集团）'),
    ('zw', '张伟,張偉明'), ('zhangw', '张伟,張偉明'), ('zhangwei', '张伟,張偉明'), ('ZHANGWEI', '张伟,張偉明'),
    ('ｚｈａｎｇｗ', '张伟,張偉明'), ('zwm', '張偉明'), ('zhangwm', '張偉明'), ('zhangweim', '張偉明'), ('zweim', '張偉明'),
    ('weiming', '張偉明'), ('张w', '张伟,張偉明'), ('zhang伟', '张伟,張偉明'), ('z伟', '张伟,張偉明'), ('lw', ''),
    ('cqca', '重庆长安汽车股份有限公司'), ('changan', '重庆长安汽车股份有限公司,长安TCL合资'),
    ('zhongqing', '重庆长安汽车股份有限公司,重庆长平汽车零部件（集团）'), ('chongqingchangan', '重庆长安汽车股份有限公司'),
    ('cqchangan', '重庆长安汽车股份有限公司'), ('yinhang', '中国银行'), ('yinxing', '中国银行'), ('zgyh', '中国银行'),
    ('xiamen', '厦门厦工机械'), ('xmxg', '厦门厦工机械'), ('lvb', '吕布'), ('lüb', '吕布'), ('lub', ''),
    ('sxx', '单雄信'), ('shanx', '单雄信'), ('danx', '单雄信'), ('zgf', '曾国藩'), ('cengg', '曾国藩'), ('xiexd', '解晓东'),
    ('jiexd', '解晓东'), ('qiuy', '仇英'), ('lsw', '乐视网'), ('yuesw', '乐视网'), ('piaoh', '朴慧'), ('zhazq', '查志强'), ('ouw', '区文'),
    ('wdw', 'WDW-100 试验机'), ('100', 'WDW-100 试验机'), ('w-10', 'WDW-100 试验机'), ('1', 'WDW-100 试验机'),
    ('syj wdw', 'WDW-100 试验机'), ('tclkj', 'TCL科技'), ('3mzg', '3M中国'), ('acme', 'Acme Corporation'), ('orp', 'Acme Corporation'),
    ('changantcl', '长安TCL合资'), ('长安 汽车', '重庆长安汽车股份有限公司'), ('汽车 cq', '重庆长安汽车股份有限公司,重庆长平汽车零部件（集团）'),
    ('甲乙', ''), ('甲 乙', '甲 乙'), ('--', ''), ('%', ''), ('''', ''), ('(((', ''), ('𠮷野', '𠮷野家');
select is(pg_temp.found(q), names, 'typed ' || q) from wanted;

select is((select search_py from sample where name = '厦门厦工机械'), '.厦/SHA/XIA.门/MEN.厦/SHA/XIA.工/GONG.机/JI.械/XIE', 'every reading of every character is kept');
select is((select gram::text from meta.search_parse(E'a12 单仇1é-98b张\n重庆0512-1234567')),
          (select string_agg(quote_literal(t), ' ' order by t collate "C")
             from string_to_table('051 1 12 123 2 21 234 2C 2D 2S 2chan 2dan 2shan 345 456 512 567 67 7 8B 8b 98b A1 BZ C1 CC CQ DC DQ Q0 Q1 SC SQ ZQ a12 b bzhang '
                                  'chan chanchou chanqiu chong chongqing chou chou1 dan danchou danqiu qing qing0 qiu qiu1 shan shanchou shanqiu zhang zhong zhongqing '
                                  'é 仇 单 单仇 庆 张 重 重庆', ' ') as t), 'every term of a text with all kinds of neighbours');
select is((select py from meta.search_parse(E'a12 单1é-张\n重0512')), E'.A.1.2.单/DAN/CHAN/SHAN.1.é.张/ZHANG\n.重/ZHONG/CHONG.0.5.1.2', 'every reading in its place');
select is((select txt from meta.search_parse('ＡＢＣ　（中國）Ü')), 'abc (中国)v', 'normal form: half width, lower case, simplified');

-- Through the published views, with the trigger.
insert into app.account (id, name, short_name, owner_id) values (pg_temp.id('a', 7), '厦门乐行轮胎有限公司', '乐行', pg_temp.id('0', 3));
create function pg_temp.account_found(person int, q text, view text) returns text language sql as $$
    select coalesce(string_agg(x, ' '), '') from pg_temp.as_person(pg_temp.id('0', person), format(
        'select right(id::text, 1) from api.%I where search_gram @@ api.search_query(%L) '
        || 'and coalesce((search_text || E''\n'' || search_py) ~ all ((select api.search_patterns(%L))::text[]), false)', view, q, q), 'guanxi_read') as x
$$;
select is(pg_temp.account_found(3, 'xmyuex', 'account_find'), '7', 'the owner finds his customer by sound');
select is(pg_temp.account_found(1, 'xiamen lexing', 'account_find'), '7', 'the director too');
select is(pg_temp.account_found(4, 'xmyuex', 'account_find'), '', 'a colleague does not');
select is(pg_temp.account_found(9, 'x', 'account_find'), '', 'who may not read every searched field gets nothing from these columns');
select is(pg_temp.account_found(9, 'x', 'account'), '', 'nor from the plain view');
update app.account set name = '大连重行轴承' where id = pg_temp.id('a', 7);
select is(pg_temp.account_found(3, 'xiamen', 'account_find') || pg_temp.account_found(3, 'chonghang', 'account_find'), '7', 'a new name is found, the old one is not');
update app.account set search_text = null, search_gram = null where id = pg_temp.id('a', 7);
select meta.search_refill('account', array['name']);
select is(pg_temp.account_found(3, 'dlzh', 'account_find'), '7', 'filled anew when the definition changes');
select ok((select version from app.account where id = pg_temp.id('a', 7)) <= 3, 'which is no change of the record');
select ok((select 'zzz'::tsvector @@ api.search_contains('，。')), 'contains with signs only excludes nothing');
select ok((select gram @@ api.search_contains('平汽车零') from meta.search_parse('长平汽车零部件')), 'contains: implied by what is contained');

-- 300 random pieces of names, spoken in random ways, are found through the index as without it.
select is((select count(*)::int
             from (select s.name, s.search_text, s.search_py, s.search_gram, t.typed
                     from generate_series(1, 300) as g
                    cross join lateral (select * from sample where search_text ~ '^[一-龥]{2,}$' order by hashtext(name || g) limit 1) as s
                    cross join lateral (
                        select string_agg(case (g / 3 + c.ord) % 3 when 0 then lower(left(h.py, 1)) when 1 then lower(split_part(h.py, '/', 1)) else c.ch end, '' order by c.ord) as typed
                          from string_to_table(s.search_text, null) with ordinality as c (ch, ord) join meta.han as h on h.cp = ascii(c.ch)
                         where c.ord > g % 2 and c.ord <= g % 2 + 1 + g % 3) as t) as x
            where x.typed is not null and not (x.search_gram @@ api.search_query(x.typed)
                   and (x.search_text || E'\n' || x.search_py) ~ all (api.search_patterns(x.typed)))), 0, 'no random way of typing loses the name it was made from');
select finish();
rollback;
