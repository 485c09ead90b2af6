-- SPDX-License-Identifier: AGPL-3.0-or-later
-- 交接: all that somebody holds goes to others by rules, once, as one change set.

create table app.handover (
    id              uuid not null default meta.uuid_v7(),
    code            text,
    leaver_id       uuid not null,
    reason          text not null default 'leaves',
    due_at          timestamptz,
    close_login     boolean not null default false,
    keep_closed     boolean not null default true,
    rules           jsonb,
    note            text,
    state           text not null default 'draft',
    confirmed_by_id uuid,
    job_id          uuid,
    change_set_id   uuid,
    started_at      timestamptz,
    finished_at     timestamptz,
    counts          jsonb,
    receipt         jsonb,
    constraint handover_pkey primary key (id),
    constraint handover_code_key unique (code),
    constraint handover_leaver_id_fkey foreign key (leaver_id) references app."user" (id),
    constraint handover_confirmed_by_id_fkey foreign key (confirmed_by_id) references app."user" (id),
    constraint handover_job_id_fkey foreign key (job_id) references app.job (id) on delete set null,
    constraint handover_reason_check check (reason in ('leaves', 'moves', 'load')),
    constraint handover_state_check check (state in ('draft', 'planned', 'running', 'done', 'undone', 'failed'))
);
call meta.add_standard('app.handover', true);
create sequence app.handover_code_seq;
-- job.handover_due; purge of a job; undo of a change set
create index handover_due_at_idx on app.handover (due_at) where state = 'planned' and deleted_at is null;
create index handover_job_id_idx on app.handover (job_id) where job_id is not null;
create index handover_change_set_id_idx on app.handover (change_set_id) where change_set_id is not null;
-- what was handed over from a person
create index handover_leaver_id_idx on app.handover (leaver_id, created_at desc, id desc) where deleted_at is null;
comment on table app.handover is 'Who hands over what to whom by which rules, and what came of it';

-- Each record with its receiver, fixed when the run begins, so that a lost worker loses and doubles nothing.
create table job.handover_item (
    handover_id uuid not null,
    resource    text not null,
    record_id   uuid not null,
    rule        int not null,
    to_id       uuid,
    pool_id     uuid,
    state       text not null default 'waiting',
    constraint handover_item_pkey primary key (handover_id, resource, record_id),
    constraint handover_item_handover_id_fkey foreign key (handover_id) references app.handover (id) on delete cascade,
    constraint handover_item_state_check check (state in ('waiting', 'moved', 'left'))
);
-- job.handover_step
create index handover_item_waiting_idx on job.handover_item (handover_id, resource, to_id, pool_id, record_id) where state = 'waiting';

insert into auth.role_resource (role_id, resource, read_scope, write_scope, operations)
select r.id, 'handover', v.scope, v.scope, '{create,delete,restore,run,update}'
  from (values ('{boss,admin,sales_director}'::text[], 'all'), ('{regional_manager}', 'subtree')) v (keys, scope)
  join app.role r on r.key = any (v.keys)
on conflict (role_id, resource) do nothing;
