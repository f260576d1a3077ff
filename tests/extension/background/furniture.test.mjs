// SPDX-License-Identifier: GPL-3.0-or-later
// Menus, commands and the address bar's keyword, as a person presses and types them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeBrowser, hex, kSilence, refuse, settle } from '../support/fake_browser.mjs';

const kShop = 'https://shop.example/shoes?id=3&utm_source=mail#top';
const kShoes = {
  kind: 'product',
  name: 'Trail shoes',
  maker: null,
  sku: null,
  gtin: null,
  price: { minor: 12900, currency: 'EUR' },
};

/** A browser whose tab 1 shows a shop; the host keeps whatever it is told. @param {object} [window] */
async function started(window = {}) {
  const browser = new FakeBrowser();
  browser.host.methods['intentions.keep'] = (params) => ({
    intention: { id: params.id ?? hex(7), stage: 'kept', forgetting: false, ...params.new },
  });
  await browser.start();
  await browser.show(1, kShop, { title: '  Trail\n shoes – Shop ', ...window });
  return browser;
}

/** The page shows a product. @param {FakeBrowser} browser */
async function showsShoes(browser, intention = null) {
  browser.host.methods['intentions.notice'] = () => ({
    product: kShoes,
    intention,
    stored: false,
    offer_policy: false,
  });
  await browser.observe(1, [{ source: 'json_ld', raw: '{}' }]);
}

/** @param {FakeBrowser} browser @param {string} id @param {object} [what] */
async function press(browser, id, what = {}) {
  const place = { id, tabId: 1, pageUrl: kShop, linkUrl: '', selection: '' };
  browser.furniture.listeners.press({ ...place, ...what });
  await settle();
}

/** @param {FakeBrowser} browser */
const kept = (browser) => browser.host.asked('intentions.keep').map(({ op_id, ...rest }) => rest);

test('the menu is set at the installation, with words', async () => {
  const browser = await started();
  assert.deepEqual(browser.furniture.menu, []);
  await browser.furniture.installed('update');
  assert.deepEqual(
    browser.furniture.menu.map(({ id, title }) => [id, title]),
    ['menu_keep', 'menu_ask', 'menu_copy_clean', 'menu_block'].map((id) => [id, `word of ${id}`]),
  );
});

test('Keep this keeps what the page shows, and the popup tells it', async () => {
  const browser = await started();
  await showsShoes(browser);
  await press(browser, 'menu_keep', { selection: 'some words of the page' });
  const [{ new: made }] = kept(browser);
  assert.deepEqual(
    [made.name, made.brand, made.price.minor],
    ['Trail shoes', 'shop.example', 12900],
  );
  assert.deepEqual(browser.furniture.opened, ['popup']);
  assert.equal((await browser.state(1)).notice.intention.id, hex(7));
  await press(browser, 'menu_keep');
  assert.equal(kept(browser).length, 1, 'what is kept already is not kept again');
});

/** The program is told what the page shows, and says nothing of it. @param {FakeBrowser} browser */
async function readsSlowly(browser) {
  browser.host.methods['intentions.notice'] = () => kSilence;
  browser.observe(1, [{ source: 'json_ld', raw: '{}' }]);
  await browser.clock.pass(100);
}

test('pressed while a slow program reads the page, it keeps what the page shows, and not its title', async () => {
  const browser = await started();
  await readsSlowly(browser);
  await press(browser, 'menu_keep');
  await press(browser, 'menu_keep');
  assert.deepEqual(kept(browser), []);
  browser.host.methods['intentions.notice'] = () => ({
    product: kShoes,
    intention: null,
    stored: false,
    offer_policy: false,
  });
  // The program ends; the next one is asked again, and answers.
  browser.host.die();
  await browser.clock.pass(1_000);
  assert.deepEqual(
    kept(browser).map(({ new: made }) => [made.name, made.price.minor]),
    [['Trail shoes', 12900]],
  );
});

