// SPDX-License-Identifier: GPL-3.0-or-later
// The browser's own furniture, moved as the browser itself moves it when a person does: entries of the menu over a page, commands, the
// address bar, the clipboard. Chromium delivers the events to the real listeners in the real worker. Firefox is asked in its own code (WebDriver
// BiDi in the browser's scope), from where events take their way through the browser's extension interfaces; its address bar is the real one.

/** @typedef {import('./driver.mjs').Driver} Driver */
/** @typedef {import('./surface.mjs').Surface} Surface */

/**
 * @typedef {object} Furniture
 * @property {(entry: string, on: Surface, linkUrl?: string) => Promise<void>} pressMenu
 * @property {(name: string, on: Surface) => Promise<void>} pressCommand
 * @property {(words: string) => Promise<string>} typeInBar the lines that the address bar shows for the keyword and these words
 * @property {(words: string) => Promise<void>} enterInBar
 * @property {(on: Surface) => Promise<string>} clipboard what another program would paste
 */

/** @param {Driver} driver @returns {Promise<Furniture>} */
export const furnitureOf = (driver) => (driver.kind === 'firefox' ? inFirefox : inChromium)(driver);

/** @param {Driver} driver @returns {Promise<Furniture>} */
async function inChromium(driver) {
  const target = await driver.browser.waitForTarget(
    (each) => each.type() === 'service_worker' && each.url().startsWith(`${driver.origin}/`),
  );
  const worker = await target.worker();
  if (!worker) throw new Error('the background has no worker');
  /** @param {string} source an async body that sees `given` @param {unknown} given */
  const run = (source, given) =>
    worker.evaluate(`(async (given) => { ${source} })(${JSON.stringify(given)})`);
  /** @param {Surface} on */
  const tabOf = async (on) => {
    await on.page.bringToFront();
    const url = on.page.url();
    return { id: await driver.tabOf(url), url, windowId: 1 };
  };
  return {
    async pressMenu(menuItemId, on, linkUrl) {
      const tab = await tabOf(on);
      const info = { menuItemId, pageUrl: tab.url, linkUrl, editable: false };
      await run('chrome.contextMenus.onClicked.dispatch(...given)', [info, tab]);
    },
    async pressCommand(name, on) {
      await run('chrome.commands.onCommand.dispatch(...given)', [name, await tabOf(on)]);
    },
    async typeInBar(words) {
      const lines = await run(
        `return new Promise((resolve) => chrome.omnibox.onInputChanged.dispatch(given, resolve))`,
        words,
      );
      return /** @type {{ description: string }[]} */ (lines)
        .map(({ description }) => description)
        .join('\n');
    },
    async enterInBar(words) {
      await run('chrome.omnibox.onInputEntered.dispatch(given, "newForegroundTab")', words);
    },
    async clipboard(on) {
      await on.page.bringToFront();
      const { origin } = new URL(on.page.url());
      await driver.browser.defaultBrowserContext().overridePermissions(origin, ['clipboard-read']);
      return on.page.evaluate(() => navigator.clipboard.readText());
    },
  };
}

/** @param {Driver} driver @returns {Promise<Furniture>} */
async function inFirefox(driver) {
  const { connection } = /** @type {any} */ (driver.browser);
  const { result } = await connection.send('browsingContext.getTree', { 'moz:scope': 'chrome' });
  const { context } = result.contexts[0];
  const uuid = new URL(driver.origin ?? '').host;
  /** @param {string} source an async body that sees `given`, the `extension` and its `window` @param {unknown} [given] */
  const run = async (source, given = null) => {
    const expression = `(async (given) => {
      const { extension } = WebExtensionPolicy.getByHostname(${JSON.stringify(uuid)});
      const window = Services.wm.getMostRecentWindow('navigator:browser');
      ${source}
    })(${JSON.stringify(given)})`;
    const answer = await connection.send('script.evaluate', {
      expression,
      target: { context },
      awaitPromise: true,
    });
    if (answer.result.type !== 'success') throw new Error(JSON.stringify(answer.result));
    return answer.result.result.value;
  };
  // The person says yes to what the browser asks.
  await run("Services.prefs.setBoolPref('extensions.webextOptionalPermissionPrompts', false)");
  return {
    async pressMenu(menuItemId, on, linkUrl) {
      await on.page.bringToFront();
      await run(
        `const { selectedTab: tab } = window.gBrowser;
         const pageUrl = tab.linkedBrowser.currentURI.spec;
         const info = { ...given, pageUrl, modifiers: [], button: 0, editable: false };
         extension.emit('webext-menu-menuitem-click', info, tab);`,
        { menuItemId, linkUrl },
      );
    },
    async pressCommand(name, on) {
      await on.page.bringToFront();
      await run('extension.shortcuts.onCommand(given)', name);
    },
    async typeInBar(words) {
      return run(
        `window.gURLBar.focus();
         window.gURLBar.search('v ' + given);
         await window.gURLBar.lastQueryContextPromise;
         return [...window.gURLBar.view.panel.querySelectorAll('.urlbarView-row')].map((row) => row.textContent).join('\\n');`,
        words,
      );
    },
    async enterInBar(words) {
      await run(
        `window.gURLBar.search('v ' + given);
         await window.gURLBar.lastQueryContextPromise;
         window.gURLBar.handleNavigation({ event: new window.KeyboardEvent('keydown', { key: 'Enter' }) });`,
        words,
      );
    },
    clipboard: () => run('return window.navigator.clipboard.readText()'),
  };
}
