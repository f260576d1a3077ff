// SPDX-License-Identifier: GPL-3.0-or-later
// Settings, "Lists" and "Your own rules": what a person meets, and what their presses ask of the background.

import assert from 'node:assert/strict';
import { pageTests } from '../ui/harness/pages.mjs';
import { dashboardScene, filterLists, LOOKED, REFUSED_LINES, SAID } from '../ui/harness/scenes.mjs';

const on = pageTests('/dashboard/dashboard.html');
const AT = { hash: '#settings' };
const row = (id) => `[data-list="${id}"]`;
const withLists = (more = {}, rest = {}) =>
  dashboardScene({ filterLists: { ...LOOKED, ...more }, ...rest });

on(
  'each list says what it stops, how old it is, how much of it counts, and what came of the last look',
  withLists(),
  async (page, { reads, text }) => {
    await reads(page, 'AdGuard base filter On', row('base'));
    const base = await text(page, row('base'));
    for (const words of [
      'Advertising; includes EasyList.',
      '118,000 filters for requests · 27,300 that hide elements · version 2.4.55.1 · fetched on',
      'GPL-3.0-only · Its page',
      'A fresh text was taken.',
      '1,613 lines are of no use here',
    ])
      assert.ok(base.includes(words), `${words}\n${base}`);
    assert.match(
      await text(page, row('tracking')),
      /as it came with Volition[\s\S]*The same as before\./,
    );
    assert.match(await text(page, row('url-tracking')), /\b1 filter for requests · version/);
    assert.match(await text(page, row('popups')), /no filter list but a web page/);
    assert.match(await text(page, row('french')), /answered with error 503/);
    assert.match(await text(page, row('custom-0000000a')), /more than ten times/);
    assert.equal(await page.$(`${row('social')} a`), null, 'only an https page is linked');
    assert.equal(await page.$(row('own')), null, 'own rules have a field of their own');
    await reads(page, '3 rules were not taken by this browser.');
    await reads(page, '40 filters found no room in this browser.');
  },
  AT,
);

on(
  'a list that was not counted yet says what it was when it shipped, and that it is being counted',
  withLists(
    {},
    {
      lists: [{ title: 'AdGuard popups filter', version: '9', lines: 60, network: 50, refused: 8 }],
    },
  ),
  async (page, { reads }) => {
    await reads(page, '42 filters for requests', row('popups'));
    await reads(page, '8 lines are of no use here', row('popups'));
    await page.evaluate(() => {
      const { filterLists, tell } = globalThis.volitionScene;
      filterLists.said.building = true;
      tell('lists');
    });
    await reads(page, 'being counted…', row('popups'));
  },
  AT,
);

on(
  'lines that are of no use: why, in words, and which, on demand',
  withLists({}, { refusedLines: REFUSED_LINES }),
  async (page, { press, reads, text }) => {
    await press(page, `${row('base')} summary`);
    await reads(page, '1,204 lines: a script to be run in pages', row('base'));
    const words = await text(page, row('base'));
    assert.ok(words.includes('406 lines: more than hiding'), words);
    assert.ok(words.includes('1 line: an expression that is too costly'), words);
    assert.ok(words.includes('2 lines: another reason (something_new)'), words);
    await press(page, `${row('base')} [data-do=lines]`);
    await reads(page, 'Line 12', row('base'));
    await press(page, `${row('base')} [data-do=lines]`);
    await reads(page, 'Line 104', row('base'));
    assert.equal(await page.$(`${row('base')} [data-do=lines]`), null, 'there are no more');
  },
  AT,
);

on(
  'a list is switched',
  withLists(),
  async (page, { press, reads, calls }) => {
    await press(page, '[name="list-annoyances"]');
    await reads(page, 'annoyances filter On', row('annoyances'));
    const [{ list, mode, op_id }] = await calls(page, 'lists.switch');
    assert.deepEqual([list, mode], ['annoyances', 'on']);
    assert.match(op_id, /^[0-9a-f]{32}$/);
  },
  AT,
);

