// SPDX-License-Identifier: GPL-3.0-or-later
// Ghostery's engine over lists and requests, in a process of its own: figures and verdicts as one line of JSON.
//   node peer_ghostery.mjs LIST… < requests.tsv
// As it comes, but for cosmetic filters, which the others do not load either. It keeps what it unpacked of its filters
// (`enableInMemoryCache`), no verdicts.

import { readFileSync } from 'node:fs';
import { FiltersEngine, Request } from '@ghostery/adblocker';
import { runPeer } from './peer.mjs';

const kTypeNames = new Map([
  ['document', 'main_frame'],
  ['subdocument', 'sub_frame'],
]);

await runPeer(async (files) => {
  const text = files.map((file) => readFileSync(file, 'utf8')).join('\n');
  const began = performance.now();
  const built = FiltersEngine.parse(text, { loadCosmeticFilters: false });
  const build_ms = performance.now() - began;
  const serialised = built.serialize();
  const loadBegan = performance.now();
  const engine = FiltersEngine.deserialize(serialised);
  const load_ms = performance.now() - loadBegan;
  return {
    about: 'its cache of unpacked filters on, cosmetic filters off',
    build_ms,
    load_ms,
    bytes: serialised.length,
    prepare: ({ type, url, frame }) => ({
      type: kTypeNames.get(type) ?? type,
      url,
      sourceUrl: frame,
    }),
    judge: (details) => engine.match(Request.fromRawDetails(details)),
    verdict: (details) => {
      const result = engine.match(Request.fromRawDetails(details));
      const verdict = result.filter === undefined ? 0 : result.match ? 1 : 2;
      return [verdict, result.filter?.toString() ?? '', result.exception?.toString() ?? ''];
    },
  };
});
