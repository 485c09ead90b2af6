-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Limits of roles by network, day and hour: what holds when, that several roles must all hold, that nobody shuts
-- himself out.
begin;
\ir lib/people.psql
select plan(21);

create function pg_temp.holds(limits jsonb, ip text, at text) returns boolean language plpgsql as $$
declare
    answer boolean;
begin
    set local role guanxi_owner;
    answer := auth.within_limits(limits, ip, at::timestamp at time zone 'Asia/Shanghai');
    reset role;
    return answer;
end
$$;
-- 2026-03-02 is a Monday.
select ok(pg_temp.holds('[{"networks": ["10.1.0.0/16"]}]', '10.1.2.3', '2026-03-02 12:00'), 'inside the network');
select ok(not pg_temp.holds('[{"networks": ["10.1.0.0/16"]}]', '10.2.2.3', '2026-03-02 12:00'), 'outside');
select ok(pg_temp.holds('[{"networks": ["10.1.0.0/16", "2001:db8::/32"]}]', '2001:db8::7', '2026-03-02 12:00'), 'in one of two');
select ok(not pg_temp.holds('[{"networks": ["10.1.0.0/16"]}]', '', '2026-03-02 12:00'), 'an unknown address is in no network');
select ok(pg_temp.holds('[{"from": "08:00", "to": "18:00"}]', '', '2026-03-02 08:00'), 'from the first minute');
select ok(not pg_temp.holds('[{"from": "08:00", "to": "18:00"}]', '', '2026-03-02 18:00'), 'not in the last');
select ok(not pg_temp.holds('[{"from": "08:00", "to": "18:00"}]', '', '2026-03-02 07:59'), 'nor before');
select ok(pg_temp.holds('[{"days": ["mon"]}]', '', '2026-03-02 23:59'), 'the day is that of the company''s time zone');
select ok(not pg_temp.holds('[{"days": ["mon"]}]', '', '2026-03-03 00:00'), 'to the minute');
select ok(pg_temp.holds('[{"days": ["mon"], "from": "22:00", "to": "06:00"}]', '', '2026-03-03 05:00'), 'a night shift belongs to the day on which it begins');
select ok(not pg_temp.holds('[{"days": ["mon"], "from": "22:00", "to": "06:00"}]', '', '2026-03-03 22:30'), 'the next night is another day');
select ok(not pg_temp.holds('[{"days": ["mon"], "from": "22:00", "to": "06:00"}]', '', '2026-03-02 05:00'), 'the night before too');
select ok(not pg_temp.holds('[{"days": ["mon"]}, {"networks": ["10.0.0.0/8"]}]', '11.0.0.1', '2026-03-02 12:00'), 'of several roles each limit must hold');

update app.role set allowed_networks = '{10.0.0.0/8}' where id = pg_temp.id('e', 3);
select is((select limits -> 0 -> 'networks' ->> 0 from auth.subject where user_id = pg_temp.id('0', 3)), '10.0.0.0/8', 'a limit reaches who holds the role');
select is((select limits from auth.subject where user_id = pg_temp.id('0', 1)), null, 'and nobody else');
update app."user" set role_ids = role_ids || pg_temp.id('e', 1) where id = pg_temp.id('0', 3);
select isnt((select limits from auth.subject where user_id = pg_temp.id('0', 3)), null, 'a second role does not lift it');
select throws_ok($$update app.role set allowed_networks = '{300.1.1.1}' where name = 't-own'$$, 'GX422', null, 'what is no network is refused');
select throws_ok($$update app.role set allowed_from = '08:00', allowed_to = '08:00' where name = 't-own'$$, 'GX422', null, 'a span of nothing too');
select throws_ok($$update app.role set allowed_from = '08:00' where name = 't-own'$$, '23514', null, 'and half a span');
select is(pg_temp.try_as(8, format('update api.role_write set allowed_networks = ''{192.0.2.0/24}'' where id = %L', pg_temp.id('e', 6))), 'GX423', 'nobody shuts himself out');
select is(pg_temp.try_as(8, format('update api.role_write set allowed_networks = ''{192.0.2.0/24}'' where id = %L', pg_temp.id('e', 5))), '1', 'others he may');
select finish();
rollback;
