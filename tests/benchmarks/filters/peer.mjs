// SPDX-License-Identifier: GPL-3.0-or-later
// What the peers' programs share: requests in, one line of JSON out.

import { readFileSync } from 'node:fs';
import { secondHalf } from './requests.mjs';
import { timed } from './timing.mjs';

/** @typedef {import('./requests.mjs').Request} Request */
/** Verdict (0 pass, 1 block, 2 excepted), the filter, the exception. @typedef {[number, string, string]} Verdict */
/**
 * @template Details
 * @typedef {{
 *   about: string, build_ms: number, load_ms: number, bytes: number,
 *   prepare: (request: Request) => Details,
 *   judge: (details: Details) => unknown,
 *   verdict: (details: Details) => Verdict,
 * }} Peer
 */

/**
 * @template Details
 * @param {(files: string[]) => Promise<Peer<Details>>} start
 */
export async function runPeer(start) {
  const requests = readFileSync(0, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [type = 'other', url = '', frame = ''] = line.split('\t');
      return { type, url, frame };
    });
  const peer = await start(process.argv.slice(2));
  const details = requests.map(peer.prepare);
  const half = secondHalf(details);
  const training = details.slice(0, details.length - half.length);
  const figures = timed(peer.judge, training, half);
  const verdicts = details.map(peer.verdict);
  const { about, build_ms, load_ms, bytes } = peer;
  process.stdout.write(
    `${JSON.stringify({ about, build_ms, load_ms, bytes, ...figures, verdicts })}\n`,
  );
}
