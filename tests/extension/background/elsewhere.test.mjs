// SPDX-License-Identifier: GPL-3.0-or-later
// Another browser on the same universe changed something: the open pages are told, and nobody is asked without them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeBrowser, settle } from '../support/fake_browser.mjs';

const kLook = { to: 'elsewhere' };

async function started() {
  const browser = new FakeBrowser();
  const file = { revision: 4 };
  const hello = browser.host.methods.hello({});
  browser.host.methods.hello = () => ({ ...hello, revision: file.revision });
  browser.host.methods.status = () => ({ state: 'ready', revision: file.revision });
  await browser.start();
  await browser.clock.pass(2_000);
  browser.told = [];
  /** A page looks, and what it is told. */
  const look = async () => {
    await browser.fromPage('dashboard', kLook);
    await browser.clock.pass(2_000);
    return browser.told.splice(0).map(({ changed }) => changed);
  };
  return { browser, file, look };
}

test('without an open page nothing is asked', async () => {
  const { browser } = await started();
  await browser.clock.pass(600_000);
  assert.deepEqual(browser.host.asked('status'), []);
});

test('a change elsewhere is told once', async () => {
  const { file, look } = await started();
  assert.deepEqual(await look(), []);
  assert.deepEqual(await look(), []);
  file.revision = 5;
  assert.deepEqual(await look(), ['intentions', 'requests', 'attempts', 'policy']);
  assert.deepEqual(await look(), []);
});

test('a change between a page’s first question and its first look is told', async () => {
  const { browser, file, look } = await started();
  await browser.fromPage('dashboard', { to: 'host_state' });
  file.revision = 5;
  await browser.clock.pass(1_000);
  assert.deepEqual(await look(), ['intentions', 'requests', 'attempts', 'policy']);
  assert.deepEqual(await look(), []);
});

test('many pages that look at once cost one question', async () => {
  const { browser } = await started();
  for (const page of /** @type {const} */ (['popup', 'panel', 'dashboard'])) {
    assert.equal((await browser.fromPage(page, kLook)).ok, true);
  }
  assert.equal(browser.host.asked('status').length, 1);
});

test('a slow program has one question at most before it, however long pages look', async () => {
  const { browser, file } = await started();
  browser.host.slowAt.add('status');
  const looks = [];
  for (let count = 0; count < 5; count += 1) {
    looks.push(browser.fromPage('dashboard', kLook));
    await browser.clock.pass(4_000);
  }
  assert.equal(browser.host.asked('status').length, 1);
  browser.host.release();
  for (const look of looks) assert.equal((await look).ok, true);
  file.revision = 5;
  browser.told = [];
  await browser.fromPage('dashboard', kLook);
  await browser.clock.pass(1_000);
  assert.ok(
    browser.told.some(({ changed }) => changed === 'intentions'),
    'and then the next one',
  );
});

test('the numbers of a host that died say nothing of its successor’s', async () => {
  const { browser, file, look } = await started();
  await look();
  file.revision = 1;
  browser.host.die();
  await browser.clock.pass(5_000);
  browser.told = [];
  assert.deepEqual(await look(), []);
});

test('without a host a look is answered, and nothing is told', async () => {
  const browser = new FakeBrowser();
  browser.host.installed = false;
  await browser.start();
  const answer = await browser.fromPage('dashboard', kLook);
  await settle();
  assert.equal(answer.ok, true);
});
