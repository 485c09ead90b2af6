-- SPDX-License-Identifier: AGPL-3.0-or-later
-- About 9,000 activities over 18 months: along every deal from its first day to its last stage, and with customers in
-- between; the older the customer, the more.

create temporary table demo_activity (
    kind text, subject text, body text, outcome text, parent_resource text, parent_id uuid, contact_id uuid, owner_id uuid, at timestamptz
) on commit drop;

-- Deals: steps spread over their life; what is said fits how far they had come.
insert into demo_activity
select l.kind, l.subject,
       replace(replace(replace(l.body, '{who}', coalesce(k.called, '对方')), '{product}', d.product), '{amount}', round(d.amount / 10000, 1)::text),
       l.outcome, 'opportunity', d.id, k.id, d.owner_id, pg_temp.at_work(p.days_ago)
  from demo_deal as d
 cross join lateral generate_series(0, 6 + mod(d.no * 5, 9)) as step
 cross join lateral (select greatest(case when d.stage in ('赢单', '输单') then d.entered_ago - 25 else 1 end,
                            d.opened_ago - step * greatest(d.opened_ago - d.entered_ago + 20, 8) / (7 + mod(d.no * 5, 9)))::int as days_ago) as p
 cross join lateral (
       select case when d.stage in ('赢单', '输单') and p.days_ago < d.entered_ago then d.stage
                   else (array['初步接洽', '需求确认', '方案报价', '招投标', '商务谈判'])[
                       least(greatest(array_position(array['初步接洽', '需求确认', '方案报价', '招投标', '商务谈判'], d.stage), 1),
                             case when d.stage in ('赢单', '输单') then 5 else 9 end,
                             1 + step * case d.stage when '初步接洽' then 1 when '需求确认' then 2 when '方案报价' then 3 else 5 end / (7 + mod(d.no * 5, 9)))] end as topic) as s
  join demo_line as l on l.topic = s.topic and l.no = 1 + mod(d.no * 3 + step, l.many)
  left join lateral (select c.id, left(c.name, case when c.name like '%主任' then 9 else 1 end)
                            || case when c.name like '%主任' then '' when c.job_title like '%经理' then '经理' when c.job_title like '%主任' then '主任'
                                    when c.job_title like '%总%' then '总' when c.salutation = 'prof' then '教授'
                                    when c.job_title like '%工程师' then '工' when c.salutation = 'ms' then '女士' else '先生' end as called
                       from demo_contact as c where c.account_id = d.account_id
                      order by (c.id = d.contact_id) desc nulls last, c.place limit 1) as k on true
 where p.days_ago > 0;

-- Customers: visits and calls between the deals.
insert into demo_activity
select l.kind, l.subject, replace(replace(l.body, '{who}', coalesce(k.called, '对方')), '{product}', '设备'), l.outcome, 'account', a.id, k.id,
       t.owner_id, pg_temp.at_work(p.days_ago)
  from demo_account as a
  join app.account as t on t.id = a.id
  join demo_user as u on u.id = t.owner_id
 cross join lateral generate_series(0, 2 + a.days_ago / case a.level when 'a' then 22 when 'b' then 32 when 'c' then 40 else 52 end) as step
 cross join lateral (select (a.days_ago - step * (a.days_ago::numeric / (3 + a.days_ago / case a.level when 'a' then 22 when 'b' then 32 when 'c' then 40 else 52 end))
                             - mod(a.no * 7 + step * 5, 9))::int as days_ago) as p
  join demo_line as l on l.topic = case when u.department = '电销组' or step = 0 and a.source = 'telesales' then '电销' else '一般' end
                     and l.no = 1 + mod(a.no * 5 + step * 3, l.many)
  left join lateral (select c.id, case when c.name like '%主任' then c.name else left(c.name, 1) || case when c.job_title like '%经理' then '经理' when c.job_title like '%主任' then '主任'
                            when c.job_title like '%总%' then '总' when c.job_title like '%工程师' then '工' when c.salutation = 'ms' then '女士' else '先生' end end as called
                       from demo_contact as c where c.account_id = a.id order by mod(c.place + step, 3), c.place limit 1) as k on true
 where p.days_ago > 0;

analyze demo_activity;
insert into app.activity (kind, subject, body, outcome, parent_resource, parent_id, contact_id, status, starts_at, done_at, owner_id,
                          created_at, created_by)
select a.kind, a.subject, a.body, a.outcome, a.parent_resource, a.parent_id, a.contact_id, 'done',
       case when a.kind in ('visit', 'meeting') then a.at - interval '90 minutes' end, a.at, a.owner_id, a.at + interval '12 minutes', a.owner_id
  from demo_activity as a
 where a.at < now()
 order by a.at;
analyze app.activity, app.account, app.contact, app.opportunity;
