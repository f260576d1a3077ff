// SPDX-License-Identifier: GPL-3.0-or-later
// Addresses for a mail, asked of the brand's own open pages when the person writes, and of nobody else.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeBrowser } from '../support/fake_browser.mjs';

const kGives = [{ from: 'link', raw: 'mailto:contact@shop.example' }];
const kFound = {
  ok: true,
  value: {
    site: 'www.shop.example',
    contacts: [{ address: 'contact@shop.example', from: 'link', own: true }],
  },
};

/** @param {unknown} gives */
async function withShop(gives = kGives) {
  const browser = new FakeBrowser();
  await browser.start();
  await browser.show(1, 'https://www.shop.example/p/7');
  await browser.show(2, 'https://other.example/');
  browser.contentAnswers = () => gives;
  const ask = (brand = 'shop.example') => browser.fromPage('dashboard', { to: 'contacts', brand });
  return { browser, ask };
}

test('the brand’s own open page is asked, and only when the person writes', async () => {
  const { browser, ask } = await withShop();
  assert.deepEqual(browser.contentAsked, []);
  assert.deepEqual(await ask(), kFound);
  assert.deepEqual(browser.contentAsked, [{ tabId: 1, message: { ask: 'contacts' } }]);
  assert.deepEqual(browser.fetched, [], 'nothing was asked of the brand');
});

test('a private page is not asked', async () => {
  const { browser, ask } = await withShop();
  await browser.show(1, 'https://www.shop.example/p/7', { private: true });
  assert.deepEqual(await ask(), { ok: true, value: null });
  assert.deepEqual(browser.contentAsked, []);
});

for (const brand of ['', '*', '*.example', 'shop.example/*', 'localhost', '192.0.2.1']) {
  test(`no page is looked for by ${JSON.stringify(brand)}`, async () => {
    const { browser, ask } = await withShop();
    assert.deepEqual(await ask(brand), { ok: true, value: null });
    assert.deepEqual(browser.contentAsked, []);
  });
}

test('a page that went on to another site meanwhile has not answered for this one', async () => {
  const { browser, ask } = await withShop();
  browser.contentAnswers = async () => {
    await browser.show(1, 'https://evil.example/');
    return kGives;
  };
  assert.deepEqual(await ask(), { ok: true, value: null });
});

test('a page that hangs is not waited for, and the next one of the brand is asked', async () => {
  const { browser, ask } = await withShop();
  await browser.show(3, 'https://shop.example/contact');
  browser.contentAnswers = (tabId) => (tabId === 1 ? new Promise(() => undefined) : kGives);
  const answering = ask();
  await browser.clock.pass(2_000);
  assert.equal((await answering).value.site, 'shop.example');
});

test('only the dashboard may ask', async () => {
  const { browser } = await withShop();
  for (const page of /** @type {const} */ (['popup', 'panel', 'welcome'])) {
    const answer = await browser.fromPage(page, { to: 'contacts', brand: 'shop.example' });
    assert.equal(answer.error.code, 'not_allowed');
  }
});
