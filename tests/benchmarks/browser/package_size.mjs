// SPDX-License-Identifier: GPL-3.0-or-later
// What a person downloads: each built extension, rule sets included, packed as the stores get it (zip, deflate).
// To reach: 6 MB each.   node tests/benchmarks/browser/package_size.mjs

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { builtExtension } from '../../browser/support/driver.mjs';
import { printFigure } from './figures.mjs';

/** What a zip file holds beside an entry's bytes and its name, which stands twice (APPNOTE.TXT 4.3.7 and 4.3.12), and at its end. */
const kPerEntry = 30 + 46;
const kEnd = 22;
const kMegabyte = 1_000_000;

for (const kind of /** @type {const} */ (['chromium', 'firefox'])) {
  const folder = builtExtension(kind);
  const files = readdirSync(folder, { recursive: true })
    .map((name) => join(folder, String(name)))
    // A Chromium that loaded the folder has put its own index beside; it is not packed.
    .filter((file) => statSync(file).isFile() && !relative(folder, file).startsWith('_metadata'));
  let bytes = kEnd;
  let plain = 0;
  for (const file of files) {
    const content = readFileSync(file);
    plain += content.length;
    const packed = Math.min(content.length, deflateRawSync(content, { level: 9 }).length);
    bytes += packed + kPerEntry + 2 * Buffer.byteLength(relative(folder, file));
  }
  printFigure({
    name: `extension package, ${kind}`,
    unit: 'MB',
    median: bytes / kMegabyte,
    unpacked: plain / kMegabyte,
    files: files.length,
    target: 6,
    runs: 1,
  });
}
