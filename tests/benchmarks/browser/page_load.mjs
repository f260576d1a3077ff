// SPDX-License-Identifier: GPL-3.0-or-later
// What the extension costs a plain page that tries nothing: its load event in a browser with the extension against the same
// in a browser without, both running, in turn, 60 pairs. The figure is the median of the differences of each pair with its 95 %
// interval (binomial, from the ordered differences).   node tests/benchmarks/browser/page_load.mjs [chromium|firefox …]

import { Driver, installedBrowsers } from '../../browser/support/driver.mjs';
import { World } from '../../support/world/world.mjs';
import { median, printFigure, quantile } from './figures.mjs';

const kPairs = 60;
/** The world's page that calls nobody. */
const kPlain = 'https://association.example/';

/** @param {import('puppeteer-core').Page} page */
async function load(page) {
  await page.goto(kPlain, { waitUntil: 'load' });
  return page.evaluate(
    () =>
      new Promise((told) => {
        const look = () => {
          const [timing] = /** @type {PerformanceNavigationTiming[]} */ (
            performance.getEntriesByType('navigation')
          );
          if (timing && timing.loadEventEnd > 0) told(timing.loadEventEnd);
          else setTimeout(look);
        };
        look();
      }),
  );
}

/**
 * The 95 % interval of a median: the ordered values between which it lies by the binomial distribution.
 * @param {number[]} values
 * @returns {[number, number]}
 */
function interval(values) {
  const sorted = values.toSorted((left, right) => left - right);
  const reach = 1.96 * Math.sqrt(sorted.length) * 0.5;
  const low = Math.max(0, Math.floor(sorted.length / 2 - reach));
  const high = Math.min(sorted.length - 1, Math.ceil(sorted.length / 2 + reach) - 1);
  return [sorted[low] ?? Number.NaN, sorted[high] ?? Number.NaN];
}

const kinds = process.argv.length > 2 ? process.argv.slice(2) : installedBrowsers();
for (const kind of /** @type {('chromium' | 'firefox')[]} */ (kinds)) {
  const world = await World.open();
  /** @type {Driver[]} */
  const drivers = [];
  try {
    const ours = await Driver.launch({ kind, port: world.port });
    drivers.push(ours);
    const bare = await Driver.launch({ kind, port: world.port, extension: null });
    drivers.push(bare);
    const pages = [await ours.browser.newPage(), await bare.browser.newPage()];
    /** @type {number[][]} */
    const times = [[], []];
    for (let pair = -3; pair < kPairs; ++pair) {
      // Who goes first changes each time, so that neither always meets the other's leavings.
      for (const which of pair % 2 === 0 ? [0, 1] : [1, 0]) {
        const page = /** @type {import('puppeteer-core').Page} */ (pages[which]);
        await page.bringToFront();
        const took = /** @type {number} */ (await load(page));
        if (pair >= 0) times[which]?.push(took);
      }
    }
    const [withIt = [], without = []] = times;
    const more = withIt.map((took, pair) => took - /** @type {number} */ (without[pair]));
    const [low, high] = interval(more);
    printFigure({
      name: `a plain page loaded, ${kind}`,
      unit: 'ms',
      median: median(withIt),
      p95: quantile(withIt, 0.95),
      base_median: median(without),
      more_median: median(more),
      more_low: low,
      more_high: high,
      runs: more.length,
    });
  } finally {
    for (const driver of drivers) await driver.close();
    await world.close();
  }
}
