// SPDX-License-Identifier: GPL-3.0-or-later
// uBO's own converter to declarativeNetRequest over lists, one after the other, in a process of its own: one line of JSON.
//   node peer_ubo_converter.mjs LIST…

import { readFileSync } from 'node:fs';
import { dnrRulesetFromRawLists } from '@gorhill/ubo-core/js/static-dnr-filtering.js';
import { loadSuffixes } from './ubo_suffixes.mjs';

/** As uBO Lite is built for Chromium. */
const kEnvironment = ['chromium', 'mv3', 'ublock', 'ubol', 'user_stylesheet'];
const kPasses = 3;

loadSuffixes();
const lists = process.argv
  .slice(2)
  .map((file) => ({ name: file, text: readFileSync(file, 'utf8') }));
const took = [];
let rules = 0;
for (let pass = 0; pass < kPasses; ++pass) {
  rules = 0;
  const began = performance.now();
  for (const list of lists) {
    const { network } = await dnrRulesetFromRawLists([list], { env: kEnvironment });
    rules += network.ruleset.filter(
      (/** @type {{_error?: unknown}} */ rule) => rule._error === undefined,
    ).length;
  }
  took.push(performance.now() - began);
}
process.stdout.write(`${JSON.stringify({ rules, ms: Math.min(...took) })}\n`);
