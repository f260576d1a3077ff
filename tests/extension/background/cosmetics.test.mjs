// SPDX-License-Identifier: GPL-3.0-or-later
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { styleOf } from '../../../extension/background/cosmetics.js';
import { FakeBrowser, kSilence, refuse, settle } from '../support/fake_browser.mjs';

const kShop = 'https://shop.example/p/shoes';

async function started() {
  const browser = new FakeBrowser();
  browser.host.methods['filters.cosmetics'] = ({ names }) => ({
    selectors: names ?? ['.ad', 'a[href^="https://t.example/"]'],
    generic: true,
    cut: false,
  });
  await browser.start();
  await browser.show(1, kShop);
  return browser;
}

const asked = (/** @type {FakeBrowser} */ browser) => browser.host.asked('filters.cosmetics');

test('a document gets its style, and more for the names that it holds', async () => {
  const browser = await started();
  await browser.document(1, kShop);
  await browser.document(1, 'https://frame.example/', 7);
  assert.deepEqual(asked(browser), [{ url: kShop }, { url: 'https://frame.example/' }]);
  assert.equal(
    browser.styles[0]?.css,
    '.ad{display:none!important}\na[href^="https://t.example/"]{display:none!important}',
  );
  assert.equal(browser.styles[1]?.shown.frameId, 7);
  await browser.names(1, ['.banner', '#top'], { frameId: 7, url: 'https://frame.example/' });
  assert.deepEqual(asked(browser)[2], {
    url: 'https://frame.example/',
    names: ['.banner', '#top'],
  });
  assert.deepEqual(browser.styles[2]?.shown.frameId, 7);
});

test('what is asked while the document is fetched is there when it begins; where it ends elsewhere, that is asked', async () => {
  const browser = await started();
  await browser.navigating(1, kShop);
  assert.deepEqual([asked(browser), browser.styles], [[{ url: kShop }], []]);
  await browser.document(1, kShop);
  assert.equal(asked(browser).length, 1);
  assert.equal(browser.styles.length, 1);
  await browser.navigating(1, 'https://short.example/x');
  await browser.document(1, kShop);
  assert.deepEqual(asked(browser).slice(1), [{ url: 'https://short.example/x' }, { url: kShop }]);
  assert.equal(browser.styles.length, 2);
});

test('what was asked ahead of an Off is not put in after it', async () => {
  const browser = await started();
  await browser.navigating(1, kShop);
  await browser.fromPage('popup', { to: 'tab', do: 'protection', tabId: 1, mode: 'off' });
  await browser.document(1, kShop);
  assert.deepEqual(browser.styles, []);
});

test('nothing is asked where protection is off: the site, the site once; its frames neither', async () => {
  const browser = await started();
  const turn = (/** @type {string} */ mode) =>
    browser.fromPage('popup', { to: 'tab', do: 'protection', tabId: 1, mode });
  const everything = async () => {
    await browser.document(1, kShop);
    await browser.document(1, 'https://frame.example/', 7);
    await browser.names(1, ['.banner']);
    return asked(browser).length;
  };
  for (const off of ['off', 'off_once']) {
    await turn(off);
    assert.equal(await everything(), 0, off);
  }
  await turn('on');
  assert.equal(await everything(), 3);
});

test('pages that are none of the web are left alone, and without a host nothing happens', async () => {
  const browser = await started();
  for (const url of ['about:blank', 'chrome://settings/', 'file:///etc/hosts', 'data:,x']) {
    await browser.document(1, url);
  }
  assert.deepEqual(asked(browser), []);
  const bare = new FakeBrowser();
  bare.host.installed = false;
  await bare.start();
  await bare.show(1, kShop);
  const { starts } = bare.host;
  await bare.document(1, kShop);
  assert.deepEqual([bare.styles, bare.host.starts], [[], starts]);
});

test('what a page says of its names is bounded, and never more than names', async () => {
  const browser = await started();
  for (const names of [null, 'x', {}, [], [7, null, '', '.', 'plain', `.${'x'.repeat(200)}`]]) {
    await browser.names(1, names);
  }
  assert.deepEqual(asked(browser), []);
  await browser.names(1, Array(2_000).fill('.ad'));
  assert.equal(asked(browser)[0]?.names.length, 1_000);
  await browser.names(1, ['.ad'], { id: 'stranger' });
  await browser.names(1, ['.ad'], { tab: undefined });
  assert.equal(asked(browser).length, 1);
});

test('a document is told to end where its names are of no use', async () => {
  const browser = await started();
  assert.equal(await browser.names(1, ['.ad']), true);
  assert.equal(await browser.names(1, 'no names'), true);
  browser.host.methods['filters.cosmetics'] = () => ({ selectors: [], generic: false, cut: false });
  assert.equal(await browser.names(1, ['.ad']), false);
  await browser.fromPage('popup', { to: 'tab', do: 'protection', tabId: 1, mode: 'off' });
  const before = asked(browser).length;
  assert.equal(await browser.names(1, ['.ad']), false);
  assert.equal(asked(browser).length, before);
  const bare = new FakeBrowser();
  bare.host.installed = false;
  await bare.start();
  await bare.show(1, kShop);
  assert.equal(await bare.names(1, ['.ad']), false);
});

test('a page that floods waits behind its own questions, and others do not', async () => {
  const browser = await started();
  await browser.show(2, 'https://other.example/');
  browser.host.methods['filters.cosmetics'] = () => kSilence;
  for (let i = 0; i < 100; i += 1) void browser.names(1, [`.x${i}`]);
  await settle();
  assert.equal(asked(browser).length, 40);
  void browser.names(2, ['.y']);
  await settle();
  assert.equal(asked(browser).length, 41);
});

test('an error of the host is no style, and the next document asks again', async () => {
  const browser = await started();
  browser.host.methods['filters.cosmetics'] = () => {
    throw refuse('image_damaged');
  };
  await browser.document(1, kShop);
  await browser.document(1, kShop);
  assert.deepEqual([asked(browser).length, browser.styles], [2, []]);
});

test('only what hides is ever put in', () => {
  const selectors = [
    '.a',
    '.b{color:red}',
    '.c}',
    '.d/*',
    '.e</style>',
    '.f;',
    '@import "x"',
    '.g\n',
    '.h',
  ];
  assert.equal(
    styleOf({ selectors, generic: true, cut: false }),
    '.a{display:none!important}\n.h{display:none!important}',
  );
});
