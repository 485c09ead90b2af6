-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Alarm on unusual volume. Every minute: what each person exported, revealed, changed in bulk and deleted today, against
-- the rules; those who may audit hear of it once per person, kind and day.

-- Active people who may audit, and the language of each.
create function audit.auditors() returns table (user_id uuid, locale text) language sql stable as $$
    select u.id, u.locale from auth.subject s
      join auth.right_set rs on rs.right_set_id = s.right_set_id and rs.resource = 'user' and 'audit' = any (rs.operations)
      join app."user" u on u.id = s.user_id and u.is_active and u.deleted_at is null and u.kind = 'staff'
$$;

-- The words of a notification; the person is named by the record that the line leads to.
create function audit.alarm_title(of_kind text, locale text, detail jsonb) returns text language sql stable
return case locale
    when 'en' then case of_kind when 'export' then 'Unusual volume: %s records exported today (limit %s)'
        when 'reveal' then 'Unusual volume: %s values revealed today (limit %s)'
        when 'bulk' then 'Unusual volume: %s records changed in bulk today (limit %s)'
        when 'delete' then 'Unusual volume: %s records deleted today (limit %s)'
        else 'Audit log: %s faults found by verification' end
    when 'zh-TW' then case of_kind when 'export' then '異常操作量：今日匯出 %s 筆（上限 %s）'
        when 'reveal' then '異常操作量：今日查看敏感值 %s 次（上限 %s）'
        when 'bulk' then '異常操作量：今日批次修改 %s 筆（上限 %s）'
        when 'delete' then '異常操作量：今日刪除 %s 筆（上限 %s）'
        else '稽核日誌：驗證發現 %s 處問題' end
    else case of_kind when 'export' then '异常操作量：今日导出 %s 条（上限 %s）'
        when 'reveal' then '异常操作量：今日查看敏感值 %s 次（上限 %s）'
        when 'bulk' then '异常操作量：今日批量修改 %s 条（上限 %s）'
        when 'delete' then '异常操作量：今日删除 %s 条（上限 %s）'
        else '审计日志：校验发现 %s 处问题' end
end;

create function audit.tell_auditors(of_kind text, person uuid, detail jsonb) returns void language sql volatile as $$
    insert into app.notification (kind, title, resource, record_id, owner_id)
    select 'alarm', format(audit.alarm_title($1, a.locale, $3), coalesce($3 ->> 'count', $3 ->> 'faults'), $3 ->> 'limit'),
           case when $2 is not null then 'user' end, $2, a.user_id
      from audit.auditors() a
$$;

-- Today's figures. An export that became a job counts when its file is made.
create function audit.count_volume(today date, since timestamptz) returns void language sql volatile as $$
    insert into audit.volume as v (user_id, kind, day, count)
    select x.person, x.kind, $1, sum(x.n) from (
        select e.subject_id as person, case e.kind when 'reveal' then 'reveal' else 'export' end as kind,
               case e.kind when 'reveal' then 1 else coalesce((e.detail ->> 'rows')::bigint, 0) end as n
          from audit.event e where e.at >= $2 and e.kind in ('export', 'export_file', 'reveal')
        union all
        select h.subject_id, 'delete', 1 from audit.history_line h where h.at >= $2 and h.kind in ('delete', 'purge')
        union all
        select c.subject_id, 'bulk', (select count(*) from audit.history h where h.change_set_id = c.id)
          from audit.change_set c where c.at >= $2 and c.kind = 'bulk') x
     where x.person is not null group by x.person, x.kind
    on conflict (user_id, kind, day) do update set count = excluded.count where v.count <> excluded.count
$$;

-- Whose count is over a rule, and over which limit. The median is of days on which he did it at all, five at least.
create function audit.over_limit(today date) returns table (user_id uuid, kind text, count bigint, limit_count bigint)
language sql stable as $$
    select v.user_id, v.kind, v.count, l.n
      from audit.volume v
      join audit.alarm_rule r on r.kind = v.kind and r.is_active
      cross join lateral (
          select percentile_cont(0.5) within group (order by d.count) as median, count(*) as days
            from audit.volume d where d.user_id = v.user_id and d.kind = v.kind and d.day between $1 - 30 and $1 - 1 and d.count > 0) m
      cross join lateral (
          select least(r.per_day, case when r.times is not null and m.days >= 5
                                       then greatest(r.floor_count, ceil(r.times * m.median)::bigint) end) as n) l
     where v.day = $1 and v.alarmed_at is null and v.count > l.n
$$;

-- True when somebody was told about.
create function job.audit_alarm() returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
    today date := meta.today();
    o record;
    told boolean := false;
begin
    perform pg_advisory_xact_lock(hashtext('guanxi.audit.alarm'));
    perform audit.count_volume(today, today::timestamp at time zone meta.company_zone());
    for o in select * from audit.over_limit(today) loop
        perform audit.note('alarm', 'user', o.user_id, jsonb_build_object('kind', o.kind, 'count', o.count, 'limit', o.limit_count), o.user_id);
        perform audit.tell_auditors(o.kind, o.user_id, jsonb_build_object('count', o.count, 'limit', o.limit_count));
        update audit.volume v set alarmed_at = now() where v.user_id = o.user_id and v.kind = o.kind and v.day = today;
        told := true;
    end loop;
    delete from audit.volume v where v.day < today - 60;
    return told;
end
$$;
grant execute on function job.audit_alarm() to guanxi_worker;

create function api.alarm_rules() returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
    perform meta.require_operation('user', 'audit');
    return (select jsonb_agg(jsonb_build_object('kind', r.kind, 'per_day', r.per_day, 'times', r.times, 'floor_count', r.floor_count,
                                                'is_active', r.is_active) order by array_position(array['export', 'reveal', 'bulk', 'delete'], r.kind))
              from audit.alarm_rule r);
end
$$;

-- Who changes a limit is in the audit himself, with what it was.
create function api.alarm_rules_set(rules jsonb) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
    earlier jsonb := api.alarm_rules();
begin
    update audit.alarm_rule r set per_day = x.per_day, times = x.times, floor_count = coalesce(x.floor_count, 0), is_active = x.is_active
      from jsonb_to_recordset($1) x (kind text, per_day bigint, times numeric, floor_count bigint, is_active boolean)
     where x.kind = r.kind;
    if earlier is distinct from api.alarm_rules() then
        perform audit.note('alarm_rules_changed', null, null, jsonb_build_object('before', earlier, 'after', api.alarm_rules()));
    end if;
end
$$;
grant execute on function api.alarm_rules() to guanxi_read, guanxi_api;
grant execute on function api.alarm_rules_set(jsonb) to guanxi_api;
