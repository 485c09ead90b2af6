-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Birthdays of contacts: the next one by the calendar that the person keeps. Trigger _120_birthday (row, before) and, for
-- what has passed, a task of the worker.

-- The lunar month and day of a date, a leap month as the one that it repeats; no row outside of 1900 to 2100.
create function meta.lunar_day(day date) returns table (year int, month int, is_leap boolean, dom int) language sql stable as $$
    select y.year, (m.o - (y.leap_after > 0 and m.o > y.leap_after)::int)::int, y.leap_after > 0 and m.o = y.leap_after + 1,
           (day - y.starts_on - m.before + 1)::int
      from (select l.* from meta.lunar_year l where l.starts_on <= day order by l.starts_on desc limit 1) y
     cross join lateral (select x.o, x.n, sum(x.n) over (order by x.o) - x.n as before from unnest(y.lengths) with ordinality x (n, o)) m
     where day - y.starts_on between m.before and m.before + m.n - 1
$$;

-- The date of a day in a lunar year, in the ordinary month of two alike; the 30th of a shorter month is its last day.
create function meta.lunar_date(year int, month int, dom int) returns date language sql stable as $$
    select y.starts_on + coalesce((select sum(x.n) from unnest(y.lengths[:p.place - 1]) x (n)), 0)::int + least($3, y.lengths[p.place]) - 1
      from meta.lunar_year y
     cross join lateral (select $2 + (y.leap_after > 0 and $2 > y.leap_after)::int as place) p
     where y.year = $1
$$;

-- The first birthday on or after a day. Who was born on 29 February has it on the 28th in other years. Null: unknown.
create function app.next_birthday(born date, calendar text, since date) returns date language sql stable as $$
    select case when born is null then null
                when calendar = 'lunar' then (
                    select min(d.day) from meta.lunar_day(born) b
                     cross join generate_series(extract(year from since)::int - 1, extract(year from since)::int + 1) g (year)
                     cross join lateral meta.lunar_date(g.year, b.month, b.dom) d (day)
                     where d.day >= since)
                else (select min(d.day) from generate_series(extract(year from since)::int, extract(year from since)::int + 1) g (year)
                       cross join lateral (select (born + make_interval(years => g.year - extract(year from born)::int))::date) d (day)
                       where d.day >= since) end
$$;

create function app._contact_birthday() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
    new.next_birthday := app.next_birthday(new.birthday, new.birthday_calendar, meta.today());
    return new;
end
$$;
create trigger _120_birthday before insert or update of birthday, birthday_calendar on app.contact
    for each row execute function app._contact_birthday();

-- The next so many that have passed.
create function job.birthdays_pass(most int) returns bigint
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
    with passed as (
        select c.id from app.contact c where c.next_birthday < meta.today() and c.deleted_at is null
         order by c.next_birthday, c.id limit most for update skip locked
    ), moved as (
        update app.contact c set next_birthday = app.next_birthday(c.birthday, c.birthday_calendar, meta.today())
          from passed p where p.id = c.id returning 1
    )
    select count(*) from moved
$$;
grant execute on function job.birthdays_pass(int) to guanxi_worker;
