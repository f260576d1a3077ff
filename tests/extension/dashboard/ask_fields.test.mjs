// SPDX-License-Identifier: GPL-3.0-or-later
import assert from 'node:assert/strict';
import test from 'node:test';
import {
  ASK_FIELDS,
  brandOf,
  entriesForKind,
  fieldsOf,
  firstEntries,
} from '../../../extension/dashboard/ask_fields.js';
import { KEPT_SHOES } from '../ui/harness/scenes.mjs';

/** @param {object} changes */
function entriesWith(changes) {
  const { entries } = firstEntries(KEPT_SHOES);
  for (const [key, change] of Object.entries(changes))
    entries[key] = { ...entries[key], ...change };
  return entries;
}

test('to begin with the thing is on, and nothing that says anything of the person', () => {
  const { entries } = firstEntries({ ...KEPT_SHOES, budget: { minor: 13000, currency: 'EUR' } });
  const on = Object.keys(entries).filter((key) => entries[key].on);
  assert.deepEqual(on, ['name', 'sku']);
  for (const { key, person } of ASK_FIELDS) if (person) assert.equal(entries[key].on, false, key);
});

test('the person’s own words, why and have are never in a request', () => {
  const { entries } = firstEntries({
    ...KEPT_SHOES,
    words: 'secret-words',
    why: 'secret-why',
    have: 'secret-have',
  });
  assert.doesNotMatch(JSON.stringify(entries), /secret/);
});

test('what is off is not there, even with text in it', () => {
  const entries = entriesWith({
    person_name: { on: false, text: 'Ada' },
    question: { on: true, text: ' Do you mend? ' },
  });
  assert.deepEqual(fieldsOf('AskAction', entries, 'EUR').fields, {
    question: 'Do you mend?',
    name: 'Trail shoes',
    sku: 'TRAIL-42',
  });
});

test('turning from a question to an offer takes the empty question away, and keeps a written one', () => {
  const asked = entriesForKind(entriesWith({}), 'Demand', 'AskAction');
  assert.equal(asked.question?.on, true);
  const offer = entriesForKind(asked, 'AskAction', 'Demand');
  assert.equal(offer.question?.on, false);
  assert.equal(offer.name?.on, true);
  const written = entriesWith({ question: { on: true, text: 'Do you mend?' } });
  assert.deepEqual(entriesForKind(written, 'AskAction', 'Demand').question, written.question);
});

const READ = [
  ['a price', 'max_price', '129,90', { minor: 12990, currency: 'EUR' }],
  ['a number', 'quantity', '3', 3],
  ['a choice', 'condition', 'used', 'used'],
  ['a bar code', 'gtin', '4006381333931', '4006381333931'],
];
for (const [name, key, text, expected] of READ) {
  test(`${name} is read exactly`, () => {
    assert.deepEqual(
      fieldsOf('Demand', entriesWith({ [key]: { on: true, text } }), 'EUR').fields[key],
      expected,
    );
  });
}

const UNCLEAR = [
  ['max_price', 'cheap'],
  ['quantity', '0'],
  ['quantity', '10001'],
  ['quantity', '1.5'],
  ['gtin', '12 34'],
];
for (const [key, text] of UNCLEAR) {
  test(`${key} "${text}" is called unclear and does not leave`, () => {
    const { fields, unclear } = fieldsOf(
      'Demand',
      entriesWith({ [key]: { on: true, text } }),
      'EUR',
    );
    assert.deepEqual(unclear, [key]);
    assert.equal(key in fields, false);
  });
}

test('a question without words, or a wish without a thing, is lacking', () => {
  assert.equal(
    fieldsOf('AskAction', entriesWith({ question: { on: true, text: '  ' } }), 'EUR').lacking,
    true,
  );
  assert.equal(
    fieldsOf('Demand', entriesWith({ name: { on: true, text: '' } }), 'EUR').lacking,
    true,
  );
  assert.equal(fieldsOf('Demand', entriesWith({}), 'EUR').lacking, false);
});

const BRANDS = [
  ['shop.example', 'shop.example'],
  [' Shop.Example ', 'shop.example'],
  ['https://shop.example/en/p?x=1', 'shop.example'],
  ['shop.example/contact', 'shop.example'],
  ['müller.example', 'xn--mller-kva.example'],
  ['shop.example.', 'shop.example'],
  ['', ''],
  ['two words', ''],
  ['http://', ''],
];
for (const [typed, brand] of BRANDS) {
  test(`"${typed}" typed as a brand is "${brand}"`, () => assert.equal(brandOf(typed), brand));
}
