-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Keeps auth.right_set and auth.subject true. Whoever changes people, departments or roles takes one lock first,
-- so that two changes at once are computed one after the other, each seeing the other's result.

create function auth.lock_rights() returns void language plpgsql volatile as $$
begin
    -- In a repeatable snapshot the lock would not help: the other change would stay invisible.
    if current_setting('transaction_isolation') <> 'read committed' then
        raise exception using errcode = '40001', message = 'rights change only under read committed';
    end if;
    perform pg_advisory_xact_lock(hashtext('guanxi.rights'));
end
$$;

-- Recomputes the given combinations of roles on the given resources (null: all). Subjects whose rights changed get a new
-- generation. Only what differs is written: an upsert would lock every row.
create function auth.rebuild_right_sets(sets int[], resources text[] default null) returns void
language plpgsql volatile set jit = off as $$
declare
    touched int[];
begin
    with ordinary as materialized (
        select r.name, w.word1, w.word2
          from meta.resource r
          cross join lateral meta.words(array(select position from meta.field x
                                               where x.resource = r.name and not x.is_retired and not x.is_sensitive)) w
         where not r.is_retired
    ), wanted as materialized (
        select r.right_set_id, r.resource, r.read_scope, r.write_scope,
               coalesce(f.readable1, 0) as readable1, coalesce(f.readable2, 0) as readable2,
               coalesce(f.writable1, 0) as writable1, coalesce(f.writable2, 0) as writable2,
               coalesce(f.masked1, 0) as masked1, coalesce(f.masked2, 0) as masked2, r.operations,
               case when r.read_scope = 0 then 'none'
                    when coalesce(f.masked1, 0) & g.word1 = 0 and coalesce(f.masked2, 0) & g.word2 = 0
                     and coalesce(f.readable1, 0) & g.word1 = g.word1
                     and coalesce(f.readable2, 0) & g.word2 = g.word2 then 'full'
                    else 'masked' end as plan_class
          from auth.right_rows(sets, resources) r
          left join auth.right_fields(sets, resources) f on f.right_set_id = r.right_set_id and f.resource = r.resource
          join ordinary g on g.name = r.resource
    ), gone as (
        delete from auth.right_set t
         where (sets is null or t.right_set_id = any (sets)) and (resources is null or t.resource = any (resources))
           and not exists (select from wanted w where w.right_set_id = t.right_set_id and w.resource = t.resource)
        returning t.right_set_id
    ), kept as (
        insert into auth.right_set as t
        select w.* from wanted w
          left join auth.right_set o on o.right_set_id = w.right_set_id and o.resource = w.resource
         where o is distinct from row(w.*)::auth.right_set
        on conflict (right_set_id, resource) do update
           set read_scope = excluded.read_scope, write_scope = excluded.write_scope,
               readable1 = excluded.readable1, readable2 = excluded.readable2,
               writable1 = excluded.writable1, writable2 = excluded.writable2,
               masked1 = excluded.masked1, masked2 = excluded.masked2,
               operations = excluded.operations, plan_class = excluded.plan_class
        returning t.right_set_id
    )
    select array_agg(distinct right_set_id) into touched
      from (select right_set_id from gone union all select right_set_id from kept) x;
    update auth.subject set rights_gen = nextval('auth.rights_gen_seq') where right_set_id = any (touched);
end
$$;

-- New combinations of roles among the given facts get their rights.
create function auth.fresh_right_sets(facts auth.subject_fact[]) returns void language plpgsql volatile as $$
declare
    fresh int[];
begin
    with fresh_key as (
        insert into auth.right_set_key (role_ids)
        select distinct f.role_ids from unnest(facts) f
        except select k.role_ids from auth.right_set_key k
        on conflict (role_ids) do nothing
        returning right_set_id
    )
    select array_agg(right_set_id) into fresh from fresh_key;
    if fresh is not null then
        perform auth.rebuild_right_sets(fresh);
    end if;
end
$$;

