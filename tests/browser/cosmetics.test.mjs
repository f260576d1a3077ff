// SPDX-License-Identifier: GPL-3.0-or-later
// Elements that the lists hide, in real Chromium and real Firefox, with the real host and a list of the test's own: what is hidden from
// the start and what for its class or id, in frames, over the page's own wish, not where an exception says so; and the switch per site.
// How often an element could be seen before it was hidden is told as a figure: it is a race with the page.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { makeCertificate } from '../support/world/certificates.mjs';
import { openPort } from '../support/world/one_port.mjs';
import { builtHost, Driver, installedBrowsers } from './support/driver.mjs';
import { until } from './support/until.mjs';

const kBuild = fileURLToPath(new URL('../../scripts/build-extension', import.meta.url));

const kList = `! Title: Cosmetics of the test
page.example##.specific
page.example##.insists
##section[data-advert]
##.by-class
###by-id
##.late
##.fine
page.example#@#.fine
frame.example##.in-frame
##body > .outer:has(> .by-class-within)
page.example##.hostile { display: block } .free
@@||calm.example^$generichide
calm.example##.specific
`;

/** Counts the frames in which each thing could be seen. */
const kWatch = `<script>
  const seen = {};
  const look = () => {
    for (const each of document.querySelectorAll('[data-thing]')) {
      seen[each.dataset.thing] ??= 0;
      if (each.offsetHeight > 0) seen[each.dataset.thing] += 1;
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
</script>`;
const kThings = `
  <p data-thing="specific" class="specific">x</p>
  <p data-thing="insists" class="insists" style="display: block !important">x</p>
  <section data-thing="always" data-advert>x</section>
  <p data-thing="class" class="wide by-class">x</p>
  <p data-thing="id" id="by-id">x</p>
  <div data-thing="outer" class="outer"><i class="by-class-within">x</i></div>
  <p data-thing="fine" class="fine">x</p>
  <p data-thing="free" class="free hostile">x</p>`;

/** @type {Record<string, string>} */
const kPages = {
  'page.example': `${kWatch}${kThings}<iframe src="https://frame.example/"></iframe>`,
  'frame.example': `${kWatch}<p data-thing="in-frame" class="in-frame">x</p><p data-thing="plain">x</p>`,
  'calm.example': `${kWatch}${kThings}`,
};

/** Which things can be seen now; runs inside the page or a frame. */
const visible = () =>
  [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-thing]'))]
    .filter((each) => each.offsetHeight > 0)
    .map((each) => each.dataset.thing)
    .join(' ');

for (const kind of installedBrowsers()) {
  describe(`cosmetics in ${kind}`, () => {
    const folder = mkdtempSync(join(tmpdir(), 'volition-cosmetics-'));
    /** @type {Awaited<ReturnType<typeof openPort>>} */
    let server;
    /** @type {Driver} */
    let driver;

    before(async () => {
      const lists = join(folder, 'lists');
      mkdirSync(join(lists, kind), { recursive: true });
      writeFileSync(join(lists, kind, 'own.json'), '[]');
      const sets = [{ id: 'own', enabled: true, path: 'own.json' }];
      writeFileSync(join(lists, kind, 'rulesets.json'), JSON.stringify(sets));
      const build = ['--browser', kind, '--lists', lists, '--out', folder];
      execFileSync(kBuild, build, { stdio: 'pipe' });
      // The program looks for the images beside itself.
      const program = join(folder, 'volition');
      copyFileSync(builtHost(), program);
      mkdirSync(join(folder, 'data'));
      writeFileSync(join(folder, 'list.txt'), kList);
      const out = join(folder, 'data');
      const list = join(folder, 'list.txt');
      const args = ['lists', 'compile', '--browser', kind, '--lists', list, '--out', out];
      execFileSync(program, args, { stdio: 'pipe' });
      server = await openPort({
        ...makeCertificate(folder, Object.keys(kPages)),
        answer: ({ host }) => ({
          status: 200,
          headers: { 'content-type': 'text/html' },
          body: `<!doctype html><title>A page</title>${kPages[host] ?? ''}`,
        }),
      });
      const extension = join(folder, kind);
      driver = await Driver.launch({ kind, port: server.port, host: program, extension });
      const dashboard = await driver.openOwn('dashboard/dashboard.html');
      await until('the host is ready', async () => {
        const answer = await dashboard.page.evaluate(() =>
          chrome.runtime.sendMessage({ to: 'host_state' }),
        );
        return answer.value?.state === 'ready';
      });
      await dashboard.close();
    });

    after(async () => {
      await driver?.close();
      await server?.close();
      rmSync(folder, { recursive: true, force: true });
    });

    /**
     * The frame is looked for anew at each look: a reload puts another in its place.
     * @param {() => import('puppeteer-core').Page | import('puppeteer-core').Frame | undefined} where
     * @param {string} wanted
     */
    const shows = (where, wanted) =>
      until(
        `only "${wanted}" is seen`,
        async () =>
          (await where()
            ?.evaluate(visible)
            .catch(() => '')) === wanted,
      ).catch(async (error) => {
        assert.equal(await where()?.evaluate(visible), wanted, error.message);
      });

    /** @param {import('puppeteer-core').Page} page */
    const frameOf = (page) => page.frames().find((each) => each.url() === 'https://frame.example/');

    test('what the lists hide is hidden, in frames too, and nothing else', async (t) => {
      const { page } = await driver.open('https://page.example/');
      await shows(() => page, 'fine free');
      await shows(() => frameOf(page), 'plain');
      t.diagnostic(`frames in which each was seen: ${await page.evaluate('JSON.stringify(seen)')}`);

      await page.evaluate(() => {
        const late = document.createElement('p');
        late.innerHTML = '<b><i data-thing="late" class="late">x</i></b>';
        document.body.append(late);
        const fine = document.querySelector('.fine');
        fine?.classList.replace('fine', 'by-class');
      });
      await shows(() => page, 'free');
      // The page cannot tell how: no style of its own changed.
      assert.equal(await page.evaluate(() => document.styleSheets.length), 0);
      await page.close();
    });

    test('an exception for a page’s generic filters leaves those of its own', async () => {
      const { page } = await driver.open('https://calm.example/');
      await shows(() => page, 'insists always class id outer fine free');
      await page.close();
    });

    test('the switch of the site: off once, on, off, on', async () => {
      const shop = await driver.open('https://page.example/');
      const { page } = shop;
      await shows(() => page, 'fine free');
      const tabId = await driver.tabOf('https://page.example/');
      const popup = await driver.openOwn('popup/popup.html');
      const everything = 'specific insists always class id outer fine free';
      for (const mode of ['off_once', 'on', 'off', 'on']) {
        const answer = await popup.page.evaluate((message) => chrome.runtime.sendMessage(message), {
          to: 'tab',
          do: 'protection',
          tabId,
          mode,
        });
        assert.deepEqual(answer, { ok: true, value: { mode } });
        await shows(() => page, mode === 'on' ? 'fine free' : everything);
        await shows(() => frameOf(page), mode === 'on' ? 'plain' : 'in-frame plain');
      }
      await popup.close();
      await page.close();
    });
  });
}
