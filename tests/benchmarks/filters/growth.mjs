// SPDX-License-Identifier: GPL-3.0-or-later
// How the cost of a request grows with the number of filters: 10,000, 100,000 and a million made hosts, half of the
// requests to hosts among them. To reach: at most with the logarithm, so at most 6/4 from 10,000 to a million.
//   node growth.mjs

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { printFigure } from '../browser/figures.mjs';
import { instructionsPerRequest, volitionFigures, volitionVerdicts } from './engines.mjs';

const kSizes = [10_000, 100_000, 1_000_000];
const kRequests = 20_000;
/** So that neighbours in the list are not neighbours in name: a multiplication modulo 2^32 that repeats nothing. */
const hostAt = (/** @type {number} */ number) =>
  `t${(Math.imul(number, 2654435761) >>> 0).toString(36)}.example`;

/** @param {number} hosts how many the list names */
const requestsFor = (hosts) =>
  Array.from({ length: kRequests }, (_, at) => ({
    type: at % 3 === 0 ? 'script' : 'image',
    url: `https://www.${hostAt(at % 2 === 0 ? (at * 7919) % hosts : 2_000_000 + at)}/static/p${at % 97}.gif?id=${at}`,
    frame: 'https://www.shop.example/',
  }));

/** Every second request is to a host of the list; a wrong verdict would make the figures worthless. @param {import('./peer.mjs').Verdict[]} verdicts */
function check(verdicts) {
  const wrong = verdicts.findIndex(([verdict], at) => (verdict === 1) !== (at % 2 === 0));
  if (verdicts.length !== kRequests || wrong >= 0)
    throw new Error(`wrong verdict on request ${wrong} of ${verdicts.length}`);
}

const folder = mkdtempSync(join(tmpdir(), 'volition-growth-'));
try {
  /** @type {{time: number, instructions: number | undefined}[]} */
  const costs = [];
  for (const size of kSizes) {
    const list = join(folder, `${size}.txt`);
    writeFileSync(list, Array.from({ length: size }, (_, at) => `||${hostAt(at)}^\n`).join(''));
    const requests = requestsFor(size);
    check(await volitionVerdicts([list], requests));
    const figures = await volitionFigures([list], requests);
    const counted = await instructionsPerRequest([list], requests.slice(0, 4000));
    costs.push({ time: figures.best_ns, instructions: counted });
    printFigure({
      name: `one request among ${size.toLocaleString('en')} hosts`,
      unit: 'ns',
      median: figures.best_ns,
      ...(counted === undefined ? {} : { instructions: counted }),
      build_ms: figures.build_ms,
      image_mb: figures.image_bytes / 1e6,
      runs: kRequests,
    });
    rmSync(list);
  }
  const [small, , large] = costs;
  const kLogarithm = Math.log(1e6) / Math.log(1e4);
  if (small && large) {
    printFigure({
      name: 'growth from 10,000 hosts to a million',
      unit: 'ns',
      median: large.time,
      base_median: small.time,
      ratio: large.time / small.time,
      target_ratio: kLogarithm,
      runs: kRequests,
    });
    if (small.instructions && large.instructions)
      printFigure({
        name: 'growth in instructions',
        unit: 'Ir',
        median: large.instructions,
        base_median: small.instructions,
        ratio: large.instructions / small.instructions,
        target_ratio: kLogarithm,
        runs: 4000,
      });
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
