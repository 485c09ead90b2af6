-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Masks by kind, telephone numbers as they are compared, and the two reads that are logged and limited.
begin;
\ir lib/people.psql
select plan(37);

-- What a mask leaves of each value.
create function pg_temp.masked(kind text, value text, type text default 'text') returns text language plpgsql as $$
declare
    answer text;
begin
    execute 'select ' || meta.mask_sql(kind, type, '$1') into answer using value;
    return answer;
end
$$;
select is(pg_temp.masked('phone', v), m, 'phone ' || v)
  from (values ('13812345678', '138****5678'), ('+86 138-1234-5678', '138****5678'), ('0574-87654321', '****4321'), ('87654321', '****4321'),
               ('8765432', '****'), ('110', '****')) x (v, m);
select is(pg_temp.masked('email', v), m, 'e-mail ' || v)
  from (values ('zengxue@haiyue.example', 'z***@haiyue.example'), ('ab@x.example', '***@x.example'), ('a@x.example', '***@x.example'), ('broken', '***')) x (v, m);
select is(pg_temp.masked(k, v), m, k || ' ' || v)
  from (values ('id_number', '330203198406181234', '****1234'), ('id_number', 'E123456', '****'), ('bank_account', '6222021234567890', '****7890'),
               ('name', '曾雪', '曾**'), ('name', '欧阳修', '欧**'), ('name', '曾', '**'), ('text', '秘密', '****')) x (k, v, m);
select is(concat(pg_temp.masked('phone', null), pg_temp.masked('email', null), pg_temp.masked('id_number', null), pg_temp.masked('name', null), pg_temp.masked(null, null)),
          '', 'nothing stays nothing');
select is((select count(distinct length(pg_temp.masked('id_number', repeat('1', n)))) from generate_series(8, 40) n), 1::bigint, 'the length of a value does not show');

-- One number, however it is written.
select is((select string_agg(distinct meta.phone_key(v), ',') from unnest(array['13800571234', '138 0057 1234', '138-0057-1234', '+86 13800571234', '0086-138-0057-1234',
          '8613800571234', '１３８００５７１２３４', '（+86）138 0057 1234', '13800571234转8', '138.0057.1234 ext. 12']) v), '13800571234', 'mobile numbers');
select is((select string_agg(distinct meta.phone_key(v), ',') from unnest(array['0574-87654321', '(0574) 8765 4321', '+86 574 87654321', '0086-0574-87654321', '0574-87654321-802',
          '0574-87654321 转 802', '０５７４－８７６５４３２１＃８']) v), '057487654321', 'landlines and their extensions');
select is(meta.phone_key('+86 400-820-8820') || ' ' || meta.phone_key('400 820 8820') || ' ' || meta.phone_key('0049 30 1234567') || ' ' || meta.phone_key('+49 (30) 1234567'),
          '4008208820 4008208820 +49301234567 +49301234567', 'service numbers and those of other countries');
select ok(meta.phone_key('110') is null and meta.phone_key('内线') is null and meta.phone_key('') is null, 'what is too short to be one');

-- Every telephone field has its index, and the comparison of the look-up is the index's own.
select is_empty($$
    select f.resource, f.name from meta.field f join meta.resource r on r.name = f.resource and not r.is_retired
     where f.type = 'phone' and not f.is_retired
       and not exists (select from pg_indexes i where i.schemaname = 'app' and i.tablename = f.resource and i.indexdef like '%meta.phone_key(' || f.column_name || ')%')
$$, 'every field of type phone has the index of exact look-up');
set local enable_seqscan = off;
create function pg_temp.plan_of(query text) returns text language plpgsql as $$
declare
    line text;
    answer text := '';
begin
    for line in execute 'explain ' || query loop
        answer := answer || line;
    end loop;
    return answer;
end
$$;
select ok(pg_temp.plan_of($$select t.id from app.contact t where t.deleted_at is null and meta.phone_key(t.mobile) = '13800571234'$$) ~ 'contact_mobile_phone_idx', 'and it is used');
reset enable_seqscan;

