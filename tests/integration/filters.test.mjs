// SPDX-License-Identifier: GPL-3.0-or-later
// Explaining a block, with an image of one's own lists and without any. The program is copied into a folder of its
// own, because it looks for the image beside itself.
import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { command, dataFolder, hostPath, startHost } from '../support/host.mjs';

const list = `! Title: Test list
! Version: 7
||tracker.example^$third-party
@@||tracker.example/allowed^
||facebook.com/tr/
`;
const explain = (url) => ({ items: [{ url, type: 'script', frame: 'https://www.shop.example/' }] });
const attempt = {
  key: 'a',
  url: 'https://www.facebook.com/tr/?id=7&ev=PageView',
  type: 'image',
  method: 'GET',
  frame: 'https://www.shop.example/',
  body: null,
};

/** A copy of the program with `data/` beside it, as in a build tree. */
function copyOfProgram(t) {
  const folder = dataFolder(t);
  mkdirSync(join(folder, 'data'));
  const program = join(folder, 'volition');
  copyFileSync(hostPath, program);
  return { program, image: join(folder, 'data', 'filters.image'), folder };
}

function compile(folder, program) {
  writeFileSync(join(folder, 'list.txt'), list);
  const out = join(folder, 'out');
  const args = [
    'lists',
    'compile',
    '--browser',
    'chromium',
    '--lists',
    join(folder, 'list.txt'),
    '--out',
    out,
  ];
  const run = command(folder, args, { program });
  assert.equal(run.status, 0, run.stderr);
  return join(out, 'filters.image');
}

test('with an image, filter, list and line are named', async (t) => {
  const { program, image, folder } = copyOfProgram(t);
  const made = compile(folder, program);
  copyFileSync(made, image);
  copyFileSync(made.replace('.image', '.texts'), image.replace('.image', '.texts'));
  const host = startHost(t, folder, { program });
  assert.equal((await host.call('status')).filters, true);
  const { lists } = await host.call('filters.status');
  assert.deepEqual([lists[0].title, lists[0].version, lists[0].network], ['Test list', '7', 3]);
  const { items } = await host.call('filters.explain', explain('https://tracker.example/x.js'));
  assert.deepEqual(
    [items[0].verdict, items[0].filter],
    ['block', { text: '||tracker.example^$third-party', list: 'Test list', line: 3 }],
  );
  const excepted = await host.call('filters.explain', explain('https://tracker.example/allowed'));
  assert.equal(excepted.items[0].verdict, 'excepted');
  assert.equal(excepted.items[0].exception.line, 4);
  const passed = await host.call('filters.explain', explain('https://cdn.shop.example/x.js'));
  assert.deepEqual([passed.items[0].verdict, passed.items[0].filter], ['pass', null]);
  const recorded = await host.call('attempts.record', { private: false, items: [attempt] });
  assert.equal(recorded.items[0].filter.line, 5);
  assert.equal(recorded.items[0].company, 'Meta');
});

test('without an image, what can be told is told', async (t) => {
  const { program, folder } = copyOfProgram(t);
  const host = startHost(t, folder, { program });
  assert.equal((await host.call('status')).filters, false);
  assert.deepEqual(await host.call('filters.status'), { lists: [], built: null });
  const { items } = await host.call('attempts.record', { private: false, items: [attempt] });
  assert.deepEqual(
    [items[0].verdict, items[0].certainty, items[0].filter],
    ['block', 'likely', null],
  );
  assert.equal(items[0].company, 'Meta');
  await assert.rejects(host.call('filters.explain', explain('https://a.example/')), {
    code: 'image_missing',
  });
});

test('a damaged image is refused by name, and the host goes on', async (t) => {
  const { program, image, folder } = copyOfProgram(t);
  writeFileSync(image, 'not an image');
  const host = startHost(t, folder, { program });
  await assert.rejects(host.call('filters.explain', explain('https://a.example/')), {
    code: 'image_damaged',
  });
  assert.equal((await host.call('status')).filters, false);
});
