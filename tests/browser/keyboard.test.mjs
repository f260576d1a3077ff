// SPDX-License-Identifier: GPL-3.0-or-later
// The main job by keyboard alone, in both browsers (interface.md; WCAG 2.1.1, 2.1.2, 2.4.3, 2.4.7): no click, no focus given from outside, no
// script that changes anything; Tab, Enter, Space, Escape, arrows and typed words. A step builds on those before it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createInbox } from '../support/brand-inbox/inbox.mjs';
import { inOneLine } from '../support/world/request_log.mjs';
import { World } from '../support/world/world.mjs';
import { Driver, installedBrowsers } from './support/driver.mjs';
import { Keys } from './support/keys.mjs';
import { measured } from './support/shop.mjs';
import { until } from './support/until.mjs';
import { kOffer, kShoes } from './tour/words.mjs';

const kQuestion = 'Do you resole them?';

/**
 * @typedef {object} Desk what the steps hand on
 * @property {Driver} driver
 * @property {World} world
 * @property {Awaited<ReturnType<typeof createInbox>>} inbox
 * @property {Keys} keys of the page in front
 */

/** From anywhere in the dashboard to one of its sections, whose heading takes the focus. @param {Keys} keys @param {string | RegExp} link @param {string | RegExp} heading */
async function goTo(keys, link, heading) {
  await keys.enter('link', link, { back: true });
  await keys.isAt('heading', heading);
}

/** When this page began to load. @param {import('./support/surface.mjs').Surface} surface */
const began = (surface) => surface.page.evaluate(() => performance.timeOrigin);

