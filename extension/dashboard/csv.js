// SPDX-License-Identifier: GPL-3.0-or-later
// The universe's intentions as a table (CSV, RFC 4180) for spreadsheets. Names come from pages: a cell that a spreadsheet
// would take for a formula is written with an apostrophe before it (OWASP, "CSV Injection"). Pure.

import { plainAmount } from '../ui/money.js';

/** @import { Intention, Money, UniverseExportResponse } from '../protocol/host.js' */

/** @param {Money | null | undefined} money */
const amount = (money) => (money ? plainAmount(money) : '');

/** @type {[string, (intention: Partial<Intention>) => string | null | undefined][]} */
const kColumns = [
  ['stage', ({ stage }) => stage],
  ['direction', ({ direction }) => direction],
  ['kind', ({ kind }) => kind],
  ['name', ({ name }) => name],
  ['maker', ({ maker }) => maker],
  ['brand', ({ brand }) => brand],
  ['page', ({ page }) => page],
  ['noticed_on', ({ noticed_on }) => noticed_on],
  ['kept_on', ({ kept_on }) => kept_on],
  ['fades_on', ({ fades_on }) => fades_on],
  ['price_kept', ({ price_kept }) => amount(price_kept)],
  ['price_seen', ({ price_seen }) => amount(price_seen)],
  ['currency', ({ price_seen, price_kept }) => (price_seen ?? price_kept)?.currency],
  ['budget', ({ budget }) => amount(budget)],
  ['budget_currency', ({ budget }) => budget?.currency],
  ['words', ({ words }) => words],
  ['why', ({ why }) => why],
  ['have', ({ have }) => have],
  ['done_how', ({ done }) => done?.how],
  ['done_on', ({ done }) => done?.on],
];

/**
 * One cell.
 * @param {string | null | undefined} value
 */
export function cell(value) {
  const text = value ?? '';
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/**
 * @param {UniverseExportResponse['items']} items everything stored; only intentions become rows
 * @returns {string} with a byte order mark, by which spreadsheets know UTF-8
 */
export function csvOf(items) {
  const rows = items
    .filter(({ kind }) => kind === 'intention')
    .map(({ record }) => {
      const intention = /** @type {Partial<Intention>} */ (record);
      return kColumns.map(([, read]) => cell(read(intention))).join(',');
    });
  return `\ufeff${[kColumns.map(([name]) => name).join(','), ...rows].join('\r\n')}\r\n`;
}
