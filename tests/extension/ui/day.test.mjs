// SPDX-License-Identifier: GPL-3.0-or-later
import assert from 'node:assert/strict';
import test from 'node:test';
import {
  addDays,
  daysBetween,
  duration,
  fades,
  longDay,
  noticedOn,
  shortDay,
  thenAndNow,
  today,
} from '../../../extension/ui/day.js';
import { plain } from '../../../extension/ui/i18n.js';
import { WORDS } from './words_of_tests.mjs';

const NOW = '2026-11-21';

test('today is the day of the clock on the wall', () => {
  assert.equal(today(new Date(2026, 0, 5, 0, 1)), '2026-01-05');
  assert.equal(today(new Date(2026, 0, 5, 23, 59)), '2026-01-05');
});

test('days are counted over months, years and summer time', () => {
  assert.equal(addDays('2026-12-30', 3), '2027-01-02');
  assert.equal(addDays('2028-02-28', 1), '2028-02-29');
  assert.equal(addDays('2026-03-28', 2), '2026-03-30');
  assert.equal(daysBetween('2026-10-24', '2026-10-26'), 2);
  assert.equal(daysBetween('2026-11-21', '2026-11-20'), -1);
});

test('a day names its year only when it is another', () => {
  assert.equal(shortDay('en-GB', '2026-11-03', NOW), '3 Nov');
  assert.equal(shortDay('en-GB', '2025-11-03', NOW), '3 Nov 2025');
  assert.equal(shortDay('fr-FR', '2026-11-03', NOW), '3 nov.');
  assert.equal(longDay('fr-FR', '2026-12-05', NOW), '5 décembre');
});

const FADES = [
  ['2026-11-21', 'Fades today', 'S’effacera aujourd’hui'],
  ['2026-11-22', 'Fades tomorrow', 'S’effacera demain'],
  ['2026-11-24', 'Fades on Tuesday', 'S’effacera mardi'],
  ['2026-11-28', 'Fades on 28 Nov', 'S’effacera le 28 nov.'],
];
for (const [day, en, fr] of FADES) {
  test(`what fades on ${day} says so`, () => {
    assert.equal(plain(fades(WORDS.en, day, NOW)), en);
    assert.equal(plain(fades(WORDS.fr, day, NOW)), fr);
  });
}

test('what was noticed today says today', () => {
  assert.equal(plain(noticedOn(WORDS.en, NOW, NOW)), 'Looked at today');
  assert.equal(plain(noticedOn(WORDS.fr, '2026-11-03', NOW)), 'Vu le 3 nov.');
});

const eur = (minor) => ({ minor, currency: 'EUR' });
const THEN = [
  [
    '2026-11-03',
    eur(14900),
    eur(12900),
    'page',
    'Kept 3 Nov at €149, today €129',
    'Gardé le 3 nov. à 149\u00a0€, aujourd’hui 129\u00a0€',
  ],
  [
    '2026-11-03',
    eur(14900),
    eur(12900),
    'record',
    'Kept 3 Nov at €149, last seen at €129',
    'Gardé le 3 nov. à 149\u00a0€, vu depuis à 129\u00a0€',
  ],
  [
    '2026-11-03',
    eur(14900),
    eur(14900),
    'page',
    'Kept 3 Nov at €149, the same today',
    'Gardé le 3 nov. à 149\u00a0€, le même prix aujourd’hui',
  ],
  [
    '2026-11-03',
    eur(14900),
    eur(14900),
    'record',
    'Kept 3 Nov at €149',
    'Gardé le 3 nov. à 149\u00a0€',
  ],
  ['2026-11-03', eur(14900), null, 'page', 'Kept 3 Nov at €149', 'Gardé le 3 nov. à 149\u00a0€'],
  [
    '2026-11-03',
    null,
    eur(12900),
    'page',
    'Kept 3 Nov, today €129',
    'Gardé le 3 nov., aujourd’hui 129\u00a0€',
  ],
  ['2026-11-03', null, null, 'page', 'Kept 3 Nov', 'Gardé le 3 nov.'],
  [
    '2026-11-21',
    eur(14900),
    eur(14900),
    'page',
    'Kept today at €149',
    'Gardé aujourd’hui à 149\u00a0€',
  ],
  [
    '2026-11-21',
    eur(14900),
    eur(12900),
    'page',
    'Kept 21 Nov at €149, today €129',
    'Gardé le 21 nov. à 149\u00a0€, aujourd’hui 129\u00a0€',
  ],
  [
    '2026-11-03',
    eur(14900),
    { minor: 14900, currency: 'GBP' },
    'page',
    'Kept 3 Nov at €149, today £149',
    'Gardé le 3 nov. à 149\u00a0€, aujourd’hui 149\u00a0£',
  ],
];
for (const [kept_on, price_kept, price, where, en, fr] of THEN) {
  test(`then and now: ${en}`, () => {
    const intention = { kept_on, noticed_on: kept_on, price_kept };
    assert.equal(plain(thenAndNow(WORDS.en, intention, NOW, { price, where })), en);
    assert.equal(plain(thenAndNow(WORDS.fr, intention, NOW, { price, where })), fr);
  });
}

const DURATIONS = [
  ['P30D', '30 days', '30\u00a0jours'],
  ['P1Y', '1 year', '1\u00a0an'],
  ['P2W', '2 weeks', '2\u00a0semaines'],
  ['P1Y2M', 'P1Y2M', 'P1Y2M'],
  ['for \u202eever', 'for ever', 'for ever'],
];
for (const [written, en, fr] of DURATIONS) {
  test(`the duration ${JSON.stringify(written)} reads ${en}`, () => {
    assert.equal(duration(WORDS.en, written).text, en);
    assert.equal(duration(WORDS.fr, written).text, fr);
  });
}
