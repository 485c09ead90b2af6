-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Nobody widens his own reach through the organisation. Who may write departments, territories or people, but not roles,
-- could else make himself head, member or superior of what he does not see. What he makes in the same moment may be his.

create function auth.made_now(ids uuid[]) returns setof uuid language sql stable as $$
    select d.id from app.department d where d.id = any (ids) and d.created_at = now()
     union all
    select t.id from app.territory t where t.id = any (ids) and t.created_at = now()
     union all
    select u.id from app."user" u where u.id = any (ids) and u.created_at = now()
$$;

create function auth.own_reach() returns trigger language plpgsql volatile as $$
declare
    gained uuid[] := array(
        select unnest(new.department_ids || new.subtree_ids || new.subordinate_ids || new.territory_ids || new.grantee_ids)
        except
        select unnest(old.department_ids || old.subtree_ids || old.subordinate_ids || old.territory_ids || old.grantee_ids));
begin
    if new.partner_id is distinct from old.partner_id
       or cardinality(gained) > (select count(distinct m) from auth.made_now(gained) m) then
        perform auth.require_role_giver();
    end if;
    return new;
end
$$;

drop trigger if exists _100_own_reach on auth.subject;
create trigger _100_own_reach before update on auth.subject for each row
    when (new.user_id = meta.subject_id()) execute function auth.own_reach();
