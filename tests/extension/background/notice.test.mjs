// SPDX-License-Identifier: GPL-3.0-or-later
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeBrowser, hex, kSilence, refuse } from '../support/fake_browser.mjs';

const kPage = 'https://www.shop.example/p/shoes?utm_source=mail#size';
const kObservations = [{ source: 'json_ld', raw: '{"@type":"Product","name":"Trail shoes"}' }];
const kProduct = {
  kind: 'product',
  name: 'Trail shoes',
  maker: 'Sentier',
  sku: 'SEN-1042',
  gtin: null,
  price: { minor: 12900, currency: 'EUR' },
  price_high: null,
  availability: 'in_stock',
  sources: ['json_ld'],
};
const kIntention = { id: hex(7), stage: 'kept', name: 'Trail shoes', forgetting: false };

/** @param {{ private?: boolean }} [window] */
async function shopping(window) {
  const browser = new FakeBrowser();
  browser.host.methods['intentions.notice'] = () => ({
    product: kProduct,
    intention: null,
    stored: false,
    offer_policy: true,
  });
  browser.host.methods['intentions.keep'] = () => ({ intention: kIntention });
  browser.host.methods['intentions.get'] = () => ({ intention: kIntention });
  await browser.start();
  await browser.show(1, kPage, window);
  return browser;
}

test('what the page shows stands in the popup', async () => {
  const browser = await shopping();
  await browser.observe(1, kObservations);
  assert.equal((await browser.state(1)).notice.product.name, 'Trail shoes');
  const [{ op_id, ...told }] = browser.host.asked('intentions.notice');
  assert.match(op_id, /^[0-9a-f]{32}$/);
  assert.deepEqual(told, {
    private: false,
    site: 'www.shop.example',
    page: 'https://www.shop.example/p/shoes?utm_source=mail',
    observations: kObservations,
  });
});

test('Keep makes an intention of what the tab shows, and the popup shows it as kept', async () => {
  const browser = await shopping();
  await browser.observe(1, kObservations);
  const answer = await browser.fromPage('popup', {
    to: 'tab',
    do: 'keep',
    tabId: 1,
    op_id: hex(3),
  });
  assert.deepEqual(answer, { ok: true, value: { intention: kIntention } });
  assert.deepEqual(browser.host.asked('intentions.keep'), [
    {
      op_id: hex(3),
      new: {
        direction: 'want',
        kind: 'product',
        name: 'Trail shoes',
        maker: 'Sentier',
        sku: 'SEN-1042',
        price: { minor: 12900, currency: 'EUR' },
        brand: 'www.shop.example',
        page: 'https://www.shop.example/p/shoes?utm_source=mail',
      },
    },
  ]);
  assert.equal((await browser.state(1)).notice.intention.stage, 'kept');
});

test('Keep of something already noticed keeps that very intention', async () => {
  const browser = await shopping();
  browser.host.methods['intentions.notice'] = () => ({
    product: kProduct,
    intention: { ...kIntention, stage: 'noticed' },
    stored: true,
    offer_policy: false,
  });
  await browser.observe(1, kObservations);
  await browser.fromPage('popup', { to: 'tab', do: 'keep', tabId: 1, op_id: hex(3) });
  assert.deepEqual(browser.host.asked('intentions.keep'), [{ op_id: hex(3), id: kIntention.id }]);
});

test('a cause is kept as something to give', async () => {
  const browser = await shopping();
  browser.host.methods['intentions.notice'] = () => ({
    product: { ...kProduct, kind: 'cause', price: null },
    intention: null,
    stored: false,
    offer_policy: false,
  });
  await browser.observe(1, kObservations);
  await browser.fromPage('popup', { to: 'tab', do: 'keep', tabId: 1, op_id: hex(3) });
  assert.equal(browser.host.asked('intentions.keep')[0].new.direction, 'give');
});

