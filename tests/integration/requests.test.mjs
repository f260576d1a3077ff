// SPDX-License-Identifier: GPL-3.0-or-later
// A request from draft to withdrawal, between the host and a brand's inbox written with other people's libraries.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createInbox } from '../support/brand-inbox/inbox.mjs';
import { dataFolder, opId, startHost } from '../support/host.mjs';

const wellKnown = '/.well-known/customer-requests.json';

/** A day so many days from the host's own. */
function dayAfter(today, days) {
  const day = new Date(`${today}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + days);
  return day.toISOString().slice(0, 10);
}

/** A brand, and what the extension would fetch from it. */
async function brand(domain = 'shop.example') {
  const inbox = await createInbox({ origin: `https://${domain}`, organization: 'Shop' });
  const at = (url) => new URL(url).pathname;
  const send = (method, url, headers, body) =>
    inbox.handle({ method, path: at(url), headers, body: Buffer.from(body) });
  return {
    inbox,
    domain,
    async lookUp() {
      const url = `https://${domain}${wellKnown}`;
      const { status, headers, body } = await send('GET', url, {}, '');
      return { url, status, content_type: headers['content-type'], body: body.toString() };
    },
    post: ({ url, content_type, body }) =>
      send('POST', url, { 'content-type': content_type }, body),
    async look(request) {
      const { status, headers, body } = await send('GET', request.mailbox, {}, '');
      const content_type = headers['content-type'] ?? '';
      return { status, content_type, body: Buffer.from(body).toString('base64') };
    },
    remove: ({ url, authorization }) => send('DELETE', url, { authorization }, ''),
  };
}

const wish = async (host, shop, more = {}) => ({
  intention_id: null,
  brand: shop.domain,
  answer: await shop.lookUp(),
  kind: 'Demand',
  fields: { name: 'Trail shoes', max_price: { minor: 12900, currency: 'EUR' } },
  max_replies: 2,
  until: dayAfter((await host.call('status')).today, 14),
  terms: 'PDC-INTENT',
  ...more,
});

async function ask(host, shop, more = {}) {
  const draft = await host.call('requests.draft', await wish(host, shop, more));
  const press = { op_id: opId(), draft_id: draft.draft_id, approve: draft.approve };
  const sealed = await host.call('requests.seal', press);
  return { draft, press, ...sealed };
}

test('what the preview showed is what the brand opens; the reply is for that request', async (t) => {
  const folder = dataFolder(t);
  const host = startHost(t, folder);
  const shop = await brand();
  const descriptor = await host.call('requests.descriptor', {
    brand: shop.domain,
    answer: await shop.lookUp(),
  });
  assert.deepEqual(descriptor.accepts, ['Demand', 'AskAction']);
  const { intention } = await host.call('intentions.keep', {
    op_id: opId(),
    new: { direction: 'want', kind: 'product', name: 'Trail shoes', brand: shop.domain },
  });
  const { draft, post, request, press } = await ask(host, shop, { intention_id: intention.id });
  assert.equal(Buffer.byteLength(post.body), draft.wire_bytes);
  assert.equal((await shop.post(post)).status, 202);
  assert.equal(shop.inbox.received.length, 1);
  assert.equal(shop.inbox.received[0].payloadText, draft.exact, 'byte for byte what was shown');

  const sent = await host.call('requests.sent', { op_id: opId(), id: request.id, status: 202 });
  assert.deepEqual([sent.request.state, sent.request.status], ['sent', 202]);
  const asked = await host.call('intentions.get', { id: intention.id });
  assert.equal(asked.intention.stage, 'asked');

  const again = await host.call('requests.seal', press);
  assert.deepEqual(again.post, post, 'a second press is the first result');
  assert.equal((await host.call('requests.list', { limit: 10 })).items.length, 1);

  const open = async () =>
    host.call('replies.open', { op_id: opId(), id: request.id, answer: await shop.look(request) });
  assert.equal((await open()).state, 'not_yet');
  await shop.inbox.reply(shop.inbox.received[0], {
    '@type': 'Offer',
    name: 'Trail shoes 42',
    price: '119.00',
    priceCurrency: 'EUR',
  });
  const opened = await open();
  assert.equal(opened.state, 'opened');
  assert.deepEqual(opened.opened[0].price, { minor: 11900, currency: 'EUR' });
  assert.deepEqual([opened.request.state, opened.request.remaining], ['answered', 1]);
  assert.equal((await open()).state, 'nothing_new', 'the same reply is not shown twice');
  assert.equal(
    (await host.call('intentions.get', { id: intention.id })).intention.stage,
    'answered',
  );

  await host.kill();
  const next = startHost(t, folder);
  const kept = await next.call('requests.get', { id: request.id });
  assert.equal(kept.exact, draft.exact);
  assert.equal(kept.post, null, 'what has arrived is not sent again');
  assert.equal(kept.request.replies.length, 1);

  const withdrawal = await next.call('requests.withdraw', { op_id: opId(), id: request.id });
  assert.equal((await shop.remove(withdrawal)).status, 204);
  const gone = await next.call('requests.withdrawn', {
    op_id: opId(),
    id: request.id,
    status: 204,
  });
  assert.deepEqual([gone.request.state, gone.request.remaining], ['withdrawn', 0]);
  await assert.rejects(next.call('requests.withdraw', { op_id: opId(), id: request.id }), {
    code: 'request_closed',
  });
  const forgotten = await next.call('requests.forget', { op_id: opId(), id: request.id });
  assert.equal(forgotten.state, 'forgotten');
  await assert.rejects(next.call('requests.get', { id: request.id }), { code: 'not_found' });
});

test('a reply made for another request is refused by name', async (t) => {
  const host = startHost(t);
  const shop = await brand();
  const one = await ask(host, shop);
  const other = await ask(host, shop);
  await shop.post(one.post);
  await shop.post(other.post);
  await shop.inbox.reply(shop.inbox.received[1], { '@type': 'Message', text: 'For the other.' });
  const misled = await shop.look(other.request);
  const opened = await host.call('replies.open', {
    op_id: opId(),
    id: one.request.id,
    answer: misled,
  });
  assert.deepEqual([opened.state, opened.opened, opened.refused], ['nothing_new', [], ['damaged']]);
  assert.equal(opened.request.remaining, 2, 'a refused reply does not count');
});

test('no answer leaves it unknown, and the same bytes may go again', async (t) => {
  const host = startHost(t);
  const shop = await brand();
  const { post, request } = await ask(host, shop);
  for (const [status, state] of [
    [null, 'unknown'],
    [503, 'unknown'],
    [429, 'unknown'],
    [422, 'refused'],
  ]) {
    const { request: told } = await host.call('requests.sent', {
      op_id: opId(),
      id: request.id,
      status,
    });
    assert.equal(told.state, state, String(status));
    const kept = await host.call('requests.get', { id: request.id });
    assert.deepEqual(kept.post, state === 'unknown' ? post : null, String(status));
  }
});

test('only what was shown is sealed', async (t) => {
  const folder = dataFolder(t);
  const host = startHost(t, folder);
  const shop = await brand();
  const draft = await host.call('requests.draft', await wish(host, shop));
  const seal = { op_id: opId(), draft_id: draft.draft_id };
  await assert.rejects(host.call('requests.seal', { ...seal, approve: 'ab'.repeat(32) }), {
    code: 'not_approved',
  });
  await assert.rejects(
    host.call('requests.seal', { ...seal, draft_id: opId(), approve: draft.approve }),
    { code: 'unknown_draft' },
  );
  assert.deepEqual(
    (await host.call('requests.list', { limit: 10 })).items,
    [],
    'nothing was stored',
  );
  await host.kill();
  const next = startHost(t, folder);
  await assert.rejects(next.call('requests.seal', { ...seal, approve: draft.approve }), {
    code: 'unknown_draft',
  });
});

test('a sealed request is stored before it is answered', async (t) => {
  const folder = dataFolder(t);
  const shop = await brand();
  const host = startHost(t, folder);
  const { press, post } = await ask(host, shop);
  await host.kill();
  const next = startHost(t, folder);
  assert.deepEqual((await next.call('requests.seal', press)).post, post);
});

test('words that also went to another brand are warned of', async (t) => {
  const host = startHost(t);
  const fields = { name: 'Trail shoes', postcode: '38000', person_name: 'Camille' };
  await ask(host, await brand(), { fields });
  const other = await brand('other.example');
  const draft = await host.call(
    'requests.draft',
    await wish(host, other, { fields: { ...fields, name: 'Lamp' } }),
  );
  const warned = draft.warnings.map(({ code, field, brand: to }) => [
    code,
    field.split('.').at(-1),
    to,
  ]);
  assert.deepEqual(warned.sort(), [
    ['said_to_another_brand', 'name', 'shop.example'],
    ['said_to_another_brand', 'postalCode', 'shop.example'],
  ]);
  const same = await host.call('requests.draft', await wish(host, await brand(), { fields }));
  assert.deepEqual(same.warnings, [], 'saying it to the same brand again links nothing');
});

test('a descriptor that is not one is refused by its own name', async (t) => {
  const host = startHost(t);
  const answer = await (await brand()).lookUp();
  const body = JSON.parse(answer.body);
  const rows = [
    ['descriptor_status', { ...answer, status: 404 }],
    ['descriptor_type', { ...answer, content_type: 'text/html' }],
    ['descriptor_redirected', { ...answer, url: 'https://www.other.example/' }],
    ['descriptor_malformed', { ...answer, body: '{' }],
    ['descriptor_too_large', { ...answer, body: ' '.repeat(65_537) }],
    [
      'descriptor_expired',
      { ...answer, body: JSON.stringify({ ...body, expires: '2020-01-01T00:00:00Z' }) },
    ],
    [
      'address_foreign',
      { ...answer, body: JSON.stringify({ ...body, endpoint: 'https://other.example/x' }) },
    ],
  ];
  for (const [code, wrong] of rows) {
    await assert.rejects(
      host.call('requests.descriptor', { brand: 'shop.example', answer: wrong }),
      { code },
    );
    await assert.rejects(
      host.call('requests.draft', { ...(await wish(host, await brand())), answer: wrong }),
      { code },
    );
  }
  await assert.rejects(host.call('requests.descriptor', { brand: 'localhost', answer }), {
    code: 'address_private_host',
  });
  assert.equal((await host.call('status')).records, 0);
});
