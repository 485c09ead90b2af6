-- SPDX-License-Identifier: AGPL-3.0-or-later
-- How deals go: pipelines and their stages, with the one that every company begins with.

create table app.pipeline (
    id          uuid not null default meta.uuid_v7(),
    name        text not null,
    position    int not null default 0,
    is_default  boolean not null default false,
    is_active   boolean not null default true,
    description text,
    constraint pipeline_pkey primary key (id)
);
call meta.add_standard('app.pipeline', false);
call meta.add_search('app.pipeline');
create unique index pipeline_name_key on app.pipeline (name) where deleted_at is null;
comment on table app.pipeline is 'A sales process; its stages are in app.stage';

create table app.stage (
    id              uuid not null default meta.uuid_v7(),
    pipeline_id     uuid not null,
    name            text not null,
    kind            text not null default 'open',
    probability     numeric(9,4) not null default 0,
    position        int not null default 0,
    max_days        int,
    required_fields text[],
    is_active       boolean not null default true,
    description     text,
    constraint stage_pkey primary key (id),
    constraint stage_pipeline_id_fkey foreign key (pipeline_id) references app.pipeline (id),
    constraint stage_kind_check check (kind in ('open', 'won', 'lost')),
    constraint stage_probability_check check (probability between 0 and 100),
    constraint stage_max_days_check check (max_days >= 0)
);
call meta.add_standard('app.stage', false);
call meta.add_search('app.stage');
-- the stages of a pipeline, in order
create index stage_pipeline_id_idx on app.stage (pipeline_id, position, id);
create unique index stage_name_key on app.stage (pipeline_id, name) where deleted_at is null;
comment on table app.stage is 'One step of a pipeline; its kind makes a deal open, won or lost';
comment on column app.stage.required_fields is 'Fields of the deal that must be filled before it may enter';

with made as (
    insert into app.pipeline (name, position, is_default, description)
    values ('标准销售流程', 10, true, '从初步接洽到签约的标准流程，可在设置中修改。')
    returning id
)
insert into app.stage (pipeline_id, name, kind, probability, position, max_days)
select made.id, s.name, s.kind, s.probability, s.position, s.max_days
  from made, (values ('初步接洽', 'open', 10, 10, 30), ('需求确认', 'open', 25, 20, 30), ('方案报价', 'open', 45, 30, 30),
                     ('招投标', 'open', 60, 40, 45), ('商务谈判', 'open', 80, 50, 21),
                     ('赢单', 'won', 100, 60, null::int), ('输单', 'lost', 0, 70, null))
       as s (name, kind, probability, position, max_days);
