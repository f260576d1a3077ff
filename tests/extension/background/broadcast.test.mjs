// SPDX-License-Identifier: GPL-3.0-or-later
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeBrowser } from '../support/fake_browser.mjs';

async function started() {
  const browser = new FakeBrowser();
  await browser.start();
  await browser.clock.pass(1_000);
  browser.told = [];
  return browser;
}

test('with no page of ours open, one message finds nobody and no other follows, until a page speaks', async () => {
  const browser = await started();
  browser.pagesOpen = false;
  for (const path of ['a', 'b', 'c']) {
    await browser.show(1, `https://shop.example/${path}`);
    await browser.clock.pass(100);
  }
  assert.equal(browser.told.length, 1);

  browser.pagesOpen = true;
  await browser.fromPage('popup', { to: 'host_state' });
  await browser.show(1, 'https://shop.example/d');
  await browser.clock.pass(100);
  assert.deepEqual(browser.told.slice(1), [{ changed: 'tab', tabId: 1 }]);
});

test('a page that opens while a message finds nobody is told the next', async () => {
  const browser = await started();
  /** @type {(open: boolean) => void} */
  let found = () => undefined;
  browser.pagesOpen = new Promise((resolve) => {
    found = resolve;
  });
  await browser.show(1, 'https://shop.example/a');
  await browser.clock.pass(100);
  await browser.fromPage('popup', { to: 'host_state' });
  found(false);
  browser.pagesOpen = true;
  browser.told = [];
  await browser.show(1, 'https://shop.example/b');
  await browser.clock.pass(100);
  assert.deepEqual(browser.told, [{ changed: 'tab', tabId: 1 }]);
});
