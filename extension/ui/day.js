// SPDX-License-Identifier: GPL-3.0-or-later
// Local calendar days ("2026-11-03") as people say them: "3 Nov", "on Tuesday", "tomorrow". Days have no time zone, so
// all arithmetic is done at noon UTC. And what came of a thing since a day: "Kept 3 Nov at 149 €, today 129 €".

import { clean } from './clean.js';

/** @import { Intention, Money } from '../protocol/host.js' */
/** @import { Part, Words } from './i18n.js' */

const DAY_MS = 86_400_000;

/** Making one takes longer than everything else about a day. @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map();

/**
 * @param {string} locale
 * @param {Intl.DateTimeFormatOptions} options
 */
function format(locale, options) {
  const key = `${locale} ${JSON.stringify(options)}`;
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' });
  formats.set(key, made);
  return made;
}

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
  const options = { day: 'numeric', month: 'short' };
  if (day.slice(0, 4) !== now.slice(0, 4)) options.year = 'numeric';
  return format(locale, options).format(noon(day));
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
  const options = { day: 'numeric', month: 'long' };
  if (day.slice(0, 4) !== now.slice(0, 4)) options.year = 'numeric';
  return format(locale, options).format(noon(day));
}

/**
 * "Tuesday".
 * @param {string} locale
 * @param {string} day
 * @returns {string}
 */
export function weekday(locale, day) {
  return format(locale, { weekday: 'long' }).format(noon(day));
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
  const amount = new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' });
  return { kind: 'name', text: amount.format(Number(match[1])) };
}

/**
 * The price when a thing was kept against the price read from the page now.
 * @param {Words} words
 * @param {Intention} intention
 * @param {string} now today
 * @param {{ price: Money | null, where: 'page' | 'record' }} seen the price of the page in front, or the one last seen
 * @returns {Part[]}
 */
export function thenAndNow(words, intention, now, seen) {
  const day = words.shortDay(intention.kept_on ?? intention.noticed_on, now);
  const then = intention.price_kept;
  const { price } = seen;
  const same = !then || !price || (price.minor === then.minor && price.currency === then.currency);
  if ((intention.kept_on ?? intention.noticed_on) === now && same) {
    const was = then ?? price;
    return was
      ? words.parts('kept_today_at', { was: words.money(was) })
      : words.parts('kept_today');
  }
  if (!then) {
    return price
      ? words.parts(`kept_seen_${seen.where}`, { day, is: words.money(price) })
      : words.parts('kept_on', { day });
  }
  if (!price) return words.parts('kept_at', { day, was: words.money(then) });
  if (price.minor === then.minor && price.currency === then.currency) {
    return words.parts(`kept_same_${seen.where}`, { day, was: words.money(then) });
  }
  return words.parts(`kept_then_${seen.where}`, {
    day,
    was: words.money(then),
    is: words.money(price),
  });
}

/**
 * "Looked at 3 Nov", "Looked at today".
 * @param {Words} words
 * @param {string} day
 * @param {string} now
 * @returns {Part[]}
 */
export function noticedOn(words, day, now) {
  return day === now
    ? words.parts('noticed_today')
    : words.parts('noticed_on', { day: words.shortDay(day, now) });
}

/**
 * "Fades on Tuesday", "Fades tomorrow", "Fades 3 Dec".
 * @param {Words} words
 * @param {string} fades_on
 * @param {string} now
 * @returns {Part[]}
 */
export function fades(words, fades_on, now) {
  const left = daysBetween(now, fades_on);
  if (left <= 0) return words.parts('fades_today');
  if (left === 1) return words.parts('fades_tomorrow');
  if (left < 7) return words.parts('fades_on', { day: weekday(words.locale, fades_on) });
  return words.parts('fades_later', { day: words.shortDay(fades_on, now) });
}
