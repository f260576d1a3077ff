// SPDX-License-Identifier: GPL-3.0-or-later
// Which lists are on, and that the browser's rules become those of the lists, at every start and after every change.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { kDynamicIds, kGroups, kNationalLists } from '../../../extension/background/rules.js';
import { FakeBrowser, hex, refuse, settle } from '../support/fake_browser.mjs';
import { FakeLists } from '../support/fake_lists.mjs';

const kPolled = 500;

/** @param {string} host @param {object} [more] */
const rule = (host, more = {}) => ({
  id: 1_000,
  priority: 10,
  action: { type: 'block' },
  condition: { requestDomains: [host], ...more },
});

async function started(
  prepare = (/** @type {FakeBrowser} */ _browser, /** @type {FakeLists} */ _lists) => {},
) {
  const browser = new FakeBrowser();
  const lists = new FakeLists(browser);
  prepare(browser, lists);
  await browser.start();
  await settle();
  return { browser, lists };
}

/** @param {FakeBrowser} browser @param {object} message */
const tell = (browser, message) =>
  browser.fromPage('dashboard', { to: 'lists', op_id: hex(1), ...message });

const read = async (/** @type {FakeBrowser} */ browser) =>
  (await tell(browser, { do: 'read' })).value;

/** The hosts that dynamic rules of lists name. @param {FakeBrowser} browser */
const hosts = (browser) =>
  browser.dynamicRules.rules
    .filter(({ id }) => id >= kDynamicIds.firstOfLists)
    .flatMap(({ condition }) => condition.requestDomains)
    .sort();

test('what the host says is put in force, and a restart finds it in force', async () => {
  const { browser, lists } = await started();
  lists.change({
    enable: ['ruleset_6'],
    disable_sets: ['ruleset_5'],
    disable: [{ ruleset: 'ruleset_1', ids: [7, 9] }],
    rules: [rule('new.example'), rule('other.example', { domainType: 'thirdParty' })],
    left_out: 2,
  });
  await browser.start();
  assert.deepEqual(hosts(browser), ['new.example', 'other.example']);
  assert.deepEqual(browser.disabledIds.get('ruleset_1'), [7, 9]);
  assert.ok(browser.ruleSets.has('ruleset_6') && !browser.ruleSets.has('ruleset_5'));
  const state = await read(browser);
  assert.deepEqual([state.rules, state.refused, state.left_out], ['in_force', 0, 2]);

  const { calls } = browser.dynamicRules;
  await browser.start();
  await browser.memory.clear();
  await browser.start();
  assert.equal(browser.dynamicRules.calls, calls, 'what stands right is left alone');
});

test('a change in one rule is a change of one rule, whatever its number', async () => {
  const { browser, lists } = await started();
  lists.change({ rules: ['a', 'b', 'c'].map((name) => rule(`${name}.example`)) });
  await browser.start();
  const before = new Map(
    browser.dynamicRules.rules.map((one) => [one.condition.requestDomains[0], one.id]),
  );
  lists.change({ rules: ['z', 'c', 'a'].map((name) => rule(`${name}.example`)) });
  await browser.start();
  const after = new Map(
    browser.dynamicRules.rules.map((one) => [one.condition.requestDomains[0], one.id]),
  );
  assert.deepEqual([...after.keys()].sort(), ['a.example', 'c.example', 'z.example']);
  assert.equal(after.get('a.example'), before.get('a.example'));
  assert.equal(after.get('c.example'), before.get('c.example'));
});

test('an update of the extension has reset sets and single rules: they are set again; what contradicts goes', async () => {
  const { browser, lists } = await started();
  await tell(browser, { do: 'switch', list: 'annoyances', mode: 'off' });
  lists.change({ disable: [{ ruleset: 'ruleset_2', ids: [4] }], rules: [rule('old.example')] });
  await browser.start();
  assert.deepEqual(hosts(browser), ['old.example']);
  lists.change({ disable: [{ ruleset: 'ruleset_2', ids: [5] }], rules: [rule('new.example')] });
  await browser.update('0.2.0');
  assert.deepEqual(hosts(browser), ['new.example']);
  assert.deepEqual(browser.disabledIds.get('ruleset_2'), [5]);
  assert.ok(!browser.ruleSets.has('ruleset_5'));
});

test('a browser that lost its dynamic rules gets them again', async () => {
  const { browser, lists } = await started();
  lists.change({ rules: [rule('new.example')] });
  await browser.start();
  browser.dynamicRules.rules = [];
  await browser.memory.clear();
  await browser.start();
  assert.deepEqual(hosts(browser), ['new.example']);
});

