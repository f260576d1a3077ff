// SPDX-License-Identifier: GPL-3.0-or-later
// What waits to be explained: batches to a host that is slow, ends, or is not there; nothing is counted twice or lost.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { browsing, bytesOf, counted, explain, kShop, told } from '../support/attempts.mjs';
import { FakeBrowser, kSilence, refuse, settle } from '../support/fake_browser.mjs';

test('many attempts of a moment are one batch', async () => {
  const browser = await browsing();
  for (let count = 0; count < 30; count += 1) await browser.block(1);
  await browser.clock.pass(300);
  assert.deepEqual(
    browser.host.asked('attempts.record').map(({ items }) => items.length),
    [30],
  );
});

test('a slow program is asked of one batch at a time, so that a press waits behind few; each attempt is counted once', async () => {
  const browser = await browsing();
  const told = () => browser.host.asked('attempts.record').map(({ items }) => items.length);
  browser.host.slowAt.add('attempts.record');
  for (let count = 0; count < 5; count += 1) {
    await browser.block(1);
    await browser.clock.pass(1_000);
  }
  assert.deepEqual(told(), [1]);
  browser.host.release();
  await browser.clock.pass(1_000);
  assert.deepEqual(told(), [1, 4]);
  const { attempts } = await browser.state(1);
  assert.ok(attempts.every(({ explained }) => explained !== null));
});

test('a program that ends with a batch in its hands is asked of it again, and of what waited, once', async () => {
  const browser = await browsing();
  browser.host.slowAt.add('attempts.record');
  await browser.block(1, { url: 'https://tracker.example/held' });
  await browser.clock.pass(1_000);
  await browser.block(1, { url: 'https://tracker.example/waits' });
  browser.host.calls = [];
  browser.host.die();
  browser.host.slowAt.clear();
  await browser.clock.pass(3_000);
  const asked = browser.host.asked('attempts.record').flatMap(({ items }) => items);
  assert.deepEqual(asked.map(({ url }) => url.split('/').at(-1)).toSorted(), ['held', 'waits']);
});

test('a program that ends with the first of several batches in its hands explains all when it is back, in each tab', async () => {
  const browser = await browsing();
  await browser.show(2, kShop);
  browser.host.slowAt.add('attempts.record');
  for (let count = 0; count < 120; count += 1) await browser.block(1);
  await browser.block(2);
  await browser.clock.pass(1_000);
  browser.host.die();
  browser.host.slowAt.clear();
  await browser.clock.pass(20_000);
  for (const tabId of [1, 2]) {
    const { host, attempts } = await browser.state(tabId);
    assert.equal(host.state, 'ready');
    assert.ok(attempts.every((/** @type {any} */ { explained }) => explained !== null));
  }
});

test('what the program may have counted before it ended is explained, and counted no more', async () => {
  const browser = await browsing();
  browser.host.slowAt.add('attempts.record');
  await browser.block(1);
  await browser.clock.pass(1_000);
  browser.host.die();
  browser.host.slowAt.clear();
  await browser.clock.pass(20_000);
  assert.ok((await browser.state(1)).attempts[0].explained);
  assert.deepEqual(
    browser.host.asked('attempts.record').map((params) => params.private),
    [false, true],
  );
});

test('one attempt that ends the program again and again is left alone, and the others are explained', async () => {
  const browser = await browsing();
  browser.host.methods['attempts.record'] = (params) =>
    params.items.some((/** @type {any} */ { url }) => url.endsWith('/bad'))
      ? kSilence
      : explain(params);
  for (let count = 0; count < 60; count += 1) {
    await browser.block(1, { url: `https://tracker.example/${count === 30 ? 'bad' : count}` });
  }
  await browser.clock.pass(30 * 60_000);
  const { attempts } = await browser.state(1);
  const left = attempts.filter((/** @type {any} */ { explained }) => explained === null);
  assert.deepEqual(
    left.map((/** @type {any} */ { url }) => url),
    ['https://tracker.example/bad'],
  );
  assert.equal(browser.host.starts, 4, 'once in the beginning, and after each of three ends');
});

test('a tab that is closed while a slow program reads another one’s attempts is counted', async () => {
  const browser = await browsing();
  await browser.show(2, kShop);
  browser.host.slowAt.add('attempts.record');
  await browser.block(1);
  await browser.clock.pass(1_000);
  for (let count = 0; count < 7; count += 1) await browser.block(2);
  await browser.clock.pass(1_000);
  await browser.closeTab(2);
  browser.host.release();
  await browser.clock.pass(1_000);
  assert.deepEqual(told(browser), [1, 7]);
});

test('that a page tried more than is kept is told though it was left while the program was slow', async () => {
  const browser = await browsing();
  browser.host.slowAt.add('attempts.record');
  await browser.block(1);
  await browser.clock.pass(1_000);
  for (let count = 0; count < 510; count += 1) await browser.block(1);
  await browser.clock.pass(1_000);
  await browser.show(1, 'https://other.example/');
  await browser.block(1);
  browser.host.release();
  await browser.clock.pass(5_000);
  const more = browser.host.asked('attempts.record').map((params) => params.more === true);
  assert.ok(more.includes(true));
  assert.equal(more.at(-1), false, 'the next page tried one thing');
});

