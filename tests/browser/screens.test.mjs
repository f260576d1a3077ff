// SPDX-License-Identifier: GPL-3.0-or-later
// Every page in every state, in both languages and both colour schemes, in both browsers: a picture of each is left in
// build/screens/, axe finds nothing, and no script is refused by the content security policy. The pages run in a plain
// browser with a fake `chrome` (tests/extension/ui/harness): what the real extension does is the tour's business.
// VOLITION_SCREENS=popup-kept,dashboard-compose takes only those states.

import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import test, { describe } from 'node:test';
import { fileURLToPath } from 'node:url';
import { browserPath, drawn, launch, openPage } from '../extension/ui/harness/browser.mjs';
import { serveExtension } from '../extension/ui/harness/server.mjs';
import { STATES } from '../extension/ui/harness/states.mjs';

const axe = createRequire(import.meta.url)('axe-core').source;
const FOLDER = fileURLToPath(new URL('../../build/screens/', import.meta.url));
const only = process.env.VOLITION_SCREENS?.split(',');
const states = Object.entries(STATES).filter(([name]) => !only || only.includes(name));

/** What axe reports, a line each. @param {import('puppeteer-core').Page} page @returns {Promise<string[]>} */
async function axeFinds(page) {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { violations } = await globalThis.axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} at ${target}: ${failureSummary}`),
    );
  });
}

/**
 * What reaches out of the window sideways, if the page scrolls so. What scrolls within itself, such as exact bytes, may.
 * @param {import('puppeteer-core').Page} page @returns {Promise<string[]>}
 */
async function outside(page) {
  return page.evaluate(async () => {
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
    const root = document.documentElement;
    if (root.scrollWidth <= root.clientWidth) return [];
    return [...document.body.querySelectorAll('*')]
      .filter((one) => one.getBoundingClientRect().right > root.clientWidth + 1)
      .map((one) => `${one.localName}.${one.className}`);
  });
}

/**
 * Without --long each browser draws in one scheme, and each state in one language, the other browser in the other one: so
 * every state is seen in both browsers, languages and schemes, and all combinations with --long.
 */
const kShort = { chromium: 'dark', firefox: 'light' };
const isLong = Boolean(process.env.VOLITION_LONG || only);

/**
 * The languages in which a browser draws the state of this number.
 * @param {'chromium' | 'firefox'} which @param {number} number @returns {('en' | 'fr')[]}
 */
function languagesOf(which, number) {
  if (isLong) return ['en', 'fr'];
  return [(number + (which === 'chromium' ? 0 : 1)) % 2 === 0 ? 'en' : 'fr'];
}

/**
 * Why a browser and scheme are left out; false where they are not.
 * @param {'chromium' | 'firefox'} which @param {'light' | 'dark'} scheme
 */
function skipped(which, scheme) {
  if (!browserPath(which)) return `${which} is not installed`;
  return scheme !== kShort[which] && !isLong ? 'with --long' : false;
}

// Two browsers at a time: each waits for itself half of the time.
describe('screens', { concurrency: 2 }, () => {
  for (const which of /** @type {const} */ (['chromium', 'firefox'])) {
    for (const scheme of /** @type {const} */ (['light', 'dark'])) {
      test(`${which}, ${scheme}`, {
        skip: skipped(which, scheme),
      }, async (t) => {
        const server = await serveExtension();
        const browser = await launch(which, scheme);
        mkdirSync(FOLDER, { recursive: true });
        try {
          for (const [number, [name, state]] of states.entries()) {
            for (const language of languagesOf(which, number)) {
              await t.test(`${name} in ${language}`, async () => {
                const popup = /^\/(popup|panel)/.test(state.path);
                const size = popup ? { width: 360, height: 600 } : { width: 920, height: 700 };
                const { page, problems } = await openPage(
                  browser,
                  server.origin + state.path,
                  state.scene,
                  { language, scheme, ...size },
                );
                try {
                  await drawn(page);
                  await state.press?.(page);
                  await page.waitForSelector(state.ready);
                  await page.screenshot({
                    path: `${FOLDER}${name}.${language}.${scheme}.${which}.png`,
                    fullPage: true,
                  });
                  assert.deepEqual(await axeFinds(page), []);
                  assert.deepEqual(problems, []);
                  const wide = await page.evaluate(
                    () =>
                      document.documentElement.scrollWidth - document.documentElement.clientWidth,
                  );
                  assert.equal(wide, 0, 'the page must not scroll sideways');
                  // Colours change no width: once per browser.
                  if (scheme !== kShort[which]) return;
                  // The least width that must serve (WCAG 1.4.10), which 200 % of zoom on a small screen comes to as well.
                  await page.setViewport({ width: 320, height: 600, deviceScaleFactor: 1 });
                  assert.deepEqual(await outside(page), [], 'at 320 pixels nothing stands outside');
                } finally {
                  await page.close();
                }
              });
            }
          }
        } finally {
          await browser.close();
          await server.close();
        }
      });
    }
  }
});
