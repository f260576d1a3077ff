// SPDX-License-Identifier: GPL-3.0-or-later
// What Volition must never do, in both browsers: speak before a press, keep a list of visits, remember a private window, be seen by a page.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createInbox } from '../support/brand-inbox/inbox.mjs';
import { inOneLine } from '../support/world/request_log.mjs';
import { manyShop, World } from '../support/world/world.mjs';
import { Driver, installedBrowsers } from './support/driver.mjs';
import { measured } from './support/shop.mjs';

const kSites = Array.from({ length: 20 }, (_, index) => manyShop(index + 1));

/**
 * A world whose brands all take requests, and a browser with Volition.
 * @param {import('node:test').TestContext} t @param {import('./support/run_folder.mjs').Kind} kind
 */
async function begin(t, kind) {
  const world = await World.open();
  t.after(() => world.close());
  for (const host of [...kSites, 'shop.example', 'association.example']) {
    world.addInbox(host, await createInbox({ origin: `https://${host}`, organization: host }));
  }
  const driver = await Driver.launch({ kind, port: world.port, privateWindows: true });
  t.after(() => driver.close());
  return { world, driver };
}

for (const kind of installedBrowsers()) {
  test(`${kind}: twenty sites full of trackers leave no word on the wire and no name in the universe`, async (t) => {
    const { world, driver } = await begin(t, kind);
    const page = await driver.open('https://association.example/');
    for (const host of kSites) {
      await page.page.goto(`https://${host}/en/p/day-pack`, { waitUntil: 'load' });
      await measured(page);
    }
    // Looking into the popup and into the universe is no press either.
    const popup = await driver.openPopup(page);
    await popup.reads(/tried to tell 3 companies/);
    await popup.reads('Day pack 22 L');
    await popup.close();
    assert.deepEqual(world.log.pixels().map(inOneLine), [], 'a tracker heard something');
    assert.deepEqual(world.log.unexplained().map(inOneLine), [], 'something of our own was sent');

    const before = JSON.stringify(await driver.exported());
    for (const host of kSites) assert.ok(!before.includes(host), `${host} is in the universe`);
    assert.doesNotMatch(before, /day pack/i);

    // The same check sees a name that a press of Keep has put there.
    const again = await driver.openPopup(page);
    await again.press('button', 'Keep');
    await again.reads('Kept, only on this computer.');
    const after = JSON.stringify(await driver.exported());
    assert.ok(after.includes(manyShop(20)), 'what was kept is in the export');
    for (const host of kSites.slice(0, -1))
      assert.ok(!after.includes(host), `${host} is in the universe`);
    assert.deepEqual(world.log.unexplained().map(inOneLine), [], 'Keep told somebody');
    t.diagnostic(`the browser's own calls home: ${JSON.stringify(world.log.callsHome())}`);
  });

  test(`${kind}: a request of the extension's own would be seen`, async (t) => {
    const { world, driver } = await begin(t, kind);
    const dashboard = await driver.openOwn('dashboard/dashboard.html');
    const address = 'https://shop.example/en/p/trail-shoes';
    await dashboard.page.evaluate(
      (url) =>
        fetch(url)
          .catch(() => null)
          .then(() => true),
      address,
    );
    assert.deepEqual(
      world.log.unexplained().map((entry) => entry.host + entry.path),
      ['shop.example/en/p/trail-shoes'],
    );
  });

  test(`${kind}: a private window is protected and never recorded, whatever the policy`, async (t) => {
    const { world, driver } = await begin(t, kind);
    await driver.tell({
      to: 'host',
      method: 'intentions.policy',
      params: { op_id: '0123456789abcdef0123456789abcdef', set: 'seven_days' },
    });
    const shop = await measured(
      await driver.openPrivate('https://shop.example/en/p/storm-lantern'),
    );
    const popup = await driver.openPopup(shop);
    await popup.reads('Private window: nothing is kept here.');
    await popup.reads(/tried to tell 3 companies/);
    assert.equal(await popup.has('button', 'Keep'), false);
    await popup.close();
    // Firefox opens what comes next in the window that was used last.
    await shop.close();
    assert.deepEqual(world.log.pixels().map(inOneLine), []);
    const kept = JSON.stringify(await driver.exported());
    assert.doesNotMatch(kept, /lantern|shop\.example|Criteo|Meta/i);

    // Outside of it the same policy remembers, so the silence above was the private window's.
    const open = await measured(await driver.open('https://shop.example/en/p/enamel-kettle'));
    const other = await driver.openPopup(open);
    await other.reads(/Looked at/);
    await other.close();
    assert.match(JSON.stringify(await driver.exported()), /Enamel kettle/);
  });

  test(`${kind}: a page can neither see the extension nor speak to it`, async (t) => {
    const { driver } = await begin(t, kind);
    const shop = await driver.open('https://shop.example/en/p/trail-shoes');
    const found = await shop.page.evaluate(async (origin) => {
      const id = origin.split('/')[2];
      const files = [
        'manifest.json',
        'popup/popup.html',
        'content/notice/send.js',
        'icons/filled-16.png',
      ];
      const reached = [];
      for (const file of files) {
        await fetch(`${origin}/${file}`).then(
          () => reached.push(file),
          () => null,
        );
      }
      const speak = globalThis.chrome?.runtime?.sendMessage;
      const answered = speak
        ? await new Promise((resolve) => {
            try {
              speak(id, { to: 'host_state' }, (answer) => resolve(answer !== undefined));
            } catch {
              resolve(false);
            }
          })
        : false;
      const names = Object.getOwnPropertyNames(window).filter((name) => /volition/i.test(name));
      const marks = [...document.querySelectorAll('*')].filter((each) =>
        each.getAttributeNames().some((name) => /volition|^vol-/i.test(name)),
      ).length;
      return { reached, answered, names, marks };
    }, String(driver.origin));
    assert.deepEqual(found, { reached: [], answered: false, names: [], marks: 0 });
  });
}