test('many rules come in pages and go in batches; one that changes between two pages is asked again', async () => {
  const { browser, lists } = await started();
  lists.change({ rules: Array.from({ length: 2_345 }, (_, n) => rule(`h${n}.example`)) });
  const { calls } = browser.dynamicRules;
  await browser.start();
  assert.equal(hosts(browser).length, 2_345);
  assert.equal(browser.dynamicRules.calls - calls, 1);

  let asked = 0;
  const plain = browser.host.methods['filters.delta'];
  browser.host.methods['filters.delta'] = (params) => {
    asked += 1;
    if (asked === 2) lists.change({ rules: [rule('last.example')] });
    return plain(params);
  };
  lists.change({ rules: lists.delta.rules.slice(0, 2_000) });
  await browser.start();
  await browser.clock.pass(kPolled);
  assert.deepEqual(hosts(browser), ['last.example']);
});

test('the switch per site stays as it is', async () => {
  const { browser, lists } = await started();
  await browser.show(1, 'https://shop.example/');
  await browser.fromPage('popup', { to: 'tab', do: 'protection', tabId: 1, mode: 'off' });
  lists.change({ rules: [rule('new.example')] });
  await browser.start();
  lists.change({ rules: [] });
  await browser.start();
  assert.deepEqual(
    browser.dynamicRules.rules.map(({ id, condition }) => [id, condition.requestDomains]),
    [[kDynamicIds.sitesOff, ['shop.example']]],
  );
});

for (const names of [true, false]) {
  test(`bad rules cost themselves alone, where the browser ${names ? 'names one' : 'names none'}`, async () => {
    const { browser, lists } = await started();
    browser.dynamicRules.names = names;
    browser.dynamicRules.refuses = ({ condition }) => /bad/.test(condition.requestDomains[0]);
    const rules = Array.from({ length: 900 }, (_, n) => rule(`h${n}.example`));
    rules.splice(333, 0, rule('bad.example'));
    rules.push({ ...rule('ahead.example', { regexFilter: 'a(?=b)' }) });
    lists.change({ rules });
    const { calls } = browser.dynamicRules;
    await browser.start();
    const state = await read(browser);
    if (names) {
      assert.equal(hosts(browser).length, 900);
      assert.equal(state.refused, 2, 'the bad one, and the expression that is not taken');
    } else {
      assert.ok(hosts(browser).length >= 895, `${hosts(browser).length}`);
    }
    assert.ok(browser.dynamicRules.calls - calls <= 24, 'a full set is never bisected for long');
  });
}

test('more rules than the browser holds: the first are taken, the rest counted', async () => {
  const { browser, lists } = await started();
  browser.dynamicRules.max = 5_000;
  lists.change({ rules: Array.from({ length: 5_200 }, (_, n) => rule(`h${n}.example`)) });
  await browser.start();
  assert.equal(hosts(browser).length, 4_950);
  assert.equal((await read(browser)).refused, 250);
});

test('while the host builds, the switch of a list counts at once and the rest follows', async () => {
  const { browser, lists } = await started();
  lists.building = true;
  await tell(browser, { do: 'switch', list: 'annoyances', mode: 'off' });
  assert.ok(!browser.ruleSets.has('ruleset_5'));
  assert.equal((await read(browser)).rules, 'building');
  lists.building = false;
  lists.change({ rules: [rule('new.example')] });
  await browser.clock.pass(kPolled);
  assert.deepEqual(hosts(browser), ['new.example']);
  assert.equal((await read(browser)).rules, 'in_force');
});

test('where the host cannot answer for a moment, it is asked again, less and less often', async () => {
  const { browser, lists } = await started();
  lists.change({ rules: [rule('new.example')] });
  const { methods } = browser.host;
  const whole = methods['filters.delta'];
  let asked = 0;
  methods['filters.delta'] = () => {
    asked += 1;
    throw refuse('busy');
  };
  await browser.start();
  assert.equal((await read(browser)).trouble, 'busy');
  await browser.clock.pass(60_000);
  assert.ok(asked >= 5 && asked <= 7, `${asked}`);
  methods['filters.delta'] = whole;
  await browser.clock.pass(60_000);
  assert.deepEqual(hosts(browser), ['new.example']);
  assert.equal((await read(browser)).trouble, '');
});

