// SPDX-License-Identifier: GPL-3.0-or-later
// What a person meets, method by method. Every answer is held to its schema (tests/support/host.mjs).
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { opId, startHost } from '../support/host.mjs';

const page = 'https://www.shop.example/trail-shoes?utm_source=mail#top';
const jsonLd = JSON.stringify({
  '@context': 'https://schema.org',
  '@type': 'Product',
  name: 'Trail shoes',
  sku: 'TS-42',
  offers: { '@type': 'Offer', price: '129.00', priceCurrency: 'EUR' },
});
const noticing = (more = {}) => ({
  op_id: opId(),
  private: false,
  site: 'www.shop.example',
  page,
  observations: [{ source: 'json_ld', raw: jsonLd }],
  ...more,
});
const pixel = {
  key: 'a',
  url: 'https://www.facebook.com/tr/?id=7&ev=ViewContent&cd[content_name]=Trail%20shoes&cd[value]=129&cd[currency]=EUR',
  type: 'image',
  method: 'GET',
  frame: 'https://www.shop.example/',
  body: null,
};
const setPolicy = (host, set) => host.call('intentions.policy', { op_id: opId(), set });

test('hello names what this host can do, and it can do all that the schema knows', async (t) => {
  const host = startHost(t);
  const hello = await host.call('hello', { client: 'test', version: '1' });
  const schemas = readdirSync(new URL('../../native-host/protocol/schema/', import.meta.url))
    .filter((name) => name.endsWith('.request.json'))
    .map((name) => name.replace('.request.json', ''))
    .sort();
  assert.deepEqual(hello.capabilities, schemas);
  assert.equal(hello.state, 'ready');
  assert.equal(hello.policy, 'unset');
  for (const method of hello.capabilities) {
    const { error } = await host.ask(method, { unknown_field: 1 });
    assert.equal(error.code, 'invalid_params', method);
  }
});

test('until the person chooses, a page is read and nothing is stored', async (t) => {
  const host = startHost(t);
  const noticed = await host.call('intentions.notice', noticing());
  assert.equal(noticed.product.name, 'Trail shoes');
  assert.deepEqual(noticed.product.price, { minor: 12900, currency: 'EUR' });
  assert.deepEqual([noticed.intention, noticed.stored, noticed.offer_policy], [null, false, true]);
  assert.equal((await host.call('status')).records, 0);
});

test('with seven days, what is noticed fades; kept, it stays, and then and now are told', async (t) => {
  const host = startHost(t);
  assert.equal((await setPolicy(host, 'seven_days')).policy, 'seven_days');
  const { intention } = await host.call('intentions.notice', noticing());
  assert.equal(intention.stage, 'noticed');
  assert.equal(intention.brand, 'shop.example');
  assert.equal(intention.page, 'https://www.shop.example/trail-shoes', 'no query, no fragment');
  assert.ok(intention.fades_on > intention.noticed_on);
  const kept = await host.call('intentions.keep', { op_id: opId(), id: intention.id });
  assert.deepEqual([kept.intention.stage, kept.intention.fades_on], ['kept', null]);
  const cheaper = jsonLd.replace('129.00', '99.00');
  const again = await host.call(
    'intentions.notice',
    noticing({ observations: [{ source: 'json_ld', raw: cheaper }] }),
  );
  assert.equal(again.intention.id, intention.id);
  assert.deepEqual(again.intention.price_kept, { minor: 12900, currency: 'EUR' });
  assert.deepEqual(again.intention.price_seen, { minor: 9900, currency: 'EUR' });
  assert.equal((await host.call('intentions.list', { limit: 10 })).total, 1);
});

test('a page that shows no product is no error', async (t) => {
  const host = startHost(t);
  for (const raw of ['{', '[]', 'null', '{"@type":"Organization","name":"Shop"}']) {
    const noticed = await host.call(
      'intentions.notice',
      noticing({ observations: [{ source: 'json_ld', raw }] }),
    );
    assert.equal(noticed.product, null, raw);
  }
});

test('a private window stores nothing, whatever the policy', async (t) => {
  const host = startHost(t);
  await setPolicy(host, 'seven_days');
  const before = await host.call('universe.export');
  const noticed = await host.call('intentions.notice', noticing({ private: true }));
  assert.equal(noticed.product.name, 'Trail shoes');
  assert.deepEqual([noticed.intention, noticed.stored, noticed.offer_policy], [null, false, false]);
  const recorded = await host.call('attempts.record', { private: true, items: [pixel] });
  assert.equal(recorded.items[0].company, 'Meta');
  assert.equal(recorded.stored, false);
  assert.deepEqual(await host.call('universe.export'), before);
});

