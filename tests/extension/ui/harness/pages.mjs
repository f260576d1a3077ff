// SPDX-License-Identifier: GPL-3.0-or-later
// For tests of what a page does when it is pressed: one Chromium and one server for a whole file, a fresh page for each
// test, and what the page asked of the background.

import { after, before, test } from 'node:test';
import { browserPath, drawn, filesHeld, launch, openPage } from './browser.mjs';
import { serveExtension } from './server.mjs';

/**
 * @param {string} path
 * @returns {(name: string, scene: object, body: (page: import('puppeteer-core').Page, say: typeof tools) => Promise<void>, at?: { hash?: string, search?: string, language?: 'en' | 'fr', without?: string }) => void}
 *   `without`: the path of a script that comes only when `fileComes` is called
 */
export function pageTests(path) {
  const skip = browserPath('chromium') ? false : 'chromium is not installed';
  let browser;
  let server;
  before(async () => {
    if (skip) return;
    server = await serveExtension();
    browser = await launch('chromium');
  });
  after(async () => {
    await browser?.close();
    await server?.close();
  });
  return (name, scene, body, { hash = '', search = '', language = 'en', without } = {}) =>
    test(name, { skip }, async () => {
      const wide = path.includes('dashboard');
      const { page, problems } = await openPage(
        browser,
        `${server.origin}${path}${search}${hash}`,
        scene,
        {
          language,
          width: wide ? 920 : 360,
          height: 700,
          without,
        },
      );
      try {
        await drawn(page);
        await body(page, tools);
        if (problems.length > 0) throw new Error(problems.join('\n'));
      } finally {
        await page.close();
      }
    });
}

export const tools = {
  /** Lets the script come that the page was opened without. */
  fileComes: (page) => filesHeld.get(page)?.(),
  /** Lets the program answer what the scene holds back. */
  release: (page) => page.evaluate(() => globalThis.volitionScene.release()),
  /**
   * The page is told that something changed, and what it asks then, of one kind, is answered late: as it was before all that comes
   * until `release`.
   */
  askLate: async (page, kind, changed) => {
    const asked = await page.evaluate(
      (wanted, told) => {
        const { scene, tell } = globalThis.volitionScene;
        const before = globalThis.volitionCalls.length;
        scene.held = [wanted];
        tell(told);
        return before;
      },
      kind,
      changed,
    );
    await page.waitForFunction(
      (wanted, from) =>
        globalThis.volitionCalls
          .slice(from)
          .some((call) => (call.method ?? `${call.to}.${call.do ?? ''}`) === wanted),
      {},
      kind,
      asked,
    );
    await page.evaluate(() => {
      globalThis.volitionScene.scene.held = [];
    });
  },
  /** Waits until what was answered is drawn. */
  drawn: (page) =>
    page.evaluate(
      () =>
        new Promise((resolve) => {
          setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(resolve)));
        }),
    ),
  /** What can be read of an element, once it is there. */
  text: async (page, selector) => {
    const element = await page.waitForSelector(selector);
    return element.evaluate((one) => one.innerText.replace(/[\u00a0\u202f]/g, ' '));
  },
  /** Chooses in a list, once the choice is there. */
  choose: async (page, selector, value) => {
    await page.waitForSelector(`${selector} option[value="${value}"]`);
    await page.select(selector, value);
  },
  /** Waits until the page reads this. */
  reads: (page, words, selector = 'body') =>
    page.waitForFunction(
      (where, wanted) =>
        document
          .querySelector(where)
          ?.innerText.replace(/[\u00a0\u202f]/g, ' ')
          .includes(wanted),
      {},
      selector,
      words,
    ),
  /** Presses by a real click, once the thing is there. */
  press: async (page, selector) => {
    const element = await page.waitForSelector(selector);
    await element.evaluate((one) => one.scrollIntoView({ block: 'center' }));
    await element.click();
  },
  /** What the page asked of the background, of one kind. */
  calls: (page, method) =>
    page.evaluate(
      (wanted) =>
        globalThis.volitionCalls.filter(
          (call) => (call.method ?? `${call.to}.${call.do ?? ''}`) === wanted,
        ),
      method,
    ),
  /** Waits for so many calls of a kind. */
  called: (page, method, count) =>
    page.waitForFunction(
      (wanted, least) =>
        globalThis.volitionCalls.filter(
          (call) => (call.method ?? `${call.to}.${call.do ?? ''}`) === wanted,
        ).length >= least,
      {},
      method,
      count,
    ),
};
