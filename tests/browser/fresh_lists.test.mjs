// SPDX-License-Identifier: GPL-3.0-or-later
// Fresh lists, own rules and Block this element in real Chromium and real Firefox, with the real host and small lists of the test's own: what
// a fresh text adds is stopped, what it drops goes through, also after the browser was started anew and after the extension was updated; what is
// refused is said. The lists' addresses are answered here, and nothing is asked of them before a press.

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
import { furnitureOf } from './support/furniture.mjs';
import { until } from './support/until.mjs';

/** @typedef {import('./support/run_folder.mjs').Kind} Kind */
/** @typedef {import('./support/surface.mjs').Surface} Surface */

const kBuild = fileURLToPath(new URL('../../scripts/build-extension', import.meta.url));

/** Enough lines that one more or less is no tenth of them. */
const kPlain = Array.from({ length: 30 }, (_, n) => `||plain${n}.example^\n`).join('');
const kShipped = {
  base: `! Title: Base of the test\n! Version: 1\n||old.example^\n||path.example/ad/*\n||off.example^$removeparam=x\n${kPlain}`,
  tracking: '! Title: Tracking of the test\n||track.example^\n',
  french: '! Title: French of the test\n||pub.example^\n',
};
const kFresh = `! Title: Base of the test\n! Version: 2\n||fresh.example^\n||path.example/ad/*\n||expr.example^$script\n/fresh[0-9]{3}/$image\n${kPlain}`;
const kPage = `<!doctype html><title>A page</title><style>p { padding: 9px }</style>
  <p class="teaser">x</p><p class="teaser">x</p><p class="article">x</p>`;
const kHosts = ['old', 'fresh', 'track', 'pub', 'mine', 'plain3', 'path', 'page', 'lists'].map(
  (name) => `${name}.example`,
);

/** A package and a program with these lists. @param {string} folder @param {Kind} kind */
function pack(folder, kind) {
  const texts = join(folder, 'texts');
  const data = join(folder, 'data');
  mkdirSync(texts, { recursive: true });
  mkdirSync(join(data, 'lists'), { recursive: true });
  const program = join(folder, 'volition');
  copyFileSync(builtHost(), program);
  const file = (/** @type {string} */ name) => join(texts, `${name}.txt`);
  for (const [name, text] of Object.entries(kShipped)) writeFileSync(file(name), text);
  const lists = join(folder, 'lists');
  for (const browser of ['chromium', 'firefox']) {
    const out = join(lists, browser);
    const which = ['--lists', file('base'), file('tracking'), '--optional', file('french')];
    execFileSync(program, ['lists', 'compile', '--browser', browser, ...which, '--out', out], {
      stdio: 'pipe',
    });
    copyFileSync(join(out, 'baseline.json'), join(data, `baseline-${browser}.json`));
  }
  for (const image of ['filters.image', 'filters.texts', 'cosmetics.image', 'checksums.json'])
    copyFileSync(join(lists, kind, image), join(data, image));
  copyFileSync(file('french'), join(data, 'lists/french.txt'));
  const entry = (/** @type {string} */ name) => ({
    id: 1,
    name,
    title: name,
    stops: name,
    on: name !== 'french',
    languages: name === 'french' ? ['fr'] : [],
    licence: 'GPL-3.0-only',
    homepage: 'https://lists.example/',
    address: `https://lists.example/${name}.txt`,
  });
  const catalogue = { lists: Object.keys(kShipped).map(entry) };
  writeFileSync(join(data, 'lists.json'), JSON.stringify(catalogue));
  const build = ['--browser', kind, '--lists', lists, '--out', folder];
  execFileSync(kBuild, build, { stdio: 'pipe' });
  return { program, extension: join(folder, kind) };
}

