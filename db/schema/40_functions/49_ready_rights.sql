-- SPDX-License-Identifier: AGPL-3.0-or-later
-- The ready state of the ready roles. What a role has and no person gave it comes from a migration: that is its
-- ready state. What people saved last stands in the audit line of their change.

create function auth.keep_ready_rights() returns void language sql volatile as $$
    insert into auth.ready_right as t (role_key, resource, rights)
    select r.key, d ->> 'resource', d
      from app.role r
     cross join jsonb_array_elements(auth.role_rights_json(r.id) -> 'resources') d
      left join lateral (select e.detail -> 'after' as rights from audit.event e
                          where e.kind = 'role_rights_changed' and e.record_id = r.id order by e.id desc limit 1) last on true
     where r.key is not null
       and not exists (select from jsonb_array_elements(last.rights -> 'resources') s where s ->> 'resource' = d ->> 'resource')
    on conflict (role_key, resource) do update set rights = excluded.rights where t.rights <> excluded.rights
$$;

-- The ready state of a role in the form of its matrix; null for a role that the company made.
create function auth.ready_rights_json(role_id uuid) returns jsonb language sql stable as $$
    select jsonb_agg(y.rights order by r.ordinal)
      from app.role o
      join auth.ready_right y on y.role_key = o.key
      join meta.resource r on r.name = y.resource and not r.is_retired
     where o.id = $1
$$;
