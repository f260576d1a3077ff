// SPDX-License-Identifier: GPL-3.0-or-later
// The real side panel (sidebar in Firefox), opened by a real press as both browsers demand it, beside the page: it shows what the page
// tried and what the universe holds of this brand, keeps at a press, and follows the tab in front.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { World } from '../support/world/world.mjs';
import { Driver, installedBrowsers } from './support/driver.mjs';
import { until } from './support/until.mjs';

/** Evaluates in the panel, which is no tab: another page of the extension reaches its document. */
const kInPanel = `
  const panel = api.extension.getViews().find((view) => view.location.pathname === '/panel/panel.html');
  if (!panel) return null;
  if (given.press) [...panel.document.querySelectorAll('button')].find((each) => each.innerText.trim() === given.press).click();
  return panel.document.body.innerText;`;

for (const kind of installedBrowsers()) {
  test(`${kind}: the panel is opened by a press, keeps, and follows the tab in front`, async (t) => {
    const world = await World.open();
    t.after(() => world.close());
    const driver = await Driver.launch({ kind, port: world.port });
    t.after(() => driver.close());
    /** @param {RegExp} wanted */
    const panelReads = (wanted) =>
      until(`the panel reads ${wanted}`, async () =>
        wanted.test((await driver.ask(kInPanel, {})) ?? ''),
      );

    const shop = await driver.open('https://shop.example/en/p/trail-shoes');
    const popup = await driver.openPopup(shop);
    await popup.reads('Trail shoes');
    await popup.page.bringToFront();
    const beside = await popup.page.waitForSelector('[data-do=panel]');
    assert.ok(beside);
    await beside.click();
    await panelReads(/Trail shoes[\s\S]*tried to tell/);
    await driver.ask(kInPanel, { press: 'Keep' });
    await panelReads(/Kept, only on this computer\./);

    const other = await driver.open('https://shop.example/en/p/storm-lantern');
    await other.page.bringToFront();
    await panelReads(/Storm lantern[\s\S]*Trail shoes/);
    const { items } = await driver.tell({
      to: 'host',
      method: 'intentions.list',
      params: { limit: 10 },
    });
    assert.deepEqual(
      items
        .filter((/** @type {{stage: string}} */ { stage }) => stage === 'kept')
        .map((/** @type {{name: string}} */ { name }) => name),
      ['Trail shoes'],
    );
  });
}