test('a blocked call is read aloud; only company, kind and day are counted', async (t) => {
  const host = startHost(t);
  const unasked = await host.call('attempts.record', { private: false, items: [pixel] });
  assert.equal(unasked.stored, false, 'before the person chose, nothing is counted');
  await setPolicy(host, 'seven_days');
  const { items, stored } = await host.call('attempts.record', {
    private: false,
    items: [
      pixel,
      { ...pixel, key: 'b' },
      { ...pixel, key: 'c', url: 'https://unknown.example/x' },
    ],
  });
  assert.equal(stored, true);
  assert.deepEqual(
    items.map((item) => item.key),
    ['a', 'b', 'c'],
  );
  const [said] = items[0].said.events;
  assert.equal(said.meaning, 'ViewContent');
  assert.equal(said.products[0].name, 'Trail shoes');
  assert.deepEqual(said.value, { minor: 12900, currency: 'EUR' });
  const { today } = await host.call('status');
  const { rows } = await host.call('attempts.days', { from: today, to: today });
  assert.deepEqual(rows, [{ day: today, company: 'Meta', kind: items[0].kind, count: 2 }]);
  const exported = JSON.stringify(await host.call('universe.export'));
  assert.doesNotMatch(exported, /shop\.example|unknown\.example|facebook/);
  assert.equal((await host.call('attempts.forget', { op_id: opId() })).state, 'forgotten');
  assert.deepEqual((await host.call('attempts.days', { from: today, to: today })).rows, []);
});

test('a thing of one’s own: written, edited, found, done', async (t) => {
  const host = startHost(t);
  const { intention } = await host.call('intentions.keep', {
    op_id: opId(),
    new: { direction: 'give', kind: 'time', name: 'Two hours a week', why: 'mornings are free' },
  });
  const edit = {
    op_id: opId(),
    id: intention.id,
    changes: { budget: { minor: 500, currency: 'EUR' } },
  };
  assert.equal((await host.call('intentions.edit', edit)).intention.budget.minor, 500);
  const unset = { op_id: opId(), id: intention.id, changes: { budget: null } };
  assert.equal((await host.call('intentions.edit', unset)).intention.budget, null);
  const found = await host.call('intentions.list', {
    limit: 5,
    words: 'MORNINGS',
    direction: 'give',
  });
  assert.equal(found.total, 1);
  /** @param {object} filter */
  const count = async (filter) =>
    (await host.call('intentions.list', { limit: 5, ...filter })).total;
  assert.equal(await count({ direction: 'want' }), 0);
  assert.deepEqual([await count({ kind: 'time' }), await count({ kind: 'skill' })], [1, 0]);
  assert.equal(await count({ fades_within_days: 7 }), 0, 'what was written down stays');
  const done = await host.call('intentions.done', {
    op_id: opId(),
    id: intention.id,
    how: 'given',
  });
  assert.deepEqual([done.intention.stage, done.intention.done.how], ['done', 'given']);
});

test('forgetting hides at once, can be undone, and names what is gone', async (t) => {
  const host = startHost(t);
  const thing = { direction: 'want', kind: 'product', name: 'Lamp', brand: 'shop.example' };
  const { intention } = await host.call('intentions.keep', { op_id: opId(), new: thing });
  const { undo_ms } = await host.call('intentions.forget', { op_id: opId(), id: intention.id });
  assert.ok(undo_ms > 8_000 && undo_ms <= 10_000, String(undo_ms));
  const back = await host.call('intentions.unforget', { op_id: opId(), id: intention.id });
  assert.equal(back.intention.forgetting, false);
  assert.deepEqual((await host.call('brands.list', { limit: 10 })).items, [
    { domain: 'shop.example', intentions: 1, requests: 0 },
  ]);
  const brand = await host.call('brands.forget', { op_id: opId(), domain: 'shop.example' });
  assert.deepEqual(brand, { forgotten: 1, state: 'forgotten' });
  await assert.rejects(host.call('intentions.get', { id: intention.id }), { code: 'not_found' });
});

test('forgetting everything leaves an empty universe that still works', async (t) => {
  const host = startHost(t);
  const thing = { direction: 'want', kind: 'product', name: 'Lamp' };
  const keep = { op_id: opId(), new: thing };
  await host.call('intentions.keep', keep);
  const press = { op_id: opId() };
  assert.deepEqual(await host.call('universe.forget_all', press), { state: 'forgotten' });
  assert.equal((await host.call('status')).records, 0);
  assert.deepEqual(await host.call('universe.forget_all', press), { state: 'forgotten' });
  await assert.rejects(
    host.call('intentions.keep', keep),
    { code: 'forgotten' },
    'no late retry brings it back',
  );
  await host.call('intentions.keep', { op_id: opId(), new: thing });
  assert.equal((await host.call('intentions.list', { limit: 10 })).total, 1);
});
