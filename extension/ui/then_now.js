// SPDX-License-Identifier: GPL-3.0-or-later
// "Kept 3 Nov at 149 €, today 129 €": the price when a thing was kept against the price read from the page now.

import { daysBetween, weekday } from './day.js';

/** @import { Intention, Money } from '../protocol/host.js' */
/** @import { Part, Words } from './i18n.js' */

/**
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
