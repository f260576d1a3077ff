// SPDX-License-Identifier: GPL-3.0-or-later
// What a page hides, asked of the program: with an image of one's own lists, without any, and with a damaged one. The
// program is copied into a folder of its own, because it looks for the image beside itself.
import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { command, dataFolder, hostPath, startHost } from '../support/host.mjs';

const list = `! Title: Test list
shop.example##.ad > a[href*="{x}"]
##.banner
##img[width="468"]
shop.example#@#.quiet
##.quiet
##.bad { color: red }
@@||calm.example^$generichide
`;

/** A copy of the program with `data/` beside it, as in a build tree. */
function copyOfProgram(t) {
  const folder = dataFolder(t);
  mkdirSync(join(folder, 'data'));
  const program = join(folder, 'volition');
  copyFileSync(hostPath, program);
  return { program, image: join(folder, 'data', 'cosmetics.image'), folder };
}

function compile(folder, program) {
  const text = join(folder, 'list.txt');
  writeFileSync(text, list);
  const out = join(folder, 'out');
  const report = join(out, 'report.json');
  const run = command(
    folder,
    [
      'lists',
      'compile',
      '--browser',
      'chromium',
      '--lists',
      text,
      '--out',
      out,
      '--report',
      report,
    ],
    { program },
  );
  assert.equal(run.status, 0, run.stderr);
  const counted = JSON.parse(readFileSync(join(out, 'cosmetics.json'), 'utf8'));
  assert.deepEqual(counted.lists, [{ name: 'list', used: 6, refused: { selector_malformed: 1 } }]);
  return join(out, 'cosmetics.image');
}

test('what is hidden from the start, and what is hidden for the names of a page', async (t) => {
  const { program, image, folder } = copyOfProgram(t);
  copyFileSync(compile(folder, program), image);
  const host = startHost(t, folder, { program });
  const ask = (url, names) => host.call('filters.cosmetics', names ? { url, names } : { url });
  assert.deepEqual(await ask('https://www.shop.example/a'), {
    selectors: ['.ad>a[href*="\\7b x\\7d "]', 'img[width="468"]'],
    generic: true,
    lists_revision: 1,
    cut: false,
  });
  const names = ['.banner', '.quiet', '.other', '#banner'];
  assert.deepEqual((await ask('https://www.shop.example/', names)).selectors, ['.banner']);
  assert.deepEqual((await ask('https://other.example/', names)).selectors, ['.banner', '.quiet']);
  const calm = { selectors: [], generic: false, lists_revision: 1, cut: false };
  assert.deepEqual(await ask('https://calm.example/'), calm);
  assert.deepEqual(await ask('https://calm.example/', names), calm);
  await assert.rejects(ask('about:blank'), { code: 'invalid_params' });
});

test('without an image nothing is hidden; a damaged one is said so', async (t) => {
  const { program, image, folder } = copyOfProgram(t);
  const host = startHost(t, folder, { program });
  const url = 'https://shop.example/';
  const nothing = { selectors: [], generic: false, lists_revision: 1, cut: false };
  assert.deepEqual(await host.call('filters.cosmetics', { url }), nothing);
  writeFileSync(image, readFileSync(compile(folder, program)).subarray(0, 200));
  await assert.rejects(host.call('filters.cosmetics', { url }), { code: 'image_damaged' });
});
