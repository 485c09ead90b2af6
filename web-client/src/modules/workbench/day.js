// SPDX-License-Identifier: AGPL-3.0-or-later
// What "due" means, as parameters of lists. Pure; the day is the browser's day.
import dayjs from 'dayjs';

const open = (me) => ({ owner_id: me, status: 'planned', sort: 'due_on,-created_at', limit: 100 });

/** Planned activities by day. @param {string} me @param {string} today YYYY-MM-DD */
export const taskQueries = (me, today) => ({
  overdue: { ...open(me), 'due_on[lt]': today },
  today: { ...open(me), due_on: today },
  soon: { ...open(me), 'due_on[gt]': today, 'due_on[lte]': dayjs(today).add(7, 'day').format('YYYY-MM-DD') },
});

/** Customers or deals whose next step is due. @param {string} me @param {string} today */
export const nextStepQuery = (me, today) => ({ owner_id: me, 'next_step_on[lte]': today, sort: 'next_step_on', limit: 50 });

/** How many days late, 0 for today or later. @param {string|null} day @param {string} today */
export const daysLate = (day, today) => (day ? Math.max(0, dayjs(today).diff(dayjs(day), 'day')) : 0);

export const todayOf = (now = dayjs()) => now.format('YYYY-MM-DD');