test('behind a slow program a page that loads itself again and again fills no memory', async () => {
  const browser = await browsing();
  browser.host.slowAt.add('attempts.record');
  await browser.block(1);
  await browser.clock.pass(1_000);
  const body = 'x'.repeat(60_000);
  for (let load = 0; load < 14; load += 1) {
    for (let count = 0; count < 450; count += 1) {
      const request = browser.request(1, { method: 'POST', type: 'ping' });
      if (count < 60) browser.watcher.opened(request, { raw: [{ bytes: bytesOf(body) }] });
      browser.watcher.stopped(request);
    }
    await browser.show(1, `${kShop}&load=${load}`);
  }
  browser.host.release();
  await browser.clock.pass(60_000);
  const all = browser.host.asked('attempts.record');
  const items = all.flatMap((params) => params.items);
  assert.equal(items.length, 5_001);
  assert.ok(items.reduce((sum, one) => sum + (one.body?.length ?? 0), 0) < 24 * 1024 * 1024);
  assert.ok(
    all.some(({ more }) => more),
    'the day’s counts are least ones',
  );
});

test('what never was with a program that says no hello is counted when one does', async () => {
  const browser = new FakeBrowser();
  const { hello } = browser.host.methods;
  Object.assign(browser.host.methods, { 'attempts.record': explain, hello: () => kSilence });
  await browser.start();
  await browser.show(1, kShop);
  await browser.block(1);
  await browser.clock.pass(29_000);
  browser.host.methods.hello = /** @type {any} */ (hello);
  await browser.clock.pass(60_000);
  assert.equal(counted(browser), 1);
  assert.ok((await browser.state(1)).attempts.every(({ explained }) => explained));
});

test('a background that ends with a later batch at the program counts nothing twice', async () => {
  const browser = await browsing();
  await browser.show(2, 'https://other.example/');
  await browser.state(2);
  await browser.clock.pass(2_000);
  browser.host.slowAt.add('attempts.record');
  await browser.block(1);
  await browser.clock.pass(300);
  await browser.block(2);
  await browser.clock.pass(5_000);
  browser.host.release();
  browser.host.slowAt.add('attempts.record');
  await settle();
  assert.equal(counted(browser), 2);
  browser.host.slowAt.clear();
  await browser.start();
  await browser.state(1);
  await browser.clock.pass(5_000);
  assert.equal(counted(browser), 2);
  assert.ok((await browser.state(2)).attempts.every(({ explained }) => explained));
});

test('of more than may wait, all are explained when the program comes', async () => {
  const browser = new FakeBrowser();
  browser.host.methods['attempts.record'] = explain;
  browser.host.installed = false;
  await browser.start();
  const tabs = Array.from({ length: 12 }, (_, index) => index + 1);
  for (const tab of tabs) {
    await browser.show(tab, `https://shop${tab}.example/`);
    for (let each = 0; each < 500; each += 1) {
      const request = browser.request(tab);
      browser.watcher.opened(request, null);
      browser.watcher.stopped(request);
    }
    await browser.clock.pass(1_000);
  }
  browser.host.installed = true;
  await browser.clock.pass(30 * 60_000);
  for (const tab of tabs) {
    const { attempts } = await browser.state(tab);
    assert.equal(attempts.filter(({ explained }) => !explained).length, 0, `of tab ${tab}`);
  }
});

test('a program that could not read some frame was perhaps told of a batch: it is counted no more', async () => {
  const browser = await browsing();
  browser.host.slowAt.add('attempts.record');
  for (let count = 0; count < 4; count += 1) await browser.block(1);
  await browser.clock.pass(1_000);
  browser.host.saysOfNoCall('frame_too_large');
  browser.host.release();
  await browser.clock.pass(2_000);
  assert.equal(counted(browser), 4);
});

test('a restarted background asks again of what was with the program when it ended', async () => {
  const browser = await browsing();
  browser.host.slowAt.add('attempts.record');
  await browser.block(1);
  await browser.clock.pass(2_000);
  browser.host.slowAt.clear();
  browser.host.calls = [];
  await browser.start();
  // Something wakes it.
  await browser.state(1);
  await browser.clock.pass(3_000);
  assert.equal(browser.host.asked('attempts.record').flatMap(({ items }) => items).length, 1);
  assert.ok((await browser.state(1)).attempts[0].explained);
});

test('an answer that would be too large is asked for in halves', async () => {
  const browser = await browsing();
  browser.host.methods['attempts.record'] = (params) => {
    if (params.items.length > 2) throw refuse('answer_too_large');
    return explain(params);
  };
  for (let count = 0; count < 7; count += 1) await browser.block(1);
  await browser.clock.pass(1_000);
  for (const { explained } of (await browser.state(1)).attempts) assert.ok(explained);
});

test('without the host the attempts stand; when it comes they are explained', async () => {
  const browser = new FakeBrowser();
  browser.host.installed = false;
  await browser.start();
  await browser.show(1, kShop);
  await browser.block(1);
  await browser.clock.pass(1_000);
  const state = await browser.state(1);
  assert.equal(state.host.state, 'absent');
  assert.equal(state.attempts.length, 1);
  assert.equal(state.attempts[0].explained, null);

  browser.host.installed = true;
  browser.host.methods['attempts.record'] = explain;
  await browser.clock.pass(20_000);
  assert.equal((await browser.state(1)).host.state, 'ready');
  assert.equal((await browser.state(1)).attempts[0].explained.company, 'Tracker Inc.');
});