test('a browser that takes no rules now is asked again, and that is said meanwhile', async () => {
  const { browser, lists } = await started();
  lists.change({ rules: [rule('new.example')] });
  browser.dynamicRules.rules = [{ ...rule('old.example'), id: 1_000 }];
  browser.dynamicRules.fails = true;
  await browser.memory.clear();
  const { error } = console;
  console.error = () => undefined;
  await browser.start();
  console.error = error;
  assert.equal((await read(browser)).rules, 'failed');
  browser.dynamicRules.fails = false;
  await browser.clock.pass(1_000);
  assert.deepEqual(hosts(browser), ['new.example']);
  assert.equal((await read(browser)).rules, 'in_force');
});

test('without the host shipped lists can be switched, and it is told when it comes', async () => {
  const { browser, lists } = await started((made) => {
    made.host.installed = false;
  });
  const off = await tell(browser, { do: 'switch', list: 'popups', mode: 'off' });
  assert.equal(off.value.shipped.popups, 'off');
  assert.equal(off.value.said, null);
  assert.ok(!browser.ruleSets.has('ruleset_4'));
  const own = await tell(browser, { do: 'switch', list: 'custom-00000001', mode: 'off' });
  assert.equal(own.error.code, 'host_absent');

  await browser.update('0.2.0');
  assert.ok(!browser.ruleSets.has('ruleset_4'), 'an update forgets nothing');
  browser.host.installed = true;
  await browser.clock.pass(60_000);
  assert.equal(lists.lists.find(({ id }) => id === 'popups')?.state, 'off');
  assert.ok(!browser.ruleSets.has('ruleset_4'));
  await tell(browser, { do: 'switch', list: 'popups', mode: 'on' });
  assert.ok(browser.ruleSets.has('ruleset_4'));
});

test('what another browser switched is so here too, at the next start and when Settings are opened', async () => {
  const { browser, lists } = await started();
  lists.lists[3].state = 'off';
  lists.change({ disable_sets: ['ruleset_4'] });
  await tell(browser, { do: 'check' });
  assert.ok(!browser.ruleSets.has('ruleset_4'));
  lists.lists[3].state = 'on';
  lists.change({ disable_sets: [] });
  await browser.start();
  assert.ok(browser.ruleSets.has('ruleset_4'));
  lists.lists[3].state = 'off';
  lists.change({ disable_sets: ['ruleset_4'] });
  await browser.start();
  assert.ok(!browser.ruleSets.has('ruleset_4'));
});

test('a host of another version: sets by their states, rules of the person’s own lists alone', async () => {
  const { browser, lists } = await started();
  lists.change({ state: 'other_baseline', disable: [], rules: [rule('mine.example')] });
  lists.lists[2].state = 'off';
  await browser.start();
  assert.deepEqual(hosts(browser), ['mine.example']);
  assert.ok(!browser.ruleSets.has('ruleset_3'));
});

test('French is on at first for who reads it, and after that it is the person’s to say', async () => {
  const { browser, lists } = await started((made) => {
    made.languages = ['de', 'fr-CH'];
  });
  assert.ok(browser.ruleSets.has('ruleset_7'));
  assert.equal(lists.lists.at(-1)?.state, 'on');
  await tell(browser, { do: 'switch', list: 'french', mode: 'off' });
  await browser.start();
  assert.ok(!browser.ruleSets.has('ruleset_7'));
  const { browser: english } = await started();
  assert.ok(!english.ruleSets.has('ruleset_7'));
});

test('a second browser’s first start switches nothing on that was switched off in the first', async () => {
  const { browser, lists } = await started((made, told) => {
    made.languages = ['fr'];
    told.chosen.add('french');
  });
  assert.equal(lists.lists.at(-1)?.state, 'off');
  assert.ok(!browser.ruleSets.has('ruleset_7'));
  // The person's own switch is no guess, though it was made without the host.
  browser.host.installed = false;
  await browser.start();
  await tell(browser, { do: 'switch', list: 'french', mode: 'on' });
  browser.host.installed = true;
  await browser.start();
  assert.equal(lists.lists.at(-1)?.state, 'on');
});

test('what another browser switched is in force with the next page, and at once where a page of ours is seen', async () => {
  const { browser, lists } = await started();
  browser.host.methods['filters.cosmetics'] = () => ({
    selectors: [],
    generic: true,
    lists_revision: lists.revision,
    cut: false,
  });
  browser.host.methods.status = () => ({
    state: 'ready',
    revision: 1,
    lists_revision: lists.revision,
  });
  const elsewhere = (/** @type {any} */ what) => {
    lists.revision += 1;
    lists.change(what);
  };
  const asked = () => browser.host.asked('filters.lists').length;
  const before = asked();
  await browser.document(1, 'https://shop.example/a');
  assert.equal(asked(), before, 'nothing changed');
  elsewhere({ enable: ['ruleset_6'] });
  await browser.document(1, 'https://shop.example/b');
  await settle();
  assert.ok(browser.ruleSets.has('ruleset_6'));
  elsewhere({ enable: [] });
  await browser.clock.pass(2_000);
  await browser.fromPage('popup', { to: 'elsewhere' });
  await settle();
  assert.ok(!browser.ruleSets.has('ruleset_6'));
  assert.equal(asked(), before + 2);
});

