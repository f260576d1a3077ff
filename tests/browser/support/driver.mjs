// SPDX-License-Identifier: GPL-3.0-or-later
// One way to drive both browsers. The differences stand in chromium.mjs and firefox.mjs.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as chromium from './chromium.mjs';
import * as firefox from './firefox.mjs';
import { familyOf, isAlive } from './processes.mjs';
import { filesBelow, ids, kRoot, RunFolder } from './run_folder.mjs';
import { inPageSource, Surface } from './surface.mjs';
import { until } from './until.mjs';

/** @typedef {import('./run_folder.mjs').Kind} Kind */
/** @typedef {import('puppeteer-core').Page} Page */

/**
 * @typedef {object} Options
 * @property {Kind} kind
 * @property {number} port the demonstration world's
 * @property {boolean} [headless] default true
 * @property {string | null} [extension] the packed folder; null for a browser without one; default: build/extension/<kind>
 * @property {string} [extensionId] where it is not Volition
 * @property {string | null} [host] the host's binary; null for none; default: build/native-host/volition
 * @property {string} [language] default "en"
 * @property {boolean} [welcome] whether Welcome, which a fresh installation opens, stays; default: it is closed
 * @property {boolean} [privateWindows] whether the extension may look on in private windows, as a person can allow
 * @property {boolean} [watchNetwork] Firefox: whether the driver hears of every request, which costs the browser more than the request; default: it does
 * @property {string} [under] where the run's folder is made
 */

/** What each browser's module provides. @typedef {typeof import('./chromium.mjs')} Maker */

/** @type {Record<Kind, Maker>} */
const kMakers = { chromium, firefox };

/** @returns {Kind[]} those installed here */
export const installedBrowsers = () =>
  /** @type {Kind[]} */ (['chromium', 'firefox']).filter(
    (kind) => kMakers[kind].executable() !== null,
  );

/** @param {Kind} kind */
export const builtExtension = (kind) =>
  join(process.env.VOLITION_EXTENSIONS ?? join(kRoot, 'build/extension'), kind);
export const builtHost = () =>
  process.env.VOLITION_HOST ?? join(kRoot, 'build/native-host/volition');

export class Driver {
  /** @type {import('puppeteer-core').Browser | null} */
  #browser = null;
  /** @type {string | null} */
  origin = null;
  /** @type {Page | null} */
  #control = null;

  /** @param {Options} options @param {RunFolder} folder */
  constructor(options, folder) {
    this.kind = options.kind;
    this.options = options;
    this.folder = folder;
    this.hostBinary = options.host === undefined ? builtHost() : options.host;
    this.extension =
      options.extension === undefined ? builtExtension(options.kind) : options.extension;
  }

  /** A fresh profile with the extension installed and its host registered. @param {Options} options */
  static async launch(options) {
    const folder = new RunFolder(options.under);
    const driver = new Driver(options, folder);
    try {
      if (driver.extension && !existsSync(join(driver.extension, 'manifest.json'))) {
        throw new Error(`the extension is not built: ${driver.extension}`);
      }
      if (driver.hostBinary && driver.extension) {
        const extension = options.extensionId ?? ids()[options.kind];
        folder.registerHost(options.kind, driver.hostBinary, { extension });
      }
      await driver.start();
      if (!options.welcome) await driver.leaveWelcome();
      // Once, before anything is looked at: Chromium reloads an extension for it.
      if (options.privateWindows) await kMakers[options.kind].allowPrivate(driver);
    } catch (error) {
      await driver.close();
      throw error;
    }
    return driver;
  }

  /** Waits until Welcome was seen and closes it, as a person would: a fresh installation opens it. */
  async leaveWelcome() {
    if (!this.extension || !existsSync(join(this.extension, 'welcome/welcome.html'))) return;
    await until('Welcome was seen', () =>
      this.ask("return (await api.storage.local.get('welcomed')).welcomed === true"),
    );
    // Firefox starts an extension anew when it is allowed in private windows, and its tabs are gone by then.
    await this.ask(`
      const url = api.runtime.getURL('welcome/welcome.html') + '*';
      await api.tabs.remove((await api.tabs.query({ url })).map((tab) => tab.id));`);
  }

