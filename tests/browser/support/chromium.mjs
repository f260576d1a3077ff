// SPDX-License-Identifier: GPL-3.0-or-later
// Chromium: every name is mapped to the demonstration world, the extension is loaded as an unpacked one that outlives a restart.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import puppeteer from 'puppeteer-core';
import { until } from './until.mjs';

/** @typedef {import('./driver.mjs').Driver} Driver */
/** @typedef {{port: number, headless: boolean, language: string, folder: import('./run_folder.mjs').RunFolder, extension: string | null, extensionId: string, watchNetwork?: boolean}} Start */

/** @returns {string | null} */
export const executable = () =>
  [process.env.VOLITION_CHROMIUM, '/usr/bin/chromium', '/usr/bin/google-chrome'].find(
    (path) => path && existsSync(path),
  ) ?? null;

/** @param {string} id */
export const origin = (id) => `chrome-extension://${id}`;

/** @param {Start} start */
export async function start({ port, headless, language, folder, extension }) {
  const path = executable();
  if (!path) throw new Error('Chromium is not installed');
  return puppeteer.launch({
    executablePath: folder.bound(path),
    headless,
    pipe: true,
    userDataDir: folder.profile,
    env: folder.environment(language),
    acceptInsecureCerts: true,
    enableExtensions: true,
    // Back shows a page as it was left, as it does for a person.
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
    defaultViewport: null,
    handleSIGINT: false,
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ...(extension ? [`--load-extension=${extension}`] : []),
      `--lang=${language === 'fr' ? 'fr-FR' : 'en-US'}`,
      '--window-size=1180,860',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--no-default-browser-check',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-features=DisableLoadExtensionCommandLineSwitch',
      `--host-resolver-rules=MAP * 127.0.0.1:${port}, EXCLUDE localhost`,
      '--ignore-certificate-errors',
    ],
  });
}

/** The real popup is a page of its own to the debugging protocol. @param {Driver} driver @param {RegExp} wanted @param {string} readText */
export async function readRealPopup(driver, wanted, readText) {
  await driver.ask('await api.action.openPopup()');
  const target = await driver.browser.waitForTarget(
    (each) => each.url() === `${driver.origin}/popup/popup.html`,
    {
      timeout: 10_000,
    },
  );
  const page = await target.asPage();
  let last = '';
  const text = await until(`the popup says ${wanted}`, async () => {
    last = String(await page.evaluate(readText));
    return wanted.test(last) && last;
  }).catch((error) => {
    throw new Error(`${error.message}. It reads:\n${last}`);
  });
  await page.close();
  return text;
}

/** A person allows this on chrome://extensions. @param {Driver} driver */
export async function allowPrivate(driver) {
  const old = await driver.control();
  const page = await driver.browser.newPage();
  await page.goto('chrome://extensions');
  await page.evaluate(
    'chrome.developerPrivate.updateProfileConfiguration({ inDeveloperMode: true })',
  );
  const id = driver.origin?.slice('chrome-extension://'.length) ?? '';
  await page.evaluate(
    `chrome.developerPrivate.updateExtensionConfiguration({ extensionId: ${JSON.stringify(id)}, incognitoAccess: true })`,
  );
  await page.close();
  // Chromium reloads the extension for this, and its pages go with it: before that the old one would still answer.
  await until('the extension is reloaded', () => old.isClosed());
  await until('the extension is back, also for private windows', () =>
    driver.ask('return new Promise((resolve) => api.extension.isAllowedIncognitoAccess(resolve))'),
  );
}

/** @param {Driver} driver */
export async function allPages(driver) {
  const targets = driver.browser.targets().filter((target) => target.type() === 'page');
  return (await Promise.all(targets.map((target) => target.page()))).flatMap((page) => page ?? []);
}

/** @param {string} profile */
export const storageFolders = (profile) =>
  [
    'Local Extension Settings',
    'Sync Extension Settings',
    'IndexedDB',
    'Extension State',
    'Local Storage',
    'Session Storage',
    'Extension Rules',
    'DNR Extension Rules',
  ].map((name) => join(profile, 'Default', name));
