// SPDX-License-Identifier: GPL-3.0-or-later
import assert from 'node:assert/strict';
import test from 'node:test';
import { formatMoney, parseMoney, plainAmount } from '../../../extension/ui/money.js';

const SHOWN = [
  ['en-GB', 12900, 'EUR', '€129'],
  ['en-GB', 12990, 'EUR', '€129.90'],
  ['fr-FR', 12900, 'EUR', '129\u00a0€'],
  ['fr-FR', 129990, 'EUR', '1\u202f299,90\u00a0€'],
  ['fr-FR', 5, 'EUR', '0,05\u00a0€'],
  ['en-GB', 1500, 'JPY', '¥1,500'],
  ['en-GB', 1234, 'KWD', 'KWD\u00a01.234'],
  ['en-GB', 9_000_000_000_000_000, 'EUR', '€90,000,000,000,000'],
  ['en-GB', 8_999_999_999_999_999, 'EUR', '€89,999,999,999,999.99'],
  ['en-GB', 100, '€€€', '1.00 €€€'],
];
for (const [locale, minor, currency, expected] of SHOWN) {
  test(`${minor} ${currency} in ${locale} is ${expected}`, () => {
    assert.equal(formatMoney(locale, { minor, currency }), expected);
  });
}

const TYPED = [
  ['130', 'EUR', 13000],
  ['129,90', 'EUR', 12990],
  ['129.9', 'EUR', 12990],
  ['1 299', 'EUR', 129900],
  ['1\u202f299,00', 'EUR', 129900],
  ['1,299.50', 'EUR', 129950],
  ['1.299,50', 'EUR', 129950],
  ['1.299', 'EUR', 129900],
  ['€129', 'EUR', 12900],
  ['129 €', 'EUR', 12900],
  ['1500', 'JPY', 1500],
  ['15.5', 'JPY', null],
  ['1,23', 'KWD', 1230],
  ['', 'EUR', null],
  ['abc', 'EUR', null],
  ['-5', 'EUR', null],
  ['1e5', 'EUR', null],
  ['12.345,6789', 'EUR', null],
  ['99999999999999999999', 'EUR', null],
];
for (const [typed, currency, minor] of TYPED) {
  test(`"${typed}" typed as ${currency} is ${minor ?? 'no amount'}`, () => {
    assert.deepEqual(parseMoney(typed, currency), minor === null ? null : { minor, currency });
  });
}

test('what was parsed can be edited again and stays the same', () => {
  for (const minor of [0, 5, 50, 100, 12990, 9_000_000_000_000_000]) {
    const money = { minor, currency: 'EUR' };
    assert.deepEqual(parseMoney(plainAmount(money), 'EUR'), money);
  }
});
