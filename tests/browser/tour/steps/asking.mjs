// SPDX-License-Identifier: GPL-3.0-or-later
// Third part of the tour: the shop is asked, by presses alone; what it received is held against what the preview
// showed; its reply is opened; one made for another request is refused; one request is withdrawn.

import assert from 'node:assert/strict';
import { until } from '../../support/until.mjs';
import { kOffer, kQuestion } from '../words.mjs';

/** @typedef {import('../tour.mjs').Tour} Tour */
/** @typedef {import('../../../support/world/request_log.mjs').Entry} Entry */

const kShop = 'shop.example';

/** What a hostile shop might write: everything in it must stay text. */
const kHostileOffer = {
  ...kOffer,
  description:
    'For you until Sunday. <img src="https://www.facebook.com/tr/?id=1&ev=Opened"> <a href="https://shop.example/">Look</a>',
};

const kStray = {
  '@context': 'https://schema.org',
  '@type': 'Message',
  text: 'This was written for another request.',
};

/** Headers by which one brand could know what another knows. @param {Entry} entry */
function assertSilentHeaders(entry) {
  for (const name of ['origin', 'accept-language', 'cookie', 'referer']) {
    const carried = entry.headers[name];
    assert.equal(carried, undefined, `${entry.method} ${entry.path} carried ${name}: ${carried}`);
  }
}

/** What the shop's inbox was asked since a mark, as "GET descriptor", "POST endpoint", "GET mailbox". @param {Tour} tour @param {number} mark */
function heardByShop(tour, mark) {
  const entries = tour.world.log.to(kShop, mark).filter((entry) => entry.kind === 'inbox');
  for (const entry of entries) assertSilentHeaders(entry);
  return entries.map(({ method, path }) => {
    if (path === '/.well-known/customer-requests.json') return `${method} descriptor`;
    return `${method} ${path.split('/').length > 2 ? 'mailbox' : 'endpoint'}`;
  });
}

/** From the popup or the universe to a composer that has looked the shop up. @param {Tour} tour */
async function compose(tour) {
  const universe = await tour.dashboard('universe');
  await universe.press('link', 'Ask…: Trail shoes');
  await universe.reads('Ask about Trail shoes');
  await universe.press('button', 'Look up');
  await universe.reads('Sentier reads requests sent to shop.example.');
  return universe;
}

/** The bytes that the preview says will leave. @param {import('../../support/surface.mjs').Surface} composer */
async function exactBytes(composer) {
  await composer.press('button', /^The exact bytes \(\d+\)$/);
  return composer.exact('pre[data-exact]');
}

