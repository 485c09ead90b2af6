-- SPDX-License-Identifier: AGPL-3.0-or-later
-- 写跟进: what was done, what comes next and, for a deal, the move to another stage, as one change set.
-- Works through the caller's own views, so that row, field and reference rules apply by themselves.
create or replace function api.follow_up(body jsonb) returns jsonb
language plpgsql volatile security invoker
set search_path = pg_catalog, api
as $$
declare
  done_id uuid;
  next_id uuid;
  moved uuid;
begin
  insert into api.activity_write (kind, subject, body, parent_resource, parent_id, contact_id, status, outcome, next_step, next_step_on)
  values (body->>'kind', left(split_part(body->>'body', E'\n', 1), 200), body->>'body', body->>'parent_resource',
          (body->>'parent_id')::uuid, (body->>'contact_id')::uuid, 'done', body->>'outcome', body->>'next_step', (body->>'next_step_on')::date)
  returning id into done_id;
  if body->>'next_step_on' is not null then
    insert into api.activity_write (kind, subject, parent_resource, parent_id, contact_id, status, due_on)
    values ('task', coalesce(nullif(body->>'next_step', ''), left(split_part(body->>'body', E'\n', 1), 200)),
            body->>'parent_resource', (body->>'parent_id')::uuid, (body->>'contact_id')::uuid, 'planned', (body->>'next_step_on')::date)
    returning id into next_id;
  end if;
  if body->>'stage_id' is not null and body->>'parent_resource' = 'opportunity' then
    update api.opportunity_write set stage_id = (body->>'stage_id')::uuid where id = (body->>'parent_id')::uuid returning id into moved;
    if moved is null then
      raise exception 'forbidden' using errcode = 'GX403';
    end if;
  end if;
  return jsonb_build_object('activity_id', done_id, 'next_activity_id', next_id);
end
$$;
comment on function api.follow_up(jsonb) is 'Body of POST /follow-ups -> {activity_id, next_activity_id}. Raises what the views raise; GX403 when the deal may not be moved.';
revoke all on function api.follow_up(jsonb) from public;
grant execute on function api.follow_up(jsonb) to guanxi_api;
