// SPDX-License-Identifier: GPL-3.0-or-later
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeBrowser, hex } from '../support/fake_browser.mjs';

const kRoot = 'chrome-extension://volitiontestid/';
const kStatus = { to: 'host', method: 'status', params: {} };

async function started() {
  const browser = new FakeBrowser();
  browser.host.methods.status = () => ({ state: 'ready', records: 3 });
  browser.host.methods['universe.forget_all'] = () => ({ state: 'forgotten' });
  await browser.start();
  await browser.show(1, 'https://shop.example/');
  return browser;
}

const kStrangers = [
  ['another extension', { id: 'another', url: `${kRoot}popup/popup.html` }],
  ['nobody', { url: `${kRoot}popup/popup.html` }],
  ['an unknown place', { id: 'volitiontestid' }],
  ['a web page', { id: 'volitiontestid', url: 'https://shop.example/popup/popup.html' }],
  [
    'a page that only looks like ours',
    { id: 'volitiontestid', url: `${kRoot}popup/popup.html.evil` },
  ],
  ['another file of ours', { id: 'volitiontestid', url: `${kRoot}manifest.json` }],
  [
    'a content script',
    { id: 'volitiontestid', url: 'https://shop.example/', tab: { id: 1 }, frameId: 0 },
  ],
];
for (const [who, sender] of kStrangers) {
  test(`${who} gets no answer`, async () => {
    const browser = await started();
    assert.equal(await browser.send(kStatus, /** @type {object} */ (sender)), undefined);
    assert.deepEqual(browser.host.asked('status'), []);
  });
}

test('an address with query and fragment is still the same page of ours', async () => {
  const browser = await started();
  const sender = { id: 'volitiontestid', url: `${kRoot}popup/popup.html?tab=1#x` };
  assert.equal((await browser.send(kStatus, sender)).ok, true);
});

const kForbidden = [
  ['popup', { to: 'host', method: 'universe.forget_all', params: { op_id: hex(1) } }],
  ['dashboard', { to: 'host', method: 'universe.forget_all', params: { op_id: hex(1) } }],
  ['dashboard', { to: 'host', method: 'requests.seal', params: {} }],
  ['dashboard', { to: 'host', method: 'requests.sent', params: {} }],
  ['dashboard', { to: 'host', method: 'replies.open', params: {} }],
  ['dashboard', { to: 'host', method: 'intentions.notice', params: {} }],
  ['dashboard', { to: 'host', method: 'attempts.record', params: {} }],
  ['dashboard', { to: 'host', method: 'hello', params: {} }],
  ['dashboard', { to: 'host', method: 'constructor', params: {} }],
  ['popup', { to: 'host', method: 'requests.draft', params: {} }],
  ['popup', { to: 'courier', do: 'send', op_id: hex(1), draft_id: hex(2), approve: hex(3, 64) }],
  ['popup', { to: 'courier', do: 'lookup', brand: 'shop.example' }],
  ['popup', { to: 'forget_all', op_id: hex(1) }],
  ['dashboard', { to: 'tab', do: 'state', tabId: 1 }],
  ['panel', { to: 'courier', do: 'send', op_id: hex(1), draft_id: hex(2), approve: hex(3, 64) }],
  ['panel', { to: 'host', method: 'universe.export', params: {} }],
  ['welcome', { to: 'host', method: 'intentions.list', params: { limit: 1 } }],
  ['welcome', { to: 'host', method: 'status', params: {} }],
  ['welcome', { to: 'tab', do: 'state', tabId: 1 }],
  ['popup', { to: 'toString' }],
  ['popup', { to: 'tab', do: 'unknown', tabId: 1 }],
];
for (const [page, message] of kForbidden) {
  test(`the ${page} may not: ${JSON.stringify(message)}`, async () => {
    const browser = await started();
    const answer = await browser.fromPage(/** @type {any} */ (page), /** @type {any} */ (message));
    assert.equal(answer.error.code, 'not_allowed');
    assert.deepEqual(browser.fetched, []);
  });
}