/** @type {import('../tour.mjs').Step[]} */
export const kAsking = [
  {
    title: 'Ask: opening the composer asks nobody; Look up asks the shop once, without a name',
    run: async (tour) => {
      const mark = tour.world.log.mark();
      tour.shop = null;
      const popup = await tour.popup();
      await popup.press('link', 'Ask shop.example…');
      const composer = await tour.driver.ownTab('dashboard/dashboard.html#ask/');
      await composer.reads(
        'Look up whether shop.example accepts requests: it sees your internet address and the time.',
      );
      assert.deepEqual(
        tour.world.log.unexplained(mark),
        [],
        'something was asked before the press',
      );
      await tour.picture(composer, 'look-up');
      await composer.press('button', 'Look up');
      await composer.reads('Sentier reads requests sent to shop.example.');
      assert.deepEqual(heardByShop(tour, mark), ['GET descriptor']);
      tour.composer = composer;
    },
  },
  {
    title: 'An offer is asked for; the preview shows exactly what leaves, and nothing leaves yet',
    run: async (tour) => {
      const composer = tour.composer;
      assert.ok(composer);
      const mark = tour.world.log.mark();
      for (const name of [/^my name$/, /^my postcode$/, /^my area$/, /^my highest price$/]) {
        const box = await composer.get('checkbox', name);
        assert.equal(await box.evaluate((each) => /** @type {any} */ (each).checked), false);
      }
      await composer.press('radio', 'ask for an offer');
      await composer.press('checkbox', 'my highest price');
      await composer.write('textbox', 'my highest price', '130');
      await composer.reads(/Exactly this leaves[\s\S]*130/);
      const text = await exactBytes(composer);
      const payload = JSON.parse(text);
      assert.equal(payload.aud, 'https://shop.example');
      assert.equal(payload.content['@type'], 'Demand');
      assert.doesNotMatch(text, /Vercors|Camille/, 'the person’s own words stay at home');
      tour.seen.payload = text;
      await composer.page.evaluate(() => window.scrollTo(0, 0));
      await tour.picture(composer, 'preview', { whole: true });
      assert.deepEqual(heardByShop(tour, mark), [], 'something left before Send');
      return `${Buffer.byteLength(text)} bytes to approve`;
    },
  },
  {
    title:
      'Send, pressed twice: the shop’s inbox opens one request, byte for byte what the preview showed',
    run: async (tour) => {
      const composer = tour.composer;
      assert.ok(composer);
      const mark = tour.world.log.mark();
      await composer.press('button', 'Send to shop.example', { count: 2 });
      await composer.reads('Sent to shop.example.');
      await composer.reads(/shop\.example may answer 3 times, until/);
      await tour.picture(composer, 'sent');
      await composer.close();
      tour.composer = null;
      assert.deepEqual(heardByShop(tour, mark), ['POST endpoint']);
      const { received } = tour.inboxes.shop;
      assert.equal(received.length, 1);
      assert.ok(
        Buffer.from(received[0].payloadText).equals(Buffer.from(String(tour.seen.payload))),
        'the inbox opened other bytes than were shown',
      );
    },
  },
  {
    title: 'See if it answered: one look, one reply, shown as inert text',
    run: async (tour) => {
      const { shop } = tour.inboxes;
      const mark = tour.world.log.mark();
      const requests = await tour.dashboard('requests');
      await requests.reads('shop.example may answer 3 times');
      await requests.press('button', 'See if shop.example answered');
      await requests.reads('shop.example has not answered yet.');
      await shop.reply(shop.received[0], kHostileOffer);
      await requests.press('button', 'See if shop.example answered');
      await requests.reads('One reply opened.');
      await requests.reads(/€125/);
      await requests.reads('<img src="https://www.facebook.com/tr/?id=1&ev=Opened">');
      const made = await requests.page.evaluate(
        () => document.querySelectorAll('.reply img, .reply a, .reply iframe').length,
      );
      assert.equal(made, 0, 'the reply made an element');
      await requests.reads(/shop\.example may answer 2 more times/);
      await tour.picture(requests, 'reply');
      await requests.close();
      assert.deepEqual(heardByShop(tour, mark), ['GET mailbox', 'GET mailbox']);
      assert.deepEqual(tour.world.log.pixels(mark), []);
    },
  },
  {
    title: 'A reply made for another request is refused by name',
    run: async (tour) => {
      const { shop } = tour.inboxes;
      const composer = await compose(tour);
      await composer.write('textbox', 'my question', kQuestion);
      await composer.reads(
        new RegExp(`Exactly this leaves[\\s\\S]*${kQuestion.replace('?', '\\?')}`),
      );
      await composer.press('button', 'Send to shop.example');
      await composer.reads('Sent to shop.example.');
      await composer.close();
      await until('the shop has the question', () => shop.received.length === 2);
      const [offer, question] = shop.received;
      await shop.misdirect(question, offer, kStray);
      const requests = await tour.dashboard('requests');
      const about = { within: /Question to shop\.example/ };
      await requests.press('button', 'See if shop.example answered', about);
      const text = await requests.reads('A reply belonged to another request, and was not opened.');
      assert.doesNotMatch(text, /written for another request/);
      await tour.picture(requests, 'refused', { whole: true });
      await requests.close();
    },
  },
  {
    title: 'The question is withdrawn: the shop is told, and holds nothing of it',
    run: async (tour) => {
      const mark = tour.world.log.mark();
      const requests = await tour.dashboard('requests');
      const about = { within: /Question to shop\.example/ };
      await requests.press('button', 'Withdraw', about);
      await requests.reads('Withdrawn: shop.example was told.');
      await tour.picture(requests, 'withdrawn', { whole: true });
      await requests.close();
      assert.deepEqual(heardByShop(tour, mark), ['DELETE mailbox']);
      const [offer, question] = tour.inboxes.shop.received;
      assert.equal(question.withdrawn, true);
      assert.equal(question.payloadText, undefined);
      assert.equal(offer.withdrawn, false);
    },
  },
  {
    title: 'All in all the shop was sent two requests, each once, by two presses',
    run: async (tour) => {
      const all = heardByShop(tour, 0);
      assert.equal(all.filter((line) => line === 'POST endpoint').length, 2);
      assert.equal(all.filter((line) => line === 'GET descriptor').length, 2);
      const others = tour.world.log.unexplained().filter((entry) => entry.kind !== 'inbox');
      assert.deepEqual(others, [], 'nothing else was asked of anybody');
    },
  },
];
