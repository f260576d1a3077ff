// SPDX-License-Identifier: GPL-3.0-or-later
// Two brands are asked from one browser, and then compare everything they have: the headers on the wire, the paths, the sealed bytes, and
// what their inboxes opened. Nothing of it may tell them that they were asked by one person. The same comparison must find an identifier
// that is planted, and the headers that a request without the courier's rule carries.

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { createInbox } from '../support/brand-inbox/inbox.mjs';
import { World } from '../support/world/world.mjs';
import { Driver, installedBrowsers } from './support/driver.mjs';

/** @typedef {import('../support/world/request_log.mjs').Entry} Entry */

const kRun = 8;
const kBrands = /** @type {const} */ (['shop.example', 'many-07.example']);

/** Headers that say what browser this is, or what kind of message: the same for everybody who uses it. */
const kEverybodys =
  /^(host|connection|user-agent|accept|accept-encoding|content-type|content-length|sec-fetch-[a-z-]+|sec-ch-ua(-[a-z]+)*|te|priority|cache-control|pragma)$/;

/** Words of the format itself (native-host/requests/WIRE.md); the time is told to be seen. */
const kVocabulary = [
  'https://',
  'schema.org',
  'customer-requests',
  'customer-request+jwt',
  'max_replies',
  '"typ"',
  '"enc"',
  '"ct"',
  '"kid"',
  '"typ":"request"',
  '"content":{"@context":"https://schema.org","@type":',
  '"@context"',
  '"@type"',
  '"Product"',
  '"name"',
  '"terms"',
  '"iat"',
  '"exp"',
  '"aud"',
  '"id"',
  '"alg":"EdDSA"',
  '"jwk"',
  '"kty":"OKP"',
  '"crv":"Ed25519"',
  '"itemOffered"',
  '"agent":{',
  '"Person"',
  '"hpke-1"',
  '.example',
  '.well-known',
];

/** @param {string} text @param {readonly string[]} vocabulary */
function runsOf(text, vocabulary) {
  let cut = text;
  for (const word of [...vocabulary].sort((a, b) => b.length - a.length))
    cut = cut.replaceAll(word, '\0');
  const runs = new Set();
  for (const stretch of cut.split('\0')) {
    for (let at = 0; at + kRun <= stretch.length; ++at) runs.add(stretch.slice(at, at + kRun));
  }
  return runs;
}

/** Runs of eight characters that both texts hold. @param {string} one @param {string} two @param {readonly string[]} [vocabulary] */
function shared(one, two, vocabulary = kVocabulary) {
  const other = runsOf(two, vocabulary);
  return [...runsOf(one, vocabulary)].filter((run) => other.has(run));
}

/** Headers that both brands saw alike and that not everybody sends. @param {Entry[]} one @param {Entry[]} two */
function sharedHeaders(one, two) {
  const pairs = (/** @type {Entry[]} */ entries) =>
    new Set(
      entries.flatMap(({ headers }) =>
        Object.entries(headers)
          .filter(([name]) => !kEverybodys.test(name))
          .map(([name, value]) => `${name}: ${value}`),
      ),
    );
  const other = pairs(two);
  return [...pairs(one)].filter((pair) => other.has(pair));
}

/** What an inbox opened, as text. @param {any} received */
function opened({ jws, payloadText, payload }) {
  const [head] = jws.split('.');
  const times = [payload.iat, payload.exp].map(String);
  return times.reduce(
    (text, time) => text.replaceAll(time, '\0'),
    `${Buffer.from(head, 'base64url')}${payloadText}`,
  );
}

/**
 * Looks a brand up and sends it a request, as the composer does.
 * @param {Driver} driver @param {string} brand @param {'AskAction' | 'Demand'} kind @param {object} fields
 */
async function ask(driver, brand, kind, fields) {
  const answer = await driver.tell({ to: 'courier', do: 'lookup', brand });
  const until = new Date(Date.now() + 10 * 86_400_000).toISOString().slice(0, 10);
  const { draft_id, approve } = await driver.tell({
    to: 'host',
    method: 'requests.draft',
    params: {
      intention_id: null,
      brand,
      answer,
      kind,
      fields,
      max_replies: 2,
      until,
      terms: kind === 'Demand' ? 'PDC-INTENT' : 'SD-BASE',
    },
  });
  const op_id = randomBytes(16).toString('hex');
  const { request } = await driver.tell({ to: 'courier', do: 'send', op_id, draft_id, approve });
  assert.equal(request.state, 'sent');
}

for (const kind of installedBrowsers()) {
  test(`${kind}: two brands that compare everything find nothing that joins two requests`, async (t) => {
    const world = await World.open();
    t.after(() => world.close());
    const inboxes = [];
    for (const brand of kBrands) {
      const inbox = await createInbox({ origin: `https://${brand}`, organization: brand });
      world.addInbox(brand, inbox);
      inboxes.push(inbox);
    }
    const driver = await Driver.launch({ kind, port: world.port });
    t.after(() => driver.close());

    // Negative control: our own fetch without the courier's rule does carry what two brands could compare.
    const dashboard = await driver.openOwn('dashboard/dashboard.html');
    for (const brand of kBrands) {
      const url = `https://${brand}/customer-requests`;
      await dashboard.page.evaluate(
        (address) =>
          fetch(address, { method: 'POST', body: 'x', credentials: 'omit' }).then(
            () => true,
            () => true,
          ),
        url,
      );
    }
    await dashboard.close();
    const bare = sharedHeaders(world.log.to(kBrands[0]), world.log.to(kBrands[1]));
    assert.ok(
      bare.some((pair) => pair.startsWith('origin: ') && pair.includes(String(driver.origin))),
      `the header rule is what hides the profile: ${bare.join('; ')}`,
    );

    const mark = world.log.mark();
    await ask(driver, kBrands[0], 'AskAction', { question: 'Do you resole shoes of 2019?' });
    await ask(driver, kBrands[1], 'Demand', { name: 'Quiet kettle', sku: 'KX-77' });
    const wires = kBrands.map((brand) => world.log.to(brand, mark));
    const [one, two] = /** @type {[Entry[], Entry[]]} */ (wires);
    for (const wire of wires) {
      assert.deepEqual(
        wire.map(({ method }) => method),
        ['GET', 'POST'],
      );
    }
    assert.deepEqual(sharedHeaders(one, two), [], 'headers on the wire');

    const [first, second] = inboxes.map((inbox) => inbox.received[0]);
    assert.deepEqual(shared(opened(first), opened(second)), [], 'what the inboxes opened');
    const sealed = wires.map((wire) => String(wire[1]?.body));
    assert.deepEqual(shared(String(sealed[0]), String(sealed[1])), [], 'the sealed bytes');
    assert.notEqual(first.x, second.x, 'a key of its own for each request');
    assert.deepEqual(shared(first.token, second.token), [], 'the mailboxes');
    const sizes = wires.map((wire) => wire[1]?.body.length);
    assert.equal(sizes[0], sizes[1], 'both fit the smallest bucket, so their length tells nothing');

    // Negative control: a name that the person gives to both is found.
    const person_name = 'Camille Arvieux';
    await ask(driver, kBrands[0], 'AskAction', { question: 'And in blue?', person_name });
    await ask(driver, kBrands[1], 'Demand', { name: 'Small pan', person_name });
    const [named, also] = inboxes.map((inbox) => inbox.received[1]);
    const found = shared(opened(named), opened(also));
    assert.ok(found.includes(person_name.slice(0, kRun)), `a planted name is found: ${found}`);
  });
}
