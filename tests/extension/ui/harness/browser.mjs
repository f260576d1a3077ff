// SPDX-License-Identifier: GPL-3.0-or-later
// A plain browser to look at our pages with: no extension in it, a fake `chrome` in its place.

import { existsSync } from 'node:fs';
import puppeteer from 'puppeteer-core';
import { installFakeChrome } from './fake_chrome.js';
import { LATE_MS } from './server.mjs';

const PATHS = { chromium: '/usr/bin/chromium', firefox: '/usr/bin/firefox-esr' };

/** @param {'chromium' | 'firefox'} which */
export function browserPath(which) {
  const path = process.env[`VOLITION_${which.toUpperCase()}`] ?? PATHS[which];
  return existsSync(path) ? path : null;
}

/**
 * @param {'chromium' | 'firefox'} which
 * @param {'light' | 'dark'} [scheme] Firefox takes it at start, Chromium per page
 */
export async function launch(which, scheme = 'light') {
  return puppeteer.launch({
    browser: which === 'firefox' ? 'firefox' : 'chrome',
    executablePath: browserPath(which) ?? '',
    headless: true,
    ...(which === 'firefox'
      ? {
          extraPrefsFirefox: {
            'layout.css.prefers-color-scheme.content-override': scheme === 'dark' ? 0 : 1,
          },
        }
      : {
          args: [
            '--no-sandbox',
            '--disable-gpu',
            '--no-first-run',
            '--force-color-profile=srgb',
            '--hide-scrollbars',
          ],
        }),
  });
}

/** Lets go of the script that a page was opened without. @type {WeakMap<import('puppeteer-core').Page, () => void>} */
export const filesHeld = new WeakMap();

/** @param {import('puppeteer-core').Page} page @param {string} path */
async function holdFile(page, path) {
  const comes = new Promise((resolve) => filesHeld.set(page, () => resolve(undefined)));
  await page.setRequestInterception(true);
  page.on('request', async (request) => {
    if (new URL(request.url()).pathname === path) await comes;
    await request.continue();
  });
}

/**
 * Opens a page of the extension in a scene.
 * @param {import('puppeteer-core').Browser} browser
 * @param {string} url
 * @param {object} scene
 * @param {{ language?: 'en' | 'fr', scheme?: 'light' | 'dark', width?: number, height?: number, without?: string }} [look]
 */
export async function openPage(browser, url, scene, look = {}) {
  const { language = 'en', scheme = 'light', width = 360, height = 600, without } = look;
  const page = await browser.newPage();
  const problems = [];
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(String(error)));
  await page.setViewport({ width, height, deviceScaleFactor: 1 });
  await page
    .emulateMediaFeatures?.([{ name: 'prefers-color-scheme', value: scheme }])
    .catch(() => {});
  await page.evaluateOnNewDocument(installFakeChrome, {
    lateMs: LATE_MS,
    ...scene,
    storage: { language, ...scene.storage },
  });
  if (without) await holdFile(page, without);
  await page.goto(url);
  return { page, problems };
}

/** @param {import('puppeteer-core').Page} page */
export async function drawn(page) {
  await page.waitForFunction(() => performance.getEntriesByName('volition-drawn').length > 0, {
    timeout: 10_000,
  });
}
