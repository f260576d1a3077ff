// SPDX-License-Identifier: GPL-3.0-or-later
// One press, one effect: repeats, kills and several hosts on one folder.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dataFolder, opId, startHost } from '../support/host.mjs';

const shoes = { direction: 'want', kind: 'product', name: 'Trail shoes' };
const names = async (host) =>
  (await host.call('intentions.list', { limit: 200 })).items.map((item) => item.name);

test('a repeat is answered with the first result and changes nothing', async (t) => {
  const host = startHost(t);
  const op_id = opId();
  const first = await host.call('intentions.keep', { op_id, new: shoes });
  const second = await host.call('intentions.keep', { new: { ...shoes }, op_id });
  assert.deepEqual(second, first);
  const reordered = { name: 'Trail shoes', kind: 'product', direction: 'want' };
  assert.deepEqual(await host.call('intentions.keep', { op_id, new: reordered }), first);
  assert.deepEqual(await names(host), ['Trail shoes']);
});

test('the same op_id for something else is refused', async (t) => {
  const host = startHost(t);
  const op_id = opId();
  const { intention } = await host.call('intentions.keep', { op_id, new: shoes });
  const other = { op_id, new: { ...shoes, name: 'Lamp' } };
  await assert.rejects(host.call('intentions.keep', other), { code: 'op_id_reused' });
  await assert.rejects(host.call('intentions.done', { op_id, id: intention.id, how: 'bought' }), {
    code: 'op_id_reused',
  });
  assert.deepEqual(await names(host), ['Trail shoes']);
});

test('what failed may be tried again under the same op_id', async (t) => {
  const host = startHost(t);
  const op_id = opId();
  const id = opId();
  await assert.rejects(host.call('intentions.keep', { op_id, id }), { code: 'not_found' });
  await assert.rejects(host.call('intentions.keep', { op_id, id }), { code: 'not_found' });
});

test('an acknowledged write survives kill -9, and its repeat is the first result', async (t) => {
  const folder = dataFolder(t);
  for (let round = 0; round < 5; ++round) {
    const op_id = opId();
    const host = startHost(t, folder);
    const thing = { ...shoes, name: `Thing ${round}` };
    const kept = await host.call('intentions.keep', { op_id, new: thing });
    await host.kill();
    const next = startHost(t, folder);
    assert.deepEqual(await next.call('intentions.keep', { op_id, new: thing }), kept);
    await next.close();
  }
  const host = startHost(t, folder);
  assert.equal((await names(host)).length, 5);
});

test('a host killed before it answers: the retry leaves exactly one', async (t) => {
  const folder = dataFolder(t);
  for (let round = 0; round < 20; ++round) {
    const op_id = opId();
    const thing = { ...shoes, name: `Thing ${round}` };
    const host = startHost(t, folder);
    if (round % 2) await host.call('status');
    const lost = host.call('intentions.keep', { op_id, new: thing }).catch(() => null);
    // The write is on its way; the kill meets it anywhere between not read and answered.
    await new Promise(setImmediate);
    await Promise.all([host.kill(), lost]);
    const next = startHost(t, folder);
    const { intention } = await next.call('intentions.keep', { op_id, new: thing });
    assert.equal(intention.name, thing.name);
    await next.close();
  }
  const host = startHost(t, folder);
  assert.deepEqual(
    (await names(host)).sort(),
    Array.from({ length: 20 }, (_, i) => `Thing ${i}`).sort(),
  );
});

test('what another host keeps after hello differs from what hello said', async (t) => {
  const folder = dataFolder(t);
  const [host, other] = [startHost(t, folder), startHost(t, folder)];
  const { revision } = await host.call('hello', { client: 'test', version: '1' });
  assert.equal((await host.call('status')).revision, revision);
  await other.call('intentions.keep', { op_id: opId(), new: shoes });
  assert.notEqual((await host.call('status')).revision, revision);
});

test('two hosts on one folder see each other, and a press through both is one', async (t) => {
  const folder = dataFolder(t);
  const hosts = [startHost(t, folder), startHost(t, folder)];
  await Promise.all(
    Array.from({ length: 40 }, (_, i) => {
      const thing = { op_id: opId(), new: { ...shoes, name: `Thing ${i}` } };
      return Promise.all(hosts.map((host) => host.call('intentions.keep', thing)));
    }),
  );
  for (const host of hosts) assert.equal((await names(host)).length, 40);
  const { intention } = await hosts[0].call('intentions.keep', { op_id: opId(), new: shoes });
  await hosts[1].call('intentions.edit', {
    op_id: opId(),
    id: intention.id,
    changes: { words: 'size 42' },
  });
  assert.equal(
    (await hosts[0].call('intentions.get', { id: intention.id })).intention.words,
    'size 42',
  );
});
