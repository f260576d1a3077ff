// SPDX-License-Identifier: GPL-3.0-or-later
// Every method of the protocol, with the host killed in its middle: what it had acknowledged is there, the same call to the next host is
// answered by a result or a named error, nothing is there twice. And a data folder that is full, then read-only. The list of methods
// is the schema's folder, so that a new one is killed too.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { dataFolder, opId, startHost } from '../support/host.mjs';

const methods = readdirSync(new URL('../../native-host/protocol/schema/', import.meta.url))
  .filter((name) => name.endsWith('.request.json'))
  .map((name) => name.replace('.request.json', ''));

const thing = (name) => ({ direction: 'want', kind: 'product', name });

/** What each method is called with where more than its press is needed; others are called with that alone, and refuse by name. */
const params = {
  hello: () => ({ client: 'test', version: '1' }),
  status: () => ({}),
  'universe.export': () => ({}),
  'brands.list': () => ({ limit: 10 }),
  'brands.forget': () => ({ op_id: opId(), domain: 'gone.example' }),
  'filters.status': () => ({}),
  'intentions.list': () => ({ limit: 10 }),
  'intentions.get': (id) => ({ id }),
  'intentions.keep': () => ({ op_id: opId(), new: thing('Another') }),
  'intentions.edit': (id) => ({ op_id: opId(), id, changes: { words: 'mine' } }),
  'intentions.done': (id) => ({ op_id: opId(), id, how: 'mended' }),
  'intentions.forget': (id) => ({ op_id: opId(), id }),
  'intentions.unforget': (id) => ({ op_id: opId(), id }),
  'intentions.policy': () => ({ op_id: opId(), set: 'only_keep' }),
  'requests.list': () => ({ limit: 10 }),
};

/** Whether this method is meant to take away what the others must keep. */
const forgets = new Set(['intentions.forget', 'universe.forget_all']);

for (const moment of ['at once', 'as soon as it answers']) {
  test(`a host killed in the middle of each method, ${moment}`, async (t) => {
    for (const method of methods) {
      const folder = dataFolder(t);
      const host = startHost(t, folder);
      const { intention } = await host.call('intentions.keep', {
        op_id: opId(),
        new: thing('Kept'),
      });
      const call = params[method]?.(intention.id) ?? { op_id: opId() };
      const first = host.ask(method, call).catch(() => null);
      if (moment === 'at once') await new Promise(setImmediate);
      else await first;
      await host.kill();
      const acknowledged = await first;

      const next = startHost(t, folder);
      const again = await next.ask(method, call);
      assert.ok(again.result || again.error?.code, method);
      assert.notEqual(again.error?.code, 'internal', method);
      if (acknowledged?.result && 'op_id' in call) {
        assert.deepEqual(again.result, acknowledged.result, `${method}: the first result`);
      }
      const { items } = await next.call('intentions.list', { limit: 50 });
      const names = items.map((item) => item.name);
      assert.equal(new Set(names).size, names.length, `${method}: nothing twice`);
      if (!forgets.has(method)) assert.ok(names.includes('Kept'), `${method}: nothing lost`);
      assert.equal((await next.call('status')).state, 'ready', method);
      await next.close();
    }
    t.diagnostic(`${methods.length} methods`);
  });
}

test('a data folder that is full, then read-only: said by name, what was acknowledged is there', async (t) => {
  const folder = dataFolder(t);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1500k', 'tmpfs', folder], { stdio: 'pipe' });
  } catch {
    t.skip('a small file system of its own needs the right to mount');
    return;
  }
  try {
    chmodSync(folder, 0o700);
    let host = startHost(t, folder);
    const keep = (name) =>
      host.ask('intentions.keep', {
        op_id: opId(),
        new: { ...thing(name), words: 'w'.repeat(1_900) },
      });
    const total = async () => (await host.call('intentions.list', { limit: 1 })).total;
    assert.ok((await keep('First')).result);
    const filler = join(folder, 'filler');
    try {
      writeFileSync(filler, Buffer.alloc(4 * 1024 * 1024));
    } catch {
      // Full is what it should be.
    }
    let kept = 1;
    let refused;
    while (!refused && kept < 2_000) {
      const { error } = await keep(`Thing ${kept}`);
      if (error) refused = error.code;
      else kept += 1;
    }
    assert.equal(refused, 'storage_full');
    assert.equal(await total(), kept, 'all that was acknowledged');
    rmSync(filler);
    assert.ok((await keep('Room again')).result);
    await host.kill();

    execFileSync('mount', ['-o', 'remount,ro', folder]);
    host = startHost(t, folder);
    assert.equal((await host.call('hello', { client: 'test', version: '1' })).state, 'ready');
    assert.equal((await keep('Not now')).error?.code, 'storage_read_only');
    assert.equal(await total(), kept + 1, 'what was kept can be read');
    await host.kill();

    execFileSync('mount', ['-o', 'remount,rw', folder]);
    host = startHost(t, folder);
    assert.ok((await keep('Now')).result);
    assert.equal(await total(), kept + 2);
    await host.close();
  } finally {
    execFileSync('umount', ['-l', folder]);
  }
});