on(
  'a press while another one is under way is carried out after it',
  { ...withLists({ outcomes: {}, weekly: 'off' }), delayMs: 300 },
  async (page, { calls, called }) => {
    await page.waitForSelector('[data-do=look]');
    await page.evaluate((tracking) => {
      /** @type {HTMLElement} */ (
        document.querySelector(`${tracking} input[type=checkbox]`)
      ).click();
      /** @type {HTMLElement} */ (document.querySelector('[name=weekly]')).click();
      /** @type {HTMLElement} */ (document.querySelector('[data-do=look]')).click();
    }, row('tracking'));
    await called(page, 'lists.look', 1);
    assert.deepEqual(
      [(await calls(page, 'lists.switch')).length, (await calls(page, 'lists.weekly'))[0]?.mode],
      [1, 'on'],
    );
  },
  AT,
);

on(
  'a switch stands as it was set while a slow program is asked, and a second press sets it back',
  withLists({}, { delayMs: 300 }),
  async (page, { calls, called, reads }) => {
    const kBox = `${row('tracking')} input[type=checkbox]`;
    await page.waitForSelector(kBox);
    await page.evaluate((selector) => {
      const box = /** @type {HTMLInputElement} */ (document.querySelector(selector));
      const { get, set } =
        Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'checked') ?? {};
      globalThis.drawn = [];
      Object.defineProperty(box, 'checked', {
        get,
        set(checked) {
          globalThis.drawn.push(checked);
          set?.call(this, checked);
        },
      });
      // What is asked for now is answered with how all stood before the press.
      globalThis.volitionScene.tell('lists');
      box.click();
    }, kBox);
    await reads(page, 'AdGuard tracking filter Off', row('tracking'));
    await page.waitForFunction(
      () =>
        !globalThis.volitionScene.filterLists.said.lists.some(
          ({ id, state }) => id === 'tracking' && state === 'on',
        ),
    );
    assert.ok(!(await page.evaluate(() => globalThis.drawn.includes(true))), 'it jumped back');
    await page.click(kBox);
    await page.click(kBox);
    await page.click(kBox);
    await called(page, 'lists.switch', 4);
    const modes = (await calls(page, 'lists.switch')).map(({ mode }) => mode);
    assert.deepEqual(modes, ['off', 'on', 'off', 'on']);
    await reads(page, 'AdGuard tracking filter On', row('tracking'));
  },
  AT,
);

on(
  'how the lists stood before a press does not come back with a late answer',
  withLists(),
  async (page, { askLate, press, reads, release, drawn, text }) => {
    await reads(page, 'AdGuard tracking filter On', row('tracking'));
    await askLate(page, 'lists.read', 'lists');
    await press(page, `${row('tracking')} input[type=checkbox]`);
    await reads(page, 'AdGuard tracking filter Off', row('tracking'));
    await page.waitForFunction(() => document.querySelector('vol-lists')?.wishes.size === 0);
    await release(page);
    await drawn(page);
    assert.match(await text(page, row('tracking')), /AdGuard tracking filter\s+Off/);
  },
  AT,
);

on(
  'a look says how far it is, and that it ended',
  withLists({ outcomes: {}, weekly: 'off' }),
  async (page, { press, reads, calls }) => {
    await press(page, '[data-do=look]');
    await reads(page, 'Looking: list 1 of 2…');
    await press(page, '[data-do=look]');
    assert.equal((await calls(page, 'lists.look')).length, 1, 'one look at a time');
    await page.evaluate(() => {
      const { filterLists, tell } = globalThis.volitionScene;
      filterLists.looking = null;
      filterLists.outcomes = { base: { outcome: 'same', code: '', at: 0 } };
      tell('lists');
    });
    await reads(page, 'Looked. What came of it stands beside each list.');
    await reads(page, 'The same as before.', row('base'));
    await press(page, '[name=weekly]');
    assert.equal((await calls(page, 'lists.weekly'))[0].mode, 'on');
  },
  AT,
);

on(
  'a list is added by its address, and what is refused is said there',
  withLists({}, { fail: {} }),
  async (page, { press, reads, calls }) => {
    await press(page, '.adding > summary');
    await page.type('[name=list-address]', ' http://mine.example/list.txt');
    await page.evaluate(() => {
      globalThis.volitionScene.scene.fail = { 'lists.add': 'address_not_https' };
    });
    await press(page, '[data-way=address] [type=submit]');
    await reads(page, 'Lists are fetched from public https addresses alone.');
    assert.equal(
      await page.$eval('[name=list-address]', (one) => one.value.trim()),
      'http://mine.example/list.txt',
    );
    await page.evaluate(() => {
      globalThis.volitionScene.scene.fail = {};
    });
    await press(page, '[data-way=address] [type=submit]');
    await reads(page, 'Added: List of the address.');
    assert.equal((await calls(page, 'lists.add'))[1].address, 'http://mine.example/list.txt');
  },
  AT,
);