test('in a private window the product is read, nothing is stored, and Keep is refused by name', async () => {
  const browser = await shopping({ private: true });
  await browser.observe(1, kObservations);
  assert.equal(browser.host.asked('intentions.notice')[0].private, true);
  const answer = await browser.fromPage('popup', {
    to: 'tab',
    do: 'keep',
    tabId: 1,
    op_id: hex(3),
  });
  assert.equal(answer.error.code, 'private_window');
  assert.deepEqual(browser.host.asked('intentions.keep'), []);
});

const kHostile = [
  ['another extension', kObservations, { id: 'another' }],
  ['nobody', kObservations, { id: undefined }],
  ['a frame within the page', kObservations, { frameId: 3 }],
  ['no tab', kObservations, { tab: undefined }],
  ['a frame of another site', kObservations, { url: 'https://other.example/' }],
  ['a page that the tab no longer shows', kObservations, { documentId: 'doc-another' }],
  ['no address', kObservations, { url: undefined }],
  ['no list', { length: 1 }, {}],
  ['an empty list', [], {}],
  ['an unknown source', [{ source: 'guess', raw: 'x' }], {}],
  ['a raw that is no text', [{ source: 'json_ld', raw: { toString: 'x' } }], {}],
  ['null for an observation', [null], {}],
];
for (const [what, observations, sender] of kHostile) {
  test(`an observation from ${what} is not heard`, async () => {
    const browser = await shopping();
    const answer = await browser.observe(1, observations, /** @type {object} */ (sender));
    assert.equal(answer, undefined, 'and nobody is answered');
    assert.deepEqual(browser.host.asked('intentions.notice'), []);
  });
}

test('too many and too long observations are cut before they reach the host', async () => {
  const browser = await shopping();
  await browser.observe(
    1,
    Array.from({ length: 100 }, () => ({ source: 'json_ld', raw: '\ud800\0é'.repeat(300_000) })),
  );
  const [{ observations }] = browser.host.asked('intentions.notice');
  assert.ok(observations.length <= 64);
  for (const { raw } of observations) {
    assert.ok([...raw].length <= 524_288);
    assert.ok(raw.isWellFormed() && !raw.includes('\0'));
  }
  assert.ok(new TextEncoder().encode(JSON.stringify(observations)).length < 8 * 1024 * 1024);
});

test('a page that changes all the time is judged once at a time, the last state last', async () => {
  const browser = await shopping();
  for (let count = 1; count <= 20; count += 1) {
    browser.observe(1, [{ source: 'json_ld', raw: `{"n":${count}}` }]);
  }
  await browser.clock.pass(100);
  const asked = browser.host.asked('intentions.notice');
  assert.ok(asked.length <= 3, `${asked.length} calls`);
  assert.equal(asked.at(-1).observations[0].raw, '{"n":20}');
});

test('an observation that arrives after its page has left is dropped', async () => {
  const browser = await shopping();
  browser.observe(1, kObservations);
  await browser.show(1, 'https://www.shop.example/basket');
  assert.equal((await browser.state(1)).notice, null);
});

test('an answer that comes when the tab shows another page already is not shown there', async () => {
  const browser = await shopping();
  const { 'intentions.notice': answer } = browser.host.methods;
  browser.host.methods['intentions.notice'] = (params) => {
    const url = 'https://www.shop.example/basket';
    browser.openTabs.set(1, { id: 1, url, private: false });
    browser.commit({ tabId: 1, url });
    return answer?.(params);
  };
  await browser.observe(1, kObservations);
  assert.equal(browser.host.asked('intentions.notice').length, 1);
  assert.equal((await browser.state(1)).notice, null);
});