test('what waits for a slow program is not kept after everything was forgotten', async () => {
  const browser = await started();
  await readsSlowly(browser);
  await press(browser, 'menu_keep');
  browser.host.methods['universe.forget_all'] = () => ({ erasure: 'done' });
  await browser.fromPage('dashboard', { to: 'forget_all', op_id: hex(9) });
  browser.host.methods['intentions.notice'] = () => ({
    product: kShoes,
    intention: null,
    stored: false,
    offer_policy: false,
  });
  browser.host.die();
  await browser.clock.pass(1_000);
  assert.equal(browser.host.asked('universe.forget_all').length, 1);
  assert.deepEqual(kept(browser), []);
});

test('the thing of the page that was pressed on is kept, though the tab shows another page when the program answers', async () => {
  const browser = await started();
  await readsSlowly(browser);
  await press(browser, 'menu_keep');
  browser.host.methods['intentions.notice'] = ({ page }) => ({
    product: page.includes('basket') ? null : kShoes,
    intention: null,
    stored: false,
    offer_policy: false,
  });
  await browser.show(1, 'https://shop.example/basket', { title: 'Your basket' });
  browser.host.die();
  await browser.clock.pass(1_000);
  const [{ new: made }] = kept(browser);
  assert.deepEqual(
    [made.name, made.price?.minor, made.page],
    ['Trail shoes', 12900, 'https://shop.example/shoes?id=3&utm_source=mail'],
  );
});

test('where the program cannot read it, it is the title of the page that was pressed on', async () => {
  const browser = await started();
  await readsSlowly(browser);
  await press(browser, 'menu_keep');
  browser.host.methods['intentions.notice'] = () => {
    throw refuse('internal');
  };
  await browser.show(1, 'https://shop.example/basket', { title: 'Your basket' });
  browser.host.die();
  await browser.clock.pass(1_000);
  const [{ new: made }] = kept(browser);
  assert.deepEqual(
    [made.name, made.page],
    ['Trail shoes – Shop', 'https://shop.example/shoes?id=3&utm_source=mail'],
  );
});

test('what was only noticed is kept by its id', async () => {
  const browser = await started();
  await showsShoes(browser, { id: hex(5), stage: 'noticed', forgetting: false });
  await press(browser, 'menu_keep');
  assert.deepEqual(kept(browser), [{ id: hex(5) }]);
});

const kNames = [
  ['the marked words', { selection: ' resole\n my shoes ' }, 'resole my shoes'],
  ['the title', {}, 'Trail shoes – Shop'],
  ['300 characters of it', { selection: 'é'.repeat(5_000) }, 'é'.repeat(300)],
];
for (const [what, where, name] of kNames) {
  test(`where a page shows no thing, ${what} is kept, and can be undone in the popup`, async () => {
    const browser = await started();
    await press(browser, 'menu_keep', /** @type {object} */ (where));
    const [{ new: made }] = kept(browser);
    assert.equal(made.name, name);
    assert.equal(made.page, 'https://shop.example/shoes?id=3&utm_source=mail');
    assert.equal((await browser.state(1)).notice.intention.id, hex(7));
  });
}

test('a page without a title is kept by its site', async () => {
  const browser = await started({ title: '' });
  await press(browser, 'menu_keep');
  assert.equal(kept(browser)[0].new.name, 'shop.example');
});

test('Ask keeps, and opens the composer of what was kept', async () => {
  const browser = await started();
  await showsShoes(browser);
  await press(browser, 'menu_ask');
  assert.deepEqual(browser.furniture.opened, [`dashboard/dashboard.html#ask/${hex(7)} new`]);
});

const kRefused = [
  ['a private window', { private: true }, () => undefined],
  [
    'no host',
    {},
    (/** @type {FakeBrowser} */ browser) => {
      browser.host.methods['intentions.keep'] = () => {
        throw refuse('storage_full');
      };
    },
  ],
];
for (const [
  why,
  window,
  prepare,
] of /** @type {[string, object, (browser: FakeBrowser) => void][]} */ (kRefused)) {
  for (const id of ['menu_keep', 'menu_ask']) {
    test(`${id} with ${why} changes nothing, and the popup says why`, async () => {
      const browser = await started(window);
      prepare(browser);
      await press(browser, id);
      assert.deepEqual(browser.furniture.opened, ['popup']);
      assert.equal((await browser.state(1)).notice, null);
    });
  }
}

