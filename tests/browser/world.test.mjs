// SPDX-License-Identifier: GPL-3.0-or-later
// The demonstration world without the extension: what the tour and the other tests say stays away must be seen to arrive here.
// A check that cannot fail proves nothing.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inOneLine } from '../support/world/request_log.mjs';
import { World } from '../support/world/world.mjs';
import { Driver, installedBrowsers } from './support/driver.mjs';
import { measured } from './support/shop.mjs';

for (const kind of installedBrowsers()) {
  test(`${kind} without the extension: every pixel and loader is heard`, async (t) => {
    const world = await World.open();
    t.after(() => world.close());
    const driver = await Driver.launch({ kind, port: world.port, extension: null });
    t.after(() => driver.close());

    await measured(await driver.open('https://shop.example/en/p/trail-shoes'));

    const heard = world.log.pixels().map((entry) => `${entry.method} ${entry.host}`);
    assert.deepEqual(heard.toSorted(), [
      'GET connect.facebook.net',
      'GET dynamic.criteo.com',
      'GET sslwidget.criteo.com',
      'GET www.facebook.com',
      'GET www.facebook.com',
      'GET www.googletagmanager.com',
      'POST region1.google-analytics.com',
      'POST region1.google-analytics.com',
    ]);
    const [view] = world.log.pixels().filter((entry) => entry.body.includes('en=view_item'));
    assert.match(String(view?.body), /nmTrail%20shoes~brSentier~pr149~qt1/);
    // The shop's own parts are explained by its page; nobody asks a brand's inbox.
    const others = world.log
      .unexplained()
      .filter((entry) => !['pixel', 'loader'].includes(entry.kind));
    assert.deepEqual(others.map(inOneLine), []);
  });

  test(`${kind} without the extension: a request that no page explains is named`, async (t) => {
    const world = await World.open();
    t.after(() => world.close());
    const driver = await Driver.launch({ kind, port: world.port, extension: null });
    t.after(() => driver.close());

    const page = await driver.open('https://association.example/');
    const address = 'https://shop.example/.well-known/customer-requests.json';
    await page.page.evaluate((url) => fetch(url, { mode: 'no-cors' }).then(() => true), address);

    const named = world.log
      .unexplained()
      .map((entry) => `${entry.kind} ${entry.host}${entry.path}`);
    assert.deepEqual(named, ['inbox shop.example/.well-known/customer-requests.json']);
  });
}
