// SPDX-License-Identifier: GPL-3.0-or-later
// Long answers come in pages, and no answer is ever so long that a browser closes the port.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { opId, startHost } from '../support/host.mjs';

const largestAnswer = 900 << 10;
/** Words at their bound, in characters that JSON writes with six bytes each. */
const longest = '"\\'.repeat(1000);

async function keepLong(host, count) {
  await Promise.all(
    Array.from({ length: count }, (_, i) =>
      host.call('intentions.keep', {
        op_id: opId(),
        new: {
          direction: 'want',
          kind: 'product',
          name: `Thing ${i}`,
          brand: `shop${i % 3}.example`,
          words: longest,
          why: longest,
          have: longest,
        },
      }),
    ),
  );
}

/** Every item of a paged method, and the number of pages. */
async function all(host, method, params) {
  const items = [];
  let pages = 0;
  for (let cursor; ; ) {
    const answer = await host.ask(method, cursor ? { ...params, cursor } : params);
    assert.ok(answer.result, JSON.stringify(answer.error));
    assert.ok(answer.bytes <= largestAnswer, `${method}: ${answer.bytes} bytes`);
    items.push(...answer.result.items);
    pages += 1;
    cursor = answer.result.next;
    if (cursor === null) return { items, pages };
  }
}

test('a list that does not fit comes in smaller pages, whole and in order', async (t) => {
  const host = startHost(t);
  await keepLong(host, 150);
  const { items, pages } = await all(host, 'intentions.list', { limit: 200 });
  assert.equal(new Set(items.map((item) => item.id)).size, 150);
  assert.ok(pages > 1, 'more than an answer holds');
  const oneByOne = await all(host, 'intentions.list', { limit: 1, brand: 'shop1.example' });
  assert.deepEqual([oneByOne.items.length, oneByOne.pages], [50, 50]);
  assert.deepEqual(
    oneByOne.items.map((item) => item.id),
    items.filter((item) => item.brand === 'shop1.example').map((item) => item.id),
  );
  const brands = await all(host, 'brands.list', { limit: 2 });
  assert.deepEqual(
    brands.items.map((brand) => [brand.domain, brand.intentions]),
    [
      ['shop0.example', 50],
      ['shop1.example', 50],
      ['shop2.example', 50],
    ],
  );
  const exported = await all(host, 'universe.export', {});
  assert.ok(exported.items.filter((item) => item.kind === 'intention').length === 150);
});

test('a cursor that is none is refused by name', async (t) => {
  const host = startHost(t);
  for (const method of ['intentions.list', 'brands.list', 'requests.list', 'universe.export']) {
    const params = method === 'universe.export' ? {} : { limit: 1 };
    await assert.rejects(
      host.call(method, { ...params, cursor: 'nonsense' }),
      { code: 'invalid_params' },
      method,
    );
  }
});

test('an answer that would be too long is an error, and nothing was counted', async (t) => {
  const host = startHost(t);
  await host.call('intentions.policy', { op_id: opId(), set: 'seven_days' });
  const body = Buffer.from(
    Array.from({ length: 60 }, (_, i) => `en=purchase&pr1=id${i}~nm${'x'.repeat(30)}`).join('\n'),
  ).toString('base64');
  const item = (key) => ({
    key,
    url: 'https://region1.google-analytics.com/g/collect?v=2&tid=G-1&cid=1.2',
    type: 'ping',
    method: 'POST',
    frame: '',
    body,
  });
  const items = Array.from({ length: 200 }, (_, i) => item(String(i)));
  await assert.rejects(host.call('attempts.record', { private: false, items }), {
    code: 'answer_too_large',
  });
  const { today } = await host.call('status');
  assert.deepEqual((await host.call('attempts.days', { from: today, to: today })).rows, []);
  const fewer = await host.call('attempts.record', { private: false, items: items.slice(0, 3) });
  assert.equal(fewer.stored, true);
});
