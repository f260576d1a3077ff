// SPDX-License-Identifier: GPL-3.0-or-later
// A person's first minutes with the extension, in both browsers: Welcome opens by itself, plays without a request, says what is
// missing and notices when it comes; the side panel shows this brand; what another browser keeps appears by itself.

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { startHost } from '../support/host.mjs';
import { inOneLine } from '../support/world/request_log.mjs';
import { World } from '../support/world/world.mjs';
import { builtHost, Driver, installedBrowsers } from './support/driver.mjs';
import { until } from './support/until.mjs';

const kShoes = 'https://shop.example/en/p/trail-shoes';
const opId = () => randomBytes(16).toString('hex');

/** Presses Tab until the focus is on what a selector finds. @param {import('puppeteer-core').Page} page @param {string} selector */
async function tabTo(page, selector) {
  for (let presses = 0; presses < 40; presses += 1) {
    await page.keyboard.press('Tab');
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return;
  }
  assert.fail(`the keyboard does not reach ${selector}`);
}

for (const kind of installedBrowsers()) {
  test(`${kind}: Welcome, then the program, then the panel and another browser`, async (t) => {
    const world = await World.open();
    t.after(() => world.close());
    const driver = await Driver.launch({ kind, port: world.port, host: null, welcome: true });
    t.after(() => driver.close());

    const welcome = await driver.ownTab('welcome/welcome.html');
    await welcome.reads('Stopped before it left.');
    await welcome.reads('This browser does not find it yet.', { within_ms: 10_000 });
    await welcome.reads('scripts/install');
    await welcome.page.bringToFront();
    await tabTo(welcome.page, '[data-company=Meta]');
    await welcome.page.keyboard.press('Enter');
    await welcome.reads('lifted from a form');
    assert.doesNotMatch(await welcome.text(), /Stopped by .*, line/, 'no program, so no filter');
    await tabTo(welcome.page, '[data-copy="scripts/install"]');
    await welcome.page.keyboard.press('Enter');
    await welcome.reads('Copied.');

    // Registered for another extension (which Firefox calls missing too), then as it should be. Nothing is reloaded.
    driver.folder.registerHost(kind, builtHost(), {
      extension: kind === 'chromium' ? 'a'.repeat(32) : 'other@volition.example',
    });
    if (kind === 'chromium') {
      await welcome.reads('registered for another extension', { within_ms: 20_000 });
    }
    driver.folder.registerHost(kind, builtHost());
    await welcome.reads('Connected.', { within_ms: 30_000 });
    await welcome.reads(/Stopped by .*, line \d/);
    assert.deepEqual(world.log.pixels().map(inOneLine), [], 'the sample spoke');
    assert.deepEqual(world.log.unexplained().map(inOneLine), [], 'Welcome asked for something');
    await welcome.close();

    const shop = await driver.open(kShoes);
    const tab = await driver.tabOf(kShoes);
    const panel = await driver.openOwn(`panel/panel.html?tab=${tab}`, { width: 360, height: 800 });
    await panel.reads('Trail shoes');
    await panel.press('button', 'Keep');
    await panel.reads('Kept, only on this computer.');
    await panel.reads('Nothing else of shop.example');
    // Another browser on the same universe is another host on the same folder.
    const other = startHost(t, driver.folder.data, { program: builtHost() });
    await other.call('intentions.keep', {
      op_id: opId(),
      new: { direction: 'want', kind: 'product', name: 'Head torch', brand: 'shop.example' },
    });
    await panel.page.bringToFront();
    await panel.reads('Head torch', { within_ms: 10_000 });
    await panel.press('button', /Meta/);
    await panel.reads('Tied to');
    await panel.press('button', 'Back');
    await until('the focus is back on its line', () =>
      panel.page.evaluate(() => document.activeElement?.getAttribute('data-company') === 'Meta'),
    );
    await shop.close();
    await driver.goOwn(panel.page, `panel/panel.html?tab=${tab}`);
    await panel.reads('My universe');
    assert.doesNotMatch(await panel.text(), /Trail shoes/, 'the tab is gone');
  });
}
