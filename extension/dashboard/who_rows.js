// SPDX-License-Identifier: GPL-3.0-or-later
// The rows of "Who tried" in the order that the person chose. Pure, so that a table test can hold it.

/** @import { AttemptsDaysResponse } from '../protocol/host.js' */

export const kColumns = /** @type {const} */ (['day', 'company', 'kind', 'count']);
/** @typedef {typeof kColumns[number]} Column */
/** @typedef {AttemptsDaysResponse['rows'][number]} Row */

/**
 * A sorted copy. Rows that are equal in the column stand by day, newest first, then by count, then by company.
 * @param {readonly Row[]} rows
 * @param {Column} by
 * @param {boolean} down
 * @param {string} locale
 * @returns {Row[]}
 */
export function sorted(rows, by, down, locale) {
  const { compare } = new Intl.Collator(locale);
  /** @type {Record<Column, (left: Row, right: Row) => number>} */
  const orders = {
    day: (left, right) => (left.day < right.day ? -1 : left.day > right.day ? 1 : 0),
    company: (left, right) => compare(left.company, right.company),
    kind: (left, right) => compare(left.kind, right.kind),
    count: (left, right) => left.count - right.count,
  };
  const turn = down ? -1 : 1;
  return [...rows].sort(
    (left, right) =>
      turn * orders[by](left, right) ||
      -orders.day(left, right) ||
      -orders.count(left, right) ||
      orders.company(left, right),
  );
}
