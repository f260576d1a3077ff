// SPDX-License-Identifier: GPL-3.0-or-later
// The host as it should not be: slow, silent, of another version, killed in the middle of any method; a session memory that a
// page has filled. On a clock that stands still until it is moved.

import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { kMethods } from '../../../extension/background/who_may.js';
import { FakeBrowser, hex, kSilence, refuse } from '../support/fake_browser.mjs';

const kStatus = { to: 'host', method: 'status', params: {} };
const kRoom = new URL('../../../', import.meta.url);

/** Every method that the protocol has. */
const kProtocol = readdirSync(new URL('native-host/protocol/schema/', kRoom))
  .filter((name) => name.endsWith('.request.json'))
  .map((name) => name.replace('.request.json', ''));

async function started() {
  const browser = new FakeBrowser();
  browser.host.methods.status = () => ({ records: 3 });
  await browser.start();
  return browser;
}

/** @param {FakeBrowser} browser */
const hostState = async (browser) =>
  (await browser.fromPage('popup', { to: 'host_state' })).value.state;

test('every method that a page may call survives a host killed in its middle, with the same op_id', async (t) => {
  const table = Object.entries(kMethods);
  assert.ok(table.length > 15, `${table.length} methods`);
  for (const [method, pages] of table) {
    assert.ok(kProtocol.includes(method), `${method} is in the protocol`);
    const page = pages.includes('dashboard') ? 'dashboard' : 'popup';
    const browser = await started();
    browser.host.methods[method] = () => ({ done: method });
    browser.host.diesAt.add(method);
    const params = { op_id: hex(7), id: hex(1) };
    const answering = browser.fromPage(page, { to: 'host', method, params });
    await browser.clock.pass(1_000);
    assert.deepEqual(await answering, { ok: true, value: { done: method } }, method);
    assert.deepEqual(browser.host.asked(method), [params, params], method);
  }
  t.diagnostic(`${table.length} methods`);
});

/** A host that answers one call after another, each so late. @param {number} ms */
async function slow(ms) {
  const browser = new FakeBrowser();
  const { clock, host } = browser;
  const { connect } = host;
  let free = 0;
  host.connect = (name, events) =>
    connect(name, {
      ...events,
      message: (/** @type {unknown} */ message) => {
        free = Math.max(free, clock.now()) + ms;
        clock.after(free - clock.now(), () => events.message(message));
      },
    });
  await browser.start();
  return browser;
}

test('a host that needs ten seconds for each call is waited for, also behind other calls', async () => {
  const browser = await slow(10_000);
  browser.host.methods['intentions.get'] = ({ id }) => ({ intention: { id } });
  assert.equal(await hostState(browser), 'starting');
  const asking = [1, 2, 3, 4, 5].map((seed) =>
    browser.fromPage('dashboard', {
      to: 'host',
      method: 'intentions.get',
      params: { id: hex(seed) },
    }),
  );
  await browser.clock.pass(61_000);
  const answers = await Promise.all(asking);
  assert.deepEqual(
    answers.map(({ value }) => value?.intention.id),
    [1, 2, 3, 4, 5].map((seed) => hex(seed)),
  );
  assert.equal(browser.host.starts, 1, 'nobody took the slow host for a dead one');
});

test('meanwhile the popup is answered at once, with what the page tried', async () => {
  const browser = await started();
  await browser.show(1, 'https://shop.example/');
  for (const method of ['attempts.record', 'intentions.notice', 'intentions.keep']) {
    browser.host.methods[method] = () => kSilence;
  }
  await browser.block(1);
  void browser.fromPage('popup', { to: 'tab', do: 'keep', tabId: 1, op_id: hex(1) });
  const state = await browser.state(1);
  assert.equal(state.attempts.length, 1);
  assert.equal(state.host.state, 'ready');
});

test('a host that starts and never says hello does not keep a press waiting for ever', async () => {
  const browser = new FakeBrowser();
  browser.host.methods.hello = () => kSilence;
  await browser.start();
  const answering = browser.fromPage('popup', kStatus);
  await browser.clock.pass(65_000);
  assert.deepEqual(await answering, { ok: false, error: { code: 'host_lost', message: '' } });
});

