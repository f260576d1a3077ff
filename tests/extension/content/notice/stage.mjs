// SPDX-License-Identifier: GPL-3.0-or-later
// A stage for the noticing scripts: a real browser, pages served on loopback, the scripts put in as the manifest orders them, and
// a `chrome` that keeps what they send.

import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { browserPath, launch } from '../../ui/harness/browser.mjs';

const kRoot = new URL('../../../../', import.meta.url);
const manifest = JSON.parse(await readFile(new URL('manifests/base.json', kRoot), 'utf8'));

/** The files of the entry that notices, in manifest order. */
export const files = manifest.content_scripts
  .map((/** @type {{ js: string[] }} */ entry) => entry.js)
  .find((/** @type {string[]} */ js) => js.some((file) => file.startsWith('content/notice/')));

/** The browsers that are installed here. */
export const browsers = /** @type {const} */ (['chromium', 'firefox']).filter(
  (which) => browserPath(which) !== null,
);

/**
 * @param {import('puppeteer-core').Page | import('puppeteer-core').Frame} where
 * @param {{ private?: boolean, failing?: boolean }} [how]
 */
export async function putIn(where, how = {}) {
  await where.evaluate((given) => {
    const told = /** @type {any} */ (window);
    told.messages = [];
    told.chrome = {
      extension: { inIncognitoContext: given.private === true },
      runtime: {
        onMessage: {
          addListener: (/** @type {any} */ listener) => {
            told.listener = listener;
          },
        },
        sendMessage(/** @type {unknown} */ message) {
          told.messages.push(message);
          if (given.failing) throw new Error('Extension context invalidated.');
          return Promise.reject(new Error('nobody there'));
        },
      },
    };
  }, how);
  for (const file of files)
    await where.evaluate(await readFile(new URL(`extension/${file}`, kRoot), 'utf8'));
  // The first look waits until the page is at rest; what is asked of the browser after it comes after it.
  await where.evaluate(
    () => new Promise((rests) => requestIdleCallback(() => rests(null), { timeout: 1_000 })),
  );
}

/** What the scripts answer to the background. @param {import('puppeteer-core').Page} page @param {unknown} message */
export const ask = (page, message) =>
  page.evaluate((question) => {
    let said;
    /** @type {any} */ (window).listener(question, {}, (/** @type {unknown} */ answer) => {
      said = answer;
    });
    return said;
  }, message);

/** @param {import('puppeteer-core').Page | import('puppeteer-core').Frame} where */
export const messagesOf = (where) => where.evaluate(() => /** @type {any} */ (window).messages);

/**
 * Waits until so many messages were sent.
 * @param {import('puppeteer-core').Page} page
 * @param {number} count
 */
export async function messages(page, count) {
  await page.waitForFunction(
    (wanted) => /** @type {any} */ (window).messages.length >= wanted,
    { timeout: 10_000, polling: 50 },
    count,
  );
  return messagesOf(page);
}

/**
 * Opens pages by their HTML.
 * @param {'chromium' | 'firefox'} which
 * @returns {Promise<{ show: (html: string, path?: string) => Promise<import('puppeteer-core').Page>, close: () => Promise<void>, origin: string }>}
 */
export async function openStage(which) {
  /** @type {Map<string, string>} */
  const pages = new Map();
  const server = createServer((request, response) => {
    const html = pages.get(request.url ?? '');
    response.writeHead(html === undefined ? 404 : 200, {
      'content-type': 'text/html; charset=utf-8',
    });
    response.end(html);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const origin = `http://127.0.0.1:${port}`;
  const browser = await launch(which);
  let next = 0;
  return {
    origin,
    async show(html, path = `/page/${next++}`) {
      pages.set(path, html);
      const page = await browser.newPage();
      await page.goto(origin + path);
      return page;
    },
    async close() {
      await browser.close();
      await new Promise((resolve) => server.close(() => resolve(undefined)));
    },
  };
}
