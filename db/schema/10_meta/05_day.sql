-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Days are those of the company's time zone, whatever zone a connection has.

create function meta.company_zone() returns text language sql immutable
return 'Asia/Shanghai';

create function meta.day_of(at timestamptz) returns date language sql immutable
return (at at time zone meta.company_zone())::date;

create function meta.today() returns date language sql stable
return meta.day_of(now());
