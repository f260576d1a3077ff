// SPDX-License-Identifier: GPL-3.0-or-later
// "Block this element": hidden at once, kept as a line of the own rules, taken back; never written from a private window.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeBrowser, settle } from '../support/fake_browser.mjs';
import { FakeLists } from '../support/fake_lists.mjs';

const kShop = 'https://shop.example/p/shoes';
const kStyle = 'div.teaser{display:none!important}';

async function started(window = {}) {
  const browser = new FakeBrowser();
  const lists = new FakeLists(browser);
  browser.host.methods['filters.cosmetics'] = () => ({ selectors: [], generic: false, cut: false });
  await browser.start();
  await browser.show(1, kShop, window);
  browser.contentAnswers = (_, { ask }) =>
    ask === 'element' ? { selector: 'div.teaser', count: 3 } : undefined;
  return { browser, lists };
}

/** @param {FakeBrowser} browser @param {object} [on] */
async function press(browser, on = {}) {
  const press = {
    id: 'menu_block',
    tabId: 1,
    frameId: 0,
    pageUrl: kShop,
    frameUrl: '',
    linkUrl: '',
    selection: '',
  };
  browser.furniture.listeners.press({ ...press, ...on });
  await settle();
}

/** @param {FakeBrowser} browser */
const hidden = async (browser) => (await browser.state(1)).hidden;
/** @param {FakeBrowser} browser */
const undo = (browser) => browser.fromPage('popup', { to: 'tab', do: 'unhide', tabId: 1 });

test('it goes at once, the popup says so, and a line of the own rules keeps it so', async () => {
  const { browser, lists } = await started();
  lists.texts.set('own', '! mine\n\n||a.example^\n');
  await press(browser);
  assert.deepEqual(browser.furniture.opened, ['popup']);
  assert.deepEqual(
    browser.styles.map(({ css }) => css),
    [kStyle],
  );
  assert.equal(lists.texts.get('own'), '! mine\n\n||a.example^\nshop.example##div.teaser\n');
  assert.deepEqual(await hidden(browser), {
    selector: 'div.teaser',
    count: 3,
    site: 'shop.example',
    kept: 'kept',
  });

  await undo(browser);
  await settle();
  assert.deepEqual(browser.styles, []);
  assert.equal(lists.texts.get('own'), '! mine\n\n||a.example^\n');
  assert.equal(await hidden(browser), null);
});

test('in a frame it is the frame’s own document and site', async () => {
  const { browser, lists } = await started();
  await press(browser, { frameId: 7, frameUrl: 'https://frame.example/ad' });
  assert.equal(browser.contentAsked.at(-1)?.frameId, 7);
  assert.equal(browser.styles[0]?.shown.frameId, 7);
  assert.equal(lists.texts.get('own'), 'frame.example##div.teaser\n');
});

test('the next page of the site hides it from its beginning; another site does not', async () => {
  const { browser } = await started();
  await press(browser);
  browser.styles = [];
  await browser.show(1, 'https://shop.example/p/other');
  await browser.document(1, 'https://shop.example/p/other');
  assert.deepEqual(
    browser.styles.map(({ css }) => css),
    [kStyle],
  );
  assert.equal(await hidden(browser), null, 'that was on the page before');
  await browser.document(1, 'https://other.example/');
  assert.equal(browser.styles.length, 1);
});

test('a private window: hidden until the tab closes, and nothing is written', async () => {
  const { browser, lists } = await started({ private: true });
  await press(browser);
  assert.equal((await hidden(browser))?.kept, 'private');
  assert.equal(browser.styles.length, 1);
  assert.deepEqual(browser.host.asked('filters.put_list'), []);
  assert.equal(lists.texts.size, 0);
  lists.texts.set('own', 'shop.example##div.teaser\n');
  await undo(browser);
  await settle();
  assert.deepEqual(browser.styles, []);
  assert.equal(lists.texts.get('own'), 'shop.example##div.teaser\n', 'a line of before stays');
  await press(browser);
  assert.doesNotMatch(
    JSON.stringify([...browser.memory.values, ...browser.settings.values]),
    /teaser/,
  );
  await browser.closeTab(1);
  browser.styles = [];
  await browser.show(1, kShop, { private: true });
  await browser.document(1, kShop);
  assert.deepEqual(browser.styles, []);
});

test('without the host it is hidden in this tab, and that is said', async () => {
  const { browser } = await started();
  browser.host.installed = false;
  browser.host.die();
  await settle();
  await browser.clock.pass(5_000);
  await press(browser);
  assert.equal((await hidden(browser))?.kept, 'no_host');
  assert.equal(browser.styles.length, 1);
});

test('a host that refuses the line is said; taking it back removes no line', async () => {
  const { browser, lists } = await started();
  lists.refuses = 'storage_full';
  await press(browser);
  assert.equal((await hidden(browser))?.kept, 'failed');
  lists.refuses = '';
  await undo(browser);
  await settle();
  assert.deepEqual(browser.styles, []);
});

/** What a script on hostile ground may answer. */
const kHostile = [
  undefined,
  null,
  7,
  { selector: '', count: 1 },
  { selector: 'a{}', count: 1 },
  { selector: 'a, b', count: 1 },
  { selector: '*', count: 1 },
  { selector: 'a:has(b)', count: 1 },
  { selector: 'a[b]', count: 1 },
  { selector: 'a\\{', count: 1 },
  { selector: 'a\n##b', count: 1 },
  { selector: 'a/*', count: 1 },
  { selector: `a${'.b'.repeat(200)}`, count: 1 },
  { selector: ['a'], count: 1 },
  { selector: 'a', count: 'many' },
];
for (const answer of kHostile) {
  test(`the answer ${JSON.stringify(answer)?.slice(0, 40)} hides nothing, and that is said`, async () => {
    const { browser } = await started();
    browser.contentAnswers = () => answer;
    await press(browser);
    assert.deepEqual(browser.styles, []);
    assert.deepEqual(browser.host.asked('filters.put_list'), []);
    assert.equal((await hidden(browser))?.kept, 'nothing');
    await undo(browser);
    assert.equal(await hidden(browser), null);
  });
}

for (const selector of ['div.w-1\\/2.md\\:flex', '#\\31 0', 'p#é > a.b-_c > img']) {
  test(`the selector ${selector} is one of ours`, async () => {
    const { browser } = await started();
    browser.contentAnswers = () => ({ selector, count: 1 });
    await press(browser);
    assert.equal(browser.styles.length, 1);
  });
}