const kMalformed = [
  ['popup', { to: 'tab', do: 'state', tabId: '1' }],
  ['popup', { to: 'tab', do: 'keep', tabId: 1, op_id: 'x' }],
  ['popup', { to: 'tab', do: 'protection', tabId: 1, mode: 'gone' }],
  ['popup', { to: 'host', method: 'status', params: null }],
  ['dashboard', { to: 'courier', do: 'lookup' }],
  ['dashboard', { to: 'courier', do: 'send', op_id: hex(1), draft_id: hex(2), approve: hex(3) }],
  ['dashboard', { to: 'courier', do: 'check', op_id: hex(1), id: { toString: 'x' } }],
  ['dashboard', { to: 'forget_all' }],
];
for (const [page, message] of kMalformed) {
  test(`malformed, and refused by name: ${JSON.stringify(message)}`, async () => {
    const browser = await started();
    const answer = await browser.fromPage(/** @type {any} */ (page), /** @type {any} */ (message));
    assert.equal(answer.error.code, 'invalid_params');
  });
}

test('a tab that is gone is said', async () => {
  const browser = await started();
  const answer = await browser.fromPage('popup', { to: 'tab', do: 'state', tabId: 99 });
  assert.equal(answer.error.code, 'no_tab');
});

test('the state of a tab can be had as text, and is the same', async () => {
  const browser = await started();
  await browser.show(1, 'https://shop.example/');
  await browser.block(1);
  const ask = /** @type {const} */ ({ to: 'tab', do: 'state', tabId: 1 });
  const plain = await browser.fromPage('popup', ask);
  const text = await browser.fromPage('popup', { ...ask, as: 'text' });
  assert.equal(typeof text.value, 'string');
  assert.equal(plain.value.attempts.length, 1);
  assert.deepEqual(JSON.parse(text.value), plain.value);
});

test('a defect of ours is answered without the person’s data', async () => {
  const browser = await started();
  browser.settings.clear = async () => {
    throw new TypeError('cannot clear “trail shoes”');
  };
  const said = [];
  const { error } = console;
  console.error = (...words) => said.push(words.join(' '));
  const answer = await browser.fromPage('dashboard', { to: 'forget_all', op_id: hex(1) });
  console.error = error;
  assert.deepEqual(answer, { ok: false, error: { code: 'internal', message: '' } });
  assert.doesNotMatch(said.join(), /trail/);
});

test('what one page changes is told to the others', async () => {
  const browser = await started();
  browser.host.methods['brands.forget'] = () => ({});
  await browser.clock.pass(100);
  browser.told = [];
  await browser.fromPage('dashboard', {
    to: 'host',
    method: 'brands.forget',
    params: { op_id: hex(1), brand: 'shop.example' },
  });
  await browser.clock.pass(100);
  assert.deepEqual(browser.told, [{ changed: 'intentions' }, { changed: 'requests' }]);
});

test('forgetting everything leaves nothing in the extension either', async () => {
  const browser = await started();
  await browser.settings.set({ language: 'fr' });
  await browser.block(1);
  await browser.fromPage('popup', { to: 'tab', do: 'protection', tabId: 1, mode: 'off' });
  await browser.clock.pass(2_000);
  const answer = await browser.fromPage('dashboard', { to: 'forget_all', op_id: hex(1) });
  await browser.clock.pass(2_000);
  assert.deepEqual(answer, { ok: true, value: { state: 'forgotten' } });
  assert.equal(browser.settings.values.size, 0);
  assert.doesNotMatch([...browser.memory.values.values()].join(), /tracker|shop/);
  assert.deepEqual(browser.dynamicRules.rules, []);
  assert.deepEqual(browser.sessionRules.rules, []);
  const state = await browser.state(1);
  assert.deepEqual(state.attempts, []);
  assert.equal(state.protection, 'on');
  assert.equal(browser.icons.get(1), 'rest');
});

test('where the host cannot forget, the person is told and nothing else is lost', async () => {
  const browser = await started();
  await browser.settings.set({ language: 'fr' });
  browser.host.installed = false;
  browser.host.die();
  await browser.clock.pass(60_000);
  const answer = await browser.fromPage('dashboard', { to: 'forget_all', op_id: hex(1) });
  assert.equal(answer.error.code, 'host_absent');
  assert.deepEqual(await browser.settings.get('language'), { language: 'fr' });
});
