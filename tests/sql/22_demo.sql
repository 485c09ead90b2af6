-- SPDX-License-Identifier: AGPL-3.0-or-later
-- The demo company loads into today's tables and is what its description promises.
begin;
\set QUIET 1
\set scale 1
\o /dev/null
\ir ../../db/demo/10_people.sql
\ir ../../db/demo/20_product.sql
\ir ../../db/demo/30_word.sql
\ir ../../db/demo/35_territory.sql
\ir ../../db/demo/40_account.sql
\ir ../../db/demo/45_partner.sql
\ir ../../db/demo/50_contact.sql
\ir ../../db/demo/60_opportunity.sql
\ir ../../db/demo/70_line.sql
\ir ../../db/demo/72_activity.sql
\ir ../../db/demo/80_today.sql
\ir ../../db/demo/82_people.sql
\ir ../../db/demo/85_ways.sql
\ir ../../db/demo/87_lead.sql
\ir ../../db/demo/88_pool.sql
\ir ../../db/demo/90_view.sql
\o
set local timezone = 'Asia/Shanghai';
select plan(31);
select is((select count(*)::int from demo_user where no <= 46), 46, '46 people');
select is((select count(*)::int from app."user" as u join demo_user as d on d.id = u.id join auth.credential as c on c.user_id = u.id
            where c.password_hash like '$argon2id$%'), 48, 'who can log in');
select is((select count(*)::int from auth.subject as s join demo_user as d on d.id = s.user_id), 48, 'and have rights');
select is((select array_agg(u.username order by u.username) from app."user" as u where u.name = '张伟'), array['zhangwei', 'zhangwei2'], 'two people called 张伟');
select is((select count(*)::int from demo_account as d join app.account as t on t.id = d.id), 600, '600 customers');
select is((select count(*)::int from demo_contact as d join app.contact as t on t.id = d.id), 1500, '1,500 contacts');
select is((select string_agg(status || n, ' ' order by status) from (select t.status, count(*) as n from demo_deal as d
            join app.opportunity as t on t.id = d.id group by 1) as x), 'lost80 open90 won150', '320 deals, 90 of them open');
select ok((select count(*) between 7500 and 10500 from app.activity), 'about 9,000 activities');
select ok((select min(created_at) < now() - interval '17 months' from app.account), 'over eighteen months');
select is((select count(*)::int from app.activity where done_at > now()), 0, 'nothing done in the future');
select is((select t.amount::int || ' ' || (current_date - t.stage_changed_at::date) || ' ' || s.name from app.opportunity as t join app.stage as s on s.id = t.stage_id
            where t.name like '长平实验室%'), '1680000 47 招投标', '长平实验室 is stuck');
select is((select count(*)::int from app.account where phone = (select phone from app.account where name = '长平汽配')), 2, '长平汽配 shows as a duplicate');
select is((select count(*)::int from app.account as t join app.account as p on p.id = t.parent_id where p.name like '重庆长平%集团%'), 3, 'a group with three plants');
select ok((select bool_and(n > 0) from (select count(*) filter (where a.due_on <= current_date and a.status = 'planned') as n
            from demo_user as u left join app.activity as a on a.owner_id = u.id
           where u.username in ('shenguoliang', 'zengmin', 'shanlei', 'zhangwei', 'qiuxiaolin', 'hejing', 'zhangwei2', 'xiefang', 'piaohui', 'zhazhiqiang',
                                'fengxiaoyi', 'hongshan', 'kanxing', 'niujianguo') group by u.id) as x), 'each role has something due today');
