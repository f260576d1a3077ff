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
  /** @type {{id: string, path: string}[]} */
  const sets = JSON.parse(readFileSync(join(source, 'rulesets.json'), 'utf8'));
  return {
    ids: sets.map(({ id }) => id),
    rules: sets.flatMap(({ path }) => JSON.parse(readFileSync(join(source, path), 'utf8'))),
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
    assert.deepEqual(/** @type {string[]} */ (enabled).toSorted(), lists.ids.toSorted());
    const free = await driver.ask(
      `
      const dnr = api.declarativeNetRequest;
      const left = await dnr.getAvailableStaticRuleCount();
      await dnr.updateEnabledRulesets({ disableRulesetIds: given });
      const all = await dnr.getAvailableStaticRuleCount();
      await dnr.updateEnabledRulesets({ enableRulesetIds: given });
      return { left, all, again: await dnr.getAvailableStaticRuleCount() };`,
      lists.ids,
    );
    assert.equal(free.all - free.left, lists.rules.length, 'rules that the browser holds');
    assert.equal(free.again, free.left);
    if (kind === 'firefox') assert.equal(30_000 - free.left, lists.rules.length);
    assert.ok(lists.rules.length <= 30_000, 'what Chromium guarantees');

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
