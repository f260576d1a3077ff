// SPDX-License-Identifier: GPL-3.0-or-later
// What push tried on each tab, as its pages and the popup are told of it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { browsing, forgetAll, kShop } from '../support/attempts.mjs';

test('what was stopped stands in the popup at once, and is explained when the host has answered', async () => {
  const browser = await browsing();
  await browser.clock.pass(120);
  browser.told = [];
  await browser.block(1, { type: 'ping', method: 'POST' }, 'ev=ViewContent');
  const [seen] = (await browser.state(1)).attempts;
  assert.equal(seen.outcome, 'stopped');
  assert.equal(seen.body, 'ev=ViewContent');
  assert.equal(seen.at, 120, 'milliseconds since the page began');
  assert.equal(seen.explained, null);
  await browser.clock.pass(100);
  assert.deepEqual(browser.told, [{ changed: 'tab', tabId: 1 }], 'an open popup was told');

  await browser.clock.pass(300);
  assert.equal((await browser.state(1)).attempts[0].explained.company, 'Tracker Inc.');
  const [told] = browser.host.asked('attempts.record');
  assert.equal(told.private, false);
  assert.deepEqual(told.items[0], {
    key: seen.key,
    url: 'https://tracker.example/pixel?e=1',
    type: 'ping',
    method: 'POST',
    frame: 'https://shop.example/p/shoes',
    site: 'shop.example',
    body: btoa('ev=ViewContent'),
  });
});

test('the icon fills with the first attempt and empties with the next page', async () => {
  const browser = await browsing();
  assert.equal(browser.icons.get(1), 'rest');
  await browser.show(1, 'https://shop.example/p/boots');
  assert.equal(browser.iconsSet, 0, 'pages that try nothing have none set');
  await browser.block(1);
  assert.equal(browser.icons.get(1), 'filled');
  await browser.show(1, 'https://other.example/');
  assert.equal(browser.icons.get(1), 'rest');
  assert.equal(browser.iconsSet, 2, 'what the page before began to fill may come late');
  assert.deepEqual((await browser.state(1)).attempts, []);
});

test('what a closed tab sends at its very end leaves no record of it', async () => {
  const browser = await browsing();
  await browser.show(5, kShop);
  await browser.closeTab(5);
  await browser.block(5, { topUrl: kShop, documents: [] });
  await browser.clock.pass(1_000);
  browser.icons.clear();
  browser.host.methods['universe.forget_all'] = () => ({ state: 'forgotten' });
  await forgetAll(browser);
  assert.deepEqual([...browser.icons.keys()], [1], 'only tabs that are there are emptied');
});

test('a request that was not blocked leaves nothing, not even its body', async () => {
  const browser = await browsing();
  const request = browser.request(1, { method: 'POST' });
  const raw = { raw: [{ bytes: new TextEncoder().encode('secret').buffer }] };
  const ends = [
    () => browser.watcher.ended(request.id),
    // Redirected: it begins again under its number, without a body.
    () => browser.watcher.opened(request, null),
    // Nobody tells of one that ends well.
    () => browser.clock.pass(5_000),
  ];
  for (const [count, end] of ends.entries()) {
    browser.watcher.opened(request, raw);
    await end();
    // The same number, blocked this time.
    browser.watcher.stopped(request);
    await browser.clock.pass(0);
    assert.equal((await browser.state(1)).attempts[count].body, null);
  }
  browser.watcher.opened(request, raw);
  await browser.clock.pass(4_000);
  browser.watcher.stopped(request);
  await browser.clock.pass(0);
  assert.equal((await browser.state(1)).attempts[3].body, 'secret', 'a busy browser tells late');
});

test('from a private window nothing is stored: the host is told so, and no copy is made', async () => {
  const browser = await browsing();
  await browser.show(2, 'https://clinic.example/', { private: true });
  await browser.block(2);
  await browser.clock.pass(2_000);
  const told = browser.host
    .asked('attempts.record')
    .find(({ items }) => items[0].site === 'clinic.example');
  assert.equal(told.private, true);
  assert.equal((await browser.state(2)).private, true);
  assert.doesNotMatch([...browser.memory.values.values()].join(), /clinic/);
});

test('of a tab that is gone before it is known nothing is told', async () => {
  const browser = await browsing();
  await browser.block(1);
  await browser.closeTab(1);
  await browser.clock.pass(1_000);
  assert.deepEqual(browser.host.asked('attempts.record'), []);
});

/** As a site's service worker asks. */
const kWorker = { frame: 'https://shop.example', topUrl: undefined, documents: [] };