test('after many deaths a press still tries within half a second', async () => {
  const browser = await started();
  // Every start lives just long enough to say hello.
  for (let death = 0; death < 8; death += 1) {
    browser.host.die();
    await browser.clock.pass(61_000);
  }
  browser.host.die();
  const { starts } = browser.host;
  await browser.clock.pass(100);
  const answering = browser.fromPage('popup', kStatus);
  await browser.clock.pass(500);
  assert.ok(browser.host.starts > starts, 'tried');
  assert.equal((await answering).ok, true);
});

test('the right version is noticed when it takes the place of another one', async () => {
  const browser = new FakeBrowser();
  const { hello } = browser.host.methods;
  browser.host.methods.hello = () => {
    throw refuse('unsupported_version');
  };
  browser.host.methods.status = () => ({ records: 0 });
  await browser.start();
  assert.equal(await hostState(browser), 'version');
  assert.equal((await browser.fromPage('popup', kStatus)).error.code, 'host_version');
  browser.host.methods.hello = /** @type {any} */ (hello);
  browser.told = [];
  await browser.clock.pass(2_500);
  assert.equal(await hostState(browser), 'ready');
  assert.ok(browser.told.some(({ changed }) => changed === 'host'));
  assert.equal((await browser.fromPage('popup', kStatus)).ok, true);
});

test('a page that fills the session memory cannot keep a press from being written down', async () => {
  const browser = await started();
  await browser.show(1, 'https://flood.example/');
  browser.host.methods['attempts.record'] = ({ items }) => ({
    stored: false,
    items: items.map((/** @type {{ key: string }} */ { key }) => ({
      key,
      said: 'x'.repeat(20_000),
    })),
  });
  for (let index = 0; index < 200; index += 1) await browser.block(1);
  await browser.clock.pass(2_000);
  const copy = browser.memory.values.get('tab:1') ?? '';
  assert.ok(copy.length > 20_000 && copy.length < 300_000, `${copy.length} characters`);

  // However it came to be full: the copies make room.
  const set = browser.memory.set.bind(browser.memory);
  browser.memory.set = async (entries) => {
    if (browser.memory.values.has('tab:1')) throw new Error('QUOTA_BYTES quota exceeded');
    return set(entries);
  };
  const request = { id: hex(5), state: 'sealed', mailbox: 'https://shop.example/in/1' };
  const post = { url: 'https://shop.example/in', content_type: 'application/jose', body: 'e' };
  browser.host.methods['requests.seal'] = () => ({ request, post });
  browser.host.methods['requests.sent'] = () => ({ request: { ...request, state: 'sent' } });
  const press = { op_id: hex(1), draft_id: hex(2), approve: hex(3, 64) };
  const sent = await browser.fromPage('dashboard', { to: 'courier', do: 'send', ...press });
  assert.equal(sent.value?.request.state, 'sent', JSON.stringify(sent));
  assert.equal(browser.fetched.length, 1);
  assert.equal((await browser.state(1)).attempts.length, 200, 'the tab itself forgot nothing');
});

test('a browser that ends in the middle of a send sends nothing by itself afterwards', async () => {
  const browser = await started();
  const request = { id: hex(5), state: 'sealed', mailbox: 'https://shop.example/in/1' };
  const post = { url: 'https://shop.example/in', content_type: 'application/jose', body: 'e' };
  browser.host.methods['requests.seal'] = () => ({ request, post });
  browser.host.methods['requests.get'] = () => ({ request, post });
  /** @type {(number | null)[]} */
  const told = [];
  browser.host.methods['requests.sent'] = ({ status }) => {
    told.push(status);
    return { request };
  };
  browser.answer = () => new Promise(() => undefined);
  const press = { op_id: hex(1), draft_id: hex(2), approve: hex(3, 64) };
  void browser.fromPage('dashboard', { to: 'courier', do: 'send', ...press });
  await browser.clock.pass(100);
  assert.equal(browser.fetched.length, 1);
  assert.deepEqual(told, [null], 'the host knows already that nobody knows');
  // The whole browser: its session memory goes too, and the background starts on nothing.
  await browser.memory.clear();
  await browser.start();
  await browser.clock.pass(120_000);
  assert.equal(browser.fetched.length, 1, 'only a new press sends again');
});
