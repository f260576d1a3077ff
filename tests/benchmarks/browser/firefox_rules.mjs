// SPDX-License-Identifier: GPL-3.0-or-later
// What the shipped rule sets cost a request in Firefox, which judges rules one by one: 100 fetches at once, with the shipped sets against one
// rule, in one browser and in turn. An extension of nothing but rules is used, so that no listener of ours is in the figure.
//   node tests/benchmarks/browser/firefox_rules.mjs [DIR]   DIR: compiled sets, by default build/lists/firefox

import { readFileSync } from 'node:fs';
import { installedBrowsers } from '../../browser/support/driver.mjs';
import * as firefox from '../../browser/support/firefox.mjs';
import { compiledLists, ruleExtension } from '../../browser/support/rule_extension.mjs';
import { ids, RunFolder } from '../../browser/support/run_folder.mjs';
import { until } from '../../browser/support/until.mjs';
import { World } from '../../support/world/world.mjs';
import { median, printFigure, quantile } from './figures.mjs';

const kRounds = 6;
/** Batches of a round that are not counted (the expressions are compiled at their first use), and those that are. */
const kWarm = 3;
const kBatches = 5;
const kFetches = 100;
const kId = ids().firefox;
const kOne = {
  id: 1,
  action: { type: 'block' },
  condition: { requestDomains: ['nothing.invalid'] },
};

/** As a shop's pictures are addressed; nothing blocks them. */
const kBatch = `
  const began = performance.now();
  await Promise.all(Array.from({ length: given.fetches }, (_, i) =>
    fetch('/media/catalog/product/cache/' + given.batch + '/trail-shoe-' + i + '-large.webp?width=640&height=480&v=20261122').then((answer) => answer.text())));
  return performance.now() - began;`;

/** Nanoseconds for which the thread that judges rules, the browser's first, has run. @param {number} pid */
const threadTime = (pid) =>
  Number(readFileSync(`/proc/${pid}/task/${pid}/schedstat`, 'utf8').split(' ')[0]);

/** @param {string} lists */
async function measure(lists) {
  const world = await World.open();
  const made = ruleExtension('firefox', { lists, enabled: false, more: { one: [kOne] } });
  const { folder, standard: sets } = made;
  const run = new RunFolder();
  /** @type {import('puppeteer-core').Browser | null} */
  let browser = null;
  try {
    browser = await firefox.start({
      port: world.port,
      headless: true,
      language: 'en',
      folder: run,
      extension: folder,
      extensionId: kId,
      watchNetwork: false,
    });
    const pid = browser.process()?.pid ?? 0;
    const own = await browser.newPage();
    await own.goto(`${firefox.origin(kId)}/manifest.json`, { waitUntil: [] });
    /** @param {string} source @param {unknown} [given] */
    const ask = (source, given) =>
      own.evaluate(
        `(async () => { const api = globalThis.browser; const given = ${JSON.stringify(given ?? null)}; ${source} })()`,
      );
    // The sets come later: Firefox starts an extension anew when it is allowed in private windows, and then waits in vain for rules that
    // the first start was still reading.
    await until('the one rule is read', () =>
      ask('return (await api.declarativeNetRequest.getEnabledRulesets()).length > 0'),
    );
    const page = await browser.newPage();
    await page.goto('https://association.example/');
    let batch = 0;
    let rules = 0;
    /** @type {Record<'shipped' | 'one', number[]>} */
    const times = { shipped: [], one: [] };
    /** @type {Record<'shipped' | 'one', number[]>} */
    const processor = { shipped: [], one: [] };
    /** @type {number[]} */
    const first = [];
    for (let round = 0; round < kRounds; ++round) {
      for (const which of /** @type {const} */ (
        round % 2 ? ['one', 'shipped'] : ['shipped', 'one']
      )) {
        await ask(
          'await api.declarativeNetRequest.updateEnabledRulesets(given)',
          which === 'one'
            ? { enableRulesetIds: ['one'], disableRulesetIds: sets }
            : { enableRulesetIds: sets, disableRulesetIds: ['one'] },
        );
        if (which === 'shipped')
          rules =
            30_000 -
            Number(await ask('return api.declarativeNetRequest.getAvailableStaticRuleCount()'));
        await page.bringToFront();
        for (let each = -kWarm; each < kBatches; ++each) {
          const before = threadTime(pid);
          const given = JSON.stringify({ fetches: kFetches, batch: ++batch });
          const took = Number(
            await page.evaluate(`(async () => { const given = ${given}; ${kBatch} })()`),
          );
          if (each >= 0) {
            times[which].push(took / kFetches);
            processor[which].push((threadTime(pid) - before) / 1e6 / kFetches);
          } else if (each === -kWarm && which === 'shipped') {
            first.push(took / kFetches);
          }
        }
      }
    }
    const added = times.shipped.map((took, at) => took - /** @type {number} */ (times.one[at]));
    printFigure({
      name: 'shipped rules, added to a request, firefox',
      unit: 'ms',
      median: median(added),
      p95: quantile(added, 0.95),
      processor_added: median(processor.shipped) - median(processor.one),
      processor_base: median(processor.one),
      shipped_median: median(times.shipped),
      base_median: median(times.one),
      first_batch_median: median(first),
      target: 1.2,
      rules,
      runs: added.length,
    });
  } finally {
    await browser?.close();
    run.remove();
    made.remove();
    await world.close();
  }
}

if (installedBrowsers().includes('firefox'))
  await measure(process.argv[2] ?? compiledLists('firefox'));
else console.log('# firefox is not installed');
