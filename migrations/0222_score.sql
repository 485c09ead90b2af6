-- SPDX-License-Identifier: AGPL-3.0-or-later
-- 评分: points that rules give a record. A table takes part by its columns (meta.add_score); db/schema/45_domain/57_score.sql.

create procedure meta.add_score(target regclass)
language plpgsql as $$
declare
    t text := (select relname from pg_class where oid = target);
begin
    execute format('alter table %s add column score bigint not null default 0, add column score_reasons jsonb, add column score_rules bigint not null default 0', target);
    -- sort=-score, of one person and of all
    execute format('create index %I on %s (owner_id, score desc, id desc) where deleted_at is null', t || '_owner_id_score_idx', target);
    execute format('create index %I on %s (score desc, id desc) where deleted_at is null', t || '_score_idx', target);
    -- what other rules than today's have scored
    execute format('create index %I on %s (score_rules, id)', t || '_score_rules_idx', target);
    execute format('comment on column %s.score_rules is %L', target, 'Which state of the rules it was scored by');
end
$$;
call meta.add_score('app.lead');

create table app.score_rule (
    id          uuid not null default meta.uuid_v7(),
    name        text not null,
    resource    text not null default 'lead',
    definition  jsonb not null,
    compiled    jsonb,
    points      bigint not null,
    is_active   boolean not null default true,
    position    bigint not null default 0,
    constraint score_rule_pkey primary key (id),
    constraint score_rule_points_check check (points between -1000 and 1000)
);
call meta.add_standard('app.score_rule', false);
call meta.add_search('app.score_rule');
comment on column app.score_rule.compiled is 'The condition with the column and type of each field; made by trigger';

-- Counts the changes of the rules.
create table job.score_state (
    only_row boolean primary key default true check (only_row),
    state    bigint not null
);
insert into job.score_state (state) values (0);

insert into auth.role_resource (role_id, resource, read_scope, write_scope, operations)
select r.id, 'score_rule', 'all', 'all', '{create,update,delete,restore,history}'
  from app.role r where r.key in ('boss', 'sales_director', 'marketing', 'admin')
on conflict (role_id, resource) do nothing;
