// SPDX-License-Identifier: GPL-3.0-or-later
// Bundles the pinned third-party packages into extension/vendor/: one ES module and one licence file per library. What each
// module exports is what its committed .d.ts re-exports, so types and code cannot drift apart.

import { copyFile, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const extension = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', 'extension');
const vendor = path.join(extension, 'vendor');

/** Every library: its name here, and the package whose LICENSE goes with it. */
const kLibraries = [
  { name: 'lit', licence: 'lit/LICENSE' },
  { name: 'postal-mime', licence: 'postal-mime/LICENSE.txt' },
];

const require = createRequire(path.join(extension, 'package.json'));
/** @type {typeof import('esbuild')} */
const esbuild = require('esbuild');

for (const { name, licence } of kLibraries) {
  await esbuild.build({
    stdin: {
      contents: await readFile(path.join(vendor, `${name}.d.ts`), 'utf8'),
      resolveDir: extension,
      loader: 'ts',
    },
    outfile: path.join(vendor, `${name}.js`),
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    charset: 'utf8',
    legalComments: 'eof',
    logLevel: 'warning',
  });
  await copyFile(
    path.join(extension, 'node_modules', licence),
    path.join(vendor, `LICENSE-${name}.txt`),
  );
  console.log(`vendor/${name}.js made`);
}
