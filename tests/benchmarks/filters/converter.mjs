// SPDX-License-Identifier: GPL-3.0-or-later
// The compiler to declarativeNetRequest beside uBO's converter, over the same lists in one run. Ours is timed twice: the rules
// alone within one process, as uBO's are, and the whole program as a person would run it, with files read and written, the image
// for explanations and what hides elements.
//   node converter.mjs

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median, printFigure } from '../browser/figures.mjs';
import { programUnderTest, run } from './engines.mjs';
import { listSets } from './list_sets.mjs';

const kRuns = 5;
const kRoot = new URL('../../../', import.meta.url).pathname;

/** @param {string[]} files @param {string} browser */
async function compiled(files, browser) {
  const folder = mkdtempSync(join(tmpdir(), 'volition-compiled-'));
  try {
    const args = ['lists', 'compile', '--browser', browser, '--lists', ...files, '--out', folder];
    const began = performance.now();
    await run(programUnderTest(), args, '');
    const ms = performance.now() - began;
    const sets = JSON.parse(readFileSync(join(folder, 'rulesets.json'), 'utf8'));
    const rules = sets.map(
      (/** @type {{path: string}} */ { path }) =>
        JSON.parse(readFileSync(join(folder, path), 'utf8')).length,
    );
    return {
      ms,
      rules: rules.reduce((/** @type {number} */ sum, /** @type {number} */ one) => sum + one, 0),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const inBuild = (/** @type {string} */ name) =>
  join(process.env.VOLITION_BUILD ?? join(kRoot, 'build'), 'tests/benchmarks/filters', name);

/**
 * The rules alone, the best of three passes.
 * @param {string[]} files @param {string} browser @returns {Promise<number>} ms
 */
async function rulesAlone(files, browser) {
  return JSON.parse((await run(inBuild('compile_rules'), [browser, ...files], '')).out).ms;
}

for (const { name, files, easylist } of listSets()) {
  const program = new URL('peer_ubo_converter.mjs', import.meta.url).pathname;
  const peer = JSON.parse((await run(process.execPath, [program, ...files], '')).out);
  for (const browser of ['chromium', 'firefox']) {
    const took = [];
    let rules = 0;
    for (let round = 0; round < kRuns; ++round) {
      const one = await compiled(files, browser);
      took.push(one.ms);
      rules = one.rules;
    }
    const bounds = easylist && browser === 'chromium';
    printFigure({
      name: `${name}: rules for ${browser}`,
      unit: 'rules',
      median: rules,
      base_median: peer.rules,
      ...(bounds ? { target: 11_500 } : {}),
      runs: 1,
    });
    const alone = await rulesAlone(files, browser);
    printFigure({
      name: `${name}: rules for ${browser} beside uBO's converter, both within their process`,
      unit: 'ms',
      median: alone,
      base_median: peer.ms,
      ratio: alone / peer.ms,
      ...(bounds ? { target_ms: 100, target_ratio: Number((1 / 7).toFixed(4)) } : {}),
      runs: 3,
    });
    printFigure({
      name: `${name}: the whole program for ${browser} beside uBO's converter`,
      unit: 'ms',
      median: median(took),
      base_median: peer.ms,
      ratio: median(took) / peer.ms,
      ...(bounds ? { target_ms: 100, target_ratio: Number((1 / 7).toFixed(4)) } : {}),
      runs: kRuns,
    });
  }
}