/** @type {[string, (desk: Desk) => Promise<void>][]} */
const kSteps = [
  [
    'popup: a company opens, and Escape and Back both return to its line',
    async ({ keys }) => {
      await keys.surface.reads('tried to tell 3 companies');
      await keys.enter('button', /^Meta/);
      await keys.isAt('heading', 'Meta');
      await keys.surface.reads('tied it to an e-mail');
      await keys.enter('button', 'The message itself');
      await keys.press('Tab');
      await keys.isAt('pre', /address/i);
      await keys.press('Escape');
      await keys.isAt('button', /^Meta/);
      await keys.press('Enter');
      await keys.isAt('heading', 'Meta');
      await keys.enter('button', 'Back', { back: true });
      await keys.isAt('button', /^Meta/);
    },
  ],
  [
    'popup: the protection of this site opens, is looked at and closes again',
    async ({ keys }) => {
      await keys.enter('button', /^Protection/i, { back: true });
      assert.equal((await keys.somewhere()).expanded, 'true');
      await keys.press('Tab');
      assert.equal((await keys.isAt('radio', /./)).checked, true);
      await keys.press('Escape');
      assert.equal((await keys.isAt('button', /^Protection/i)).expanded, 'false');
    },
  ],
  [
    'popup: Keep, Undo, Keep again, and a choice of what is remembered',
    async ({ keys }) => {
      await keys.enter('button', 'Keep');
      await keys.isAt('button', 'Undo');
      await keys.surface.reads('Kept, only on this computer.');
      await keys.press('Enter');
      await keys.surface.reads(/Forgotten/);
      await keys.isAt('button', 'Undo');
      await keys.enter('button', 'Keep', { back: true });
      await keys.surface.reads('Kept, only on this computer.');
      await keys.isAt('button', 'Undo');
      await keys.enter('button', 'Remember for seven days what I look at');
      await keys.surface.reads('What you look at is remembered for seven days, then fades.');
      await keys.somewhere();
    },
  ],
  [
    'popup: Done offers its answers, and Escape takes them away',
    async ({ keys }) => {
      await keys.enter('button', 'Done', { back: true });
      await keys.tabTo('button', 'Mended');
      await keys.press('Escape');
      assert.equal((await keys.isAt('button', 'Done')).expanded, 'false');
    },
  ],
  [
    'Ask: the composer opens, the brand is looked up, the question is written',
    async (desk) => {
      await desk.keys.tabTo('link', 'Ask shop.example…', { back: true });
      await desk.keys.leaveBy('Enter');
      const composer = await desk.driver.ownTab('dashboard/dashboard.html#ask/');
      desk.keys = await Keys.before(composer);
      const { keys } = desk;
      await keys.tabTo('textbox', 'The brand’s site');
      await keys.press('Enter');
      await composer.reads('Sentier reads requests sent to shop.example.');
      await keys.isAt('textbox', 'my question');
      await keys.type(kQuestion);
      await composer.reads(/Exactly this leaves[\s\S]*Do you resole them/);
    },
  ],
  [
    'Ask: a field is switched on, filled, and switched off; the preview follows',
    async ({ keys }) => {
      const { surface } = keys;
      await keys.tabTo('checkbox', 'my name');
      await keys.press(' ');
      await keys.press('Tab');
      await keys.isAt('textbox', 'my name');
      await keys.type('Camille');
      await surface.reads(/Exactly this leaves[\s\S]*Camille/);
      await keys.tabTo('checkbox', 'my name', { back: true });
      await keys.press(' ');
      const text = await surface.reads(/Exactly this leaves[\s\S]*Do you resole them/);
      assert.doesNotMatch(text, /Camille/);
      await keys.tabTo('radio', 'ask a question', { back: true });
      await keys.press('ArrowDown');
      await keys.isAt('radio', 'ask for an offer');
      await surface.reads(/Exactly this leaves[\s\S]*terms/i);
      await keys.press('ArrowUp');
      await keys.isAt('radio', 'ask a question');
      await keys.enter('button', /^The exact bytes/);
      assert.equal(JSON.parse(await surface.exact('pre[data-exact]')).aud, 'https://shop.example');
    },
  ],
  [
    'Ask: Send says what became of it, and leads to the request',
    async ({ keys, inbox }) => {
      await keys.enter('button', 'Send to shop.example');
      await keys.isAt('heading', 'Sent to shop.example.');
      assert.equal(inbox.received.length, 1);
      assert.match(String(inbox.received[0].payloadText), /Do you resole them/);
      await keys.enter('link', 'See my requests');
      await keys.isAt('heading', 'Requests');
    },
  ],
  [
    'Requests: a look, a reply, its receipt; the request is withdrawn and forgotten',
    async ({ keys, inbox }) => {
      const { surface } = keys;
      await keys.enter('button', 'See if shop.example answered');
      await surface.reads('shop.example has not answered yet.');
      await keys.isAt('button', 'See if shop.example answered');
      await inbox.reply(inbox.received[0], kOffer);
      await keys.press('Enter');
      await surface.reads('One reply opened.');
      await surface.reads(/€125/);
      await keys.isAt('button', 'See if shop.example answered');
      await keys.enter('button', /receipt/i);
      await surface.reads('"typ":"request"');
      await keys.press('Tab');
      await keys.isAt('pre', 'Exact content');
      await keys.enter('button', 'Withdraw', { back: true });
      await surface.reads('Withdrawn: shop.example was told.');
      await keys.isAt('heading', /shop\.example/);
      await keys.enter('button', /^Forget/);
      await surface.reads('You have asked nobody yet.');
      await keys.isAt('heading', 'Requests');
    },
  ],
  [
    'By e-mail: a brand is named, and the mail’s composer opens without a look-up',
    async ({ keys, world }) => {
      const mark = world.log.mark();
      await keys.enter('link', 'Write to a brand');
      await keys.isAt('heading', /./);
      await keys.tabTo('textbox', 'The brand’s site');
      await keys.type('shop.example');
      await keys.enter('button', 'By e-mail instead');
      await keys.isAt('textbox', 'its e-mail address');
      await keys.type('care@shop.example');
      await keys.tabTo('textbox', 'my question');
      await keys.type(kQuestion);
      await keys.surface.reads(/Do you resole them/);
      assert.deepEqual(world.log.unexplained(mark).map(inOneLine), []);
    },
  ],
  [
    'Universe: two things are written down, the first try closed by Escape',
    async ({ keys }) => {
      const { surface } = keys;
      await goTo(keys, 'Universe', 'My universe');
      await keys.enter('button', 'Write down something');
      await keys.isAt('textbox', /^What I want/);
      await keys.press('Escape');
      await keys.isAt('button', 'Write down something');
      for (const thing of ['Wool socks', 'Enamel kettle']) {
        await keys.press('Enter');
        await keys.isAt('textbox', /^What I want/);
        await keys.type(thing);
        await keys.press('Escape');
        await keys.press('Enter');
        await keys.isAt('button', 'Write down something');
        await surface.get('button', `Edit: ${thing}`);
      }
    },
  ],
  [
    'Universe: a search, its card, edited in place',
    async ({ keys }) => {
      const { surface } = keys;
      await keys.tabTo('searchbox', /./, { back: true });
      await keys.type('trail');
      await until('only the shoes are left', async () => {
        const text = await surface.text();
        return /Trail shoes/.test(text) && !/Wool socks/.test(text);
      });
      await keys.enter('button', 'Edit: Trail shoes');
      await keys.isAt('textbox', /my words/i);
      await keys.press('Escape');
      await keys.isAt('button', 'Edit: Trail shoes');
      await keys.press('Enter');
      await keys.isAt('textbox', /my words/i);
      await keys.type('for the Vercors');
      await keys.enter('button', 'Save');
      await surface.reads('for the Vercors');
      await keys.isAt('button', 'Edit: Trail shoes');
      await keys.tabTo('searchbox', /./, { back: true });
      await keys.press('Control+a');
      await keys.press('Backspace');
      await surface.reads('Wool socks');
    },
  ],
  [
    'Universe: a thing is done, saying how; another is forgotten, and the undo brings it back',
    async ({ keys }) => {
      const { surface } = keys;
      await keys.enter('button', 'Done: Wool socks');
      await keys.enter('button', 'Made');
      await surface.reads(/Made/i);
      await keys.somewhere();
      await surface.get('heading', /^Done/);
      await keys.isAt('heading', /./);
      await keys.enter('button', 'Forget: Trail shoes');
      await surface.reads('Forgotten: Trail shoes.');
      await keys.isAt('button', 'Undo');
      await keys.press('Enter');
      await surface.get('button', 'Edit: Trail shoes');
      await keys.isAt('heading', 'Trail shoes');
    },
  ],
  [
    'Universe: several at once are forgotten and brought back; Escape ends the choosing',
    async ({ keys }) => {
      const { surface } = keys;
      await keys.tabTo('button', 'Select several', { back: true });
      await keys.press(' ');
      for (const thing of ['Enamel kettle', 'Trail shoes']) {
        await keys.tabTo('checkbox', new RegExp(thing));
        await keys.press(' ');
        assert.equal((await keys.somewhere()).checked, true);
      }
      await keys.enter('button', 'Forget', { back: true });
      await surface.reads('2 things forgotten.');
      await keys.somewhere();
      await keys.enter('button', 'Undo');
      await surface.get('checkbox', /Trail shoes/);
      await keys.somewhere();
      await keys.press('Escape');
      await keys.isAt('button', 'Select several');
    },
  ],
  [
    'Who tried: put in another order, by the heads of the columns',
    async ({ keys, driver }) => {
      // Now that it may be remembered, a page tries once more.
      const shop = await measured(await driver.open(kShoes));
      const popup = await driver.openPopup(shop);
      await popup.reads('tried to tell 3 companies');
      await popup.close();
      await shop.close();
      await Keys.before(keys.surface);
      await goTo(keys, /^Who tried/, /^Who tried/);
      await keys.enter('button', /^Company/i);
      await keys.isAt('button', /^Company/i);
    },
  ],
  [
    'No section holds the keyboard: Tab leads through each and out of it',
    async ({ keys, driver }) => {
      const kSections = {
        universe: 'Trail shoes',
        requests: 'nobody',
        who: 'Meta',
        // What the program says of itself comes last, and moves what stands below it.
        settings: /lines are of no use here[\s\S]*on this computer, encrypted/,
      };
      for (const [section, wanted] of Object.entries(kSections)) {
        const surface = await driver.openOwn(`dashboard/dashboard.html#${section}`);
        await surface.reads(wanted);
        const passed = await (await Keys.before(surface)).walk();
        assert.ok(passed.length > 5, `${section}: ${passed}`);
        await surface.close();
      }
      await Keys.before(keys.surface);
    },
  ],
  [
    'Settings: a group of the protection, and the language, whose choice keeps the focus',
    async ({ keys }) => {
      const { surface } = keys;
      await goTo(keys, /^Settings/, /^Settings/);
      const { checked } = await keys.tabTo('checkbox', /follow/i);
      await keys.press(' ');
      await until(
        'the switch stands the other way',
        async () => (await keys.at())?.checked === !checked,
      );
      await keys.press(' ');
      await until('and back', async () => (await keys.at())?.checked === checked);
      await keys.tabTo('radio', 'As the browser');
      for (const [key, language, heading] of [
        ['ArrowDown', 'English', 'Settings'],
        ['ArrowDown', 'Français', 'Réglages'],
        ['ArrowUp', 'English', 'Settings'],
      ]) {
        const before = await began(surface);
        await keys.press(key);
        await until('the page is loaded anew', async () => (await began(surface)) !== before);
        await surface.get('heading', heading);
        await keys.isAt('radio', language);
      }
    },
  ],
  [
    'Settings: everything is forgotten, after a second press that Escape can spare',
    async ({ keys }) => {
      const { surface } = keys;
      await keys.enter('button', 'Forget everything…');
      await surface.reads('This cannot be undone.');
      await keys.tabTo('button', /^Erase everything/);
      await keys.press('Escape');
      assert.equal((await keys.isAt('button', 'Forget everything…')).expanded, 'false');
      await keys.press('Enter');
      await keys.enter('button', /^Erase everything/);
      await surface.reads('Everything is erased.');
      const at = await keys.somewhere();
      assert.match(at.name, /Everything is erased/);
    },
  ],
];

for (const kind of installedBrowsers()) {
  test(`by keyboard alone in ${kind}`, async (t) => {
    const world = await World.open();
    t.after(() => world.close());
    const inbox = await createInbox({ origin: 'https://shop.example', organization: 'Sentier' });
    world.addInbox('shop.example', inbox);
    const driver = await Driver.launch({ kind, port: world.port });
    t.after(() => driver.close());
    const shop = await measured(await driver.open(kShoes));
    const popup = await driver.openPopup(shop);
    /** @type {Desk} */
    const desk = { driver, world, inbox, keys: await Keys.before(popup) };
    let failed = false;
    for (const [title, play] of kSteps) {
      await t.test(title, { skip: failed && 'a step before it failed' }, async () => {
        failed = true;
        await play(desk);
        failed = false;
      });
    }
    assert.deepEqual(world.log.pixels().map(inOneLine), [], 'a tracker heard something');
  });
}