-- Person 9: phone masked, revenue hidden; his role may reveal.
update auth.role_resource set operations = operations || '{reveal,lookup}' where role_id in (pg_temp.id('e', 7), pg_temp.id('e', 3)) and resource = 'account';
create function pg_temp.reveal(person int, account int, fields text, reason text default '电话联系') returns text language sql as $$
    select pg_temp.try_as(person, format('select api.reveal(''account'', %L, %L, %L)', pg_temp.id('a', account), fields, reason))
$$;
select is(pg_temp.reveal(9, 9, '{phone}'), '1', 'he reveals on his own record');
select is((select concat_ws(' ', e.subject_id, e.resource, e.record_id, e.detail) from audit.event e where e.kind = 'reveal'),
          concat_ws(' ', pg_temp.id('0', 9), 'account', pg_temp.id('a', 9), '{"fields": ["phone"], "reason": "电话联系"}'), 'the log says who, what and why, and no value');
select is(concat_ws(' ', pg_temp.reveal(9, 1, '{phone}'), pg_temp.reveal(9, 9, '{annual_revenue}'), pg_temp.reveal(9, 9, '{name}'), pg_temp.reveal(9, 9, '{phone,zz}'), pg_temp.reveal(9, 9, '{}'),
                    pg_temp.reveal(9, 9, '{phone}', ' x '), pg_temp.reveal(1, 9, '{phone}')),
          'GX404 GX403 GX403 GX403 GX403 GX422 GX403', 'not a record out of sight, a hidden field, one that has no mask, one unknown, none; not without a reason or the right');
select is((select count(*)::int from audit.event e where e.kind = 'reveal'), 1, 'and what is refused is not logged as done');

-- In one's own name only.
create function pg_temp.borrowed(statement text) returns text language plpgsql as $$
begin
    perform set_config('app.user_id', pg_temp.id('0', 9)::text, true), set_config('app.actor_id', pg_temp.id('0', 1)::text, true);
    execute statement;
    return 'done';
exception when others then
    return sqlstate;
end
$$;
select is(pg_temp.borrowed(format('select api.reveal(''account'', %L, ''{phone}'', ''核对资料'')', pg_temp.id('a', 9))) || ' ' || pg_temp.borrowed($$select api.phone_lookup('{"number": "13812345678"}')$$),
          'GX403 GX403', 'who looks through another''s eyes reveals nothing');
select set_config('app.user_id', '', true), set_config('app.actor_id', '', true);

-- Look-up: records that he sees, whether the number is masked for him or not.
select is((select x from pg_temp.as_person(pg_temp.id('0', 9), $$select api.phone_lookup('{"number": "138-1234-5678"}')$$) x),
          format('[{"id": "%s", "name": "t-of masked", "resource": "account"}]', pg_temp.id('a', 9)), 'his own account, and none that he does not see');
select is(pg_temp.try_as(9, $$select api.phone_lookup('{"number": "no number"}')$$) || ' ' || pg_temp.try_as(1, $$select api.phone_lookup('{"number": "138-1234-5678"}')$$), 'GX422 GX403', 'a number is needed, and the right');
select is((select e.detail ->> 'number' from audit.event e where e.kind = 'phone_lookup'), '****5678', 'logged with the end of the number');
insert into auth.role_field (role_id, resource, field, "right") values (pg_temp.id('e', 3), 'account', 'phone', 'none');
select is((select x from pg_temp.as_person(pg_temp.id('0', 3), $$select api.phone_lookup('{"number": "138-1234-5678"}')$$) x), '[]', 'a hidden number finds nobody');
select is(pg_temp.reveal(3, 1, '{phone}'), 'GX403', 'and is not revealed');

-- So many an hour.
update auth.allowance set per_hour = 3 where action = 'reveal';
select is(concat_ws(' ', pg_temp.reveal(9, 9, '{phone}'), pg_temp.reveal(9, 9, '{email}'), pg_temp.reveal(9, 9, '{phone}'), pg_temp.reveal(3, 1, '{email}')), '1 1 GX429 1', 'the fourth in an hour waits; others do not');
update audit.event set at = at - interval '61 minutes' where kind = 'reveal';
select is(pg_temp.reveal(9, 9, '{phone}'), '1', 'an hour later he may again');
select finish();
rollback;
