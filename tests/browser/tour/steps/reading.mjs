// SPDX-License-Identifier: GPL-3.0-or-later
// First part of the tour: pages are looked at, pixels are stopped, and what they tried to say is read aloud.

import assert from 'node:assert/strict';
import { inOneLine } from '../../../support/world/request_log.mjs';
import { measured } from '../../support/shop.mjs';

/** Twenty pages of two sites, most of them with trackers. */
const kTwenty = [
  ...[
    'trail-shoes',
    'storm-lantern',
    'wool-blanket',
    'enamel-kettle',
    'day-pack',
    'repair-kit',
  ].flatMap((slug) => [`https://shop.example/en/p/${slug}`, `https://shop.example/fr/p/${slug}`]),
  'https://shop.example/en/',
  'https://shop.example/fr/',
  'https://shop.example/en/list',
  'https://shop.example/fr/list',
  'https://association.example/',
  'https://association.example/donner',
  'https://association.example/ateliers',
  'https://association.example/en',
];

/** @type {import('../tour.mjs').Step[]} */
export const kReading = [
  {
    title:
      'Twenty pages are looked at; no tracker hears of it, and nothing of Volition’s own is asked of any server',
    run: async (tour) => {
      const surface = await tour.driver.open('https://association.example/');
      for (const url of kTwenty) {
        await surface.page.goto(url, { waitUntil: 'load' });
        if (url.startsWith('https://shop.example/')) await measured(surface);
      }
      const { log } = tour.world;
      assert.equal(new Set(kTwenty).size, 20);
      assert.deepEqual(log.pixels().map(inOneLine), [], 'a tracker heard something');
      assert.deepEqual(log.unexplained().map(inOneLine), [], 'a request that no page explains');
      await surface.close();
      const home = Object.entries(log.callsHome()).map(([host, count]) => `${host} ${count}`);
      return `the browser’s own calls home, not ours: ${home.join(', ') || 'none'}`;
    },
  },
  {
    title: 'The shop shows its trail shoes at €149; its pixels are stopped',
    run: async (tour) => {
      const mark = tour.world.log.mark();
      const shop = await tour.lookAtShoes();
      await shop.reads('Trail shoes');
      await shop.reads('€149');
      assert.deepEqual(tour.world.log.pixels(mark).map(inOneLine), [], 'a tracker heard something');
      assert.ok(tour.world.log.to('shop.example', mark).length > 0, 'the shop itself was reached');
      await tour.picture(shop, 'shop');
    },
  },
  {
    title: 'The popup reads aloud what each company was to be told',
    run: async (tour) => {
      const began = performance.now();
      const popup = await tour.popup();
      const text = await popup.reads(/This page tried to tell 3 companies/);
      const took = performance.now() - began;
      assert.match(text, /^shop\.example$/m);
      assert.match(text, /^Trail shoes$/m);
      assert.match(text, /^€149(\.00)?$/m);
      assert.match(text, /you looked at Trail shoes, €149(\.00)?, with an e-mail/);
      for (const company of ['Meta', 'Google', 'Criteo'])
        assert.match(text, new RegExp(`^${company}`, 'm'));
      assert.match(text, /All stopped\./);
      await tour.picture(popup, 'popup', { whole: true });

      await popup.press('button', /^Meta/);
      await popup.reads(
        /This page tried to tell Meta you looked at Trail shoes, €149(\.00)?, and tied it to an e-mail/,
      );
      await popup.reads(/Stopped (most likely )?by .+, line \d+/);
      await tour.picture(popup, 'popup-meta', { whole: true });
      await popup.press('button', /Back/);

      await popup.press('button', /^Criteo/);
      await popup.reads(/This page tried to tell Criteo you looked at Trail shoes, €149(\.00)?/);
      await tour.picture(popup, 'popup-criteo', { whole: true });
      await popup.close();
      return `read ${Math.round(took)} ms after the popup was asked for`;
    },
  },
  {
    title: 'The toolbar’s real popup opens and says the same',
    run: async (tour) => {
      const shop = tour.shop ?? (await tour.lookAtShoes());
      const text = await tour.driver.readRealPopup(shop, /tried to tell 3 companies/);
      assert.match(text, /^Trail shoes$/m);
      assert.match(text, /you looked at Trail shoes, €149/);
    },
  },
];
