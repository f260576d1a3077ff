// SPDX-License-Identifier: GPL-3.0-or-later
// Opening the browsers of a clean root as a person does: no extension is handed to them and no preference about extensions is
// set, so that what they show is what the package made them load.

import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import puppeteer from 'puppeteer-core';
import { ids } from '../../browser/support/run_folder.mjs';
import { until } from '../../browser/support/until.mjs';
import { kPerson } from './clean_root.mjs';

/** Asks the program itself, as the extension's pages may. */
const hello = `new Promise((resolve) => chrome.runtime.sendNativeMessage(
  ${JSON.stringify(ids().host)}, { v: 1, id: 1, method: 'hello', params: { client: 'test', version: '1' } },
  (answer) => resolve(answer ?? { error: chrome.runtime.lastError?.message })))`;

/** What Volition's own page shows and what its host answers. @param {import('puppeteer-core').Browser} browser @param {string} origin */
async function look(browser, origin) {
  const page = await browser.newPage();
  await page.goto(`${origin}/dashboard/dashboard.html`, { waitUntil: [] });
  const text = await until('the dashboard is there', async () => {
    const told = await page.evaluate(() => document.body?.innerText ?? '').catch(() => '');
    return /My universe/.test(String(told)) && String(told);
  });
  const answer = await page.evaluate(hello);
  const rules = await page.evaluate(
    'new Promise((resolve) => chrome.declarativeNetRequest.getEnabledRulesets(resolve))',
  );
  return { text, answer, rules };
}

/** @param {import('./clean_root.mjs').CleanRoot} root @param {string} folder for what is needed outside */
export async function openChromium(root, folder) {
  const browser = await puppeteer.launch({
    executablePath: root.launcher(join(folder, 'chromium'), '/usr/bin/chromium'),
    pipe: true,
    ignoreDefaultArgs: true,
    // The sandbox needs rights that a folder does not give; nothing here is about extensions.
    args: [
      '--headless=new',
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--remote-debugging-pipe',
      'about:blank',
    ],
  });
  try {
    return await look(browser, `chrome-extension://${ids().chromium}`);
  } finally {
    await browser.close();
  }
}

/** The name under which Firefox serves the extension's pages to this person. @param {import('./clean_root.mjs').CleanRoot} root */
function internalId(root) {
  const profiles = join(root.path, kPerson.home, '.config/mozilla/firefox');
  for (const profile of existsSync(profiles) ? readdirSync(profiles) : []) {
    const file = join(profiles, profile, 'prefs.js');
    const [, uuids] =
      /"extensions\.webextensions\.uuids", "(.*)"\);/.exec(
        existsSync(file) ? readFileSync(file, 'utf8') : '',
      ) ?? [];
    const id = uuids && JSON.parse(uuids.replaceAll('\\"', '"'))[ids().firefox];
    if (id) return id;
  }
  return null;
}

/** @param {import('./clean_root.mjs').CleanRoot} root @param {string} folder */
export async function openFirefox(root, folder) {
  const launcher = root.launcher(join(folder, 'firefox'), '/usr/bin/firefox-esr');
  const started = spawn(launcher, [
    '--headless',
    '--remote-debugging-port',
    '0',
    '--remote-allow-system-access',
  ]);
  try {
    let said = '';
    started.stderr.on('data', (bytes) => {
      said += bytes;
    });
    const address = await until(
      'Firefox listens',
      () => /WebDriver BiDi listening on (ws:\S+)/.exec(said)?.[1],
      { within_ms: 60_000 },
    );
    const browser = await puppeteer.connect({
      browserWSEndpoint: `${address}/session`,
      protocol: 'webDriverBiDi',
    });
    const uuid = await until('Firefox has loaded the extension', () => internalId(root), {
      within_ms: 30_000,
    });
    const seen = await look(browser, `moz-extension://${uuid}`);
    await browser.close();
    return seen;
  } finally {
    started.kill('SIGKILL');
  }
}
