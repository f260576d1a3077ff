// SPDX-License-Identifier: GPL-3.0-or-later
// The package under test, made from what is built, compressed little.

import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { kRoot } from '../../browser/support/run_folder.mjs';

/** @param {string} folder where it goes @returns {{deb: string, zip: string, xpi: string}} */
export function makePackage(folder) {
  const made = spawnSync(
    join(kRoot, 'scripts/package'),
    ['--no-build', '--fast', '--out', folder],
    { encoding: 'utf8' },
  );
  if (made.status !== 0) throw new Error(`scripts/package: ${made.stdout}${made.stderr}`);
  const of = (/** @type {string} */ ending) => {
    const [name, ...others] = readdirSync(folder).filter((each) => each.endsWith(ending));
    if (!name || others.length > 0) throw new Error(`not one file ends with ${ending}`);
    return join(folder, name);
  };
  return { deb: of('.deb'), zip: of('.zip'), xpi: of('.xpi') };
}
