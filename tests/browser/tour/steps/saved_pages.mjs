// SPDX-License-Identifier: GPL-3.0-or-later
// Where a folder of saved shop pages is given: three real pages are looked at, and the product of each is noticed and kept.

import assert from 'node:assert/strict';

const kWanted = 3;

/** @type {import('../tour.mjs').Step[]} */
export const kSavedPages = [
  {
    title: 'Three saved pages of real shops: the product of each is noticed and kept',
    applies: (tour) => Boolean(tour.options.pages),
    run: async (tour) => {
      const pages = tour.world.addSavedPages(String(tour.options.pages));
      /** @type {string[]} */
      const kept = [];
      let passed = 0;
      for (const { url, host } of pages) {
        if (kept.length === kWanted) break;
        const shop = await tour.driver.open(url);
        const popup = await tour.driver.openPopup(shop);
        await popup.reads('My universe');
        // A page that names no single product offers no Keep, however long one waits.
        const offered = await popup.get('button', 'Keep', { within_ms: 2000 }).catch(() => null);
        if (offered) {
          const [, thing] = await popup.all('heading', /./);
          const name = await thing?.evaluate((each) => each.textContent?.trim());
          assert.ok(name, `the product of ${host} has a name`);
          await popup.press('button', 'Keep');
          await popup.reads('Kept, only on this computer.');
          await tour.picture(popup, `saved-page-${kept.length + 1}`, { whole: true });
          kept.push(`${name} (${host})`);
        } else {
          passed += 1;
        }
        await popup.close();
        await shop.close();
      }
      assert.equal(
        kept.length,
        kWanted,
        `of ${pages.length} pages only these were noticed: ${kept.join('; ')}`,
      );
      return `${kept.join('; ')}; ${passed} pages that name no single product passed by`;
    },
  },
];
