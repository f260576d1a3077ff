// SPDX-License-Identifier: GPL-3.0-or-later
// The sets of lists that are measured: EasyList and EasyPrivacy where VOLITION_BENCH_LISTS names a folder that holds them,
// and the product's own, as the build fetched them.

import { existsSync } from 'node:fs';
import { join } from 'node:path';

const kRoot = new URL('../../../', import.meta.url).pathname;

/** @typedef {{name: string, files: string[], targetNs?: number, easylist: boolean}} ListSet */

/** @returns {ListSet[]} */
export function listSets() {
  /** @type {ListSet[]} */
  const sets = [];
  const folder = process.env.VOLITION_BENCH_LISTS;
  const easy = ['easylist.txt', 'easyprivacy.txt'].map((name) => join(folder ?? '', name));
  if (folder && easy.every((file) => existsSync(file))) {
    sets.push({ name: 'EasyList + EasyPrivacy', files: easy, targetNs: 500, easylist: true });
  } else {
    console.error(
      '   skipped: EasyList + EasyPrivacy (VOLITION_BENCH_LISTS names no folder with easylist.txt and easyprivacy.txt)',
    );
  }
  const own = process.env.VOLITION_LISTS ?? join(kRoot, 'build/lists');
  const adguard = ['base.txt', 'tracking.txt'].map((name) => join(own, name));
  if (adguard.every((file) => existsSync(file))) {
    sets.push({ name: 'AdGuard Base + Tracking', files: adguard, targetNs: 800, easylist: false });
  } else {
    console.error(
      `   skipped: AdGuard Base + Tracking (not in ${own}; scripts/build fetches them)`,
    );
  }
  return sets;
}
