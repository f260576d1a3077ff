// SPDX-License-Identifier: GPL-3.0-or-later
// What a person does outside of our pages, in both browsers: the menu over a page, keys, `v words` in the address bar, and what a program
// beside the browser would paste. The popup answers each press.

import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { World } from '../support/world/world.mjs';
import { builtExtension, Driver, installedBrowsers } from './support/driver.mjs';
import { furnitureOf } from './support/furniture.mjs';
import { until } from './support/until.mjs';

const kShop = 'https://shop.example/en/p';
const kPopups = `return api.extension.getViews({ type: 'popup' }).map((view) => view.document.body.innerText).join();`;
const kClosePopups = `for (const view of api.extension.getViews({ type: 'popup' })) view.close();`;

/**
 * The extension as of a person who has allowed it to copy: Chromium asks for that only after a press of a real hand.
 * @param {import('./support/run_folder.mjs').Kind} kind @param {string} folder
 */
function allowedToCopy(kind, folder) {
  cpSync(builtExtension(kind), folder, { recursive: true, dereference: true });
  const file = join(folder, 'manifest.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8'));
  manifest.permissions.push('clipboardWrite');
  manifest.optional_permissions = [];
  writeFileSync(file, JSON.stringify(manifest));
  return folder;
}

for (const kind of installedBrowsers()) {
  test(`${kind}: menu, keys, address bar and clipboard`, async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'volition-furniture-'));
    t.after(() => rmSync(folder, { recursive: true }));
    const world = await World.open();
    t.after(() => world.close());
    const extension = kind === 'chromium' ? allowedToCopy(kind, folder) : undefined;
    const driver = await Driver.launch({ kind, port: world.port, extension });
    t.after(() => driver.close());
    const shoes = await driver.open(`${kShop}/trail-shoes`);
    const { pressMenu, pressCommand, typeInBar, enterInBar, clipboard } = await furnitureOf(driver);
    /** @param {RegExp} wanted */
    const popupReads = async (wanted) => {
      await until(`the popup reads ${wanted}`, async () => wanted.test(await driver.ask(kPopups)));
      await driver.ask(kClosePopups);
    };

    await t.test('the menu is the browser’s, and so are the keys', async () => {
      for (const entry of ['menu_keep', 'menu_ask', 'menu_copy_clean']) {
        // Rejected for an entry that is not there.
        await driver.ask('await api.contextMenus.update(given, { enabled: true })', entry);
      }
      await assert.rejects(driver.ask("await api.contextMenus.update('menu_other', {})"));
      const commands = await driver.ask('return api.commands.getAll()');
      const keys = Object.fromEntries(commands.map(({ name, shortcut }) => [name, shortcut]));
      assert.deepEqual([keys.keep, keys.universe], ['Alt+Shift+K', 'Alt+Shift+U']);
    });

    await t.test('Keep this, on the menu: the popup opens and says that it is kept', async () => {
      await pressMenu('menu_keep', shoes);
      await popupReads(/Trail shoes[\s\S]*Kept today/);
    });

    await t.test(
      'the key for Keep, on another page; the one for the universe shows both',
      async () => {
        const lantern = await driver.open(`${kShop}/storm-lantern`);
        await pressCommand('keep', lantern);
        await popupReads(/Storm lantern[\s\S]*Kept today/);
        await pressCommand('universe', lantern);
        const universe = await driver.ownTab('dashboard/dashboard.html#universe');
        await universe.reads('Trail shoes');
        await universe.reads('Storm lantern');
        await universe.close();
        await lantern.close();
      },
    );

    await t.test(
      'the address bar answers as one types; Enter shows what was searched',
      async () => {
        const lines = await until('it answers', async () => {
          const shown = await typeInBar('trail');
          return shown.includes('Trail shoes') && shown;
        });
        assert.match(lines, /Trail shoes · shop\.example/);
        assert.doesNotMatch(lines, /Storm lantern|%s/);
        await (await driver.control()).bringToFront();
        const blank = await driver.browser.newPage();
        await blank.bringToFront();
        await enterInBar('lantern');
        const found = await driver.ownTab('dashboard/dashboard.html#universe/lantern');
        await found.reads('Storm lantern');
        assert.doesNotMatch(await found.text(), /Trail shoes/);
        await found.close();
      },
    );

    await t.test('Copy clean link: what another program pastes names nobody', async () => {
      // The second press comes before the first has been done with.
      for (const name of ['enamel-kettle', 'storm-lantern']) {
        const link = `${kShop}/${name}?size=2&utm_source=mail&fbclid=abc`;
        await pressMenu('menu_copy_clean', shoes, link);
      }
      const pasted = { text: '' };
      await until('it is copied', async () => {
        pasted.text = await clipboard(shoes);
        return pasted.text === `${kShop}/storm-lantern?size=2`;
      }).catch((error) => assert.fail(`${error.message}: ${pasted.text} (${error.cause})`));
      if (kind === 'chromium') {
        await until('the document that copied is gone', async () => {
          return !(await driver.ask('return api.offscreen.hasDocument()'));
        });
      }
    });

    await t.test(
      'Ask about this: the composer stands open for the thing that is kept',
      async () => {
        await pressMenu('menu_ask', shoes);
        const composer = await driver.ownTab('dashboard/dashboard.html#ask/');
        await composer.reads('Ask about Trail shoes');
      },
    );
  });
}
