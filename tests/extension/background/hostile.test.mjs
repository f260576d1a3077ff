// SPDX-License-Identifier: GPL-3.0-or-later
// Hostile ground: whoever is not a page of ours tries everything that any page of ours may, by the protocol's own schema and the
// router's own tables, so that what is new is tried too. Forged observations change nothing but what a page may say of itself.

import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { kActions, kMethods as kAllowed, kPages } from '../../../extension/background/who_may.js';
import { FakeBrowser, hex } from '../support/fake_browser.mjs';
import { FakeLists } from '../support/fake_lists.mjs';

const kRepository = new URL('../../../', import.meta.url);
const kRoot = 'chrome-extension://volitiontestid/';

const kMethods = readdirSync(new URL('native-host/protocol/schema/', kRepository))
  .filter((name) => name.endsWith('.request.json'))
  .map((name) => name.replace('.request.json', ''));

/** Everything that can be asked for, with every field well formed: only who asks is wrong. */
const kFields = {
  op_id: hex(1),
  id: hex(2),
  draft_id: hex(3),
  approve: hex(4, 64),
  brand: 'shop.example',
  tabId: 1,
  mode: 'off',
  list: 'base',
  address: 'https://lists.example/a.txt',
  title: 'x',
  text: '||shop.example^',
  before: '',
};
const kTries = [
  ...kMethods.map((method) => ({ to: 'host', method, params: { op_id: hex(1), id: hex(2) } })),
  ...Object.keys(kActions).map((action) => {
    const [to, what] = action.split('.');
    return { to, ...(what && { do: what }), ...kFields };
  }),
];

/** @type {[string, object][]} */
const kStrangers = [
  ['a content script', { url: 'https://shop.example/', tab: { id: 1 }, frameId: 0 }],
  ['a content script in a frame', { url: 'https://ads.example/', tab: { id: 1 }, frameId: 7 }],
  ['a page with our path', { url: 'https://shop.example/dashboard/dashboard.html' }],
  ['a page with our name', { url: 'https://volitiontestid/dashboard/dashboard.html' }],
  ['a page of no address', { url: 'about:blank', tab: { id: 1 }, frameId: 0 }],
  ['another file of ours', { url: `${kRoot}vendor/lit.js` }],
  ['a path that climbs', { url: `${kRoot}x/../dashboard/dashboard.html.js` }],
  ['another extension', { id: 'another', url: `${kRoot}dashboard/dashboard.html` }],
  ['nobody', { id: undefined, url: undefined }],
];

async function started() {
  const browser = new FakeBrowser();
  for (const method of kMethods) {
    if (method !== 'hello') browser.host.methods[method] = () => ({ state: 'forgotten' });
  }
  // What the background asks by itself is answered as a host does.
  new FakeLists(browser);
  await browser.start();
  await browser.show(1, 'https://shop.example/');
  return browser;
}

/** What may not change. @param {FakeBrowser} browser */
const holdings = (browser) => ({
  calls: browser.host.calls.filter(({ method }) => method !== 'hello'),
  fetched: browser.fetched,
  session: structuredClone(browser.sessionRules.rules),
  dynamic: structuredClone(browser.dynamicRules.rules),
  settings: [...browser.settings.values],
  reloaded: [...browser.reloaded],
});

test('the lists that are tried come from the schema and the router', () => {
  assert.ok(kMethods.length >= 29, `${kMethods.length} methods`);
  assert.ok(Object.keys(kActions).length >= 10, Object.keys(kActions).join());
  assert.ok(kPages.has('dashboard/dashboard.html') && kPages.has('popup/popup.html'));
});

for (const [who, sender] of kStrangers) {
  test(`${who} tries everything, gets no answer and changes nothing`, async () => {
    const browser = await started();
    const before = holdings(browser);
    for (const message of kTries) {
      const answer = await browser.send(message, { id: 'volitiontestid', ...sender });
      assert.equal(answer, undefined, JSON.stringify(message));
    }
    await browser.clock.pass(2_000);
    assert.deepEqual(holdings(browser), before);
  });
}

