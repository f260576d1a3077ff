// SPDX-License-Identifier: GPL-3.0-or-later
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeBrowser, hex, kSilence, refuse } from '../support/fake_browser.mjs';

const kStatus = { to: 'host', method: 'status', params: {} };

async function started() {
  const browser = new FakeBrowser();
  browser.host.methods.status = () => ({ state: 'ready', records: 3 });
  await browser.start();
  return browser;
}

/** @param {FakeBrowser} browser */
const hostState = async (browser) =>
  (await browser.fromPage('popup', { to: 'host_state' })).value.state;

test('hello comes first, with browser and version', async () => {
  const browser = await started();
  assert.equal(await hostState(browser), 'ready');
  assert.deepEqual(browser.host.calls[0], {
    method: 'hello',
    params: { client: 'chromium', version: '0.1.0' },
  });
});

test('a call made while the host starts is answered as soon as it is there', async () => {
  const browser = new FakeBrowser();
  browser.host.methods.status = () => ({ state: 'ready', records: 3 });
  const starting = browser.start();
  const answer = browser.fromPage('popup', kStatus);
  await starting;
  assert.deepEqual(await answer, { ok: true, value: { state: 'ready', records: 3 } });
});

test('calls are pipelined, and each gets its own answer', async () => {
  const browser = await started();
  browser.host.methods['intentions.get'] = ({ id }) => ({ intention: { id } });
  const answers = await Promise.all(
    [1, 2, 3].map((seed) =>
      browser.fromPage('dashboard', {
        to: 'host',
        method: 'intentions.get',
        params: { id: hex(seed) },
      }),
    ),
  );
  assert.deepEqual(
    answers.map(({ value }) => value.intention.id),
    [hex(1), hex(2), hex(3)],
  );
});

test('a host killed under a press is started again, and the press is carried out with the same op_id', async () => {
  const browser = await started();
  browser.host.methods['intentions.keep'] = ({ id }) => ({ intention: { id, stage: 'kept' } });
  browser.host.diesAt.add('intentions.keep');
  const answering = browser.fromPage('popup', {
    to: 'host',
    method: 'intentions.keep',
    params: { op_id: hex(9), id: hex(1) },
  });
  await browser.clock.pass(1_000);
  assert.equal((await answering).value.intention.stage, 'kept');
  const asked = browser.host.asked('intentions.keep');
  assert.equal(asked.length, 2);
  assert.deepEqual(asked[0], asked[1]);
  assert.equal(browser.host.starts, 2);
});

test('a host that dies at every try of a call is not tried for ever', async () => {
  const browser = await started();
  const answering = (async () => {
    browser.host.diesAt.add('status');
    const first = browser.fromPage('popup', kStatus);
    await browser.clock.pass(10);
    browser.host.diesAt.add('status');
    await browser.clock.pass(5_000);
    return first;
  })();
  assert.deepEqual(await answering, { ok: false, error: { code: 'host_lost', message: '' } });
});

test('a missing host is said at once, and noticed when it is installed', async () => {
  const browser = new FakeBrowser();
  browser.host.installed = false;
  await browser.start();
  assert.deepEqual(await browser.fromPage('popup', kStatus), {
    ok: false,
    error: { code: 'host_absent', message: '' },
  });
  browser.host.installed = true;
  browser.host.methods.status = () => ({ state: 'ready', records: 0 });
  browser.told = [];
  await browser.clock.pass(2_500);
  assert.equal(await hostState(browser), 'ready');
  assert.ok(
    browser.told.some(({ changed }) => changed === 'host'),
    'open pages were told',
  );
});

test('a missing host is not tried more and more often', async () => {
  const browser = new FakeBrowser();
  browser.host.installed = false;
  await browser.start();
  await browser.clock.pass(10 * 60_000);
  assert.ok(browser.host.starts <= 16, `${browser.host.starts} tries in ten minutes`);
});

test('a press tries a missing host at once', async () => {
  const browser = new FakeBrowser();
  browser.host.installed = false;
  await browser.start();
  await browser.clock.pass(60_000);
  browser.host.installed = true;
  browser.host.methods.status = () => ({ state: 'ready', records: 0 });
  await browser.clock.pass(600);
  assert.equal((await browser.fromPage('popup', kStatus)).ok, true);
});

for (const [name, hello] of /** @type {const} */ ([
  [
    'refuses our protocol',
    () => {
      throw refuse('unsupported_version');
    },
  ],
  ['speaks another protocol', () => ({ protocol: 2, state: 'ready' })],
])) {
  test(`a host that ${name} counts as another version`, async () => {
    const browser = new FakeBrowser();
    browser.host.methods.hello = hello;
    await browser.start();
    assert.equal(await hostState(browser), 'version');
    assert.equal((await browser.fromPage('popup', kStatus)).error.code, 'host_version');
    await browser.clock.pass(600_000);
    assert.ok(browser.host.starts <= 16, `${browser.host.starts} tries in ten minutes`);
  });
}

test('a host that dies before it says hello counts as absent after three tries', async () => {
  const browser = new FakeBrowser();
  browser.host.diesAt = { delete: (/** @type {string} */ method) => method === 'hello' };
  await browser.start();
  assert.equal(await hostState(browser), 'starting');
  await browser.clock.pass(2_000);
  assert.equal(await hostState(browser), 'absent');
});

