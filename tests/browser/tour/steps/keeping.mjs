// SPDX-License-Identifier: GPL-3.0-or-later
// Second part of the tour: Keep, and what a restart, a killed host, a new price and a private window do to it.

import assert from 'node:assert/strict';
import { isAlive } from '../../support/processes.mjs';
import { measured } from '../../support/shop.mjs';
import { until } from '../../support/until.mjs';
import { kOwnWords } from '../words.mjs';

/** @type {import('../tour.mjs').Step[]} */
export const kKeeping = [
  {
    title: 'Keep: the shoes are in the universe, on this computer only',
    run: async (tour) => {
      const mark = tour.world.log.mark();
      const popup = await tour.popup();
      await popup.press('button', 'Keep');
      await popup.reads('Kept, only on this computer.');
      await tour.picture(popup, 'kept', { whole: true });
      await popup.press('button', 'Remember for seven days what I look at');
      await popup.reads('What you look at is remembered for seven days, then fades.');
      await popup.close();
      const universe = await tour.dashboard('universe');
      await universe.reads('Trail shoes');
      await tour.picture(universe, 'universe');
      await universe.close();
      assert.deepEqual(tour.world.log.unexplained(mark), [], 'keeping told somebody');
    },
  },
  {
    title: 'The person writes their own words beside it',
    run: async (tour) => {
      const universe = await tour.dashboard('universe');
      await universe.press('button', 'Edit: Trail shoes');
      await universe.write('textbox', /my words/i, kOwnWords, { within: /Trail shoes/ });
      await universe.press('button', 'Save');
      await universe.reads(kOwnWords);
      await universe.close();
    },
  },
  {
    title: 'The browser is closed and started again: the shoes are still there',
    run: async (tour) => {
      tour.shop = null;
      await tour.driver.restart();
      const universe = await tour.dashboard('universe');
      await universe.reads('Trail shoes');
      await universe.reads(kOwnWords);
      await universe.close();
    },
  },
  {
    title: 'The host is killed with -9: nothing is lost, and it works at once again',
    run: async (tour) => {
      const universe = await tour.dashboard('universe');
      await universe.reads('Trail shoes');
      const killed = await tour.driver.killHost();
      assert.equal(isAlive(killed), false);
      await universe.close();
      const again = await tour.dashboard('universe');
      await again.reads('Trail shoes');
      const risen = await until('another host runs', () =>
        tour.driver.hosts().find((pid) => pid !== killed),
      );
      await again.close();
      return `host ${killed} killed, host ${risen} answers`;
    },
  },
  {
    title: 'Then and now: the shop asks €129 today; no request was made for it',
    run: async (tour) => {
      tour.world.setPrice('trail-shoes', 12900);
      const mark = tour.world.log.mark();
      await tour.lookAtShoes();
      const popup = await tour.popup();
      await popup.reads(/Kept .+ at €149(\.00)?, today €129/);
      await popup.reads(kOwnWords);
      await tour.picture(popup, 'then-and-now', { whole: true });
      await popup.close();
      assert.deepEqual(tour.world.log.unexplained(mark), [], 'then and now asked somebody');
    },
  },
  {
    title: 'A blanket that was only looked at fades in seven days',
    run: async (tour) => {
      const shop = await measured(await tour.driver.open('https://shop.example/en/p/wool-blanket'));
      const popup = await tour.driver.openPopup(shop);
      await popup.reads(/Looked at .+ Fades on/);
      await popup.close();
      await shop.close();
      const universe = await tour.dashboard('universe');
      await universe.reads('Wool blanket');
      await tour.picture(universe, 'fading');
      await universe.close();
    },
  },
  {
    title: 'A private window: pixels are stopped there too, and nothing is remembered',
    run: async (tour) => {
      const mark = tour.world.log.mark();
      const shop = await measured(
        await tour.driver.openPrivate('https://shop.example/en/p/storm-lantern'),
      );
      assert.deepEqual(tour.world.log.pixels(mark), [], 'a tracker heard the private window');
      const popup = await tour.driver.openPopup(shop);
      await popup.reads('Private window: nothing is kept here.');
      await popup.reads('tried to tell 3 companies');
      assert.equal(await popup.has('button', 'Keep'), false);
      await tour.picture(popup, 'private', { whole: true });
      await popup.close();
      await shop.close();
      const universe = await tour.dashboard('universe');
      const text = await universe.reads('Wool blanket');
      assert.doesNotMatch(text, /Storm lantern/);
      await universe.close();
    },
  },
];
