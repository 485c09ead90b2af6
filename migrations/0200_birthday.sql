-- SPDX-License-Identifier: AGPL-3.0-or-later
-- 生日: by the solar or the lunar calendar, and the day on which it comes next.

-- Lunar years 1900 to 2100 as ICU's Chinese calendar has them (Unicode CLDR): the first day, the lengths of the months in
-- their order, a leap month behind the one that it repeats, and the place of the leap month (0: none).
create table meta.lunar_year (
    year       int not null,
    starts_on  date not null,
    lengths    int[] not null,
    leap_after int not null,
    constraint lunar_year_pkey primary key (year)
);
create index lunar_year_starts_on_idx on meta.lunar_year (starts_on);

-- A number per year: a bit per month, set where it has 30 days; above them, from bit 13, the place of the leap month.
insert into meta.lunar_year (year, starts_on, lengths, leap_after)
select y.year, date '1900-01-31' + coalesce(sum(y.days) over (order by y.year rows between unbounded preceding and 1 preceding), 0)::int, y.lengths, y.leap
  from (select 1899 + x.o::int as year, x.code >> 13 as leap,
               array(select 29 + (x.code >> m & 1) from generate_series(0, 11 + (x.code >> 13 > 0)::int) m) as lengths,
               (select sum(29 + (x.code >> m & 1)) from generate_series(0, 11 + (x.code >> 13 > 0)::int) m) as days
          from unnest('{
    71378,1874,3749,46666,1611,2715,38230,1386,2905,22354,1874,56101,2853,2635,46251,685,1387,27497,3497,64914,3730,3365,55885,2646,694,38325,1748,
    3753,24210,3730,52518,1323,2647,45750,2906,1748,28361,1865,63123,2707,1323,51803,2733,1386,39765,2980,2889,23187,2709,62765,1334,2733,46506,3506,
    3492,32073,3402,68245,2711,1366,51893,2773,1746,36517,3749,1610,27799,2715,62810,1386,2921,46930,2898,2853,38475,2635,70827,685,1389,52073,3497,
    3474,40229,3365,88653,2646,694,58805,1749,3753,48786,3730,3366,27222,2647,70870,858,1749,44745,1865,1683,38187,1323,2651,21850,1386,64341,2980,
    2889,47763,2709,1325,35437,2741,79274,1490,3493,56650,3658,3221,38190,1366,2741,21938,1746,52901,3877,1610,44183,1195,1371,27350,2921,96082,2898,
    2853,55883,2635,1195,42331,1453,2922,23378,3474,64805,3365,2645,46253,1206,1461,28074,3785,73362,3730,3366,51798,2647,1238,34517,1877,1865,28307,
    1683,62763,1323,2651,46426,1386,2917,38730,2889,72341,2709,1325,51885,2741,1450,35749,3493,3402,31893,3222,63822,1366,2741,46514,1746,3749,36426,
    1675,68759,1195,1371,51926,2922,1874,38693,2885,2699,21659,1195
    }'::int[]) with ordinality x (code, o)) y;

alter table app.contact add birthday_calendar text not null default 'solar', add next_birthday date,
    add constraint contact_birthday_calendar_check check (birthday_calendar in ('solar', 'lunar'));
-- sort=next_birthday, "whose birthday is in this month", reminders; what has passed
create index contact_next_birthday_idx on app.contact (next_birthday, id) where deleted_at is null;