test('a host that hangs is let go, and another one is started', async () => {
  const browser = await started();
  browser.host.methods['brands.list'] = () => kSilence;
  const hanging = browser.fromPage('dashboard', { to: 'host', method: 'brands.list', params: {} });
  await browser.clock.pass(29_000);
  assert.equal(browser.host.starts, 1);
  browser.host.methods['brands.list'] = () => ({ items: [] });
  await browser.clock.pass(2_000);
  assert.equal((await hanging).ok, true);
  assert.equal(browser.host.starts, 2);
});

test('a locked universe is said as such', async () => {
  const browser = new FakeBrowser();
  browser.host.methods.hello = () => ({ protocol: 1, state: 'locked' });
  browser.host.methods.status = () => {
    throw refuse('locked');
  };
  await browser.start();
  assert.equal(await hostState(browser), 'locked');
  assert.equal((await browser.fromPage('popup', kStatus)).error.code, 'locked');
});

test('a call larger than the host takes is refused by name, and the next one works', async () => {
  const browser = await started();
  const params = { op_id: hex(1), id: hex(2), words: 'é'.repeat(5_000_000) };
  const refused = await browser.fromPage('popup', {
    to: 'host',
    method: 'intentions.edit',
    params,
  });
  assert.equal(refused.error.code, 'frame_too_large');
  assert.equal((await browser.fromPage('popup', kStatus)).ok, true);
});

test('why the host is absent is told when it changes, and only then', async () => {
  const browser = new FakeBrowser();
  browser.host.installed = false;
  await browser.start();
  await browser.clock.pass(1_000);
  const told = async () => {
    browser.told = [];
    await browser.clock.pass(120_000);
    return browser.told.filter(({ changed }) => changed === 'host').length;
  };
  assert.equal(await told(), 0);
  browser.host.whyMissing = 'Access to the specified native messaging host is forbidden.';
  assert.equal(await told(), 1);
});

/** A browser whose universe opens or not, as the test says. @param {string} [reason] */
async function withUniverse(reason) {
  const browser = new FakeBrowser();
  /** @type {{ reason?: string }} */
  const universe = { reason };
  const stands = () =>
    universe.reason ? { state: 'needs_recovery', reason: universe.reason } : { state: 'ready' };
  const { methods } = browser.host;
  const hello = methods.hello({});
  methods.hello = () => ({ ...hello, ...stands() });
  methods.status = () => ({ ...stands(), revision: 1 });
  methods['intentions.list'] = () => {
    if (universe.reason) throw refuse(universe.reason);
    return { items: [], next: null, total: 0 };
  };
  await browser.start();
  await browser.clock.pass(2_000);
  const told = async () => {
    const { state, hello: said } = (await browser.fromPage('popup', { to: 'host_state' })).value;
    return [state, said.state, said.reason];
  };
  const list = () =>
    browser.fromPage('popup', { to: 'host', method: 'intentions.list', params: { limit: 1 } });
  return { browser, universe, told, list };
}

/** @param {FakeBrowser} browser */
const timesTold = async (browser) => {
  await browser.clock.pass(100);
  return browser.told.splice(0).filter(({ changed }) => changed === 'host').length;
};

test('why a universe does not open is told, and told again when it is another reason', async () => {
  const { browser, universe, told } = await withUniverse('storage_read_only');
  assert.deepEqual(await told(), ['needs_recovery', 'needs_recovery', 'storage_read_only']);
  browser.told = [];
  universe.reason = 'storage_full';
  await browser.fromPage('popup', kStatus);
  assert.equal(await timesTold(browser), 1);
  assert.deepEqual(await told(), ['needs_recovery', 'needs_recovery', 'storage_full']);
  await browser.fromPage('popup', kStatus);
  assert.equal(await timesTold(browser), 0, 'nothing new');
});

test('a page that can be seen notices that the universe opens again, without a new port', async () => {
  const { browser, universe, told } = await withUniverse('key_missing');
  browser.told = [];
  universe.reason = undefined;
  await browser.fromPage('popup', { to: 'elsewhere' });
  assert.deepEqual(await told(), ['ready', 'ready', undefined]);
  assert.equal(await timesTold(browser), 1);
  assert.equal(browser.host.starts, 1);
});

test('a call that the universe refuses makes the background ask how it stands, once', async () => {
  const { browser, universe, told, list } = await withUniverse();
  universe.reason = 'storage_damaged';
  const answers = await Promise.all([list(), list(), list()]);
  assert.deepEqual(
    answers.map(({ error }) => error.code),
    ['storage_damaged', 'storage_damaged', 'storage_damaged'],
  );
  await browser.clock.pass(1_000);
  assert.deepEqual(await told(), ['needs_recovery', 'needs_recovery', 'storage_damaged']);
  assert.equal(browser.host.asked('status').length, 1);
});

test('a disk that refuses one write does not close the universe', async () => {
  const { browser, told } = await withUniverse();
  browser.host.methods['intentions.keep'] = () => {
    throw refuse('storage_full');
  };
  const params = { op_id: hex(4), id: hex(1) };
  await browser.fromPage('popup', { to: 'host', method: 'intentions.keep', params });
  await browser.clock.pass(1_000);
  assert.deepEqual(await told(), ['ready', 'ready', undefined]);
});