-- What the scopes of the given people (null: all) rest on: departments they belong to or lead, what is below, who is
-- below, territories, and everything that a share or a rule can name them by (themselves, their roles, their
-- departments and those above).
create function auth.subject_rows(people uuid[]) returns setof auth.subject_fact language sql stable as $$
    with recursive combo as materialized ( -- many people, few combinations
        select x.role_ids, auth.live_roles(x.role_ids) as live
          from (select distinct coalesce(u.role_ids, '{}') from app."user" u where people is null or u.id = any (people)) x (role_ids)
    ), person as (
        select u.id, u.department_id, u.kind, u.partner_id, c.live as role_ids
          from app."user" u join combo c on c.role_ids = coalesce(u.role_ids, '{}')
         where people is null or u.id = any (people)
    ), home as (
        select p.id, p.department_id from person p where p.department_id is not null
        union
        select p.id, d.id from person p join app.department d on d.manager_id = p.id and d.deleted_at is null
    ), subtree (id, department_id) as (
        select id, department_id from home
        union
        select s.id, d.id from subtree s join app.department d on d.parent_id = s.department_id and d.deleted_at is null
    ), above (id, department_id) as (
        select id, department_id from home
        union
        select a.id, d.parent_id from above a join app.department d on d.id = a.department_id where d.parent_id is not null
    ), team (id, member_id) as (
        select p.id, u.id from person p join app."user" u on u.manager_id = p.id
        union
        select t.id, u.id from team t join app."user" u on u.manager_id = t.member_id
    ), area (id, territory_id) as (
        select p.id, t.id from app.territory t cross join lateral unnest(t.member_ids) m (id)
          join person p on p.id = m.id where t.deleted_at is null
        union
        select a.id, t.id from area a join app.territory t on t.parent_id = a.territory_id and t.deleted_at is null
    )
    select p.id, p.kind, p.partner_id, p.role_ids, coalesce(h.ids, '{}'), coalesce(s.ids, '{}'), coalesce(t.ids, '{}'),
           coalesce(r.ids, '{}'), p.id || p.role_ids || coalesce(a.ids, '{}')
      from person p
      left join (select id, array_agg(department_id order by department_id) ids from home group by id) h on h.id = p.id
      left join (select id, array_agg(department_id order by department_id) ids from subtree group by id) s on s.id = p.id
      left join (select id, array_agg(department_id order by department_id) ids from above group by id) a on a.id = p.id
      left join (select id, array_agg(member_id order by member_id) ids from team where member_id <> id group by id) t
             on t.id = p.id
      left join (select id, array_agg(territory_id order by territory_id) ids from area group by id) r on r.id = p.id
$$;

-- Who stands in for whom now. deputy_until: when the first of these absences ends; from then on none counts until
-- the subject is computed again, so that nothing is open a moment too long.
create function auth.deputy_rows(people uuid[]) returns table (user_id uuid, deputy_for uuid[], deputy_until timestamptz)
language sql stable as $$
    select a.deputy_id, array_agg(distinct a.owner_id order by a.owner_id), min(a.ends_at)
      from app.absence a
     where a.deleted_at is null and now() >= a.begins_at and now() < a.ends_at and a.owner_id is not null
       and (people is null or a.deputy_id = any (people))
     group by a.deputy_id
$$;

-- Recomputes the given people (null, or very many: all). Whose row changes gets a new generation.
create function auth.rebuild_subjects(people uuid[]) returns void language plpgsql volatile set jit = off as $$
declare
    facts auth.subject_fact[];
