// SPDX-License-Identifier: GPL-3.0-or-later
// Local calendar days ("2026-11-03") as people say them: "3 Nov", "on Tuesday", "tomorrow". Days have no time zone, so
// all arithmetic is done at noon UTC.

import { clean } from './clean.js';

const DAY_MS = 86_400_000;

/** @param {string} day */
function noon(day) {
  return new Date(`${day}T12:00:00Z`);
}

/**
 * The person's day of the moment.
 * @param {Date} [now]
 * @returns {string}
 */
export function today(now = new Date()) {
  const month = String(now.getMonth() + 1).padStart(2, '0');
  return `${now.getFullYear()}-${month}-${String(now.getDate()).padStart(2, '0')}`;
}

/**
 * @param {string} day
 * @param {number} count
 * @returns {string}
 */
export function addDays(day, count) {
  return new Date(noon(day).getTime() + count * DAY_MS).toISOString().slice(0, 10);
}

/**
 * Whole days from one day to another; negative if the second comes first.
 * @param {string} from
 * @param {string} to
 * @returns {number}
 */
export function daysBetween(from, to) {
  return Math.round((noon(to).getTime() - noon(from).getTime()) / DAY_MS);
}

/**
 * "3 Nov", or "3 Nov 2025" when the year is another than now's.
 * @param {string} locale
 * @param {string} day
 * @param {string} now
 * @returns {string}
 */
export function shortDay(locale, day, now) {
  /** @type {Intl.DateTimeFormatOptions} */
  const options = { day: 'numeric', month: 'short', timeZone: 'UTC' };
  if (day.slice(0, 4) !== now.slice(0, 4)) options.year = 'numeric';
  return new Intl.DateTimeFormat(locale, options).format(noon(day));
}

/**
 * "5 December", with the year when it is another than now's.
 * @param {string} locale
 * @param {string} day
 * @param {string} now
 * @returns {string}
 */
export function longDay(locale, day, now) {
  /** @type {Intl.DateTimeFormatOptions} */
  const options = { day: 'numeric', month: 'long', timeZone: 'UTC' };
  if (day.slice(0, 4) !== now.slice(0, 4)) options.year = 'numeric';
  return new Intl.DateTimeFormat(locale, options).format(noon(day));
}

/**
 * "Tuesday".
 * @param {string} locale
 * @param {string} day
 * @returns {string}
 */
export function weekday(locale, day) {
  return new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' }).format(noon(day));
}

const UNITS = /** @type {Record<string, string>} */ ({
  D: 'day',
  W: 'week',
  M: 'month',
  Y: 'year',
});

/**
 * An ISO 8601 duration of one unit as people say it ("P30D": 30 days); any other as it was written.
 * @param {{ locale: string }} words
 * @param {string} written
 * @returns {{ kind: 'name', text: string }}
 */
export function duration({ locale }, written) {
  const match = /^P([0-9]{1,4})([DWMY])$/.exec(written);
  const unit = UNITS[match?.[2] ?? ''];
  if (!match || !unit) return { kind: 'name', text: clean(written, 40) };
  const format = new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' });
  return { kind: 'name', text: format.format(Number(match[1])) };
}