select is((select string_agg(r.part || r.attitude, ' ' order by r.part, r.attitude) from app.deal_role as r join demo_deal as d on d.id = r.opportunity_id) || (select count(*) from app.employment), 'decider0 decider1 gatekeeper-1 user21', 'who decides about 长平实验室, and a seat at the group');
select is((select count(*)::int from app.product as p join demo_product as d on d.id = p.id where (p.kind = 'service') <> (p.tax_rate = 6)), 0, '13 % tax, services 6 %');
select is((select p.price::int from app.product as p join demo_product as d on d.id = p.id where p.sku = 'WDW-100'), 128000, 'WDW-100 at its price');
select is((select count(*)::int from app.opportunity as t join demo_deal as d on d.id = t.id
            where t.status <> 'open' and (t.closed_on is null or t.closed_on > current_date or t.closed_on < t.created_at::date)), 0, 'closed deals have a sound closing date');
select is((select count(*)::int from app.account as t join demo_account as d on d.id = t.id where t.search_gram is null), 0, 'all can be found');
select is((select count(*)::int from audit.history as h join demo_account as d on d.id = h.record_id where h.kind <> 'create' or h.at <> (select t.created_at from app.account as t where t.id = d.id)), 0,
          'histories begin when the records do');
select is((select string_agg(p.name || n, ' ' order by p.position) from (select t.parent_id, count(*) as n from app.territory as t join demo_territory as d on d.id = t.id group by 1) as x
            join app.territory as p on p.id = x.parent_id), '华东7 华南3 华北8', 'regions with their provinces');
select is((select count(*)::int from app.account as t join demo_account as d on d.id = t.id join app.territory as y on y.id = t.territory_id where y.name = t.province), 600, 'each customer in the territory of its province');
select is((select count(*)::int from app.opportunity as t join demo_deal as d on d.id = t.id join app.account as a on a.id = t.account_id where t.territory_id is distinct from a.territory_id or t.partner_id is distinct from a.partner_id), 0, 'deals follow them');
create function pg_temp.seen_by(login text, view text) returns setof text language plpgsql as $$ begin
    perform set_config('app.user_id', (select id::text from demo_user where username = login), true);
    return query execute format('select v.id::text from api.%I v', view);
    perform set_config('app.user_id', '', true);
end $$;
select ok((select bool_and(t.partner_id = u.partner_id) and count(*) between 5 and 60 from app."user" as u cross join lateral (select a.partner_id from app.account as a where a.id::text in (select pg_temp.seen_by(u.username, 'account'))) as t
            where u.username = l.login), l.login || ' sees the customers of his agency and no other') from (values ('wenqihang'), ('tongbeichen')) as l (login);
select is((select count(distinct y.name)::int from app.account as a join app.territory as y on y.id = a.territory_id join demo_user as u on u.username = 'jianghaitao'
            where a.owner_id <> u.id and a.id::text in (select pg_temp.seen_by(u.username, 'account'))), 2, 'beside his own the technician sees two territories');
select is((select count(*)::int from app.opportunity as t where t.name like '长平%' and t.id::text in (select pg_temp.seen_by('zhouxiaofeng', 'opportunity'))), 2, 'the team sees the 长平 deals');
select ok((select count(*) > 5 and bool_and(t.industry in ('machinery', 'new_materials') and t.level in ('c', 'd')) from app.account as t join demo_user as u on u.username = 'fengxiaoyi'
            where t.owner_id <> u.id and t.name not like '重庆长平%' and t.id::text in (select pg_temp.seen_by('fengxiaoyi', 'account'))), 'the matrix rule opens what it says');
select is((select extract(isodow from a.begins_at)::int from app.absence as a join demo_user as u on u.id = a.owner_id where u.username = 'hejing'), 5, '何静 leaves on Friday');
select is((select string_agg(status || n, ' ' order by status) from (select status, count(*) as n from app.lead group by 1) as x), 'converted30 new70 qualified20 unqualified30 working50', 'leads in every state');
select ok((select count(*) > 5 from app.pool_record as r where r.resource = 'lead') and (select bool_and(first_contact_at is not null) from app.lead where status <> 'new'), 'some in the pool, and whoever works on one has called');
select * from finish();
rollback;
