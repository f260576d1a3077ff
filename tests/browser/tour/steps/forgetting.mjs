// SPDX-License-Identifier: GPL-3.0-or-later
// Last part of the tour: forgetting, with an undo, and then of everything. Afterwards no file holds the person's words,
// nor any piece of what was ciphertext or key in the files before.

import assert from 'node:assert/strict';
import { inOneLine } from '../../../support/world/request_log.mjs';
import { findRemains, piecesOf, textForms } from '../../support/remains.mjs';
import { kOwnWords, kQuestion } from '../words.mjs';

/** The person's words, and the names of what they kept. */
const kMarkers = [kOwnWords, kQuestion, 'SEN-1042', 'Trail shoes'].flatMap(textForms);

/** @type {import('../tour.mjs').Step[]} */
export const kForgetting = [
  {
    title: 'Forget the blanket, and undo it where it happened',
    run: async (tour) => {
      const universe = await tour.dashboard('universe');
      await universe.press('button', 'Forget: Wool blanket');
      await universe.reads('Forgotten: Wool blanket.');
      await tour.picture(universe, 'undo');
      await universe.press('button', 'Undo');
      await universe.get('button', 'Forget: Wool blanket');
      await universe.page.reload({ waitUntil: [] });
      await universe.reads('Wool blanket');
      await universe.close();
    },
  },
  {
    title: 'The universe lies on the disk encrypted: none of the person’s words can be read there',
    run: async (tour) => {
      const { universe, extension } = tour.driver.storedFiles();
      assert.ok(universe.some((file) => file.endsWith('universe.db')));
      assert.deepEqual(findRemains([...universe, ...extension], kMarkers), []);
      tour.seen.pieces = piecesOf(universe.filter((file) => /universe\.(db|key)/.test(file)));
      const there = findRemains(universe, tour.seen.pieces).length;
      assert.ok(
        there >= tour.seen.pieces.length && there > 100,
        `only ${there} pieces to look for`,
      );
      return `${tour.seen.pieces.length} pieces of ciphertext and keys to look for afterwards`;
    },
  },
  {
    title: 'Forget everything: no word and no piece of an old record is in any file',
    run: async (tour) => {
      const settings = await tour.dashboard('settings');
      await settings.press('button', 'Forget everything…');
      await settings.reads('This cannot be undone.');
      await tour.picture(settings, 'forget-everything');
      await settings.press('button', 'Erase everything from this computer, for good');
      await settings.reads('Everything is erased.');
      await settings.close();

      const look = () => {
        const { universe, extension } = tour.driver.storedFiles();
        return findRemains([...universe, ...extension], [...tour.seen.pieces, ...kMarkers]);
      };
      assert.deepEqual(look(), [], 'while the browser runs');
      const universe = await tour.dashboard('universe');
      await universe.reads('Nothing here yet.');
      await tour.picture(universe, 'empty');
      await universe.close();
      // What is left is a new universe's first settings: nothing chosen yet.
      const left = await tour.driver.exported();
      assert.deepEqual(
        left.map(({ kind }) => kind),
        ['settings'],
      );
      assert.equal(/** @type {any} */ (left)[0].record.policy, 'unset');
      await tour.driver.restart();
      assert.deepEqual(look(), [], 'after the browser was closed and started again');
      const again = await tour.dashboard('requests');
      await again.reads('You have asked nobody yet.');
      await again.close();
    },
  },
  {
    title: 'From the first page to the last, no tracker heard a word',
    run: async (tour) => {
      assert.deepEqual(tour.world.log.pixels().map(inOneLine), []);
      const own = tour.world.log.unexplained().filter((entry) => entry.kind !== 'inbox');
      assert.deepEqual(own.map(inOneLine), []);
      const home = Object.entries(tour.world.log.callsHome());
      return `the browser called home ${home.reduce((sum, [, count]) => sum + count, 0)} times`;
    },
  },
];
