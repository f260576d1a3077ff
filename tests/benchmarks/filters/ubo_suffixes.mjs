// SPDX-License-Identifier: GPL-3.0-or-later
// Gives ubo-core its public suffixes. Its package (0.1.30) holds them as JSON in which the array of 32-bit numbers has become an
// object, so that its own loading quietly gives none: every site then is a third party to itself, and `google.*` matches nothing.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import suffixes from '@gorhill/ubo-core/lib/publicsuffixlist/publicsuffixlist.js';

/** Throws where ubo-core does not take them. */
export function loadSuffixes() {
  const file = createRequire(import.meta.url).resolve(
    '@gorhill/ubo-core/build/publicsuffixlist.json',
  );
  const { magic, buf32 } = JSON.parse(readFileSync(file, 'utf8'));
  suffixes.fromSelfie({ magic, buf32: Uint32Array.from(Object.values(buf32)) });
  if (suffixes.getDomain('www.shop.co.uk') !== 'shop.co.uk')
    throw new Error('ubo-core took no public suffixes');
}
