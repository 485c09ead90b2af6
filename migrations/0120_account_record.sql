-- SPDX-License-Identifier: AGPL-3.0-or-later
-- What a customer's record lacked: industry by GB/T 4754, agreed payment days, credit limit; regions of a territory.

alter table app.account
    add column industry_class text,
    add column payment_days bigint,
    add column credit_limit numeric(20,4);
alter table app.territory add column regions text[];

-- sort=last_activity_at and -last_activity_at: whom nobody has spoken to for longest, of all. A person's own few are
-- found by owner and sorted; an index of owner and this date would be taken for other lists, too, which it cannot order.
create index account_last_activity_at_idx on app.account (last_activity_at desc, id desc) where deleted_at is null;
