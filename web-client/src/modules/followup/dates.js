// SPDX-License-Identifier: AGPL-3.0-or-later
// Days offered for the next step. Weekends move to Monday: nobody plans a visit
// for Sunday by one click.
import dayjs from 'dayjs';

export const CHIPS = ['tomorrow', 'three_days', 'next_monday', 'two_weeks', 'next_month'];

/** @param {string} chip @param {dayjs.Dayjs} [now] @returns {string} YYYY-MM-DD */
export function dayOf(chip, now = dayjs()) {
  const days = {
    tomorrow: now.add(1, 'day'),
    three_days: now.add(3, 'day'),
    next_monday: now.add(((8 - now.day()) % 7) || 7, 'day'),
    two_weeks: now.add(14, 'day'),
    next_month: now.add(1, 'month'),
  };
  return workday(days[chip]).format('YYYY-MM-DD');
}

function workday(day) {
  if (day.day() === 6) return day.add(2, 'day');
  return day.day() === 0 ? day.add(1, 'day') : day;
}
