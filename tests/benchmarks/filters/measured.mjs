// SPDX-License-Identifier: GPL-3.0-or-later
// The filter engine beside its npm peers, in one run over the same lists and requests: building, size, loading, time per
// request with the address's reading in it (second half of the log only), instructions per request, agreement.
//   node measured.mjs

import { readFileSync } from 'node:fs';
import { printFigure } from '../browser/figures.mjs';
import { compared, printDifferences } from './agreement.mjs';
import { askPeer, instructionsPerRequest, volitionFigures, volitionVerdicts } from './engines.mjs';
import { listSets } from './list_sets.mjs';
import { readRequests, secondHalf } from './requests.mjs';

/** @typedef {import('./engines.mjs').PeerAnswer} PeerAnswer */
/** @typedef {import('./engines.mjs').MatchFigures} MatchFigures */

const kMegabyte = 1e6;
const kTurns = 2;
/** At least so many times faster than each. */
const kPeers = /** @type {const} */ ([
  { name: 'ubo', shown: 'ubo-core', times: 6 },
  { name: 'ghostery', shown: 'Ghostery', times: 16 },
]);

/**
 * The engine's own figures; bounds only where the lists are EasyList and EasyPrivacy.
 * @param {import('./list_sets.mjs').ListSet} set @param {MatchFigures} own @param {Record<string, PeerAnswer>} peers
 */
function printOwn(set, own, peers) {
  const runs = own.requests;
  const bound = (/** @type {number} */ target) => (set.easylist ? { target } : {});
  const beside = (/** @type {keyof PeerAnswer} */ key, scale = 1) =>
    Object.fromEntries(
      kPeers.map(({ name }) => [`${name}_${key}`, Number(peers[name]?.[key]) / scale]),
    );
  printFigure({
    name: `${set.name}: build`,
    unit: 'ms',
    median: own.build_ms,
    ...bound(15),
    ...beside('build_ms'),
    filters: own.filters,
    runs: 1,
  });
  printFigure({
    name: `${set.name}: image without provenance`,
    unit: 'MB',
    median: own.image_bytes_without_provenance / kMegabyte,
    ...bound(2.5),
    whole: own.image_bytes / kMegabyte,
    ...beside('bytes', kMegabyte),
    runs: 1,
  });
  printFigure({
    name: `${set.name}: map`,
    unit: 'ms',
    median: own.map_ms,
    ...bound(0.2),
    ...beside('load_ms'),
    runs: 1,
  });
  printFigure({
    name: `${set.name}: one request`,
    unit: 'ns',
    median: own.best_ns,
    median_of_passes: own.median_ns,
    ...(set.targetNs ? { target: set.targetNs } : {}),
    runs,
  });
  printFigure({
    name: `${set.name}: one request, p99`,
    unit: 'ns',
    median: own.p99_ns,
    p50: own.p50_ns,
    ...bound(2000),
    ...beside('p50_ns'),
    ...beside('p99_ns'),
    runs,
  });
}

/**
 * The lower of each time; what is no time stays the first's.
 * @template {Record<string, unknown>} Figures
 * @param {Figures | undefined} first @param {Figures} second @returns {Figures}
 */
function least(first, second) {
  if (first === undefined) return second;
  const entries = Object.entries(first).map(([key, value]) => {
    const other = second[key];
    const time = /_(ms|ns)$/.test(key) && typeof value === 'number' && typeof other === 'number';
    return [key, time ? Math.min(value, other) : value];
  });
  return Object.fromEntries(entries);
}

/** @param {import('./list_sets.mjs').ListSet} set */
async function measure(set) {
  const { requests, origin } = readRequests(set.files.map((file) => readFileSync(file, 'utf8')));
  const half = secondHalf(requests);
  console.error(
    `   ${set.name}, ${origin}: ${half.length} of ${requests.length} requests are reported`,
  );
  // One after the other, since on a small machine they would slow each other, and in turns, since others use it too.
  let own = await volitionFigures(set.files, half);
  /** @type {Record<string, PeerAnswer>} */
  const peers = {};
  for (let turn = 0; turn < kTurns; ++turn) {
    for (const { name } of kPeers)
      peers[name] = least(peers[name], await askPeer(name, set.files, requests));
    own = least(own, await volitionFigures(set.files, half));
  }
  for (const { name, shown } of kPeers) console.error(`   ${shown}: ${peers[name]?.about}`);
  printOwn(set, own, peers);
  for (const { name, shown, times } of kPeers) {
    const peer = /** @type {PeerAnswer} */ (peers[name]);
    printFigure({
      name: `${set.name}: one request beside ${shown}`,
      unit: 'ns',
      median: own.best_ns,
      base_median: peer.best_ns,
      base_median_of_passes: peer.median_ns,
      ratio: own.best_ns / peer.best_ns,
      ...(set.easylist ? { target_ratio: Number((1 / times).toFixed(4)) } : {}),
      runs: half.length,
    });
  }
  const sample = half.filter((_, at) => at % 4 === 0);
  const instructions = await instructionsPerRequest(set.files, sample);
  if (instructions === undefined) {
    console.error('   skipped: instructions (valgrind is not installed)');
  } else {
    printFigure({
      name: `${set.name}: instructions per request`,
      unit: 'Ir',
      median: instructions,
      runs: sample.length,
    });
  }
  const verdicts = await volitionVerdicts(set.files, requests);
  const comparison = compared(requests, {
    ubo: peers.ubo?.verdicts ?? [],
    ghostery: peers.ghostery?.verdicts ?? [],
    volition: verdicts,
  });
  printDifferences(comparison);
  printFigure({
    name: `${set.name}: differs where the peers agree`,
    unit: 'requests',
    median: comparison.tally.differ,
    target: 0,
    ...comparison.tally,
    runs: requests.length,
  });
}

for (const set of listSets()) await measure(set);
