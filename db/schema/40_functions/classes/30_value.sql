-- SPDX-License-Identifier: AGPL-3.0-or-later
-- What the value models say, in one statement each. Read from all deals, whoever sees them: figures have a right of their own.

-- The first day after which a deal counts.
create function app.value_since(m app.value_model) returns date language sql stable
return (meta.today() - make_interval(months => m.months::int))::date;

-- The least number of employees of a size; null: not known.
create function app.value_size(bounds text, employees bigint) returns bigint language sql immutable
return (select max(b.n) from unnest(array_prepend(0::bigint, string_to_array(bounds, ',')::bigint[])) b (n) where b.n <= employees);

-- Every account of the model's kinds with its deals.
create function app.value_base(m app.value_model)
returns table (account_id uuid, industry text, size_from bigint, realised numeric, deals bigint, last_won_on date, potential numeric)
language sql stable as $$
    select a.id, a.industry, app.value_size(m.size_bounds, a.employees), coalesce(x.realised, 0), coalesce(x.deals, 0), x.last_won_on, coalesce(x.potential, 0)
      from app.account a
      left join (select o.account_id, sum(o.amount) filter (where o.status = 'won') as realised, count(*) filter (where o.status = 'won') as deals,
                        max(o.closed_on) filter (where o.status = 'won') as last_won_on,
                        sum(o.amount * coalesce(o.probability, s.probability, 0) / 100) filter (where o.status = 'open') as potential
                   from app.opportunity o join app.stage s on s.id = o.stage_id
                  where o.deleted_at is null and o.currency = m.currency
                    and (o.status = 'open' or o.status = 'won' and o.closed_on > app.value_since(m) and o.closed_on <= meta.today())
                  group by o.account_id) x on x.account_id = a.id
     where a.deleted_at is null and (coalesce(m.account_kinds, '{}') = '{}' or a.kind = any (m.account_kinds))
$$;

-- Who is alike is in one tier: places and sums count who is really better.
create function app.value_pyramid(m app.value_model) returns setof job.value_row language sql stable as $$
    with base as materialized (select * from app.value_base(m)), ranked as (
        select b.account_id, b.realised, b.deals, b.last_won_on, rank() over (order by b.realised desc) as place, count(*) over () as n,
               sum(b.realised) over () as total,
               coalesce(sum(b.realised) over (order by b.realised desc groups between unbounded preceding and 1 preceding), 0) as better
          from base b where b.realised > 0
    )
    select m.id, r.account_id, c.id, r.realised, null::numeric, null::numeric, r.deals, r.last_won_on, null::bigint, null::bigint, null::bigint,
           null::text, null::bigint, null::bigint
      from ranked r
      left join lateral (
           select k.id from app.dimension_class k
            where k.dimension_id = m.dimension_id and k.deleted_at is null
              and case m.method when 'amount' then r.realised >= k.threshold when 'revenue_share' then r.better < r.total * k.threshold / 100
                                else r.place <= ceil(r.n * k.threshold / 100) end
            order by k.position, k.id limit 1) c on true
    union all
    select m.id, b.account_id, c.id, b.realised, null, null, b.deals, b.last_won_on, null, null, null, null, null, null
      from base b
     cross join (select k.id from app.dimension_class k
                  where k.dimension_id = m.dimension_id and k.deleted_at is null and k.threshold is null order by k.position, k.id limit 1) c
     where b.realised <= 0
$$;

-- Five steps by place; who is alike is on one step. Who bought nothing in the window has none.
create function app.value_rfm(m app.value_model) returns setof job.value_row language sql stable as $$
    with placed as (
        select b.*, count(*) over () as n, rank() over (order by b.last_won_on) as r_place, rank() over (order by b.deals) as f_place,
               rank() over (order by b.realised) as m_place
          from app.value_base(m) b where b.deals > 0
    ), stepped as (
        select p.*, 1 + 5 * (p.r_place - 1) / p.n as r, 1 + 5 * (p.f_place - 1) / p.n as f, 1 + 5 * (p.m_place - 1) / p.n as m_step from placed p
    ), signed as (
        select s.*, array[case when s.r >= m.high_from then '+' else '-' end, case when s.f >= m.high_from then '+' else '-' end,
                          case when s.m_step >= m.high_from then '+' else '-' end] as signs from stepped s
    )
    select m.id, s.account_id, c.id, s.realised, null::numeric, null::numeric, s.deals, s.last_won_on, s.r, s.f, s.m_step, null::text, null::bigint, null::bigint
      from signed s
      left join lateral (
           select k.id from app.dimension_class k
            where k.dimension_id = m.dimension_id and k.deleted_at is null and k.segment is not null
              and substr(k.segment, 1, 1) in ('*', s.signs[1]) and substr(k.segment, 2, 1) in ('*', s.signs[2]) and substr(k.segment, 3, 1) in ('*', s.signs[3])
            order by k.position, k.id limit 1) c on true
$$;

-- Peers: one industry, one size. A product line counts where enough of them bought it in the window: the median of those
-- who did, as of twelve months; it is told to who never bought it, in or before the window.
create function app.value_lines(m app.value_model) returns setof job.value_line language sql stable as $$
    with base as materialized (
        select b.account_id, b.industry, b.size_from, b.realised from app.value_base(m) b where b.industry is not null and b.size_from is not null
    ), ever as materialized (
        select o.account_id, p.category_id,
               sum(o.amount) filter (where o.currency = m.currency and o.closed_on > app.value_since(m) and o.closed_on <= meta.today()) as spent
          from app.opportunity o join app.product p on p.id = o.product_id and p.category_id is not null
         where o.deleted_at is null and o.status = 'won' and o.account_id is not null
         group by o.account_id, p.category_id
    ), cell as (
        select b.industry, b.size_from, count(*) as peers from base b where b.realised > 0 group by b.industry, b.size_from
    ), typical as materialized (
        select b.industry, b.size_from, e.category_id, count(*) as buyers,
               round((percentile_cont(0.5) within group (order by e.spent))::numeric * 12 / m.months, 2) as spend
          from ever e join base b on b.account_id = e.account_id
         where e.spent > 0
         group by b.industry, b.size_from, e.category_id having count(*) >= m.min_peers
    )
    select m.id, b.account_id, t.category_id, t.spend, t.buyers, c.peers
      from base b
      join typical t on t.industry = b.industry and t.size_from = b.size_from
      join cell c on c.industry = b.industry and c.size_from = b.size_from
      join app.product_category k on k.id = t.category_id and k.deleted_at is null
     where not exists (select from ever e where e.account_id = b.account_id and e.category_id = t.category_id)
$$;

-- After the lines: their sum is the model value.
create function app.value_sums(m app.value_model) returns setof job.value_row language sql stable as $$
    select m.id, b.account_id, null::uuid, b.realised, round(b.potential, 2), coalesce(l.typical, 0), b.deals, b.last_won_on, null::bigint, null::bigint, null::bigint,
           b.industry, b.size_from, l.peers
      from app.value_base(m) b
      left join (select x.account_id, sum(x.typical) as typical, max(x.peers) as peers from job.value_line x where x.model_id = m.id group by x.account_id) l
        on l.account_id = b.account_id
     where b.realised > 0 or b.potential > 0 or l.typical > 0
$$;
