// SPDX-License-Identifier: GPL-3.0-or-later
// What tests of attempts share: a tab that shows a shop, a host that explains, and what that host was told.

import { FakeBrowser } from './fake_browser.mjs';

export const kShop = 'https://shop.example/p/shoes?from=mail';

/** @param {any} params */
export const explain = ({ items }) => ({
  stored: true,
  items: items.map((/** @type {any} */ { key }) => ({
    key,
    verdict: 'block',
    certainty: 'certain',
    filter: { text: '||tracker.example^', list: 'Test', line: 1 },
    company: 'Tracker Inc.',
    provider: null,
    kind: 'retargeting',
    loader: false,
    said: null,
  })),
});

/** What the host was told, in its order: of how many attempts, and FORGET. @param {FakeBrowser} browser */
export const told = (browser) =>
  browser.host.calls
    .filter(({ method }) => method === 'attempts.record' || method === 'universe.forget_all')
    .map(({ method, params }) => (method === 'attempts.record' ? params.items.length : 'FORGET'));

/** How many the host was told to count. @param {FakeBrowser} browser */
export const counted = (browser) =>
  browser.host
    .asked('attempts.record')
    .filter((params) => !params.private)
    .reduce((sum, { items }) => sum + items.length, 0);

/** @param {string} text */
export const bytesOf = (text) => new TextEncoder().encode(text).buffer;

export const forgetAll = (/** @type {FakeBrowser} */ browser) =>
  browser.fromPage('dashboard', { to: 'forget_all', op_id: '7'.repeat(32) });

export async function browsing() {
  const browser = new FakeBrowser();
  browser.host.methods['attempts.record'] = explain;
  await browser.start();
  await browser.show(1, kShop);
  return browser;
}
