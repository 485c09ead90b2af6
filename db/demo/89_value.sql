-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Classes: a dimension by hand, and what the ready models say of the demo company's deals; some customers have moved this month.

insert into app.dimension (name, how, position, description, created_by)
select '合作深度', 'hand', 40, '由负责人判断', u.id from demo_user as u where u.username = 'zengmin';
insert into app.dimension_class (dimension_id, name, color, position, description, created_by)
select d.id, v.name, v.color, v.position, v.description, d.created_by
  from app.dimension as d
 cross join (values ('战略合作', 'red', 10, '高层互访，联合开发'), ('框架合作', 'orange', 20, '有年度框架合同'), ('一般往来', 'grey', 30, '按单采购'))
       as v (name, color, position, description)
 where d.name = '合作深度';
insert into app.account_class (account_id, dimension_id, class_id, how, since, created_by)
select a.id, c.dimension_id, c.id, 'hand', meta.today() - 30 - a.no % 200, t.owner_id
  from demo_account as a
  join app.account as t on t.id = a.id
  join app.dimension_class as c on c.name = case when '年度框架' = any (a.tags) then '框架合作' when a.level = 'a' then '战略合作' else '一般往来' end
 where a.life_cycle = 'regular' and a.no % 2 = 1;

-- Two groups: a list for an exhibition, and one that follows its condition (the worker fills it).
insert into app.account_group (name, kind, definition, description, owner_id, created_by)
select v.name, v.kind, v.definition::jsonb, v.description, u.id, u.id
  from (values ('春季展会邀请名单', 'static', null, '市场部与各区共同确认'),
               ('三个月没下单的重点客户', 'dynamic', '{"and": [{"field": "level", "op": "eq", "value": "a"}, {"not": {"has": "opportunity.account_id", "where": {"and": [{"field": "status", "op": "eq", "value": "won"}, {"field": "closed_on", "op": "within", "value": "last_90_days"}]}}}]}', '按条件自动更新'))
       as v (name, kind, definition, description)
  join demo_user as u on u.username = 'zengmin';
insert into app.group_member (account_id, group_id, how, created_by)
select a.id, g.id, 'hand', g.created_by
  from demo_account as a join app.account_group as g on g.kind = 'static'
 where a.level in ('a', 'b') and a.no % 12 = 1;

-- So small a company has few peers: two sizes, two buyers.
update app.value_model set size_bounds = '300', min_peers = 2, months = 24 where kind = 'value';
do $$
declare
    model uuid;
    run uuid;
    last_id uuid;
begin
    for model in select m from job.value_models() as m loop
        select p.run_id into run from job.value_prepare(model) as p;
        last_id := '00000000-0000-0000-0000-000000000000';
        while last_id is not null loop
            last_id := job.value_step(model, run, last_id, 2000);
        end loop;
        perform job.value_finish(model, run);
    end loop;
end
$$;
update app.account_class as t
   set since = case when hashtext(t.account_id::text) % 9 = 0 and c.next_id is not null then date_trunc('month', meta.today())::date else meta.today() - 100 end,
       before_id = case when hashtext(t.account_id::text) % 9 = 0 then c.next_id end
  from (select k.id, coalesce(case when k.position % 20 = 10 then lead(k.id) over w else lag(k.id) over w end, lag(k.id) over w) as next_id
          from app.dimension_class as k window w as (partition by k.dimension_id order by k.position)) as c
 where t.how = 'model' and c.id = t.class_id;

analyze app.account_group, app.group_member, app.account_class, app.account_value, app.account_offer;
