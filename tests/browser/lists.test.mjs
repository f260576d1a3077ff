// SPDX-License-Identifier: GPL-3.0-or-later
// The shipped rule sets in the real browsers, inside the extension as it is packed: every rule is taken (one host that
// Firefox refuses would silently cost a rule of thousands), and requests are stopped or let through as the lists say.

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { World } from '../support/world/world.mjs';
import { Driver, installedBrowsers } from './support/driver.mjs';
import { kRoot } from './support/run_folder.mjs';
import { until } from './support/until.mjs';

/** @typedef {import('./support/run_folder.mjs').Kind} Kind */

const kLists = process.env.VOLITION_LISTS ?? join(kRoot, 'build/lists');

/** The rule sets as they are packed into the extension. @param {Kind} kind */
function shippedLists(kind) {
  const source = join(kLists, kind);
  /** @type {{id: string, enabled: boolean, path: string}[]} */
  const sets = JSON.parse(readFileSync(join(source, 'rulesets.json'), 'utf8'));
  /** @param {typeof sets} some */
  const countOf = (some) =>
    some.reduce(
      (sum, { path }) => sum + JSON.parse(readFileSync(join(source, path), 'utf8')).length,
      0,
    );
  const enabled = sets.filter((set) => set.enabled);
  return {
    all: sets.map(({ id }) => id),
    enabled: enabled.map(({ id }) => id),
    rules: { all: countOf(sets), enabled: countOf(enabled) },
  };
}
const skip = existsSync(join(kLists, 'firefox/rulesets.json'))
  ? false
  : 'the lists are not compiled: scripts/compile-lists';

/** What a shop page fetches; the lists decide. */
const kFetches = [
  ['https://www.facebook.com/tr/?id=1&ev=ViewContent', 'stopped'],
  ['https://connect.facebook.net/en_US/fbevents.js', 'stopped'],
  ['https://region1.google-analytics.com/g/collect?v=2', 'stopped'],
  ['https://www.googletagmanager.com/gtag/js?id=G-VOLITION', 'stopped'],
  ['https://sslwidget.criteo.com/event?a=1', 'stopped'],
  ['https://dynamic.criteo.com/js/ld/ld.js?a=1', 'stopped'],
  ['https://shop.example/en/p/trail-shoes', 'heard'],
  ['https://association.example/', 'heard'],
];

for (const kind of installedBrowsers()) {
  test(`${kind} takes every rule that is shipped, and stops what they name`, {
    skip,
  }, async (t) => {
    const lists = shippedLists(kind);
    const world = await World.open();
    t.after(() => world.close());
    const driver = await Driver.launch({ kind, port: world.port, host: null });
    t.after(() => driver.close());

    // Firefox answers with an error while it still reads the sets for the first time.
    const enabled = await until(
      'the rule sets are read',
      () => driver.ask('return api.declarativeNetRequest.getEnabledRulesets()'),
      { within_ms: 60_000 },
    );
    assert.deepEqual(/** @type {string[]} */ (enabled).toSorted(), lists.enabled.toSorted());
    const free = await driver.ask(
      `
      const dnr = api.declarativeNetRequest;
      const left = await dnr.getAvailableStaticRuleCount();
      await dnr.updateEnabledRulesets({ disableRulesetIds: given.all });
      const none = await dnr.getAvailableStaticRuleCount();
      await dnr.updateEnabledRulesets({ enableRulesetIds: given.all });
      const every = await dnr.getAvailableStaticRuleCount();
      const enabled = await dnr.getEnabledRulesets();
      const optional = given.all.filter((id) => !given.enabled.includes(id));
      await dnr.updateEnabledRulesets({ disableRulesetIds: optional });
      return { left, none, every, enabled, again: await dnr.getAvailableStaticRuleCount() };`,
      { all: lists.all, enabled: lists.enabled },
    );
    assert.equal(free.none - free.left, lists.rules.enabled, 'rules that the browser holds');
    assert.equal(free.none - free.every, lists.rules.all, 'with the optional lists, too');
    assert.deepEqual(free.enabled.toSorted(), lists.all.toSorted(), 'none is left out for room');
    assert.equal(free.again, free.left);
    if (kind === 'firefox') assert.equal(30_000 - free.left, lists.rules.enabled);
    assert.ok(lists.rules.all <= 30_000, 'what Chromium guarantees');

    const shop = await driver.open('https://shop.example/en/');
    const seen = [];
    for (const [url] of kFetches) {
      seen.push([
        url,
        await shop.page.evaluate(
          (address) =>
            fetch(address, { mode: 'no-cors' }).then(
              () => 'heard',
              () => 'stopped',
            ),
          url,
        ),
      ]);
    }
    assert.deepEqual(seen, kFetches);
  });
}