// Both browsers at a time: each waits for itself half of the time.
describe('fresh lists', { concurrency: 2 }, () => {
  for (const kind of installedBrowsers()) {
    describe(kind, { concurrency: 1 }, () => {
      const folder = mkdtempSync(join(tmpdir(), 'volition-fresh-'));
      /** @type {Awaited<ReturnType<typeof openPort>>} */
      let server;
      /** @type {Driver} */
      let driver;
      /** @type {Surface} */
      let page;
      /** @type {Surface} */
      let settings;
      /** What the lists' server was asked. @type {{ path: string, headers: import('node:http').IncomingHttpHeaders }[]} */
      const asked = [];
      /** What it answers. @type {(path: string, headers: import('node:http').IncomingHttpHeaders) => import('../support/world/one_port.mjs').Reply} */
      let listAnswer = (path) => ({
        status: 200,
        headers: { 'content-type': 'text/plain', etag: '"v2"' },
        body: path === '/base.txt' ? kFresh : kShipped.tracking,
      });

      before(async () => {
        const { program, extension } = pack(folder, kind);
        server = await openPort({
          ...makeCertificate(folder, kHosts),
          answer: ({ host, path, headers }) => {
            if (host === 'lists.example') {
              asked.push({ path, headers });
              return listAnswer(path, headers);
            }
            return { status: 200, headers: { 'content-type': 'text/html' }, body: kPage };
          },
        });
        driver = await Driver.launch({ kind, port: server.port, host: program, extension });
        await opened();
      });

      after(async () => {
        await driver?.close();
        await server?.close();
        rmSync(folder, { recursive: true, force: true });
      });

      async function opened() {
        page = await driver.open('https://page.example/');
        settings = await driver.openOwn('dashboard/dashboard.html#settings');
        await settings.reads('Your own rules');
      }

      /** What of these a page reaches. @param {string[]} hosts */
      const reached = (hosts) =>
        page.page.evaluate(
          (all) =>
            Promise.all(
              all.map((host) =>
                fetch(`https://${host}.example/x`, { mode: 'no-cors' }).then(
                  () => host,
                  () => '',
                ),
              ),
            ).then((those) => those.filter(Boolean).join(' ')),
          hosts,
        );
      const kTried = ['old', 'fresh', 'track', 'pub', 'mine', 'plain3'];
      /** @param {string} wanted */
      const reaches = (wanted) =>
        until(`only ${wanted} are reached`, async () => (await reached(kTried)) === wanted, {
          every_ms: 100,
        }).catch(async (error) => {
          const stands = await driver.tell({ to: 'lists', do: 'read' });
          const { rules, said, trouble } = /** @type {any} */ (stands);
          const why = `${error.message}; rules: ${rules} ${trouble}, building: ${said?.building} ${said?.failed}`;
          assert.equal(await reached(kTried), wanted, why);
        });

      test('what shipped is in force, and before a press nothing is asked of the lists’ addresses', async () => {
        await reaches('fresh pub mine');
        assert.deepEqual(asked, []);
      });

      test('a press takes fresh texts: what they add is stopped, what they drop goes through', async () => {
        await settings.press('button', 'Look for fresh lists now');
        await settings.reads('Looked. What came of it stands beside each list.');
        await settings.reads('A fresh text was taken.');
        await settings.reads(/version 2 · fetched on/);
        await reaches('old pub mine');
        assert.deepEqual(asked.map(({ path }) => path).sort(), ['/base.txt', '/tracking.txt']);
        for (const { headers } of asked) {
          assert.deepEqual(
            [headers.cookie, headers.origin, headers.referer, headers['accept-language']],
            [undefined, undefined, undefined, undefined],
          );
        }
      });

      test('what the browser reads back is what was put in: nothing is put in twice', async () => {
        const rules = () => driver.ask('return api.declarativeNetRequest.getDynamicRules()');
        const before = await rules();
        assert.ok(before.length > 0);
        // As if the browser had forgotten: everything is compared, and nothing differs.
        await driver.ask('await api.storage.session.remove("lists_in_force")');
        await settings.press('checkbox', /^tracking|^Tracking/);
        await reaches('old track pub mine');
        await settings.press('checkbox', /^tracking|^Tracking/);
        await reaches('old pub mine');
        assert.deepEqual(await rules(), before);
      });

      test('looked for again: the same as before, asked by its name; what is no list is refused by name', async () => {
        listAnswer = (_, headers) =>
          headers['if-none-match'] === '"v2"' ? { status: 304 } : { status: 500 };
        await settings.press('button', 'Look for fresh lists now');
        await settings.reads(/version 2[^\n]*\n\s*The same as before\./);
        const page = '<!doctype html><html><body>Sign in</body></html>';
        listAnswer = (path) =>
          path === '/base.txt' ? { status: 200, body: page } : { status: 503, body: 'later' };
        await settings.press('button', 'Look for fresh lists now');
        await settings.reads('What came is no filter list but a web page, or no text.');
        await settings.reads('Its address answered with error 503.');
        await reaches('old pub mine');
      });

      test('own rules: a block, an allow over a list’s block, and what is of no use is said', async () => {
        await settings.write(
          'textbox',
          'Your own rules',
          '||mine.example^\n@@||plain3.example^\n||x^$nonsense\n',
        );
        await settings.press('button', 'Save these rules');
        await settings.reads('Saved.');
        await settings.reads(/Line 3: an option that is not known/);
        await reaches('old pub plain3');
      });

      test('a list is added by its address and as text, switched, and removed', async () => {
        listAnswer = () => ({ status: 200, body: '! Title: A list of mine\n||pub.example^\n' });
        await settings.page.click('.adding > summary');
        await settings.write(
          'textbox',
          'Address of a list (https)',
          'https://lists.example/mine.txt',
        );
        await settings.press('button', 'Fetch and add');
        await settings.reads('Added: A list of mine.');
        await reaches('old plain3');
        await settings.press('button', 'Remove');
        await settings.reads('Removed: A list of mine.');
        await reaches('old pub plain3');
        await settings.press('checkbox', /^French/);
        await reaches('old plain3');
      });

      test('Block this element: it goes with its equals, stays gone, and comes back by Undo', async () => {
        const { pressMenu } = await furnitureOf(driver);
        const seen = () =>
          page.page.evaluate(() =>
            [...document.querySelectorAll('p')]
              .filter((each) => each.offsetHeight > 0)
              .map((each) => each.className)
              .join(' '),
          );
        await page.page.bringToFront();
        await page.page.click('.teaser', { button: 'right' });
        await pressMenu('menu_block', page);
        await until('the teasers are gone', async () => (await seen()) === 'article');
        assert.equal(await page.page.evaluate(() => document.querySelectorAll('style').length), 1);
        const own = await driver.openOwn('dashboard/dashboard.html#settings');
        await until('the line stands in the own rules', async () =>
          (
            await own.page.$eval(
              '[name=own]',
              (each) => /** @type {HTMLTextAreaElement} */ (each).value,
            )
          ).endsWith('page.example##p.teaser\n'),
        );
        await own.close();
        const popup = await driver.openPopup(page);
        await popup.reads(
          '2 equal elements are hidden. Your own rules keep it so on page.example.',
        );
        await page.page.reload();
        await until('they are gone on the next page', async () => (await seen()) === 'article');
        await popup.close();

        await page.page.bringToFront();
        await page.page.click('.article', { button: 'right' });
        await pressMenu('menu_block', page);
        await until('the article is gone', async () => (await seen()) === '');
        const again = await driver.openPopup(page);
        await again.press('button', 'Undo');
        await again.reads('Shown again.');
        await until('the article is back', async () => (await seen()) === 'article');
        await again.close();
      });

      test('what an update of the extension forgets is put back when the browser starts anew', async () => {
        // As browsers do it: sets as the package has them, no single rule off. Dynamic rules stay.
        await driver.ask(`
        const dnr = api.declarativeNetRequest;
        await dnr.updateEnabledRulesets({ disableRulesetIds: ['ruleset_3'] });
        const off = await dnr.getDisabledRuleIds({ rulesetId: 'ruleset_1' });
        if (off.length === 0) throw new Error('no single rule was off');
        await dnr.updateStaticRules({ rulesetId: 'ruleset_1', enableRuleIds: off });`);
        // That is not waited for: where the host's lists changed meanwhile, what is in force is put right at once.
        await driver.restart();
        await opened();
        await reaches('old plain3');
        await until('the teasers are gone', () =>
          page.page.evaluate(
            () => /** @type {HTMLElement} */ (document.querySelector('.teaser')).offsetHeight === 0,
          ),
        );
      });
    });
  }
});
