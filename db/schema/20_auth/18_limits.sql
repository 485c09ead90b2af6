-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Limits of roles by network and working hours. Of several roles each limit must hold: a limit that a second role
-- could lift would be none. Hours are those of the company's time zone, so that nobody moves them by his own setting.

-- The limits of every combination of roles that has any: [{"networks": […], "days": […], "from": "08:00", "to": "18:00"}].
create function auth.role_limits() returns table (role_ids uuid[], limits jsonb) language sql stable as $$
    select k.role_ids, jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
               'networks', to_jsonb(r.allowed_networks), 'days', to_jsonb(r.allowed_days),
               'from', r.allowed_from, 'to', r.allowed_to)) order by r.id)
      from auth.right_set_key k
     cross join lateral unnest(k.role_ids) x (id)
      join app.role r on r.id = x.id
     where cardinality(r.allowed_networks) > 0 or cardinality(r.allowed_days) > 0 or r.allowed_from is not null
     group by k.role_ids
$$;

-- Does every limit hold for this address at this time? An address that is not known is in no network. A span that
-- ends before it begins passes midnight: its days are those on which it begins.
create function auth.within_limits(limits jsonb, ip text, at timestamptz) returns boolean language sql stable as $$
    select bool_and(
        (coalesce(jsonb_array_length(l -> 'networks'), 0) = 0
         or exists (select from jsonb_array_elements_text(l -> 'networks') n where ip is not null and ip <> '' and ip::inet <<= n::inet))
        and case when l ->> 'from' is null then coalesce(jsonb_array_length(l -> 'days'), 0) = 0 or l -> 'days' ? t.today
                 when l ->> 'from' <= l ->> 'to' then
                     (coalesce(jsonb_array_length(l -> 'days'), 0) = 0 or l -> 'days' ? t.today)
                     and t.clock >= l ->> 'from' and t.clock < l ->> 'to'
                 else (t.clock >= l ->> 'from' and (coalesce(jsonb_array_length(l -> 'days'), 0) = 0 or l -> 'days' ? t.today))
                   or (t.clock < l ->> 'to' and (coalesce(jsonb_array_length(l -> 'days'), 0) = 0 or l -> 'days' ? t.yesterday))
            end)
      from jsonb_array_elements(limits) x (l)
     cross join (select to_char(at at time zone meta.company_zone(), 'HH24:MI') as clock,
                        to_char(at at time zone meta.company_zone(), 'dy') as today,
                        to_char(at at time zone meta.company_zone() - interval '1 day', 'dy') as yesterday) t
$$;

-- Networks and hours that mean nothing are refused.
create function auth.check_limits(networks text[], span_from text, span_to text) returns void language plpgsql stable as $$
begin
    perform n::inet from unnest(networks) n;
    if span_from = span_to then
        raise exception using errcode = 'GX422', message = '/allowed_to|invalid|';
    end if;
exception when invalid_text_representation then
    raise exception using errcode = 'GX422', message = '/allowed_networks|invalid|';
end
$$;

-- Nobody shuts himself out: a change after which the one who makes it could not go on is refused.
create function auth.require_within_limits() returns void language plpgsql stable as $$
begin
    if exists (select from auth.subject s where s.user_id = meta.subject_id() and s.limits is not null
                  and not auth.within_limits(s.limits, current_setting('app.client_ip', true), now())) then
        raise exception using errcode = 'GX423', message = 'wrong_state';
    end if;
end
$$;

-- Rules over what is no dimension are refused: they would have to be tried on every record.
create function auth.check_matrix_rule(rule app.matrix_rule) returns void language plpgsql stable as $$
declare
    dimensions text[] := meta.matrix_of(rule.resource);
    wrong text;
begin
    if dimensions = '{}' then
        raise exception using errcode = 'GX422', message = '/resource|choice|';
    elsif jsonb_typeof(rule."values") <> 'object' then
        raise exception using errcode = 'GX422', message = '/values|type|';
    end if;
    select k into wrong from jsonb_each(rule."values") e (k, v)
     where not k = any (dimensions) or jsonb_typeof(v) <> 'array' or jsonb_array_length(v) not between 1 and 500
        or exists (select from jsonb_array_elements(v) x where jsonb_typeof(x) not in ('string', 'null')) limit 1;
    if wrong is not null then
        raise exception using errcode = 'GX422', message = format('/values/%s|%s|', wrong,
            case when wrong = any (dimensions) then 'invalid' else 'unknown_field' end);
    end if;
end
$$;

-- Nobody names himself as somebody's deputy, and a deputy changes nothing about the absence of whom he stands in for:
-- he could make it last for ever. Nobody from outside stands in for one of the staff.
create function auth.check_absence(absent uuid, deputy uuid) returns void language plpgsql stable as $$
begin
    if exists (select from auth.subject s
                where s.user_id = meta.subject_id() and absent is distinct from s.user_id
                  and (deputy = s.user_id or absent = any (s.deputy_for))) then
        raise exception using errcode = 'GX403', message = 'forbidden';
    elsif exists (select from app."user" u where u.id = deputy and u.kind <> 'staff') then
        raise exception using errcode = 'GX422', message = '/deputy_id|invalid|';
    end if;
end
$$;
