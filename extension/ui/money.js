// SPDX-License-Identifier: GPL-3.0-or-later
// Money as people read and write it. Inside it is always whole minor units and an ISO 4217 code, never a float.

/** @import { Money } from '../protocol/host.js' */

/** Making a format costs a hundred times what using it does. @type {Map<string, Intl.NumberFormat | null>} */
const formats = new Map();

/**
 * @param {string} locale
 * @param {string} currency
 * @returns {Intl.NumberFormat | null} null where the currency is none
 */
function formatOf(locale, currency) {
  const key = `${locale} ${currency}`;
  const known = formats.get(key);
  if (known !== undefined) return known;
  let format = null;
  try {
    format = new Intl.NumberFormat(locale, {
      style: 'currency',
      currency,
      currencyDisplay: 'narrowSymbol',
      trailingZeroDisplay: 'stripIfInteger',
    });
  } catch {
    // Three letters that Intl refuses: the amount is shown with the letters as they came.
  }
  formats.set(key, format);
  return format;
}

/**
 * How many decimals a currency has, as Intl knows it.
 * @param {string} currency
 * @returns {number}
 */
export function decimals(currency) {
  return formatOf('en', currency)?.resolvedOptions().maximumFractionDigits ?? 2;
}

/**
 * The amount as digits with a point, exact: 12900 EUR is "129.00".
 * @param {Money} money
 * @returns {string}
 */
export function plainAmount({ minor, currency }) {
  const places = decimals(currency);
  const digits = String(minor).padStart(places + 1, '0');
  if (places === 0) return digits;
  return `${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

/**
 * "129 €" in French, "€129" in English; decimals only where there are some.
 * @param {string} locale
 * @param {Money} money
 * @returns {string}
 */
export function formatMoney(locale, money) {
  const amount = plainAmount(money);
  const format = formatOf(locale, money.currency);
  // A decimal string keeps every digit, where a number would round above 2^53. The types know only the template form.
  return format
    ? format.format(/** @type {`${number}`} */ (amount))
    : `${amount} ${money.currency}`;
}

/**
 * Reads what a person typed: "130", "129,90", "1 299,00", "1,299.50". Null if it is no amount.
 * The last comma or point followed by one or two digits (or as many as the currency has) is the decimal mark.
 * @param {string} text
 * @param {string} currency
 * @returns {Money | null}
 */
export function parseMoney(text, currency) {
  const places = decimals(currency);
  const bare = text.replace(/[\s\u00a0\u202f'’]/g, '').replace(/^[€$£]|[€$£]$/g, '');
  const match = /^([0-9]{1,3}(?:[.,][0-9]{3})+|[0-9]+)(?:[.,]([0-9]{1,3}))?$/.exec(bare);
  if (!match) return null;
  const whole = (match[1] ?? '').replace(/[.,]/g, '');
  const fraction = match[2] ?? '';
  if (fraction.length > places) return null;
  const minor = Number(whole + fraction.padEnd(places, '0'));
  return Number.isSafeInteger(minor) && minor <= 9_000_000_000_000_000 ? { minor, currency } : null;
}
