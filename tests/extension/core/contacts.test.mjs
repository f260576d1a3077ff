// SPDX-License-Identifier: GPL-3.0-or-later
// Addresses of hostile pages: plain ones pass, nothing that could carry a header or lead elsewhere than it says does.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contactsOf, plainAddress } from '../../../extension/core/contacts.js';

const kRows = [
  ['contact@shop.example', 'contact@shop.example'],
  ['mailto:contact@shop.example', 'contact@shop.example'],
  ['MAILTO:Ada.Lovelace+shop@Shop.Example', 'Ada.Lovelace+shop@shop.example'],
  ['  contact@shop.example\n', 'contact@shop.example'],
  ['mailto:contact%40shop.example', 'contact@shop.example'],
  ['service-client@aide.shop.example', 'service-client@aide.shop.example'],
  ['info@xn--caf-dma.example', 'info@xn--caf-dma.example'],
  // Headers, lists, names.
  ['mailto:contact@shop.example?cc=spy@evil.example', ''],
  ['mailto:contact@shop.example%3Fcc=spy@evil.example', ''],
  ['mailto:contact@shop.example%0aBcc:spy@evil.example', ''],
  ['contact@shop.example\r\nBcc: spy@evil.example', ''],
  ['mailto:contact@shop.example,spy@evil.example', ''],
  ['mailto:contact@shop.example;spy@evil.example', ''],
  ['contact@shop.example spy@evil.example', ''],
  ['Shop <contact@shop.example>', ''],
  ['"a b"@shop.example', ''],
  ['spy@evil.example@shop.example', ''],
  ['spy%evil.example@shop.example', ''],
  ['contact@shop.example/../x', ''],
  // Shapes.
  ['mailto:', ''],
  ['contact', ''],
  ['@shop.example', ''],
  ['contact@', ''],
  ['contact@shop', ''],
  ['.contact@shop.example', ''],
  ['con..tact@shop.example', ''],
  ['contact@-shop.example', ''],
  ['contact@shop..example', ''],
  ['contact@[192.0.2.1]', ''],
  ['contact@192.0.2.1', ''],
  ['contact@router.local', ''],
  ['cont\u0430ct@shop.example', ''],
  ['contact@sh\u043ep.example', ''],
  ['\u202emoc.live@shop.example', ''],
  ['%', ''],
  [`${'a'.repeat(65)}@shop.example`, ''],
  [`a@${'b'.repeat(400)}.example`, ''],
  // Nobody reads it, or it is for rights only.
  ['no-reply@shop.example', ''],
  ['noreply@shop.example', ''],
  ['ne-pas-repondre@shop.example', ''],
  ['dpo@shop.example', ''],
  ['contact.rgpd@shop.example', ''],
  ['donnees-personnelles@shop.example', ''],
  ['privacyoffice@shop.example', ''],
];
for (const [raw, expected] of kRows) {
  test(`${JSON.stringify(raw).slice(0, 70)} is ${expected || 'none'}`, () => {
    assert.equal(plainAddress(raw), expected);
  });
}

test('the brand’s own come first, each once, at most five', () => {
  const said = [
    { from: 'link', raw: 'mailto:help@desk.example' },
    { from: 'link', raw: 'mailto:shop@notshop.example' },
    { from: 'description', raw: 'contact@shop.example' },
    { from: 'link', raw: 'mailto:contact@shop.example' },
    { from: 'link', raw: 'mailto:paris@fr.shop.example' },
    ...[1, 2, 3].map((n) => ({ from: 'link', raw: `mailto:desk${n}@desk.example` })),
  ];
  assert.deepEqual(
    contactsOf(said, 'shop.example').map(({ address, own, from }) => [address, own, from]),
    [
      ['contact@shop.example', true, 'description'],
      ['paris@fr.shop.example', true, 'link'],
      ['help@desk.example', false, 'link'],
      ['shop@notshop.example', false, 'link'],
      ['desk1@desk.example', false, 'link'],
    ],
  );
});

for (const said of [
  undefined,
  null,
  'contact@shop.example',
  {},
  [null, 7, [], { from: 'link' }, { from: 'elsewhere', raw: 'contact@shop.example' }],
  [{ from: 'link', raw: { toString: 'contact@shop.example' } }],
]) {
  test(`what is no list of contacts gives none: ${JSON.stringify(said)}`, () => {
    assert.deepEqual(contactsOf(said, 'shop.example'), []);
  });
}

test('a million contacts cost nothing', () => {
  const said = Array.from({ length: 1_000_000 }, (_, n) => ({
    from: 'link',
    raw: `a${n}@b.example`,
  }));
  const began = performance.now();
  assert.equal(contactsOf(said, 'shop.example').length, 5);
  assert.ok(performance.now() - began < 100);
});