test('no page of ours reaches a method that no table gives it', async () => {
  const browser = await started();
  const allowed = Object.keys(kAllowed);
  const secret = kMethods.filter((method) => !allowed.includes(method));
  assert.ok(
    secret.includes('requests.seal') && secret.includes('universe.forget_all'),
    'a control',
  );
  browser.host.calls = [];
  for (const path of kPages.keys()) {
    for (const method of secret) {
      const sender = { id: 'volitiontestid', url: kRoot + path };
      const answer = await browser.send({ to: 'host', method, params: { op_id: hex(1) } }, sender);
      assert.equal(answer?.error?.code, 'not_allowed', `${path}: ${method}`);
    }
  }
  assert.deepEqual(browser.host.calls, []);
});

/** @type {[string, unknown][]} */
const kForgeries = [
  ['nothing', undefined],
  ['a text', 'json_ld'],
  ['an object with a length', { length: 3, 0: { source: 'json_ld', raw: '{}' } }],
  ['empty', []],
  ['nulls', [null, null]],
  ['another source', [{ source: 'host', raw: '{}' }]],
  ['a raw that is no text', [{ source: 'json_ld', raw: { toString: 'x' } }]],
  ['a raw that is a list', [{ source: 'json_ld', raw: ['{}'] }]],
];
for (const [what, observations] of kForgeries) {
  test(`observations that are ${what} are not heard`, async () => {
    const browser = await started();
    browser.host.calls = [];
    await browser.observe(1, observations);
    await browser.clock.pass(1_000);
    assert.deepEqual(browser.host.calls, []);
  });
}

test('whatever else a content script adds is left behind', async () => {
  const browser = await started();
  browser.host.calls = [];
  const forged = {
    private: false,
    site: 'bank.example',
    page: 'https://bank.example/',
    op_id: 'x',
  };
  const raw = '{"@type":"Product"}';
  await browser.observe(1, [{ source: 'json_ld', raw, ...forged }], {});
  await browser.clock.pass(1_000);
  const [asked] = browser.host.asked('intentions.notice');
  assert.deepEqual(asked.observations, [{ source: 'json_ld', raw }]);
  assert.equal(asked.site, 'shop.example');
  assert.equal(asked.page, 'https://shop.example/');
  assert.match(asked.op_id, /^[0-9a-f]{32}$/);
});

test('a flood of observations of millions of characters is bounded, and the popup is answered meanwhile', async () => {
  const browser = await started();
  const huge = Array.from({ length: 5_000 }, () => ({ source: 'json_ld', raw: 'x'.repeat(1_000) }));
  const long = [{ source: 'json_ld', raw: 'n'.repeat(4_000_000) }];
  for (let turn = 0; turn < 4; turn += 1) {
    void browser.observe(1, huge);
    void browser.observe(1, long);
  }
  assert.equal((await browser.state(1)).site, 'shop.example');
  await browser.clock.pass(5_000);
  const asked = browser.host.asked('intentions.notice');
  assert.ok(asked.length > 0 && asked.length <= 8, `${asked.length} calls`);
  for (const { observations } of asked) {
    assert.ok(observations.length <= 64);
    assert.ok(JSON.stringify(observations).length < 2_600_000);
  }
});

test('ten thousand stopped requests at once: bounded in memory, told in batches, and answered meanwhile', async () => {
  const browser = await started();
  browser.host.methods['attempts.record'] = ({ items }) => ({
    stored: false,
    items: items.map((/** @type {{ key: string }} */ { key }) => ({ key })),
  });
  for (let index = 0; index < 10_000; index += 1) {
    const request = browser.request(1, { url: `https://tracker.example/p?i=${index}` });
    browser.watcher.opened(request, { raw: [{ bytes: new ArrayBuffer(2_000) }] });
    browser.watcher.stopped(request);
  }
  const { attempts } = await browser.state(1);
  assert.equal(attempts.length, 500);
  assert.equal(attempts[0].url, 'https://tracker.example/p?i=0', 'the first ones stay');
  browser.told = [];
  await browser.clock.pass(5_000);
  assert.equal(browser.host.asked('attempts.record').length, 11, '500, and the first one beyond');
  assert.ok(browser.told.length < 20, `${browser.told.length} broadcasts`);
});
