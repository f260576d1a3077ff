// SPDX-License-Identifier: GPL-3.0-or-later
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kDynamicIds, kPriorities, kSessionIds } from '../../../extension/background/rules.js';
import { FakeBrowser } from '../support/fake_browser.mjs';

const kShop = 'https://shop.example/p/shoes';

async function started() {
  const browser = new FakeBrowser();
  await browser.start();
  await browser.show(1, kShop);
  return browser;
}

/** @param {FakeBrowser} browser @param {'on' | 'off_once' | 'off'} mode */
const turn = (browser, mode, tabId = 1) =>
  browser.fromPage('popup', { to: 'tab', do: 'protection', tabId, mode });

test('Off frees this site and no other, at once and for good, and the page is loaded anew', async () => {
  const browser = await started();
  await turn(browser, 'off');
  const [rule] = browser.sessionRules.rules;
  assert.deepEqual(rule, {
    id: kSessionIds.sitesOff,
    priority: kPriorities.personAllow,
    action: { type: 'allowAllRequests' },
    condition: { requestDomains: ['shop.example'], resourceTypes: ['main_frame'] },
  });
  assert.deepEqual(browser.dynamicRules.rules, [{ ...rule, id: kDynamicIds.sitesOff }]);
  assert.deepEqual(browser.reloaded, [1]);
  assert.equal((await browser.state(1)).protection, 'off');

  // The browser ends: session rules and session memory are gone.
  browser.sessionRules.rules = [];
  await browser.memory.clear();
  await browser.start();
  assert.equal((await browser.state(1)).protection, 'off');
  await turn(browser, 'on');
  assert.deepEqual(browser.dynamicRules.rules, []);
  assert.equal((await browser.state(1)).protection, 'on');
});

test('Off in a private window ends with the browser and is not written down', async () => {
  const browser = await started();
  await browser.show(2, 'https://clinic.example/', { private: true });
  await turn(browser, 'off', 2);
  assert.equal((await browser.state(2)).protection, 'off');
  assert.doesNotMatch(JSON.stringify(browser.dynamicRules.rules), /clinic/);
});

test('Off once holds for this tab on this site, and ends when the tab leaves it', async () => {
  const browser = await started();
  await browser.show(2, kShop);
  await turn(browser, 'off_once');
  assert.equal((await browser.state(1)).protection, 'off_once');
  assert.equal((await browser.state(2)).protection, 'on');
  assert.deepEqual(browser.dynamicRules.rules, []);
  const [rule] = browser.sessionRules.rules;
  assert.deepEqual(rule.condition, {
    requestDomains: ['shop.example'],
    tabIds: [1],
    resourceTypes: ['main_frame'],
  });

  await browser.show(1, 'https://shop.example/basket');
  assert.equal((await browser.state(1)).protection, 'off_once', 'still on the site');
  await browser.show(1, 'https://other.example/');
  assert.deepEqual(browser.sessionRules.rules, []);
  await browser.show(1, kShop);
  assert.equal((await browser.state(1)).protection, 'on');
});

test('Off once ends with its tab, and two tabs do not disturb each other', async () => {
  const browser = await started();
  await browser.show(2, kShop);
  await turn(browser, 'off_once', 1);
  await turn(browser, 'off_once', 2);
  assert.equal(browser.sessionRules.rules.length, 2);
  await browser.closeTab(1);
  assert.deepEqual(
    browser.sessionRules.rules.map(({ condition }) => condition.tabIds),
    [[2]],
  );
});

test('a restarted background still knows and ends Off once', async () => {
  const browser = await started();
  await turn(browser, 'off_once');
  await browser.start();
  assert.equal((await browser.state(1)).protection, 'off_once');
  await browser.show(1, 'https://other.example/');
  assert.deepEqual(browser.sessionRules.rules, []);
});

test('On takes back both', async () => {
  const browser = await started();
  await turn(browser, 'off_once');
  await turn(browser, 'off');
  await turn(browser, 'on');
  assert.deepEqual([...browser.sessionRules.rules, ...browser.dynamicRules.rules], []);
});

test('the browser’s own pages have no switch', async () => {
  const browser = await started();
  await browser.show(1, 'chrome://settings/');
  const answer = await turn(browser, 'off');
  assert.equal(answer.error.code, 'not_allowed');
  assert.equal((await browser.state(1)).site, '');
  assert.deepEqual(browser.reloaded, []);
});

test('the numbers of our rules are pinned', () => {
  assert.deepEqual(
    { kSessionIds, kDynamicIds, kPriorities },
    {
      kSessionIds: { courierHeaders: 1, courierAllowed: 2, sitesOff: 3, firstTab: 1_000 },
      kDynamicIds: { sitesOff: 1, firstOfLists: 1_000, kept: 50 },
      kPriorities: {
        personAllow: 1_000_000,
        courierAllowed: 2_000_000,
        courierHeaders: 3_000_000,
      },
    },
  );
});

/** @param {FakeBrowser} browser @param {object} message */
const fromSettings = (browser, message) =>
  browser.fromPage('dashboard', { to: 'protection', ...message });

test('Settings names the sites that are off, and switches one on again', async () => {
  const browser = await started();
  await turn(browser, 'off');
  assert.deepEqual((await fromSettings(browser, { do: 'read' })).value.sites, ['shop.example']);
  const on = await fromSettings(browser, { do: 'site_on', site: 'shop.example' });
  assert.deepEqual(on.value.sites, []);
  assert.equal((await browser.state(1)).protection, 'on');
  assert.deepEqual([browser.sessionRules.rules, browser.dynamicRules.rules], [[], []]);
});

/** Messages that change nothing. */
const kRefused = [
  ['popup', { do: 'group', group: 'display', mode: 'off' }, 'not_allowed'],
  ['dashboard', { do: 'group', group: 'constructor', mode: 'off' }, 'invalid_params'],
  ['dashboard', { do: 'group', group: 'display', mode: 'off_once' }, 'invalid_params'],
  ['dashboard', { do: 'site_on', site: 7 }, 'invalid_params'],
];
for (const [page, message, code] of kRefused) {
  test(`${page} may not ${JSON.stringify(message)}`, async () => {
    const browser = await started();
    const answer = await browser.fromPage(page, { to: 'protection', ...message });
    assert.equal(answer.error?.code, code);
    assert.equal(browser.ruleSets.size, 5);
  });
}