  get browser() {
    if (!this.#browser) throw new Error('the browser is not running');
    return this.#browser;
  }

  get pid() {
    return this.browser.process()?.pid ?? 0;
  }

  /** Starts the browser on this run's profile: at first, and after `stop()`. */
  async start() {
    const maker = kMakers[this.kind];
    this.#browser = await maker.start({
      port: this.options.port,
      headless: this.options.headless ?? true,
      language: this.options.language ?? 'en',
      folder: this.folder,
      extension: this.extension,
      extensionId: this.options.extensionId ?? ids()[this.kind],
      watchNetwork: this.options.watchNetwork ?? true,
    });
    this.origin = this.extension
      ? maker.origin(this.options.extensionId ?? ids()[this.kind])
      : null;
    if (this.extension) await this.control();
  }

  /** Ends the browser as a person would, and waits until nothing of it runs. */
  async stop() {
    const browser = this.#browser;
    if (!browser) return;
    const family = familyOf(this.pid).map((each) => each.pid);
    this.#browser = null;
    this.#control = null;
    await browser.close();
    // Chromium gives its host two seconds to end and then kills it; whatever is left after that is ours to end.
    const gone = () => !family.some(isAlive);
    await until('the browser and its hosts have ended', gone, { within_ms: 8000 }).catch(() => {
      for (const pid of family.filter(isAlive)) process.kill(pid, 'SIGKILL');
    });
    await until('the browser and its hosts have ended', gone);
  }

  async restart() {
    await this.stop();
    await this.start();
  }

  /** Ends everything and removes the run's folder. */
  async close() {
    await this.stop();
    this.folder.remove();
  }

  /** Opens a web page and waits for its load event. @param {string} url @returns {Promise<Surface>} */
  async open(url) {
    const page = await this.browser.newPage();
    await page.setViewport({ width: 1180, height: 760 });
    await page.goto(url, { waitUntil: 'load' });
    return new Surface(page);
  }

  /**
   * A page of the extension. Firefox fires no load event for these, so the address is waited for instead.
   * @param {string} path such as "dashboard/dashboard.html#requests"
   * @param {{width?: number, height?: number}} [size]
   */
  async openOwn(path, { width = 1180, height = 820 } = {}) {
    const page = await this.browser.newPage();
    await page.setViewport({ width, height });
    await this.goOwn(page, path);
    return new Surface(page);
  }

  /** @param {Page} page @param {string} path */
  async goOwn(page, path) {
    await page.goto(`${this.origin}/${path}`, { waitUntil: [] });
    await until(`${path} is open`, () =>
      page.evaluate(
        (start) => location.href.startsWith(start) && document.readyState === 'complete',
        `${this.origin}/`,
      ),
    );
  }

  /**
   * A tab of the extension's own that something else opened. Firefox tells no address of these: the pages are asked.
   * @param {string} path its beginning
   */
  async ownTab(path) {
    const start = `${this.origin}/${path}`;
    const page = await until(`a tab shows ${path}`, async () => {
      for (const each of (await this.browser.pages()).reverse()) {
        const at = await each.evaluate(() => location.href).catch(() => '');
        if (at.startsWith(start)) return each;
      }
      return null;
    });
    await page.setViewport({ width: 1180, height: 820 });
    return new Surface(page);
  }

  /** A quiet page of the extension's origin, to ask the browser's own API from. It loads none of the extension's code. */
  async control() {
    if (this.#control && !this.#control.isClosed()) return this.#control;
    const page = await this.browser.newPage();
    await until('the extension is there', async () => {
      await this.goOwn(page, 'manifest.json');
      return page.evaluate(() => typeof globalThis.chrome?.runtime?.id === 'string');
    });
    this.#control = page;
    return page;
  }

  /** Leaves a person only the pages they would want: no control page, no blank one. @param {Page} page what stays */
  async tidy(page) {
    for (const each of await this.browser.pages()) if (each !== page) await each.close();
    await page.bringToFront();
  }

  /**
   * Evaluates with the extension's API, outside of its own code.
   * @template T
   * @param {string} source the body of an async function that sees `api` and `given`
   * @param {unknown} [given]
   * @returns {Promise<T>}
   */
  async ask(source, given) {
    const page = await this.control();
    const text = `(async () => { const api = globalThis.browser ?? chrome; const given = ${JSON.stringify(given ?? null)}; ${source} })()`;
    return /** @type {T} */ (await page.evaluate(text));
  }

  /** The tab that shows this address. @param {string} url @returns {Promise<number>} */
  async tabOf(url) {
    return until(`a tab shows ${url}`, () =>
      this.ask(
        'return (await api.tabs.query({})).filter((tab) => tab.url === given).at(-1)?.id ?? null',
        url,
      ),
    );
  }

  /**
   * A message of the dashboard to the background, as messages.d.ts has it.
   * @param {import('../../../extension/protocol/messages').PageMessage} message
   * @returns {Promise<any>} its answer's value
   */
  async tell(message) {
    const dashboard = await this.openOwn('dashboard/dashboard.html');
    try {
      const answer = await dashboard.page.evaluate(
        (said) => chrome.runtime.sendMessage(said),
        message,
      );
      if (!answer?.ok)
        throw new Error(`${JSON.stringify(message)} was refused: ${JSON.stringify(answer)}`);
      return answer.value;
    } finally {
      await dashboard.close();
    }
  }

  /** Everything the universe holds, decrypted. @returns {Promise<{kind: string, id: string, record: object}[]>} */
  async exported() {
    const items = [];
    let cursor;
    do {
      const params = cursor ? { cursor } : {};
      const page = await this.tell({ to: 'host', method: 'universe.export', params });
      items.push(...page.items);
      cursor = page.next;
    } while (cursor);
    return items;
  }

  /**
   * The popup of a tab, as a page of its own: the same document at the popup's width, which can be photographed in both browsers.
   * @param {Surface} shop
   * @param {{scheme?: 'light' | 'dark'}} [look]
   */
  async openPopup(shop, { scheme = 'light' } = {}) {
    const tab = await this.tabOf(shop.page.url());
    const page = await this.browser.newPage();
    await page.setViewport({ width: 360, height: 600 });
    if (this.kind === 'chromium') {
      await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
    }
    await this.goOwn(page, `popup/popup.html?tab=${tab}`);
    return new Surface(page);
  }

  /**
   * Opens the real popup over a tab, as the toolbar button does, and reads it.
   * @param {Surface} shop
   * @param {RegExp} wanted what it must come to say
   * @returns {Promise<string>} its text
   */
  async readRealPopup(shop, wanted) {
    await this.control();
    await shop.page.bringToFront();
    return kMakers[this.kind].readRealPopup(this, wanted, inPageSource({ do: 'text' }));
  }

  /** Opens a page in a private window where the extension may look on. @param {string} url */
  async openPrivate(url) {
    const before = new Set(await kMakers[this.kind].allPages(this));
    await this.ask('await api.windows.create({ incognito: true, url: given })', url);
    const page = await until('the private page is open', async () => {
      const pages = await kMakers[this.kind].allPages(this);
      return pages.find((each) => each.url() === url && !before.has(each));
    });
    await until('the private page is loaded', () =>
      page.evaluate(() => document.readyState === 'complete'),
    );
    return new Surface(page);
  }

  /** Host processes that this browser started. @returns {number[]} */
  hosts() {
    const binary = this.hostBinary;
    return familyOf(this.pid)
      .filter((each) => binary !== null && each.command.includes(binary))
      .map((each) => each.pid);
  }

  /** Ends the host as a power cut would: no signal handler, no last word. @returns {Promise<number>} the pid that ended */
  async killHost() {
    const pid = await until('a host runs', () => this.hosts()[0]);
    process.kill(pid, 'SIGKILL');
    await until('the host is dead', () => !isAlive(pid));
    return pid;
  }

  /** Files of the universe, and those where the browser keeps what the extension stored. @returns {{universe: string[], extension: string[]}} */
  storedFiles() {
    return {
      universe: filesBelow(this.folder.data),
      extension: kMakers[this.kind].storageFolders(this.folder.profile).flatMap(filesBelow),
    };
  }
}
