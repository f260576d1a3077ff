// SPDX-License-Identifier: GPL-3.0-or-later
// Plays the tour for a person, each step told in one line, pictures in build/tour/<browser>/. With --keep-open it opens the shop instead and
// stays until the browser is closed.
//   node tests/browser/tour/main.mjs --browser chromium|firefox [--headless] [--keep-open] [--pages DIR] [--out build/tour]

import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { installedBrowsers } from '../support/driver.mjs';
import { residentKiB } from '../support/processes.mjs';
import { kSteps, Tour } from './tour.mjs';
import { kShoes } from './words.mjs';

const { values } = parseArgs({
  options: {
    browser: { type: 'string', default: installedBrowsers()[0] ?? 'chromium' },
    headless: { type: 'boolean', default: false },
    'keep-open': { type: 'boolean', default: false },
    pages: { type: 'string' },
    out: { type: 'string', default: 'build/tour' },
  },
});
const kind = values.browser;
if (kind !== 'chromium' && kind !== 'firefox') {
  console.error(`--browser takes chromium or firefox, not "${kind}"`);
  process.exit(2);
}

const tour = await Tour.open({
  kind,
  headless: values.headless,
  pages: values.pages ? resolve(values.pages) : null,
  out: resolve(values.out),
});
let interrupted = false;
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  process.once(signal, () => {
    interrupted = true;
    tour.close().finally(() => process.exit(130));
  });
}

/** Opens the shop for the person, and waits until they close the browser. */
async function stayOpen() {
  const shop = await tour.driver.open(kShoes);
  await tour.driver.tidy(shop.page);
  console.log(`
   The shop is open at ${kShoes} (a server on this computer; nothing leaves it).
   Press Volition's button, behind the toolbar's puzzle piece: it reads aloud what the page tried to tell.
   association.example and many-01.example … many-20.example are there too.
   Everything lies in ${tour.driver.folder.path} and is removed when you close the browser.
`);
  await new Promise((closed) => tour.driver.browser.once('disconnected', closed));
}

/** @returns {Promise<boolean>} whether every step did what it says */
async function play() {
  tour.clearPictures();
  let number = 0;
  for (const step of kSteps) {
    if (step.applies && !step.applies(tour)) continue;
    number += 1;
    const began = performance.now();
    try {
      const detail = await step.run(tour);
      const took = ((performance.now() - began) / 1000).toFixed(1);
      console.log(`${String(number).padStart(3)}  ${step.title}  (${took} s)`);
      if (detail) console.log(`     ${detail}`);
    } catch (error) {
      if (interrupted) return false;
      console.log(`${String(number).padStart(3)}  ${step.title}\n     FAILED`);
      console.error(error);
      return false;
    }
  }
  const [host] = tour.driver.hosts();
  if (host)
    console.log(`     resident memory of the host: ${(residentKiB(host) / 1024).toFixed(1)} MiB`);
  console.log(`     pictures: ${tour.pictures}`);
  return true;
}

try {
  if (values['keep-open']) await stayOpen();
  else if (!(await play())) process.exitCode = 1;
} finally {
  if (!interrupted) await tour.close();
}