begin
    if cardinality(people) > 200 then
        people := null;
    end if;
    facts := array(select f from auth.subject_rows(people) f);
    perform auth.fresh_right_sets(facts);
    perform auth.fresh_cell_sets(facts);
    with fresh as (
        select r.user_id, r.department_ids, r.subtree_ids, r.subordinate_ids, r.territory_ids, r.partner_id, k.right_set_id,
               r.kind, r.grantee_ids,
               exists (select from auth.share h where h.grantee_id = any (r.grantee_ids)) as has_shares,
               coalesce(d.deputy_for, '{}') as deputy_for, d.deputy_until, c.cell_set_id, l.limits
          from unnest(facts) r
          join auth.right_set_key k on k.role_ids = r.role_ids
          left join auth.deputy_rows(people) d on d.user_id = r.user_id
          left join auth.rule_rows(facts) m on m.user_id = r.user_id
          left join auth.cell_set_key c on c.rule_ids = m.rule_ids
          left join auth.role_limits() l on l.role_ids = r.role_ids
    )
    insert into auth.subject as t (user_id, department_ids, subtree_ids, subordinate_ids, territory_ids, partner_id, right_set_id,
                                   kind, grantee_ids, has_shares, deputy_for, deputy_until, cell_set_id, limits, rights_gen)
    select f.*, nextval('auth.rights_gen_seq')
      from fresh f
      left join auth.subject o on o.user_id = f.user_id
     where o.user_id is null
        or (o.department_ids, o.subtree_ids, o.subordinate_ids, o.territory_ids, o.partner_id, o.right_set_id, o.kind,
            o.grantee_ids, o.has_shares, o.deputy_for, o.deputy_until, o.cell_set_id, o.limits)
           is distinct from (f.department_ids, f.subtree_ids, f.subordinate_ids, f.territory_ids, f.partner_id, f.right_set_id,
            f.kind, f.grantee_ids, f.has_shares, f.deputy_for, f.deputy_until, f.cell_set_id, f.limits)
    on conflict (user_id) do update
       set department_ids = excluded.department_ids, subtree_ids = excluded.subtree_ids,
           subordinate_ids = excluded.subordinate_ids, territory_ids = excluded.territory_ids, partner_id = excluded.partner_id,
           right_set_id = excluded.right_set_id, kind = excluded.kind, grantee_ids = excluded.grantee_ids,
           has_shares = excluded.has_shares, deputy_for = excluded.deputy_for, deputy_until = excluded.deputy_until,
           cell_set_id = excluded.cell_set_id, limits = excluded.limits, rights_gen = excluded.rights_gen;

    if people is null then
        delete from auth.subject s where not exists (select from app."user" u where u.id = s.user_id);
        delete from auth.right_set_key k where not exists (select from auth.subject s where s.right_set_id = k.right_set_id);
        delete from auth.cell_set_key k where not exists (select from auth.subject s where s.cell_set_id = k.cell_set_id);
    end if;
end
$$;

-- A person may not lock everybody out: somebody active must be left who may change roles. Programs of the owner may.
create function auth.require_administrator() returns void language plpgsql volatile as $$
begin
    if meta.subject_id() is not null and not exists (
        select from auth.right_set rs
          join auth.subject s on s.right_set_id = rs.right_set_id
          join app."user" u on u.id = s.user_id
         where rs.resource = 'role' and rs.write_scope & 32 <> 0 and 'update' = any (rs.operations)
           and u.is_active and u.deleted_at is null and u.kind = 'staff') then
        raise exception using errcode = 'GX423', message = 'wrong_state';
    end if;
end
$$;

-- The roles that count: known, not deleted, sorted, each once.
create function auth.live_roles(role_ids uuid[]) returns uuid[] language sql stable
return array(select r.id from app.role r where r.id = any (role_ids) and r.deleted_at is null order by r.id);

-- The views join these small tables in every statement, and a plan without figures about them sorts where it could
-- walk an index. Autovacuum would come too late after the first people, and never for a small company.
create function auth.refresh_figures() returns void language plpgsql volatile set client_min_messages = error as $$
begin
    if exists (select from (values ('auth.subject'::regclass, (select count(*) from auth.subject)),
                                   ('auth.right_set', (select count(*) from auth.right_set)),
                                   ('auth.right_set_key', (select count(*) from auth.right_set_key))) x (relation, n)
                 join pg_class c on c.oid = x.relation
                where x.n > 0 and c.reltuples not between x.n * 0.5 and x.n * 2) then
        analyze auth.subject, auth.right_set, auth.right_set_key;
    end if;
end
$$;

create function auth.rebuild() returns void language plpgsql volatile as $$
begin
    perform auth.lock_rights();
    perform auth.rebuild_subjects(null);
    perform auth.rebuild_right_sets(null);
    perform auth.refresh_figures();
end
$$;
