// SPDX-License-Identifier: GPL-3.0-or-later
// Everything is forgotten, while pages go on, the host is slow or ends, or the background does.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { browsing, counted, forgetAll, told } from '../support/attempts.mjs';
import { refuse, settle } from '../support/fake_browser.mjs';

/** A background that knows of one attempt, and has left a copy. */
async function remembering() {
  const browser = await browsing();
  await browser.block(1);
  await browser.state(1);
  await browser.clock.pass(5_000);
  return browser;
}

test('what waits for a slow program when everything is forgotten is not counted afterwards', async () => {
  const browser = await browsing();
  browser.host.methods['universe.forget_all'] = () => ({ state: 'forgotten' });
  browser.host.slowAt.add('attempts.record');
  for (let count = 0; count < 120; count += 1) await browser.block(1);
  await browser.clock.pass(1_000);
  await browser.block(1);
  const forget = browser.fromPage('dashboard', { to: 'forget_all', op_id: '7'.repeat(32) });
  await settle();
  browser.host.release();
  assert.equal((await forget).ok, true);
  await browser.clock.pass(5_000);
  assert.deepEqual(
    browser.host.asked('attempts.record').map(({ items }) => items.length),
    [50],
  );
});

test('where forgetting everything fails, what waited is told after all', async () => {
  const browser = await browsing();
  browser.host.methods['universe.forget_all'] = () => {
    throw refuse('storage_full');
  };
  await browser.block(1);
  const forget = await browser.fromPage('dashboard', { to: 'forget_all', op_id: '7'.repeat(32) });
  assert.equal(forget.ok, false);
  await browser.clock.pass(1_000);
  assert.equal(browser.host.asked('attempts.record').flatMap(({ items }) => items).length, 1);
});

test('nothing that was tried before everything is forgotten, or meanwhile, is counted afterwards', async () => {
  const browser = await browsing();
  browser.host.methods['universe.forget_all'] = () => ({ state: 'forgotten' });
  await browser.show(1, 'https://shop.example/first');
  await browser.block(1, { url: 'https://tracker.example/before' });
  browser.host.slowAt.add('universe.forget_all');
  const forget = forgetAll(browser);
  await settle();
  await browser.show(1, 'https://shop.example/second');
  await browser.block(1, { url: 'https://tracker.example/meanwhile' });
  await browser.clock.pass(1_000);
  await browser.show(1, 'https://shop.example/first');
  await browser.clock.pass(1_000);
  browser.host.release();
  assert.equal((await forget).ok, true);
  await browser.clock.pass(5_000);
  assert.deepEqual(told(browser), ['FORGET']);
  await browser.block(1);
  await browser.clock.pass(1_000);
  assert.deepEqual(told(browser), ['FORGET', 1], 'what comes then is');
});

test('nor where the program ends at forgetting, and forgets when it is back', async () => {
  const browser = await browsing();
  browser.host.methods['universe.forget_all'] = () => ({ state: 'forgotten' });
  browser.host.slowAt.add('attempts.record');
  await browser.block(1);
  await browser.clock.pass(1_000);
  browser.host.diesAt.add('universe.forget_all');
  browser.host.slowAt.add('universe.forget_all');
  const forget = forgetAll(browser);
  await browser.clock.pass(1_500);
  browser.host.release();
  await browser.clock.pass(1_000);
  assert.equal((await forget).ok, true);
  assert.deepEqual(told(browser), [1, 'FORGET', 'FORGET']);
});

test('where forgetting everything fails behind a slow program, what waited of a page that was left is told', async () => {
  const browser = await browsing();
  browser.host.methods['universe.forget_all'] = () => {
    throw refuse('storage_full');
  };
  browser.host.slowAt.add('attempts.record');
  await browser.block(1);
  await browser.clock.pass(1_000);
  for (let count = 0; count < 5; count += 1) await browser.block(1);
  await browser.show(1, 'https://other.example/');
  const forget = forgetAll(browser);
  browser.host.release();
  assert.equal((await forget).ok, false);
  await browser.clock.pass(5_000);
  assert.equal(counted(browser), 6);
});

test('a background that ends while everything is forgotten takes nothing of it with it', async () => {
  const browser = await remembering();
  browser.host.methods['universe.forget_all'] = () => ({ state: 'forgotten' });
  browser.host.calls = [];
  browser.host.slowAt.add('universe.forget_all');
  void forgetAll(browser);
  await settle();
  await browser.block(1);
  await browser.clock.pass(2_000);
  browser.host.slowAt.clear();
  await browser.start();
  await browser.state(1);
  await browser.clock.pass(5_000);
  assert.equal(counted(browser), 0);
});

test('nor does one that was woken by the press, and ends', async () => {
  const browser = await remembering();
  browser.host.methods['universe.forget_all'] = () => ({ state: 'forgotten' });
  browser.host.slowAt.add('universe.forget_all');
  const woken = browser.start();
  void forgetAll(browser);
  await woken;
  await browser.clock.pass(5_000);
  assert.deepEqual([...browser.memory.values.keys()], []);
});

test('where forgetting everything fails, a restarted background knows what it knew', async () => {
  const browser = await remembering();
  browser.host.methods['universe.forget_all'] = () => {
    throw refuse('storage_failed');
  };
  await forgetAll(browser);
  await browser.clock.pass(5_000);
  await browser.start();
  assert.equal((await browser.state(1)).attempts.length, 1);
});
