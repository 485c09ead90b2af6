-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Care of data: rules that name stale, incomplete or contradictory records, and what they found.

create table app.care_rule (
    id          uuid not null default meta.uuid_v7(),
    name        text not null,
    resource    text not null,
    definition  jsonb not null,
    severity    text not null default 'stale',
    message     text not null,
    action      text not null default 'list',
    days        bigint not null default 3,
    is_active   boolean not null default true,
    last_run_at timestamptz,
    constraint care_rule_pkey primary key (id),
    constraint care_rule_severity_check check (severity in ('stale', 'incomplete', 'contradictory')),
    constraint care_rule_action_check check (action in ('list', 'notify', 'task')),
    constraint care_rule_days_check check (days between 0 and 365)
);
call meta.add_standard('app.care_rule', false);
call meta.add_search('app.care_rule');
-- what the worker runs next
create index care_rule_last_run_at_idx on app.care_rule (last_run_at nulls first) where is_active and deleted_at is null;
comment on table app.care_rule is 'A condition that says what is wrong with a record; the worker keeps its findings';

create table app.care_finding (
    id          uuid not null default meta.uuid_v7(),
    message     text not null,
    severity    text not null default 'stale',
    rule_id     uuid,
    activity_id uuid,
    constraint care_finding_pkey primary key (id),
    constraint care_finding_rule_id_fkey foreign key (rule_id) references app.care_rule (id) on delete cascade,
    constraint care_finding_activity_id_fkey foreign key (activity_id) references app.activity (id) on delete set null
);
call meta.add_standard('app.care_finding', true);
call meta.add_parent('app.care_finding');
-- one line per rule and record; what a rule has found
create unique index care_finding_rule_id_key on app.care_finding (rule_id, parent_id);
-- purge of an activity
create index care_finding_activity_id_idx on app.care_finding (activity_id) where activity_id is not null;
comment on table app.care_finding is 'A record that a rule names; goes by itself when the record is in order';

-- Findings are seen by who sees the record: whoever reads activities reads them, but nobody from outside the house.
-- Nobody writes them.
insert into auth.role_resource (role_id, resource, read_scope, write_scope, operations)
select x.role_id, 'care_finding', x.read_scope, 'none', '{}'
  from auth.role_resource x join app.role r on r.id = x.role_id and r.kind <> 'portal'
 where x.resource = 'activity'
on conflict (role_id, resource) do nothing;
insert into auth.role_resource (role_id, resource, read_scope, write_scope, operations)
select r.id, 'care_rule', 'all', 'all', '{create,update,delete,restore,export,import,bulk,history}'
  from app.role r where r.key in ('boss', 'sales_director', 'admin')
on conflict (role_id, resource) do nothing;
