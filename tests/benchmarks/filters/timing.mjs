// SPDX-License-Identifier: GPL-3.0-or-later
// How long one request takes a peer: whole passes for best and median, single requests for the tail.

import { quantile } from '../browser/figures.mjs';

const kWarmUp = 3;
const kPasses = 5;

/** What reading the clock twice costs, in ns. */
function clockCost() {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 10_000; ++round) {
    const before = process.hrtime.bigint();
    const took = Number(process.hrtime.bigint() - before);
    if (took < least) least = took;
  }
  return least;
}

/**
 * `judge` over every request, several times. The compiler is warmed by `training` first.
 * @template Request
 * @param {(request: Request) => unknown} judge @param {Request[]} training @param {Request[]} requests
 */
export function timed(judge, training, requests) {
  for (let pass = 0; pass < kWarmUp; ++pass) for (const request of training) judge(request);
  const perRequest = [];
  for (let pass = 0; pass < kPasses; ++pass) {
    const before = process.hrtime.bigint();
    for (const request of requests) judge(request);
    perRequest.push(Number(process.hrtime.bigint() - before) / requests.length);
  }
  // The tail: each request's best of the passes, so that a pause of the machine is nobody's slow request.
  const cost = clockCost();
  const least = new Float64Array(requests.length).fill(Number.POSITIVE_INFINITY);
  for (let pass = 0; pass < kPasses; ++pass) {
    for (const [at, request] of requests.entries()) {
      const before = process.hrtime.bigint();
      judge(request);
      const took = Number(process.hrtime.bigint() - before) - cost;
      if (took < (least[at] ?? 0)) least[at] = took;
    }
  }
  const tail = [...least];
  return {
    best_ns: Math.min(...perRequest),
    median_ns: quantile(perRequest, 0.5),
    p50_ns: quantile(tail, 0.5),
    p99_ns: quantile(tail, 0.99),
  };
}
