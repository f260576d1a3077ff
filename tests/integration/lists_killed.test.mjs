// SPDX-License-Identifier: GPL-3.0-or-later
// kill -9 in the middle of putting and of building lists: what was acknowledged is there, the old list serves until the
// new one is whole, and the next host ends what this one began.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { dataFolder, opId, startHost } from '../support/host.mjs';
import { putList, shippedProgram } from '../support/shipped.mjs';

const lines = (name) =>
  Array.from({ length: 6000 }, (_, i) => `||h${i}.${name}.example/a${i}^$script\n`).join('');
const put = (text) => putList({ list: 'own', size: text.length, text });
const blocks = async (host, name) => {
  const item = {
    url: `https://h7.${name}.example/a7`,
    type: 'script',
    frame: 'https://shop.example/',
  };
  const { items } = await host.call('filters.explain', { items: [item] });
  return items[0].verdict === 'block';
};
async function built(host) {
  for (;;) {
    const overview = await host.call('filters.lists');
    if (!overview.building) return overview;
  }
}

/** Watched in the folder, so that the kill meets each stage of the work. */
const stages = {
  'before the message is read': () => true,
  'while the text is written': (store) => readdirSync(join(store, 'texts')).length > 1,
  'while images are built': (store) => readdirSync(store).includes('building'),
  'once it is built': (store) =>
    readdirSync(store).filter((name) => name.startsWith('built-')).length > 1,
};

test('a host killed while lists are put and built: nothing is lost', async (t) => {
  const { program } = shippedProgram(t);
  for (const [stage, reached] of Object.entries(stages)) {
    const folder = dataFolder(t);
    const store = join(folder, 'filters');
    const first = startHost(t, folder, { program });
    await first.call('filters.put_list', put(lines('old')));
    await built(first);
    const press = put(lines('new'));
    let acknowledged = null;
    const answer = first.ask('filters.put_list', press).then(
      (told) => {
        acknowledged = told;
      },
      () => {},
    );
    // A stage may be over before it is seen; the kill then meets the next one.
    for (let looks = 0; looks < 400 && !reached(store); looks += 1) {
      await new Promise(setImmediate);
    }
    await first.kill();
    await answer;

    const next = startHost(t, folder, { program });
    const [old, fresh] = [await blocks(next, 'old'), await blocks(next, 'new')];
    assert.ok(old !== fresh || (await blocks(next, 'new')), `${stage}: one of the two serves`);
    if (acknowledged) {
      assert.equal(acknowledged.result.outcome, 'fresh', stage);
      await built(next);
      assert.ok(await blocks(next, 'new'), `${stage}: what was acknowledged is built`);
    }
    const again = await next.ask('filters.put_list', press);
    assert.ok(['fresh', 'same'].includes(again.result?.outcome), `${stage}: ${again.error?.code}`);
    const overview = await built(next);
    assert.equal(overview.failed, null, stage);
    assert.deepEqual([await blocks(next, 'old'), await blocks(next, 'new')], [false, true], stage);
    await next.call('filters.set_list', { op_id: opId(), list: 'base', state: 'on' });
    assert.equal(readdirSync(join(store, 'texts')).length, 1, `${stage}: no text is left over`);
    assert.deepEqual(
      readdirSync(store).filter((name) => /^(built-|building|.*\.new)/.test(name)).length,
      1,
      `${stage}: nothing half built is left over`,
    );
    await next.close();
  }
});

test('a full disk: lists are refused by name, or not built in, and the ones before serve', async (t) => {
  const { program } = shippedProgram(t);
  const folder = dataFolder(t);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', folder], { stdio: 'pipe' });
  } catch {
    t.skip('a small file system of its own needs the right to mount');
    return;
  }
  const filler = join(folder, 'filler');
  /** Leaves this many KiB. @param {number} kib */
  const fill = (kib) => {
    const free = Number(
      execFileSync('df', ['--output=avail', '-k', folder], { encoding: 'utf8' }).split('\n')[1],
    );
    writeFileSync(filler, Buffer.alloc(Math.max(0, free - kib) * 1024));
  };
  try {
    chmodSync(folder, 0o700);
    let host = startHost(t, folder, { program });
    await host.call('filters.put_list', put('||first.example^\n'));
    await built(host);
    fill(150);
    await assert.rejects(host.call('filters.put_list', put(lines('large'))), {
      code: 'storage_full',
    });
    assert.equal((await host.call('filters.text', { list: 'own' })).text, '||first.example^\n');
    rmSync(filler);
    fill(350);
    // There is room for the text, and none for what is made of it.
    await host.call('filters.put_list', put(lines('large').slice(0, 180_000)));
    assert.equal((await built(host)).failed, 'storage_full');
    const item = { url: 'https://first.example/', type: 'script', frame: '' };
    const verdict = async () =>
      (await host.call('filters.explain', { items: [item] })).items[0].verdict;
    assert.equal(await verdict(), 'block', 'what was built before serves');
    rmSync(filler);
    await host.close();
    host = startHost(t, folder, { program });
    assert.equal(await verdict(), 'block', 'the first question of a new host begins the building');
    for (;;) if (await blocks(host, 'large')) break;
    assert.equal((await built(host)).failed, null);
    assert.equal(await verdict(), 'pass');
    await host.close();
  } finally {
    execFileSync('umount', ['-l', folder]);
  }
});
