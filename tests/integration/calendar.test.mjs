// SPDX-License-Identifier: GPL-3.0-or-later
// A calendar that jumps: after a long absence, or because a clock was set wrong, what fades is hidden and not erased until the person
// says that the day is right. The day is moved by libfaketime.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { dataFolder, Host, opId, startHost } from '../support/host.mjs';

/** Debian's libfaketime lies in the folder of the machine's kind. */
const library = readdirSync('/usr/lib')
  .filter((name) => name.endsWith('-linux-gnu'))
  .map((name) => `/usr/lib/${name}/faketime/libfaketime.so.1`);

/** @param {number} days */
const inDays = (days) => ({ environment: { LD_PRELOAD: library[0], FAKETIME: `+${days}d` } });

const lamp = {
  op_id: '',
  private: false,
  site: 'shop.example',
  page: 'https://shop.example/lamp',
  observations: [
    {
      source: 'json_ld',
      raw: '{"@context":"https://schema.org","@type":"Product","name":"Lamp","sku":"L-1"}',
    },
  ],
};

test('after a calendar jump what fades is hidden until the person says that the day is right', async (t) => {
  const folder = dataFolder(t);
  const before = new Host(folder);
  t.after(() => before.kill());
  await before.call('intentions.policy', { op_id: opId(), set: 'seven_days' });
  await before.call('intentions.notice', { ...lamp, op_id: opId() });
  await before.call('intentions.keep', {
    op_id: opId(),
    new: { direction: 'want', kind: 'product', name: 'Kept chair' },
  });
  assert.equal((await before.call('status')).clock_jumped, false);
  assert.equal((await before.call('intentions.list', { limit: 10 })).total, 2);
  await before.close();

  const jumped = startHost(t, folder, inDays(60));
  const status = await jumped.call('status');
  assert.equal(status.clock_jumped, true);
  const seen = await jumped.call('intentions.list', { limit: 10 });
  assert.deepEqual(
    seen.items.map((item) => item.name),
    ['Kept chair'],
  );
  await assert.rejects(jumped.call('intentions.notice', { ...lamp, op_id: opId() }), {
    code: 'clock_jumped',
  });
  await jumped.close();

  // The clock was wrong and is put right: nothing was lost.
  const right = startHost(t, folder);
  assert.equal((await right.call('status')).clock_jumped, false);
  assert.equal((await right.call('intentions.list', { limit: 10 })).total, 2);
  await right.close();

  // The person was away for two months, and says so.
  const away = startHost(t, folder, inDays(60));
  const press = { op_id: opId() };
  const { today } = await away.call('universe.accept_today', press);
  assert.equal(today, status.today);
  assert.deepEqual(await away.call('universe.accept_today', press), { today });
  assert.equal((await away.call('status')).clock_jumped, false);
  const left = await away.call('intentions.list', { limit: 10 });
  assert.deepEqual(
    left.items.map((item) => item.name),
    ['Kept chair'],
  );
  const noticed = await away.call('intentions.notice', { ...lamp, op_id: opId() });
  assert.equal(noticed.stored, true, 'what is seen again is remembered again');
});