test('what a site’s service worker tried is told with the tab of that host that was looked at last', async () => {
  const browser = await browsing();
  await browser.show(2, 'https://shop.example/p/boots');
  await browser.show(3, 'https://www.shop.example/');
  await browser.show(4, 'https://other.example/');
  await browser.block(-1, kWorker, 'ev=Push');
  await browser.clock.pass(1_000);
  for (const tabId of [1, 3, 4]) assert.deepEqual((await browser.state(tabId)).attempts, []);
  const [seen] = (await browser.state(2)).attempts;
  assert.equal(seen.body, 'ev=Push');
  assert.equal(browser.icons.get(2), 'filled');
  const [{ items, ...rest }] = browser.host.asked('attempts.record');
  assert.equal(rest.private, false);
  assert.equal(items[0].site, 'shop.example');
  // The tab shows another page: it is no longer there.
  await browser.show(2, 'https://shop.example/p/sandals');
  assert.deepEqual((await browser.state(2)).attempts, []);
});

test('nothing of a service worker is told where a tab of its host is private, where none is open, and for nobody', async () => {
  const browser = await browsing();
  await browser.show(2, 'https://shop.example/', { private: true });
  await browser.block(-1, kWorker);
  await browser.block(-1, { ...kWorker, frame: 'https://closed.example' });
  await browser.block(-1, { ...kWorker, frame: undefined });
  await browser.clock.pass(1_000);
  for (const tabId of [1, 2]) assert.deepEqual((await browser.state(tabId)).attempts, []);
  assert.deepEqual(browser.host.asked('attempts.record'), []);
});

test('requests that nobody asked for and those of our own pages are nobody’s attempt', async () => {
  const browser = await browsing();
  await browser.block(-1);
  await browser.block(1, { frame: 'chrome-extension://volitiontestid' });
  await browser.clock.pass(1_000);
  assert.deepEqual((await browser.state(1)).attempts, []);
  assert.deepEqual([...browser.icons.keys()], [1]);
  assert.ok(!browser.told.some(({ tabId }) => tabId === -1));
});

test('a page that floods fills neither the list nor the memory', async () => {
  const browser = await browsing();
  for (let count = 0; count < 510; count += 1) {
    const request = browser.request(1, {
      url: `https://t.example/?${'x'.repeat(70_000)}`,
      method: 'POST',
    });
    browser.watcher.opened(request, { raw: [{ bytes: new ArrayBuffer(100_000) }] });
    browser.watcher.stopped(request);
  }
  const { attempts, more } = await browser.state(1);
  assert.equal(attempts.length, 500);
  assert.equal(more, true, 'and it is said that there were more');
  assert.ok(Math.max(...attempts.map((/** @type {any} */ { url }) => url.length)) <= 65_536);
  assert.ok(JSON.stringify(attempts).length < 8 * 1024 * 1024);
  await browser.clock.pass(1_000);
  for (const { items } of browser.host.asked('attempts.record')) {
    assert.ok(items.length <= 50);
    for (const { body } of items) assert.ok(body === null || body.length <= 87_384);
  }
});

test('the host hears that a page tried more than is kept, and the next page starts from nothing', async () => {
  const browser = await browsing();
  for (let count = 0; count < 500; count += 1) await browser.block(1);
  await browser.clock.pass(1_000);
  assert.equal((await browser.state(1)).more, false);
  const told = () => browser.host.asked('attempts.record').splice(10);
  assert.deepEqual(told(), []);
  for (let count = 0; count < 20; count += 1) await browser.block(1);
  await browser.clock.pass(1_000);
  assert.deepEqual(
    told().map(({ items, more }) => [items.length, more]),
    [[1, true]],
  );
  const { attempts, more } = await browser.state(1);
  assert.deepEqual([attempts.length, more], [500, true]);
  await browser.show(1, 'https://other.example/');
  assert.equal((await browser.state(1)).more, false);
});

test('a restarted background still shows what was stopped, without bodies', async () => {
  const browser = await browsing();
  await browser.block(1, { method: 'POST' }, 'email=a@b.example');
  await browser.clock.pass(2_000);
  assert.doesNotMatch([...browser.memory.values.values()].join(), /a@b/);
  await browser.start();
  const { attempts } = await browser.state(1);
  assert.equal(attempts.length, 1);
  assert.equal(attempts[0].explained.company, 'Tracker Inc.');
  assert.equal(attempts[0].body, null);
});

test('first requests that are told before their page stay; those of the page before go', async () => {
  const browser = await browsing();
  const next = 'https://shop.example/p/boots';
  await browser.block(1);
  await browser.clock.pass(10);
  browser.watcher.opened(browser.request(1, { url: next, type: 'main_frame' }), null);
  await browser.clock.pass(10);
  // Still on the page before, while the next one is on its way.
  await browser.block(1, { url: 'https://tracker.example/late' });
  await browser.block(1, {
    url: 'https://tracker.example/early',
    topUrl: next,
    documents: [`doc-${next}`],
  });
  browser.openTabs.set(1, { id: 1, url: next, private: false });
  browser.commit({ tabId: 1, url: next, documentId: `doc-${next}` });
  const { attempts } = await browser.state(1);
  assert.deepEqual(
    attempts.map((/** @type {any} */ { url }) => url),
    ['https://tracker.example/early'],
  );
  assert.equal(browser.icons.get(1), 'filled');
});

