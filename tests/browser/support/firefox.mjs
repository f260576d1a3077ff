// SPDX-License-Identifier: GPL-3.0-or-later
// Firefox: the demonstration world is its proxy; the extension is installed over WebDriver BiDi at each start under one pinned internal
// address, so that its storage outlives a restart as that of a permanent installation does.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import puppeteer from 'puppeteer-core';
import { until } from './until.mjs';

/** @typedef {import('./driver.mjs').Driver} Driver */
/** @typedef {import('./chromium.mjs').Start} Start */

const kUuid = '11111111-2222-4333-8444-555555555555';

/** @returns {string | null} */
export const executable = () =>
  [process.env.VOLITION_FIREFOX, '/usr/bin/firefox-esr', '/usr/bin/firefox'].find(
    (path) => path && existsSync(path),
  ) ?? null;

/** @param {string} _id */
export const origin = (_id) => `moz-extension://${kUuid}`;

/** @param {Start} start */
export async function start({
  port,
  headless,
  language,
  folder,
  extension,
  extensionId,
  watchNetwork = true,
}) {
  const path = executable();
  if (!path) throw new Error('Firefox is not installed');
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: folder.bound(path),
    headless,
    userDataDir: folder.profile,
    env: folder.environment(language),
    acceptInsecureCerts: true,
    defaultViewport: null,
    handleSIGINT: false,
    // Where the driver hears of every request, that costs the browser more than the request.
    networkEnabled: watchNetwork,
    args: ['--no-remote', '--remote-allow-system-access'],
    extraPrefsFirefox: {
      'remote.active-protocols': 1,
      'extensions.webextensions.uuids': JSON.stringify({ [extensionId]: kUuid }),
      'extensions.webextensions.keepStorageOnUninstall': true,
      'extensions.webextensions.keepUuidOnUninstall': true,
      'extensions.openPopupWithoutUserGesture.enabled': true,
      // testMatchOutcome, for extensions that ask for it; ours does not.
      'extensions.dnr.feedback': true,
      'intl.locale.requested': language === 'fr' ? 'fr' : 'en-US',
      'intl.accept_languages': language === 'fr' ? 'fr-FR, fr' : 'en-US, en',
      'network.proxy.type': 1,
      'network.proxy.http': '127.0.0.1',
      'network.proxy.http_port': port,
      'network.proxy.ssl': '127.0.0.1',
      'network.proxy.ssl_port': port,
      'network.proxy.no_proxies_on': '',
      'network.captive-portal-service.enabled': false,
      'network.connectivity-service.enabled': false,
      'network.trr.mode': 5,
      'privacy.reduceTimerPrecision': false,
      'toolkit.telemetry.enabled': false,
      'app.normandy.enabled': false,
      'browser.ml.enable': false,
      'security.OCSP.enabled': 0,
    },
  });
  try {
    if (extension) {
      // puppeteer's own installExtension cannot ask for private windows.
      await /** @type {any} */ (browser).connection.send('webExtension.install', {
        extensionData: { type: 'path', path: extension },
        'moz:allowPrivateBrowsing': true,
      });
    }
  } catch (error) {
    await browser.close();
    throw error;
  }
  return browser;
}

/** The real popup is no tab; the extension's own API reaches its document. @param {Driver} driver @param {RegExp} wanted @param {string} readText */
export async function readRealPopup(driver, wanted, readText) {
  await driver.ask('await api.action.openPopup()');
  // What runs inside the popup's own realm must be built there: its Node, its getComputedStyle.
  const read = `
    const view = api.extension.getViews({ type: 'popup' })[0];
    return view ? view.eval(given) : null;`;
  const last = { text: '' };
  const text = await until(`the popup says ${wanted}`, async () => {
    last.text = String(await driver.ask(read, readText));
    return wanted.test(last.text) && last.text;
  }).catch((error) => {
    throw new Error(`${error.message}. It reads:\n${last.text}`, { cause: error });
  });
  await driver.ask("for (const view of api.extension.getViews({ type: 'popup' })) view.close()");
  return text;
}

/** Granted at installation. @param {Driver} _driver */
export async function allowPrivate(_driver) {}

/** @param {Driver} driver */
export const allPages = (driver) => driver.browser.pages();

/** @param {string} profile */
export const storageFolders = (profile) => [
  join(profile, 'storage'),
  join(profile, 'browser-extension-data'),
  join(profile, 'extension-store'),
  join(profile, 'extension-store-menus'),
];
