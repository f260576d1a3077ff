// SPDX-License-Identifier: GPL-3.0-or-later
// The host absent, of another version, killed in the middle of its methods; the browser ended in the middle of a send. In both browsers: said plainly on the page, nothing acknowledged lost, nothing sent twice. Every
// method of the protocol is killed in its middle by tests/integration/killed.test.mjs, with a data folder full and read-only, and every
// call of a page in tests/extension/background/faults.test.mjs; here are those by which a person could lose something.

import assert from 'node:assert/strict';
import { mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { createInbox } from '../support/brand-inbox/inbox.mjs';
import { World } from '../support/world/world.mjs';
import { builtHost, Driver, installedBrowsers } from './support/driver.mjs';
import { makeFaultyHost } from './support/faulty_host.mjs';
import { until } from './support/until.mjs';

const kShop = 'https://shop.example';
let presses = 0;
/** The name of a press. */
const opId = () => (++presses).toString(16).padStart(32, 'a');

for (const kind of installedBrowsers()) {
  describe(`faults in ${kind}`, () => {
    const folder = mkdtempSync(join(tmpdir(), 'volition-faults-'));
    const faulty = makeFaultyHost(folder, builtHost());
    /** @type {World} */
    let world;
    /** @type {Driver} */
    let driver;
    /** Holds the brand's answers back while it is set. @type {Promise<void> | null} */
    let holding = null;
    /** @type {Awaited<ReturnType<typeof createInbox>>} */
    let inbox;
    let posts = 0;

    before(async () => {
      world = await World.open();
      inbox = await createInbox({ origin: kShop, organization: 'Sentier' });
      world.addInbox('shop.example', {
        handle: async (request) => {
          if (request.method === 'POST') posts += 1;
          const reply = await inbox.handle(request);
          await holding;
          return reply;
        },
      });
      driver = await Driver.launch({ kind, port: world.port, host: null });
    });

    after(async () => {
      await driver?.close();
      await world?.close();
      rmSync(folder, { recursive: true, force: true });
    });

    /** @param {string} method @param {object} params */
    const call = (method, params) => driver.tell({ to: 'host', method, params });
    const names = async () =>
      (await call('intentions.list', { limit: 200 })).items.map(
        (/** @type {{name: string}} */ { name }) => name,
      );
    /** @param {string} slug */
    const popupAt = async (slug) => {
      const page = await driver.open(`${kShop}/en/p/${slug}`);
      return { page, popup: await driver.openPopup(page) };
    };
    /** @returns {Promise<{draft_id: string, approve: string}>} */
    const draft = async () => {
      const answer = await driver.tell({ to: 'courier', do: 'lookup', brand: 'shop.example' });
      const last = new Date(Date.now() + 10 * 86_400_000).toISOString().slice(0, 10);
      return call('requests.draft', {
        intention_id: null,
        brand: 'shop.example',
        answer,
        kind: 'AskAction',
        fields: { question: 'Is 42 back?' },
        max_replies: 2,
        until: last,
        terms: 'SD-BASE',
      });
    };

    test('absent, then of another version, then right: said in words each time, noticed live, and blocking works throughout', async () => {
      const { page, popup } = await popupAt('trail-shoes');
      await popup.reads('Blocking works.');
      await popup.reads(/tried to reach \d+ addresses[\s\S]*All stopped/);
      faulty.order({ do: 'version' });
      driver.folder.registerHost(kind, faulty.program);
      // A press tries at once; by itself the background tries less and less often.
      await until('a press finds it', () =>
        call('status', {}).then(
          () => true,
          (error) => /host_version/.test(error.message),
        ),
      );
      await popup.reads('Volition’s program is of another version');
      faulty.order({ do: 'pass' });
      await until(
        'the right one is noticed',
        async () => !/Blocking works\./.test(await popup.text()),
        { within_ms: 30_000 },
      );
      await popup.reads('Trail shoes');
      assert.deepEqual(world.log.pixels(), [], 'a tracker heard something');
      await popup.close();
      await page.close();
    });

    test('the key of the universe is not there, and then it is: said in words, noticed on the open page', async () => {
      const { page, popup } = await popupAt('storm-lantern');
      await popup.reads('Storm lantern');
      const key = join(driver.folder.data, 'universe.key');
      renameSync(key, `${key}.away`);
      faulty.order({ do: 'die', at: 'status', when: 'before' });
      const { reason } = await call('status', {});
      assert.equal(reason, 'key_missing', 'another host answers, on what is there now');
      await popup.reads('The key of your universe is missing.', { within_ms: 10_000 });
      assert.doesNotMatch(await popup.text(), /\bKeep\b/, 'nothing is offered that cannot be done');
      renameSync(`${key}.away`, key);
      await until('it is noticed', async () => !/Blocking works\./.test(await popup.text()), {
        within_ms: 10_000,
      });
      await popup.reads(/\bKeep\b/);
      await popup.close();
      await page.close();
    });

    test('killed in the middle of a press of Keep: it is kept once, and the page says so', async () => {
      const { page, popup } = await popupAt('trail-shoes');
      await popup.reads('Trail shoes');
      faulty.order({ do: 'die', at: 'intentions.keep', when: 'after' });
      await popup.press('button', 'Keep');
      await popup.reads('Kept, only on this computer.');
      assert.equal(faulty.orders().do, 'pass', 'it did die');
      assert.deepEqual(await names(), ['Trail shoes']);
      await popup.close();
      await page.close();
    });

    test('killed in the middle of what else writes: done once, nothing lost', async () => {
      const [{ id }] = (await call('intentions.list', { limit: 5 })).items;
      /** @type {[string, object][]} */
      const writing = [
        ['intentions.keep', { new: { direction: 'want', kind: 'product', name: 'Lamp' } }],
        ['intentions.edit', { id, changes: { words: 'size 42' } }],
        ['intentions.policy', { set: 'only_keep' }],
        ['intentions.done', { id, how: 'mended' }],
      ];
      for (const [at, params] of writing) {
        const when = kind === 'chromium' ? 'after' : 'before';
        faulty.order({ do: 'die', at, when });
        await call(at, { op_id: opId(), ...params });
        assert.equal(faulty.orders().do, 'pass', `died at ${at}`);
      }
      assert.deepEqual((await names()).toSorted(), ['Lamp', 'Trail shoes']);
      const { intention } = await call('intentions.get', { id });
      assert.deepEqual([intention.words, intention.done.how], ['size 42', 'mended']);
    });

    test('killed in the middle of a send, at either of its calls: the brand is asked once', async () => {
      for (const at of ['requests.seal', 'requests.sent']) {
        const { draft_id, approve } = await draft();
        const received = inbox.received.length;
        const earlier = posts;
        faulty.order({ do: 'die', at, when: 'after' });
        const op_id = opId();
        const press = /** @type {const} */ ({
          to: 'courier',
          do: 'send',
          op_id,
          draft_id,
          approve,
        });
        const { request } = await driver.tell(press);
        assert.equal(request.state, 'sent', at);
        assert.equal(faulty.orders().do, 'pass', `died at ${at}`);
        const again = await driver.tell(press);
        assert.equal(again.request.id, request.id);
        assert.equal(posts - earlier, 1, `${at}: one request on the wire`);
        assert.equal(inbox.received.length - received, 1);
      }
    });

    test('ten seconds late with every answer: the account stands at once, and a press is done once', async () => {
      const { page, popup } = await popupAt('storm-lantern');
      // Its name alone stands in the account too, before the program has read the page.
      await popup.get('button', 'Keep');
      const lateBy = 10_000;
      faulty.order({ do: 'slow', ms: lateBy });
      const began = Date.now();
      await popup.press('button', 'Keep');
      const other = await driver.openPopup(page);
      // What the calls were to say is read by the program; that they were stopped stands without it.
      const kAccount = /tried to reach|tried to tell|called \d+ compan/;
      await other.reads(kAccount);
      assert.ok(Date.now() - began < lateBy, 'the account waited for the program');
      // Another page, of which the program has said nothing yet.
      const next = await popupAt('trail-shoes');
      await next.popup.reads('Volition is reading what this page shows…');
      await next.popup.reads(kAccount);
      assert.ok(Date.now() - began < lateBy, 'and on the next page too');
      await popup.reads('Kept, only on this computer.', { within_ms: 60_000 });
      faulty.order({ do: 'pass' });
      await next.popup.reads('Mended', { within_ms: 60_000 });
      assert.deepEqual(
        (await names()).filter((name) => name === 'Storm lantern'),
        ['Storm lantern'],
      );
      for (const surface of [next.popup, next.page, other, popup, page]) await surface.close();
    });

    test('the browser ends in the middle of a send: the page says that nobody knows, and nothing is sent again by itself', async () => {
      const { draft_id, approve } = await draft();
      const earlier = posts;
      let release = () => {};
      holding = new Promise((resolve) => {
        release = () => resolve();
      });
      const dashboard = await driver.openOwn('dashboard/dashboard.html#requests');
      const press = { to: 'courier', do: 'send', op_id: opId(), draft_id, approve };
      await dashboard.page.evaluate((message) => {
        void chrome.runtime.sendMessage(message);
      }, press);
      await until('the request is on the wire', () => posts === earlier + 1);
      await driver.stop();
      release();
      holding = null;
      await driver.start();
      const later = await driver.openOwn('dashboard/dashboard.html#requests');
      await later.reads('No answer came from shop.example: nobody knows whether it arrived.');
      const { items } = await call('requests.list', { limit: 50 });
      assert.equal(items.length, 3, 'the one under way is kept');
      assert.equal(posts, earlier + 1, 'nothing was sent again by itself');
      // A press sends the same bytes again; the brand recognises them.
      const received = inbox.received.length;
      await later.press('button', 'Send to shop.example again');
      await until('it is sent', () => posts === earlier + 2);
      assert.equal(
        inbox.received.length,
        received,
        'one request for the brand, however often it came',
      );
      await later.close();
    });
  });
}
