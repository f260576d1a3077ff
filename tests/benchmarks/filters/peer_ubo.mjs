// SPDX-License-Identifier: GPL-3.0-or-later
// ubo-core over lists and requests, in a process of its own: figures and verdicts as one line of JSON.
//   node peer_ubo.mjs LIST… < requests.tsv
// As it comes, with WebAssembly switched on and its public suffixes mended (ubo_suffixes.mjs). It keeps no verdicts.

import { readFileSync } from 'node:fs';
import { enableWASM, StaticNetFilteringEngine } from '@gorhill/ubo-core';
import { runPeer } from './peer.mjs';
import { loadSuffixes } from './ubo_suffixes.mjs';

const kTypeNames = new Map([
  ['document', 'main_frame'],
  ['subdocument', 'sub_frame'],
]);

await runPeer(async (files) => {
  const wasm = await enableWASM();
  const lists = files.map((file) => ({ name: file, raw: readFileSync(file, 'utf8') }));
  loadSuffixes();
  const engine = await StaticNetFilteringEngine.create({ noPSL: true });
  const began = performance.now();
  await engine.useLists(lists);
  const build_ms = performance.now() - began;
  const serialised = await engine.serialize();
  const loadBegan = performance.now();
  await engine.deserialize(serialised);
  const load_ms = performance.now() - loadBegan;
  const filter = () => engine.toLogData()?.raw ?? '';
  return {
    about: wasm ? 'WebAssembly on' : 'WebAssembly could not be switched on',
    build_ms,
    load_ms,
    bytes: Buffer.byteLength(serialised),
    prepare: ({ type, url, frame }) => ({
      type: kTypeNames.get(type) ?? type,
      url,
      originURL: frame,
    }),
    judge: (details) => engine.matchRequest(details),
    verdict: (details) => {
      const verdict = engine.matchRequest(details);
      if (verdict === 0) return [0, '', ''];
      return verdict === 1 ? [1, filter(), ''] : [2, '', filter()];
    },
  };
});
