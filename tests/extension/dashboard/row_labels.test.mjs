// SPDX-License-Identifier: GPL-3.0-or-later
// Every row that a draft can have (WIRE.md §2) has words, whichever kind the request is of.

import assert from 'node:assert/strict';
import test from 'node:test';
import { labelOf } from '../../../extension/dashboard/row_labels.js';
import { messages } from '../ui/words_of_tests.mjs';

const en = messages('en');
const ROWS = [
  ['content.question.text', 'Question'],
  ['content.description', 'Question'],
  ['content.itemOffered.name', 'Thing'],
  ['content.question.about.name', 'Thing'],
  ['content.itemOffered.brand.name', 'Maker'],
  ['content.question.about.brand.name', 'Maker'],
  ['content.itemOffered.sku', 'Number at the shop'],
  ['content.itemOffered.gtin13', 'Bar code'],
  ['content.itemOffered.gtin', 'Bar code'],
  ['content.question.about.url', 'Page'],
  ['content.priceSpecification.maxPrice', 'My highest price'],
  ['content.object.priceSpecification.maxPrice', 'My highest price'],
  ['content.priceSpecification.priceCurrency', 'Currency'],
  ['content.object.eligibleQuantity.value', 'How many'],
  ['content.itemCondition', 'Condition'],
  ['content.object.areaServed', 'My area'],
  ['content.availableDeliveryMethod', 'Delivery'],
  ['content.agent.name', 'My name'],
  ['content.agent.address.postalCode', 'My postcode'],
  ['id', 'Number of this request'],
  ['aud', 'For'],
  ['iat', 'Made'],
  ['exp', 'Replies until'],
  ['max_replies', 'Replies, at most'],
  ['terms', 'Terms'],
];
for (const [path, words] of ROWS) {
  test(`${path} is called "${words}"`, () => assert.equal(en[labelOf(path) ?? '']?.message, words));
}

test('a path that nobody knows is shown as it is', () =>
  assert.equal(labelOf('content.surprise'), null));
