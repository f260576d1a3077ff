// SPDX-License-Identifier: GPL-3.0-or-later
// What holds of attempts whatever happens: pages come and go, tabs close, the host is slow or ends, everything is forgotten. Each
// walk is an order of such events that its number alone gives; a failure names the number.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explain } from '../support/attempts.mjs';
import { FakeBrowser, settle } from '../support/fake_browser.mjs';

const kWalks = process.env.VOLITION_LONG ? 5_000 : 120;
const kSteps = 40;
const kTabs = [1, 2, 3, 9];
const kPrivateTab = 9;
/** So often may a host be lost with an attempt in its hands before it is asked no more. */
const kMostLosses = 3;

/** Numbers below a bound, the same for the same seed. @param {number} seed */
function dice(seed) {
  let state = seed;
  return (/** @type {number} */ bound) => {
    // mulberry32
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * bound);
  };
}

class Walk {
  browser = new FakeBrowser();
  /** What pages tried, by address: whether in a private window. @type {Map<string, boolean>} */
  tried = new Map();
  /** How often the host was lost. */
  losses = 0;
  /** What was tried before each press of Forget everything that succeeded, and what the host had been told then. @type {{ urls: Set<string>, calls: number }[]} */
  forgotten = [];

  /** @param {number} seed */
  constructor(seed) {
    this.below = dice(seed);
    const { methods } = this.browser.host;
    methods['attempts.record'] = explain;
    methods['universe.forget_all'] = () => ({ state: 'forgotten' });
  }

  async run() {
    const { browser } = this;
    await browser.start();
    for (const tab of [1, 2, kPrivateTab]) await this.show(tab);
    for (let step = 0; step < kSteps; step += 1) await this.step();
    browser.host.diesAt.clear();
    for (let turn = 0; turn < 10; turn += 1) {
      browser.host.release();
      await browser.clock.pass(20_000);
    }
  }

  /** @param {number} tab */
  show(tab) {
    const url = `https://shop${this.below(3)}.example/p/${this.below(4)}`;
    return this.browser.show(tab, url, { private: tab === kPrivateTab });
  }

  async step() {
    const { browser, below } = this;
    const { host, clock } = browser;
    const tab = kTabs[below(kTabs.length)] ?? 1;
    const what = below(26);
    if (!browser.openTabs.has(tab)) await this.show(tab);
    else if (what < 8) await this.block(tab, 1 + below(below(5) === 0 ? 120 : 4));
    else if (what < 10) await this.show(tab);
    else if (what < 12) await browser.closeTab(tab);
    else if (what < 14) host.slowAt.add('attempts.record');
    else if (what < 16) host.release();
    else if (what < 19) await clock.pass(below(2_000));
    else if (what < 23) await clock.pass(below(300));
    else if (what < 24) await this.forget();
    else {
      if (what === 24) host.die();
      else host.diesAt.add('attempts.record');
      this.losses += 1;
    }
  }

  /** @param {number} tab @param {number} count */
  async block(tab, count) {
    for (let each = 0; each < count; each += 1) {
      const url = `https://tracker.example/${this.tried.size}`;
      this.tried.set(url, tab === kPrivateTab);
      await this.browser.block(tab, { url });
    }
  }

  async forget() {
    const { host } = this.browser;
    const urls = new Set(this.tried.keys());
    if (this.below(2)) host.slowAt.add('universe.forget_all');
    const opId = String(host.calls.length).padStart(32, '0');
    // Not waited for: the host may be slow.
    void this.browser.fromPage('dashboard', { to: 'forget_all', op_id: opId }).then((answer) => {
      const told = host.calls.findLastIndex(({ method }) => method === 'universe.forget_all');
      if (answer?.ok) this.forgotten.push({ urls, calls: told });
    });
    await settle();
  }

  /** What the host was told to count, in its order, with the place of the call. */
  counted() {
    return this.browser.host.calls.flatMap(({ method, params }, call) =>
      method === 'attempts.record' && !params.private
        ? params.items.map((/** @type {{ url: string }} */ { url }) => ({ url, call }))
        : [],
    );
  }
}

test('whatever happens, each attempt is counted once at most, of a private window never, and nothing after it was forgotten', async () => {
  for (let seed = 1; seed <= kWalks; seed += 1) {
    const walk = new Walk(seed);
    await walk.run();
    const counted = walk.counted();
    assert.equal(new Set(counted.map(({ url }) => url)).size, counted.length, `twice in ${seed}`);
    for (const { url, call } of counted) {
      assert.equal(walk.tried.get(url), false, `${url} of a private window in walk ${seed}`);
      const late = walk.forgotten.some(({ urls, calls }) => call > calls && urls.has(url));
      assert.ok(!late, `${url} after it was forgotten in walk ${seed}`);
    }
    for (const tab of walk.browser.openTabs.keys()) {
      const { attempts } = await walk.browser.state(tab);
      const open = attempts.filter(({ explained }) => !explained);
      if (walk.losses < kMostLosses) assert.deepEqual(open, [], `unexplained in walk ${seed}`);
    }
  }
});
