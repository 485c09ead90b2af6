-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Saved reports: the question alone, owned and shared like any record. Answers are asked for by each reader himself.

create table app.report (
    id          uuid not null default meta.uuid_v7(),
    name        text not null,
    resource    text not null,
    group_by    text not null,
    measures    text not null default 'count',
    condition   jsonb,
    words       text,
    chart       text not null default 'bar',
    order_by    text,
    top         bigint not null default 100,
    description text,
    constraint report_pkey primary key (id),
    constraint report_chart_check check (chart in ('table', 'bar', 'line', 'pie', 'funnel')),
    constraint report_top_check check (top between 1 and 500)
);
call meta.add_standard('app.report', true);
call meta.add_search('app.report');
comment on table app.report is 'Groups and measures of a resource as somebody saved them; no results';

-- Everybody of the house makes and shares his own; leaders see those of their people.
insert into auth.role_resource (role_id, resource, read_scope, write_scope, operations)
select r.id, 'report', v.scope, v.scope, v.operations
  from (values ('{boss,admin,sales_director}'::text[], 'all', '{create,update,delete,restore,transfer,share,history}'::text[]),
               ('{regional_manager,sales_assistant}', 'subtree', '{create,update,delete,restore,transfer,share,history}'),
               ('{salesperson,telesales,marketing,customer_service,service_engineer,purchasing,finance}', 'own',
                '{create,update,delete,restore,share,history}')) v (keys, scope, operations)
  join app.role r on r.key = any (v.keys)
on conflict (role_id, resource) do nothing;