test('a clean link is copied: of the link, else of the page', async () => {
  const browser = await started();
  await press(browser, 'menu_copy_clean', { linkUrl: 'https://other.example/?gclid=1&p=2' });
  await press(browser, 'menu_copy_clean');
  browser.furniture.listeners.command('copy_clean', { id: 1, url: kShop, windowId: 3 });
  await settle();
  assert.deepEqual(browser.furniture.copied, [
    'https://other.example/?p=2',
    'https://shop.example/shoes?id=3#top',
    'https://shop.example/shoes?id=3#top',
  ]);
});

test('every command does its own, and none without a tab fails', async () => {
  const browser = await started();
  const { listeners } = browser.furniture;
  const tab = { id: 1, url: kShop, windowId: 3 };
  listeners.command('panel', tab);
  listeners.command('universe', null);
  listeners.command('keep', tab);
  for (const command of ['keep', 'panel', 'copy_clean', 'unknown'])
    listeners.command(command, null);
  await settle();
  assert.deepEqual(browser.furniture.opened, [
    'panel of window 3',
    'dashboard/dashboard.html#universe new',
    'popup',
  ]);
  assert.equal(kept(browser).length, 1);
});

test('the address bar answers from the universe, the newest question alone', async () => {
  const browser = await started();
  assert.equal(browser.furniture.introduced, 'word of omnibox_search');
  browser.host.methods['intentions.list'] = ({ words }) => ({
    items: [
      { name: `Trail shoes <${words}>`, brand: 'shop.example' },
      { name: 'Two Saturdays', brand: null },
    ],
  });
  const said = [];
  const { listeners } = browser.furniture;
  listeners.typed('sho', () => said.push('late'));
  listeners.typed(' shoes  42 ', (/** @type {object} */ lines) => said.push(lines));
  listeners.typed('   ', () => said.push('nothing was asked'));
  await settle();
  assert.deepEqual(said, [], 'an emptied line takes every answer back');
  listeners.typed(' shoes  42 ', (/** @type {object} */ lines) => said.push(lines));
  await settle();
  assert.deepEqual(said, [
    [
      { content: 'Trail shoes <shoes 42>', description: 'Trail shoes <shoes 42> · shop.example' },
      { content: 'Two Saturdays', description: 'Two Saturdays' },
    ],
  ]);
  assert.deepEqual(browser.host.asked('intentions.list').at(-1), { words: 'shoes 42', limit: 6 });
});

test('the address bar without a host suggests nothing, and Enter still opens the search', async () => {
  const browser = await started();
  browser.host.methods['intentions.list'] = () => {
    throw refuse('needs_recovery');
  };
  const { listeners } = browser.furniture;
  listeners.typed('shoes', () => assert.fail('suggested'));
  await settle();
  listeners.entered(' trail  shoes/é#? ', 'here');
  listeners.entered('', 'new');
  await settle();
  assert.deepEqual(browser.furniture.opened, [
    'dashboard/dashboard.html#universe/trail%20shoes%2F%C3%A9%23%3F here',
    'dashboard/dashboard.html#universe new',
  ]);
});

test('Welcome opens at the installation until it was seen, and never again', async () => {
  const browser = await started();
  await browser.furniture.installed('chrome_update');
  assert.deepEqual(browser.furniture.opened, []);
  await browser.furniture.installed('install');
  // Started anew before the page was drawn, which a browser may call an update.
  await browser.start();
  await browser.furniture.installed('update');
  assert.deepEqual(browser.furniture.opened, [
    'welcome/welcome.html new',
    'welcome/welcome.html new',
  ]);
  await browser.settings.set({ welcomed: true }); // As the page writes it when it stands.
  await browser.start();
  for (const reason of ['install', 'update']) await browser.furniture.installed(reason);
  assert.equal(browser.furniture.opened.length, 2);
});
