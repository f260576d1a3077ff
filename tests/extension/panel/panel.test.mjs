// SPDX-License-Identifier: GPL-3.0-or-later
// The side panel: it stays, follows the tab in front, and shows what the universe holds of this brand.
import assert from 'node:assert/strict';
import { pageTests } from '../ui/harness/pages.mjs';
import {
  dashboardScene,
  KEPT_SHOES,
  META,
  POPUP_SCENES,
  REQUESTS,
  tab,
} from '../ui/harness/scenes.mjs';

const on = pageTests('/panel/panel.html');
const LAMP = { ...KEPT_SHOES, id: '1'.repeat(32), name: 'Head torch' };
const ELSEWHERE = {
  ...KEPT_SHOES,
  id: '2'.repeat(32),
  name: 'Blue bicycle',
  brand: 'bikes.example',
};

const kept = dashboardScene({
  tab: POPUP_SCENES.kept.tab,
  intentions: [KEPT_SHOES, LAMP, ELSEWHERE],
  requests: REQUESTS,
  otherTabs: {
    8: tab({ tabId: 8, site: 'bikes.example', attempts: [], notice: null }),
    9: tab({ tabId: 9, site: '', attempts: [], notice: null }),
  },
});

on(
  'this brand’s other things and times to answer stand beneath',
  kept,
  async (page, { reads, text }) => {
    await reads(page, 'Head torch', '.brand-side');
    await reads(page, 'shop.example may answer 3 times');
    const side = await page.$$eval('.brand-side', (all) => all.map((one) => one.innerText).join());
    assert.doesNotMatch(side, /Trail shoes|Blue bicycle|repair\.example/);
    assert.match(await text(page, '.thing h2'), /Trail shoes/);
  },
);

on(
  'what the program explains while the panel opens is in the account',
  {
    ...kept,
    tab: tab({ attempts: [{ ...META, explained: null }] }),
    soon: { after: 'tab.state', tab: { attempts: [META] }, tells: 'tab' },
  },
  (page, { reads }) => reads(page, 'This page tried to tell one company'),
);

on('it follows the tab in front of its own window', kept, async (page, { reads }) => {
  await reads(page, 'Head torch');
  const front = (id, window) =>
    page.evaluate((...where) => globalThis.volitionScene.front(...where), id, window);
  await front(8, 2);
  await front(8, 1);
  await reads(page, 'Blue bicycle', '.brand-side');
  assert.doesNotMatch(await page.evaluate(() => document.body.innerText), /Head torch/);
  await front(9, 1);
  await reads(page, 'This page belongs to the browser');
});

on(
  'a company opens beneath the list, and Back returns to its line',
  kept,
  async (page, { press, reads }) => {
    await press(page, '[data-company=Meta]');
    await reads(page, 'Tied to', '.detail');
    await reads(page, 'Criteo', '.attempts');
    await press(page, '[data-do=back]');
    await page.waitForFunction(
      () => document.activeElement?.getAttribute('data-company') === 'Meta',
    );
  },
);

on(
  'a link into the dashboard leaves the panel where it is',
  kept,
  async (page, { press, reads }) => {
    await page.evaluate(() => {
      window.close = () => {
        document.title = 'closed';
      };
    });
    await reads(page, 'Head torch');
    await press(page, '.brand-side li a');
    await page.waitForFunction(() => globalThis.volitionCalls.some(({ opened }) => opened));
    const opened = await page.evaluate(
      () => globalThis.volitionCalls.find(({ opened }) => opened).opened,
    );
    assert.match(opened, /dashboard\.html#universe\/Head%20torch$/);
    assert.equal(await page.title(), 'Volition');
  },
);