test('Back shows what the page tried, and what it tried at its very end; the page after it shows neither', async () => {
  const browser = await browsing();
  const [first, second] = ['https://shop.example/first', 'https://shop.example/second'];
  await browser.show(1, first);
  await browser.block(1, { url: 'https://tracker.example/view' });
  await browser.show(1, second);
  // Sent while the page was left, and stopped when the next one is shown.
  await browser.block(1, { url: 'https://tracker.example/end', documents: [`doc-${first}`] });
  await browser.block(1, { url: 'https://tracker.example/next' });
  const told = async () =>
    (await browser.state(1)).attempts.map((/** @type {{ url: string }} */ { url }) =>
      url.split('/').at(-1),
    );
  assert.deepEqual(await told(), ['next']);
  await browser.clock.pass(1_000);
  const counted = browser.host.asked('attempts.record').flatMap(({ items }) => items);
  assert.equal(counted.length, 3, 'each is counted once');
  await browser.show(1, first);
  assert.deepEqual(await told(), ['view', 'end']);
  await browser.clock.pass(1_000);
  assert.equal(browser.host.asked('attempts.record').flatMap(({ items }) => items).length, 3);
  browser.host.methods['universe.forget_all'] = () => ({ state: 'forgotten' });
  await browser.fromPage('dashboard', { to: 'forget_all', op_id: '7'.repeat(32) });
  await browser.show(1, second);
  assert.deepEqual(await told(), [], 'forgotten with all else');
});

test('a page loaded anew begins anew, also where the browser gives pages no number', async () => {
  const browser = await browsing();
  await browser.block(1, { documents: [] });
  await browser.clock.pass(10);
  browser.watcher.opened(browser.request(1, { url: kShop, type: 'main_frame' }), null);
  await browser.clock.pass(10);
  await browser.block(1, { documents: [], url: 'https://tracker.example/again' });
  browser.commit({ tabId: 1, url: kShop });
  const { attempts } = await browser.state(1);
  assert.deepEqual(
    attempts.map((/** @type {any} */ { url }) => url),
    ['https://tracker.example/again'],
  );
});

test('what a prepared page tried is shown and told when the page is, and not before', async () => {
  const browser = await browsing();
  const next = 'https://shop.example/p/boots';
  const other = 'https://shop.example/p/never-shown';
  for (const url of [next, other]) {
    await browser.block(1, {
      ahead: true,
      url: `https://tracker.example/?${url}`,
      documents: [`doc-${url}`],
    });
  }
  // A frame within the prepared page.
  await browser.block(1, { ahead: true, documents: ['doc-frame', `doc-${next}`] });
  await browser.clock.pass(5_000);
  assert.deepEqual((await browser.state(1)).attempts, []);
  assert.equal(browser.icons.get(1), 'rest');
  assert.deepEqual(browser.host.asked('attempts.record'), []);

  browser.openTabs.set(1, { id: 1, url: next, private: false });
  browser.commit({ tabId: 1, url: next, documentId: `doc-${next}` });
  await browser.clock.pass(300);
  const { attempts } = await browser.state(1);
  assert.equal(attempts.length, 2);
  assert.ok(attempts.every((/** @type {any} */ { explained }) => explained !== null));
  assert.equal(browser.icons.get(1), 'filled');
  assert.doesNotMatch(JSON.stringify(browser.host.asked('attempts.record')), /never-shown/);
});

test('the attempt that wakes a background is added to those before it', async () => {
  const browser = await browsing();
  await browser.clock.pass(40);
  await browser.block(1);
  await browser.clock.pass(2_000);
  const starting = browser.start();
  browser.block(1, { url: 'https://tracker.example/second' });
  await starting;
  const { attempts } = await browser.state(1);
  assert.deepEqual(
    attempts.map((/** @type {any} */ { url, at }) => [url, at]),
    [
      ['https://tracker.example/pixel?e=1', 40],
      ['https://tracker.example/second', 2_040],
    ],
  );
});

test('a copy of the page before is not taken for the page that woke a background', async () => {
  const browser = await browsing();
  await browser.block(1);
  await browser.clock.pass(2_000);
  const starting = browser.start();
  browser.openTabs.set(1, { id: 1, url: 'https://other.example/', private: false });
  browser.commit({ tabId: 1, url: 'https://other.example/', documentId: 'doc-other' });
  await starting;
  assert.deepEqual((await browser.state(1)).attempts, []);
});
