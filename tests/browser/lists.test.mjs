// SPDX-License-Identifier: GPL-3.0-or-later
// The shipped rule sets in the real browsers, alone in an extension of their own: every rule is taken (one host that
// Firefox refuses would silently cost a rule of thousands), and requests are stopped or let through as the lists say.

import assert from 'node:assert/strict';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { World } from '../support/world/world.mjs';
import { Driver, installedBrowsers } from './support/driver.mjs';
import { kRoot } from './support/run_folder.mjs';
import { until } from './support/until.mjs';

/** @typedef {import('./support/run_folder.mjs').Kind} Kind */

const kLists = process.env.VOLITION_LISTS ?? join(kRoot, 'build/lists');
const kIds = { chromium: 'bcdfghjklmnpabcdfghjklmnpabcdefg', firefox: 'lists@volition.example' };

/** Nothing but the rule sets. @param {Kind} kind */
function packLists(kind) {
  const folder = mkdtempSync(join(tmpdir(), 'volition-lists-'));
  const source = join(kLists, kind);
  const sets = JSON.parse(readFileSync(join(source, 'rulesets.json'), 'utf8'));
  mkdirSync(join(folder, 'rules'));
  for (const { path } of sets) cpSync(join(source, path), join(folder, 'rules', path));
  const manifest = {
    manifest_version: 3,
    name: 'Rule sets alone',
    version: '1.0.0',
    permissions: ['declarativeNetRequest', 'declarativeNetRequestFeedback', 'tabs'],
    host_permissions: ['<all_urls>'],
    declarative_net_request: {
      rule_resources: sets.map((/** @type {{path: string}} */ set) => ({
        ...set,
        path: `rules/${set.path}`,
      })),
    },
    ...(kind === 'firefox'
      ? { browser_specific_settings: { gecko: { id: kIds.firefox } } }
      : {
          key: readFileSync(join(kRoot, 'manifests/chromium.json'), 'utf8').match(
            /"key": "([^"]+)"/,
          )?.[1],
        }),
  };
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
  const shipped = sets.map((/** @type {{path: string}} */ set) =>
    JSON.parse(readFileSync(join(source, set.path), 'utf8')),
  );
  return {
    folder,
    ids: sets.map((/** @type {{id: string}} */ set) => set.id),
    rules: shipped.flat(),
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
    const lists = packLists(kind);
    t.after(() => rmSync(lists.folder, { recursive: true }));
    const world = await World.open();
    t.after(() => world.close());
    const driver = await Driver.launch({
      kind,
      port: world.port,
      host: null,
      extension: lists.folder,
      ...(kind === 'firefox' ? { extensionId: kIds.firefox } : {}),
    });
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