test('while a slow program has said nothing of the page, the popup knows that it is being read; once it said so or is gone, no more', async () => {
  const browser = await shopping();
  const { 'intentions.notice': answer } = browser.host.methods;
  const told = () => browser.told.filter(({ changed }) => changed === 'tab').length;
  assert.equal((await browser.state(1)).reading, false, 'the page has shown nothing');

  browser.host.methods['intentions.notice'] = () => kSilence;
  browser.told = [];
  browser.observe(1, kObservations);
  await browser.clock.pass(100);
  assert.equal((await browser.state(1)).reading, true);
  assert.equal(told(), 1);

  // The program ends, and the next one refuses.
  browser.host.methods['intentions.notice'] = () => {
    throw refuse('internal');
  };
  browser.told = [];
  browser.host.die();
  await browser.clock.pass(1_000);
  assert.equal((await browser.state(1)).reading, false);
  assert.ok(told() >= 1);

  browser.host.methods['intentions.notice'] = answer;
  await browser.observe(1, kObservations);
  const { reading, notice } = await browser.state(1);
  assert.equal(reading, false);
  assert.equal(notice.product.name, 'Trail shoes');

  // What it shows stays while the same page is read again.
  browser.host.methods['intentions.notice'] = () => kSilence;
  browser.observe(1, kObservations);
  await browser.clock.pass(100);
  assert.equal((await browser.state(1)).reading, false);
});

test('when the person chooses what is remembered, the page on screen is judged again', async () => {
  const browser = await shopping();
  await browser.observe(1, kObservations);
  browser.host.methods['intentions.policy'] = ({ set }) => ({ policy: set });
  await browser.fromPage('popup', {
    to: 'host',
    method: 'intentions.policy',
    params: { op_id: hex(5), set: 'seven_days' },
  });
  assert.equal(browser.host.asked('intentions.notice').length, 2);
});

test('what the person forgot is not recorded again from the same page', async () => {
  const browser = await shopping();
  const noticed = { ...kIntention, stage: 'noticed' };
  browser.host.methods['intentions.notice'] = (params) => ({
    product: kProduct,
    intention: params.private ? null : noticed,
    stored: !params.private,
    offer_policy: false,
  });
  browser.host.methods['intentions.forget'] = () => ({ undo_ms: 10_000 });
  browser.host.methods['intentions.unforget'] = () => ({ intention: noticed });
  await browser.observe(1, kObservations);
  const call = { to: 'host', params: { op_id: hex(5), id: kIntention.id } };
  await browser.fromPage('popup', { ...call, method: 'intentions.forget' });
  await browser.observe(1, kObservations);
  assert.equal(browser.host.asked('intentions.notice').at(-1).private, true);

  // Undone: the page counts again.
  await browser.fromPage('popup', { ...call, method: 'intentions.unforget' });
  await browser.observe(1, kObservations);
  assert.equal(browser.host.asked('intentions.notice').at(-1).private, false);
});

test('a change made elsewhere reaches the popup by itself', async () => {
  const browser = await shopping();
  await browser.observe(1, kObservations);
  await browser.fromPage('popup', { to: 'tab', do: 'keep', tabId: 1, op_id: hex(3) });
  browser.host.methods['intentions.get'] = () => ({
    intention: { ...kIntention, words: 'for the winter' },
  });
  await browser.clock.pass(100);
  browser.told = [];
  await browser.state(1);
  await browser.clock.pass(100);
  assert.deepEqual(browser.told, [{ changed: 'tab', tabId: 1 }]);
  assert.equal((await browser.state(1)).notice.intention.words, 'for the winter');
});

test('a slow program is asked once for what the popup shows, and once more for what changed meanwhile', async () => {
  const browser = await shopping();
  await browser.observe(1, kObservations);
  await browser.fromPage('popup', { to: 'tab', do: 'keep', tabId: 1, op_id: hex(3) });
  let words = 'for the winter';
  browser.host.methods['intentions.get'] = () => ({ intention: { ...kIntention, words } });
  browser.host.slowAt.add('intentions.get');
  for (let count = 0; count < 5; count += 1) {
    await browser.state(1);
    await browser.clock.pass(1_000);
  }
  assert.equal(browser.host.asked('intentions.get').length, 1);
  words = 'for the spring';
  browser.host.release();
  await browser.clock.pass(1_000);
  assert.equal(browser.host.asked('intentions.get').length, 2);
  assert.equal((await browser.state(1)).notice.intention.words, 'for the spring');
});
