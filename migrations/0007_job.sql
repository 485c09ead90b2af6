-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Long work: what people and the system asked the workers to do. Claimed with skip locked, held by a lease,
-- guarded by a fence: who lost the lease can no longer report.

create table app.job (
    id          uuid not null default meta.uuid_v7(),
    kind        text not null,
    state       text not null default 'queued'
                check (state in ('queued', 'running', 'done', 'failed', 'cancelled')),
    owner_id    uuid,
    params      jsonb not null default '{}',
    done        bigint not null default 0,
    total       bigint,
    result      jsonb,
    error_code  text,
    file_id     uuid,
    run_at      timestamptz not null default now(),
    started_at  timestamptz,
    finished_at timestamptz,
    lease_until timestamptz,
    worker      text,
    fence       bigint not null default 0,
    attempts    int not null default 0,
    constraint job_pkey primary key (id),
    constraint job_owner_id_fkey foreign key (owner_id) references app."user" (id)
);
call meta.add_standard('app.job', false);
-- my jobs
create index job_owner_id_created_at_idx on app.job (owner_id, created_at desc, id desc) where deleted_at is null;
-- what a worker may claim
create index job_open_idx on app.job (run_at, id) where state in ('queued', 'running');