/** @param {FakeBrowser} browser @param {string} group @param {'on' | 'off'} mode */
const turnGroup = (browser, group, mode) =>
  browser.fromPage('dashboard', { to: 'protection', do: 'group', group, mode });

for (const installed of [true, false]) {
  test(`each group has its own switch, which is that of its lists, ${installed ? 'with' : 'without'} the host`, async () => {
    const { browser, lists } = await started((made) => {
      made.host.installed = installed;
    });
    await tell(browser, { do: 'switch', list: 'social', mode: 'on' });
    await tell(browser, { do: 'switch', list: 'base', mode: 'off' });
    const off = await turnGroup(browser, 'display', 'off');
    assert.deepEqual(off.value.groups, { follows: 'on', display: 'off' });
    assert.deepEqual([...browser.ruleSets].sort(), ['ruleset_2', 'ruleset_3', 'ruleset_4']);
    if (installed) {
      const on = lists.lists.filter(({ state }) => state === 'on').map(({ id }) => id);
      assert.deepEqual(on, kGroups.follows);
    }
    await browser.start();
    const back = await turnGroup(browser, 'display', 'on');
    assert.deepEqual(back.value.groups, { follows: 'on', display: 'on' });
    const { shipped } = await read(browser);
    assert.deepEqual([shipped.base, shipped.annoyances, shipped.social], ['off', 'on', 'on']);
  });
}

test('forgetting everything switches the lists back and takes the rules of own lists away', async () => {
  const { browser, lists } = await started();
  await turnGroup(browser, 'follows', 'off');
  lists.change({ rules: [rule('mine.example')] });
  await browser.start();
  await browser.fromPage('dashboard', { to: 'forget_all', op_id: hex(7) });
  await settle();
  assert.deepEqual([...browser.ruleSets].sort(), browser.defaultSets);
  assert.deepEqual(hosts(browser), []);
  assert.equal(browser.settings.values.size, 0);
});

test('a package without rule sets of lists asks for the person’s own alone', async () => {
  const { browser } = await started((made) => {
    made.files = {};
  });
  assert.deepEqual(browser.host.asked('filters.delta'), [
    { browser: 'chromium', baseline: '0'.repeat(16) },
  ]);
  assert.deepEqual([...browser.ruleSets].sort(), browser.defaultSets);
});

/** Messages that change nothing. */
const kRefused = [
  ['popup', { do: 'switch', list: 'base', mode: 'off' }, 'not_allowed'],
  ['dashboard', { do: 'switch', list: 'base', mode: 'off_once' }, 'invalid_params'],
  ['dashboard', { do: 'switch', list: '../base', mode: 'off' }, 'invalid_params'],
  ['dashboard', { do: 'weekly', mode: 'often' }, 'invalid_params'],
  ['dashboard', { do: 'add', address: 7 }, 'invalid_params'],
  ['dashboard', { do: 'paste', title: 'x'.repeat(121), text: '' }, 'invalid_params'],
  ['dashboard', { do: 'constructor' }, 'not_allowed'],
  ['popup', { do: 'write_own', text: '', before: '' }, 'not_allowed'],
];
for (const [page, message, code] of kRefused) {
  test(`${page} may not ${JSON.stringify(message).slice(0, 60)}`, async () => {
    const { browser } = await started();
    const answer = await browser.fromPage(page, { to: 'lists', op_id: hex(1), ...message });
    assert.equal(answer.error?.code, code);
    assert.deepEqual(browser.host.asked('filters.set_list'), []);
    assert.deepEqual(browser.host.asked('filters.put_list'), []);
  });
}

test('the two groups are the lists that ship, each in one of them', () => {
  const { lists } = JSON.parse(
    readFileSync(new URL('../../../native-host/data/lists.json', import.meta.url), 'utf8'),
  );
  const names = lists.map(({ name }) => name);
  const grouped = [...kGroups.follows, ...kGroups.display];
  assert.deepEqual(grouped.toSorted(), names.toSorted());
  for (const name of Object.values(kNationalLists)) assert.ok(names.includes(name), name);
});