on(
  'a pasted list is added, removed, and comes back by Undo with its text',
  withLists(),
  async (page, { press, reads, calls }) => {
    await press(page, '.adding > summary');
    await page.type('[name=list-title]', 'Mine');
    await page.type('[name=list-text]', '||a.example^');
    await press(page, '[data-way=paste] [type=submit]');
    await reads(page, 'Added: Mine.');
    await press(page, `${row('custom-0000000b')} [data-do=remove]`);
    await reads(page, 'Removed: Pasted.');
    await page.waitForFunction(() => document.activeElement?.dataset.do === 'undo-remove');
    await press(page, '[data-do=undo-remove]');
    await reads(page, 'Pasted On');
    const { title, text } = (await calls(page, 'lists.paste'))[1];
    assert.deepEqual([title, text], ['Pasted', '||pasted.example^\n']);
  },
  AT,
);

on(
  'own rules are written, and at once it is said what of them is of no use',
  withLists({}, { own: '! mine\n', refusedLines: { own: REFUSED_LINES.own } }),
  async (page, { press, reads, calls }) => {
    await reads(page, 'Your own rules');
    await page.type('[name=own]', '||shop.example^$nonsense\n');
    await press(page, '[data-do=save-own]');
    await reads(page, 'Saved.');
    await reads(page, '2 lines are of no use:');
    await reads(page, 'Line 2: an option that is not known ||shop.example^$nonsense');
    const [{ text, before }] = await calls(page, 'lists.write_own');
    assert.equal(before, '! mine\n');
    assert.match(text, /\|\|shop\.example\^\$nonsense/);
  },
  AT,
);

on(
  'a line that “Block this element” adds appears, but not over what is being written',
  withLists({}, { own: '' }),
  async (page, { reads }) => {
    await reads(page, 'Your own rules');
    const change = (text) =>
      page.evaluate((now) => {
        const { tell } = globalThis.volitionScene;
        void chrome.runtime
          .sendMessage({ to: 'lists', do: 'write_own', text: now })
          .then(() => tell('lists'));
      }, text);
    await change('shop.example##.ad\n');
    await page.waitForFunction(
      () => document.querySelector('[name=own]').value === 'shop.example##.ad\n',
    );
    await page.type('[name=own]', '! and more');
    await change('shop.example##.other\n');
    await page.waitForFunction(
      () => globalThis.volitionCalls.filter(({ method }) => method === 'filters.text').length >= 3,
    );
    assert.match(await page.$eval('[name=own]', (one) => one.value), /and more/);
  },
  AT,
);

on(
  'without the program lists can be switched, and what needs it is said',
  dashboardScene({ host: { state: 'absent', detail: '' }, filterLists: filterLists() }),
  async (page, { press, reads, calls }) => {
    await reads(
      page,
      'Fresh texts, lists that you add and rules of your own need Volition’s program.',
    );
    await reads(page, 'AdGuard Social Media filter Off');
    await press(page, '[name="list-social"]');
    await reads(page, 'AdGuard Social Media filter On');
    assert.equal((await calls(page, 'lists.switch'))[0].list, 'social');
    for (const absent of ['[data-do=look]', '.adding', '[name=own]', '[name=weekly]'])
      assert.equal(await page.$(absent), null, absent);
  },
  AT,
);

on(
  'a building that failed, and rules that the browser refused, are said',
  withLists({ said: { ...SAID, failed: 'storage_full' }, rules: 'failed' }),
  async (page, { reads }) => {
    await reads(page, 'The last change could not be built in.');
    await reads(page, 'This browser did not take the lists’ rules.');
  },
  AT,
);

on(
  'damaged files that were mended are said, and those that were not',
  withLists({
    said: { ...SAID, failed: 'list_unreadable', rebuilt: true, restored_on: '2026-11-20' },
  }),
  async (page, { reads }) => {
    await reads(page, 'The text of a list is damaged, so that list is left out');
    await reads(page, 'They were made anew from the lists’ texts, and those are used.');
    await reads(page, 'was found damaged on November 20');
  },
  AT,
);

on(
  'a folder of lists that cannot be read is said',
  withLists({ rules: 'unknown', trouble: 'lists_damaged' }),
  async (page, { reads }) => {
    await reads(page, 'The folder of your lists is damaged.');
  },
  AT,
);
