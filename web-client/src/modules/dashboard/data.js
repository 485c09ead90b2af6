// SPDX-License-Identifier: AGPL-3.0-or-later
// What the dashboard asks and how answers become chart rows. Pure functions: no
// React, no fetch. Amounts stay decimal strings until a chart needs a number.
import dayjs from 'dayjs';

/** Periods offered, with the first and last day (null: no bound). */
export const PERIODS = ['this_month', 'this_quarter', 'this_year', 'last_12_months', 'all'];

/** @param {string} period @param {dayjs.Dayjs} [now] @returns {{from: string|null, to: string|null}} */
export function boundsOf(period, now = dayjs()) {
  const quarter = now.startOf('month').subtract(now.month() % 3, 'month');
  const starts = {
    this_month: now.startOf('month'),
    this_quarter: quarter,
    this_year: now.startOf('year'),
    last_12_months: now.startOf('month').subtract(11, 'month'),
  };
  const from = starts[period];
  return from ? { from: from.format('YYYY-MM-DD'), to: now.format('YYYY-MM-DD') } : { from: null, to: null };
}

/** Conditions on the closing day. @param {{from: string|null, to: string|null}} bounds */
export function closedWithin(bounds) {
  const out = {};
  if (bounds.from) out['closed_on[gte]'] = bounds.from;
  if (bounds.to) out['closed_on[lte]'] = bounds.to;
  return out;
}

/** Open deals by stage, in the order of the pipeline; stages without a deal count too. */
export function funnelRows(stages, groups) {
  const byStage = Object.fromEntries((groups ?? []).map((row) => [row.stage_id, row]));
  return stages
    .filter((stage) => stage.kind === 'open')
    .sort((a, b) => a.position - b.position)
    .map((stage) => ({
      id: stage.id,
      name: stage.name,
      count: byStage[stage.id]?.count ?? 0,
      amount: byStage[stage.id]?.['sum:amount'] ?? '0',
    }));
}

/** Won over decided, as a fraction; null when nothing was decided. */
export function winRate(rows) {
  const count = (status) => Number((rows ?? []).find((row) => row.status === status)?.count ?? 0);
  const decided = count('won') + count('lost');
  return decided ? count('won') / decided : null;
}

/** One bar a month without holes, oldest first. @param {any[]} rows groups closed_on:month */
export function monthRows(rows) {
  const known = (rows ?? []).filter((row) => row.closed_on);
  if (!known.length) return [];
  const byMonth = Object.fromEntries(known.map((row) => [row.closed_on.slice(0, 7), row]));
  const months = Object.keys(byMonth).sort();
  const out = [];
  const last = dayjs(months.at(-1) + '-01');
  for (let month = dayjs(months[0] + '-01'); !month.isAfter(last); month = month.add(1, 'month')) {
    const row = byMonth[month.format('YYYY-MM')];
    out.push({ month: month.format('YYYY-MM'), amount: row?.['sum:amount'] ?? '0', count: row?.count ?? 0 });
  }
  return out;
}

/** The largest amounts first. @param {any[]} rows @param {number} [limit] */
export function topOwners(rows, limit = 12) {
  return [...(rows ?? [])]
    .filter((row) => row.owner_id)
    .sort((a, b) => Number(b['sum:amount'] ?? 0) - Number(a['sum:amount'] ?? 0))
    .slice(0, limit);
}

/** First and last day of a month "YYYY-MM". */
export const monthBounds = (month) => {
  const first = dayjs(month + '-01');
  return { from: first.format('YYYY-MM-DD'), to: first.endOf('month').format('YYYY-MM-DD') };
};
