-- SPDX-License-Identifier: AGPL-3.0-or-later
-- People for one-click log-in: the first person of each role. The service asks only when it was started as a demo.
create function api.demo_people() returns table (username text, name text, role_title text, place bigint)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select p.username, p.name, p.role_title, row_number() over (order by p.position, p.role_title)
      from (select distinct on (r.id) u.username, u.name, r.name as role_title, r.position
              from app.role r
              join app."user" u on r.id = any (u.role_ids)
              join auth.credential c on c.user_id = u.id and c.password_hash is not null and c.totp_confirmed_at is null
             where u.is_active and u.deleted_at is null and u.username is not null and u.kind in ('staff', 'portal')
               and r.deleted_at is null
             order by r.id, u.created_at, u.id) p
$$;
grant execute on function api.demo_people() to guanxi_read, guanxi_api;
