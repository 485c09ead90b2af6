// SPDX-License-Identifier: AGPL-3.0-or-later
// Numbers, money, dates and sizes in the language of the moment. Decimal strings
// go to Intl as strings, so that no digit of a large amount is lost.
import { currentLanguage } from './index.js';

/** @type {Map<string, any>} */
const made = new Map();

function cached(kind, options) {
  const key = kind + currentLanguage() + JSON.stringify(options);
  if (!made.has(key)) made.set(key, new Intl[kind](currentLanguage(), options));
  return made.get(key);
}

const isBlank = (value) => value === null || value === undefined || value === '';

/** @param {string|number|null} value @param {Intl.NumberFormatOptions} [options] */
export function formatNumber(value, options = /** @type {any} */ ({ maximumFractionDigits: 8, useGrouping: 'min2' })) {
  return isBlank(value) ? '' : cached('NumberFormat', options).format(value);
}

/** @param {string|number|null} value @param {string} [currency] */
export function formatMoney(value, currency) {
  if (isBlank(value)) return '';
  const digits = /\.\d*[1-9]/.test(String(value)) ? 2 : 0;
  const shape = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  try {
    return cached('NumberFormat', { ...shape, style: 'currency', currency: currency || 'CNY', currencyDisplay: 'narrowSymbol' }).format(value);
  } catch {
    return cached('NumberFormat', shape).format(value) + ' ' + currency;
  }
}

/** 1234567 -> 123.5万 or 1.23M. @param {string|number|null} value */
export function formatCompact(value) {
  return isBlank(value) ? '' : cached('NumberFormat', { notation: 'compact', maximumFractionDigits: 1 }).format(Number(value));
}

/** @param {string|null} value YYYY-MM-DD */
export function formatDate(value) {
  if (isBlank(value)) return '';
  const [year, month, day] = String(value).slice(0, 10).split('-').map(Number);
  const date = new Date(year, month - 1, day);
  return Number.isNaN(date.getTime()) ? String(value) : dateText(date);
}

function dateText(date) {
  if (currentLanguage() === 'en') return cached('DateTimeFormat', { day: 'numeric', month: 'short', year: 'numeric' }).format(date);
  return [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-');
}

/** Month and day by the lunar calendar. @param {string|null} value YYYY-MM-DD @param {string} days names of the thirty days, '' where numbers do */
export function formatLunar(value, days) {
  if (isBlank(value)) return '';
  const format = new Intl.DateTimeFormat(currentLanguage() + '-u-ca-chinese', { month: days ? 'long' : 'numeric', day: 'numeric', timeZone: 'UTC' });
  const part = (type) => format.formatToParts(new Date(value + 'T00:00:00Z')).find((one) => one.type === type)?.value ?? '';
  return days ? part('month') + days.split(' ')[Number(part('day')) - 1] : part('month') + '/' + part('day');
}

const two = (number) => String(number).padStart(2, '0');

/** @param {string|null} value RFC 3339 */
export function formatDateTime(value) {
  if (isBlank(value)) return '';
  const date = new Date(value);
  return dateText(date) + ' ' + two(date.getHours()) + ':' + two(date.getMinutes());
}

/** "3 天前", "in 2 hours"; a date once it is more than a month away. @param {string|null} value */
export function formatRelative(value) {
  if (isBlank(value)) return '';
  const seconds = (new Date(value).getTime() - Date.now()) / 1000;
  const steps = [['minute', 60, 3600], ['hour', 3600, 86400], ['day', 86400, 30 * 86400]];
  const format = cached('RelativeTimeFormat', { numeric: 'auto' });
  if (Math.abs(seconds) < 60) return format.format(0, 'minute');
  for (const [unit, size, limit] of steps) {
    if (Math.abs(seconds) < Number(limit)) return format.format(Math.trunc(seconds / Number(size)), unit);
  }
  return formatDateTime(value);
}

/** @param {number} bytes */
export function formatSize(bytes) {
  const units = ['B', 'KB', 'MB', 'GB'];
  let size = Number(bytes) || 0;
  let unit = 0;
  for (; size >= 1024 && unit < units.length - 1; unit += 1) size /= 1024;
  return formatNumber(size, { maximumFractionDigits: size < 10 && unit ? 1 : 0 }) + ' ' + units[unit];
}
