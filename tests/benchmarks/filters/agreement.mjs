// SPDX-License-Identifier: GPL-3.0-or-later
// Where ubo-core and Ghostery agree whether a request is stopped, Volition must say the same. Prints every difference,
// grouped by the filters that were named, so that each can be explained by itself.
//   node agreement.mjs [--derived] [LIST…]   without lists: those of list_sets.mjs; requests: see requests.mjs
//   --derived                    one request per filter, made from it (derived.mjs), instead of the log
//   VOLITION_BENCH_TSV=FILE      takes the verdicts of FILE (verdict<TAB>filter<TAB>exception) instead of the program's

import { readFileSync } from 'node:fs';
import { derivedRequests } from './derived.mjs';
import { askPeer, volitionVerdicts } from './engines.mjs';
import { listSets } from './list_sets.mjs';
import { readRequests } from './requests.mjs';

/** @typedef {import('./requests.mjs').Request} Request */
/** @typedef {import('./peer.mjs').Verdict} Verdict */

const stops = (/** @type {Verdict | undefined} */ verdict) => verdict?.[0] === 1;

/** @param {Verdict | undefined} verdict */
const inWords = (verdict) =>
  verdict === undefined
    ? 'nothing'
    : `${['pass', 'block', 'excepted'][verdict[0]]}  ${verdict[1]}${verdict[2] ? `  lifted by ${verdict[2]}` : ''}`;

/**
 * @param {Request[]} requests @param {{ubo: Verdict[], ghostery: Verdict[], volition: Verdict[]}} verdicts
 */
export function compared(requests, { ubo, ghostery, volition }) {
  /** @type {Map<string, {count: number, example: Request}>} */
  const differences = new Map();
  const tally = {
    requests: requests.length,
    peers_agree: 0,
    differ: 0,
    ubo_alone: 0,
    ghostery_alone: 0,
    volition_blocks: 0,
  };
  for (const [at, request] of requests.entries()) {
    if (stops(volition[at])) tally.volition_blocks += 1;
    if (stops(ubo[at]) !== stops(ghostery[at])) {
      if (stops(volition[at]) === stops(ghostery[at])) tally.ubo_alone += 1;
      else tally.ghostery_alone += 1;
      continue;
    }
    tally.peers_agree += 1;
    if (stops(volition[at]) === stops(ubo[at])) continue;
    tally.differ += 1;
    const key = [
      `volition: ${inWords(volition[at])}`,
      `ubo-core: ${inWords(ubo[at])}`,
      `ghostery: ${inWords(ghostery[at])}`,
    ].join('\n    ');
    const group = differences.get(key) ?? { count: 0, example: request };
    group.count += 1;
    differences.set(key, group);
  }
  return { tally, differences };
}

/** @param {{tally: Record<string, number>, differences: Map<string, {count: number, example: Request}>}} comparison */
export function printDifferences({ tally, differences }) {
  const groups = [...differences].sort(([, left], [, right]) => right.count - left.count);
  for (const [key, { count, example }] of groups) {
    console.error(
      `  ${count} ×  ${example.type}  ${example.url.slice(0, 300)}  in ${example.frame.slice(0, 100)}\n    ${key}`,
    );
  }
  console.error(
    `  ${tally.requests} requests; the peers agree on ${tally.peers_agree}, Volition differs on ${tally.differ} of these; ` +
      `where the peers differ, ubo-core stands alone on ${tally.ubo_alone}, Ghostery on ${tally.ghostery_alone}`,
  );
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const derived = process.argv.includes('--derived');
  const given = process.argv.slice(2).filter((name) => name !== '--derived');
  const sets = given.length > 0 ? [{ name: 'the given lists', files: given }] : listSets();
  for (const set of sets) {
    const texts = set.files.map((file) => readFileSync(file, 'utf8'));
    const { requests, origin } = derived
      ? { requests: derivedRequests(texts), origin: 'one request per filter, made from it' }
      : readRequests(texts);
    console.error(`${set.name}, ${origin}`);
    const ready = process.env.VOLITION_BENCH_TSV;
    const volition = ready
      ? readFileSync(ready, 'utf8')
          .trimEnd()
          .split('\n')
          .map((line) => {
            const [verdict = '0', filter = '', exception = ''] = line.split('\t');
            return /** @type {Verdict} */ ([Number(verdict), filter, exception]);
          })
      : await volitionVerdicts(set.files, requests);
    const ubo = await askPeer('ubo', set.files, requests);
    const ghostery = await askPeer('ghostery', set.files, requests);
    printDifferences(
      compared(requests, { ubo: ubo.verdicts, ghostery: ghostery.verdicts, volition }),
    );
  }
}
