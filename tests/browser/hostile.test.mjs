// SPDX-License-Identifier: GPL-3.0-or-later
// Hostile ground in real Chromium and real Firefox: a content script that was taken over, another extension, and pages that
// lie, flood and swell. Nothing changes that may not change. Nothing freezes: meanwhile the popup opens and answers within
// kAnswersMs, and the background's longest task (the longest time in which a timer beside it did not run; up to a second of that is Firefox's own
// thrift with timers of a tab that nobody sees) stays under kTaskMs.

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { makeCertificate } from '../support/world/certificates.mjs';
import { openPort } from '../support/world/one_port.mjs';
import { isBrowsersOwnCall } from '../support/world/request_log.mjs';
import { Driver, installedBrowsers } from './support/driver.mjs';
import {
  counting,
  firstThreadMs,
  kBareFlood,
  kFirefoxFlood,
  kFlood,
  kFlooding,
  kSent,
} from './support/hostile/flood.mjs';
import { everything, installBeside, poisoned, stranger } from './support/hostile/packages.mjs';
import { kPress } from './support/real_popup.mjs';
import { ids } from './support/run_folder.mjs';
import { until } from './support/until.mjs';

/** Far above what was seen (0.3 to 1.1 s, 30 to 330 ms): these bounds find what hangs, not what is slow. */
const kAnswersMs = 15_000;
const kTaskMs = 2_000;
/** From the press, while a page floods; 0.3 to 1 s were seen, and up to 5 s where other browsers ran beside it. */
const kFloodedMs = 8_000;

const kEvil =
  '<img src=x onerror="hit=1">&lt;img src=x onerror=hit=2&gt;<script>hit=3</script>\u202Egpj.exe\u2066\u200B lamp';
/** What of it a person reads, whatever was cut away. */
const kReadable = /gpj\.exe/;

/** @param {object} product */
const jsonLd = (product) =>
  `<script type="application/ld+json">${JSON.stringify(product).replaceAll('<', '\\u003c')}</script>`;
/** @param {string} name */
const product = (name) => ({
  '@context': 'https://schema.org',
  '@type': 'Product',
  name,
  offers: { '@type': 'Offer', price: '19.00', priceCurrency: 'EUR' },
});
/** @param {string} name */
const microdata = (name) =>
  `<div itemscope itemtype="https://schema.org/Product"><b itemprop="name">${name}</b>
  <div itemprop="offers" itemscope itemtype="https://schema.org/Offer"><i itemprop="price" content="5.00"></i>
  <i itemprop="priceCurrency" content="EUR"></i></div></div>`;

/** What a page shows. @type {Record<string, () => string>} */
const kPages = {
  '/quiet': () => '',
  '/flood': () => kFlooding,
  '/evil': () => jsonLd(product(kEvil)),
  '/million': () => microdata('Wool '.repeat(200_000)) + jsonLd(product('x'.repeat(1_000_000))),
  '/many': () =>
    Array.from({ length: 5_000 }, (_, index) => microdata(`Thing ${index}`)).join('') +
    jsonLd({
      '@context': 'https://schema.org',
      '@graph': Array.from({ length: 5_000 }, (_, index) => product(`Thing ${index}`)),
    }),
};

/** A page that speaks for others; runs inside it. @param {string} evil */
function forgePixels(evil) {
  const query = new URLSearchParams({
    id: '1',
    ev: 'Purchase',
    'cd[content_name]': evil,
    'cd[value]': '99999999',
    'cd[currency]': 'EUR',
    dl: 'https://bank.example/account',
    'ud[em]': 'someone@else.example',
  });
  new Image().src = `https://www.facebook.com/tr/?${query}`;
}

/** Processor time of Firefox's first thread for a stopped request, in that of one that goes out and no extension hears of; 2.8 were seen. */
const kFirefoxTimes = 5;

/** Events of requests that woke Firefox's background. */
const kHeard = 'return (await api.runtime.getBackgroundPage()).heard';

/** Notes in the background itself how long its own timer did not run; runs inside it. */
const kWatch = `
  globalThis.longestMs = 0;
  let last = Date.now();
  setInterval(() => {
    const now = Date.now();
    globalThis.longestMs = Math.max(globalThis.longestMs, now - last - 10);
    last = now;
  }, 10);`;

for (const kind of installedBrowsers()) {
  describe(`hostile ground in ${kind}`, () => {
    const folder = mkdtempSync(join(tmpdir(), 'volition-hostile-'));
    /** @type {string[]} */
    const heard = [];
    /** @type {Awaited<ReturnType<typeof openPort>>} */
    let server;
    /** @type {Driver} */
    let driver;

    before(async () => {
      const pair = makeCertificate(folder, ['page.example', 'www.facebook.com']);
      server = await openPort({
        ...pair,
        answer: ({ host, path, method }) => {
          if (!isBrowsersOwnCall(host)) heard.push(`${method} ${host}${path}`);
          const body = `<!doctype html><meta charset="utf-8"><title>A page</title><h1>A page</h1>${kPages[path.split('?', 1)[0] ?? '']?.() ?? ''}`;
          return { status: 200, headers: { 'content-type': 'text/html' }, body };
        },
      });
      const extension = counting(poisoned(kind, folder));
      driver = await Driver.launch({ kind, port: server.port, extension, watchNetwork: false });
      await remember('only_keep');
    });

    /** @param {'only_keep' | 'seven_days'} set */
    const remember = (set) =>
      driver.tell({
        to: 'host',
        method: 'intentions.policy',
        params: { op_id: randomBytes(16).toString('hex'), set },
      });

    after(async () => {
      await driver?.close();
      await server?.close();
      rmSync(folder, { recursive: true, force: true });
    });

    /** What may not change. */
    const holdings = async () => ({
      universe: await driver.exported(),
      browser: await driver.ask(`
        const net = api.declarativeNetRequest;
        return {
          local: await api.storage.local.get(null),
          rules: [await net.getSessionRules(), await net.getDynamicRules(), await net.getEnabledRulesets()],
          tabs: (await api.tabs.query({})).length,
        };`),
    });

    /** On the background's own thread: in Firefox all pages of an extension share it. @param {string} source */
    const inBackground = async (source) => {
      if (kind === 'firefox') return driver.ask(source);
      const target = driver.browser
        .targets()
        .find(
          (each) => each.type() === 'service_worker' && each.url().startsWith(`${driver.origin}/`),
        );
      const worker = await target?.worker();
      return worker?.evaluate(`(() => { ${source} })()`);
    };

    /** Attempts that the host has counted, all days and companies. */
    const counted = async () => {
      const params = { from: '2000-01-01', to: '2199-12-31' };
      const { rows } = await driver.tell({ to: 'host', method: 'attempts.days', params });
      return rows.reduce((sum, /** @type {{ count: number }} */ row) => sum + row.count, 0);
    };

    /** @param {string} path */
    const open = (path) => driver.open(`https://page.example${path}`);

    /**
     * A popup that opens and answers while something goes on.
     * @param {import('node:test').TestContext} t @param {import('./support/surface.mjs').Surface} page @param {RegExp} wanted
     */
    const answersMeanwhile = async (t, page, wanted) => {
      await inBackground('globalThis.longestMs = 0');
      const began = performance.now();
      const popup = await driver.openPopup(page);
      await popup.reads(wanted, { within_ms: 20_000 });
      const took = Math.round(performance.now() - began);
      return {
        popup,
        judge: async () => {
          const longest = Number(await inBackground('return globalThis.longestMs'));
          t.diagnostic(`popup open and answered after ${took} ms; longest task ${longest} ms`);
          assert.ok(took < kAnswersMs, `the popup needed ${took} ms`);
          assert.ok(longest < kTaskMs, `the background stood still for ${longest} ms`);
        },
      };
    };

    test('a content script that was taken over tries everything, reaches nothing, changes nothing', async () => {
      const page = await open('/quiet');
      const earlier = await holdings();
      heard.length = 0;
      await page.page.evaluate(
        (list) => document.documentElement.setAttribute('data-try', list),
        JSON.stringify(everything()),
      );
      const got = JSON.parse(
        await until('it has tried', () =>
          page.page.evaluate(() => document.documentElement.getAttribute('data-got')),
        ),
      );
      // Firefox cannot close these to content scripts: what lies there decides nothing.
      const open_areas = kind === 'firefox' ? /^(reach|storage\.(local|sync)\..*)$/ : /^reach$/;
      const gained = Object.entries(got).filter(
        ([what, outcome]) =>
          !open_areas.test(what) && !/^(nothing$|no answer$|refused: )/.test(outcome),
      );
      assert.deepEqual(gained, []);
      if (kind === 'firefox')
        await driver.ask("await api.storage.local.remove(['language', 'poison'])");
      // Firefox shows these two to content scripts and refuses their use, which is what `native` tried.
      const shown = kind === 'firefox' ? '["connectNative","sendNativeMessage"]' : '[]';
      assert.equal(got.reach, shown, 'interfaces that a content script has');
      assert.ok(Object.keys(got).length > 40, `${Object.keys(got).length} tries`);
      assert.deepEqual(await holdings(), earlier);
      assert.deepEqual(heard, [], 'something was sent');
      await page.close();
    });

    test('another extension tries everything, reaches nothing, changes nothing', async () => {
      await installBeside(driver, stranger(kind, folder));
      const page = await open('/quiet');
      const earlier = await holdings();
      heard.length = 0;
      const victim = {
        id: ids()[kind],
        root: `${driver.origin}/`,
        host: ids().host,
        messages: everything(),
      };
      await until('the other extension is there', async () => {
        await page.page.evaluate(
          (asked) => document.documentElement.setAttribute('data-strange', asked),
          JSON.stringify(victim),
        );
        if (await page.page.evaluate(() => document.documentElement.hasAttribute('data-strange'))) {
          await page.page.reload({ waitUntil: 'load' });
          return false;
        }
        return true;
      });
      const got = JSON.parse(
        await until('it has tried', () =>
          page.page.evaluate(() => document.documentElement.getAttribute('data-strange-got')),
        ),
      );
      const gained = Object.entries(got).filter(
        ([, outcome]) => !/^(nothing$|no answer$|refused: )/.test(String(outcome)),
      );
      assert.deepEqual(gained, []);
      assert.ok(Object.keys(got).length > 40);
      assert.deepEqual(await holdings(), earlier);
      assert.deepEqual(
        heard.filter((each) => !each.startsWith('GET page.example/')),
        [],
      );
      await page.close();
    });

    test('script and bidi marks in a name stay text, in the popup, in the universe and in the export', async () => {
      const page = await open('/evil');
      const popup = await driver.openPopup(page);
      await popup.reads(kReadable);
      await popup.press('button', 'Keep');
      await popup.reads('Kept, only on this computer.');
      const dashboard = await driver.openOwn('dashboard/dashboard.html#universe');
      for (const surface of [popup, dashboard]) {
        const text = await surface.reads(kReadable);
        assert.doesNotMatch(text, /[\u202A-\u202E\u200B]/, 'marks that turn text around');
        const ran = await surface.page.evaluate(() => ({
          hit: 'hit' in globalThis,
          images: document.querySelectorAll('img[src="x"]').length,
          isolated: [...document.querySelectorAll('bdi')].some((each) =>
            each.textContent?.includes('gpj.exe'),
          ),
        }));
        assert.deepEqual(ran, { hit: false, images: 0, isolated: true });
        await surface.close();
      }
      await page.close();
    });

    test('a name of a million characters is cut, kept, and breaks no layout', async (t) => {
      await inBackground(kWatch);
      const page = await open('/million');
      const { popup, judge } = await answersMeanwhile(t, page, /Wool Wool/);
      await popup.press('button', 'Keep');
      await popup.reads('Kept, only on this computer.');
      await judge();
      const wide = await popup.page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      assert.equal(wide, 0, 'sideways');
      const kept = (await driver.exported()).find(({ record }) =>
        /^Wool/.test(Object(record).name),
      );
      assert.ok(kept && Object(kept.record).name.length <= 300, 'the name as it is kept');
      await popup.close();
      await page.close();
    });

    test('a page of 5,000 products freezes nothing and records nothing', async (t) => {
      const earlier = await driver.exported();
      const page = await open('/many');
      const { popup, judge } = await answersMeanwhile(t, page, /page\.example/);
      await judge();
      assert.deepEqual(await driver.exported(), earlier);
      await popup.close();
      await page.close();
    });

    test('a page that forges pixels is quoted as a page that tries to tell; nothing of it is kept', async () => {
      const page = await open('/quiet');
      const earlier = await driver.exported();
      heard.length = 0;
      await page.page.evaluate(forgePixels, kEvil);
      const popup = await driver.openPopup(page);
      const text = await popup.reads(/tried to tell/);
      assert.doesNotMatch(text, /[\u202A-\u202E]/);
      await popup.press('button', /Meta/);
      const detail = await popup.reads(kReadable);
      assert.doesNotMatch(detail, /[\u202A-\u202E]/);
      assert.equal(await popup.page.evaluate(() => 'hit' in globalThis), false);
      assert.equal(await popup.page.evaluate(() => document.querySelectorAll('img').length), 0);
      assert.deepEqual(heard, [], 'the pixel reached somebody');
      assert.deepEqual(await driver.exported(), earlier);
      await popup.close();
      await page.close();
    });

    // Chromium's bounds are seconds; Firefox holds each request against every rule, one by one, in its main process, and is slow at requests
    // without that: there a flood is held against the same one without an extension (extension/background/README.md).
    test('a flood costs Firefox little more than without an extension; each is counted once, and the button answers', {
      skip: kind === 'chromium' && 'Chromium has bounds in seconds, in the next test',
    }, async (t) => {
      await remember('seven_days');
      const earlier = await counted();
      /** @param {Driver} of @param {number} count @param {() => Promise<boolean> | boolean} done @returns {Promise<number>} milliseconds for each */
      const flood = async (of, count, done) => {
        const page = await of.browser.newPage();
        const before = firstThreadMs(of.pid);
        await page.goto(`https://page.example/flood?${count}`, { waitUntil: [] });
        await until('it is done', () => page.evaluate(() => /^done/.test(document.title)), {
          within_ms: 90_000,
        });
        await until('and all of it is dealt with', done, { within_ms: 60_000 });
        return (firstThreadMs(of.pid) - before) / count;
      };
      const bare = await Driver.launch({
        kind,
        port: server.port,
        extension: null,
        watchNetwork: false,
      });
      heard.length = 0;
      const reached = () => heard.filter((each) => each.includes('facebook')).length;
      const without = await flood(bare, kBareFlood, () => reached() >= kBareFlood);
      await bare.close();

      heard.length = 0;
      await driver.ask('(await api.runtime.getBackgroundPage()).heard = 0');
      const ours = await flood(
        driver,
        kFirefoxFlood,
        async () => Number(await driver.ask(kHeard)) >= kFirefoxFlood,
      );
      t.diagnostic(`${ours.toFixed(2)} ms for each, ${without.toFixed(2)} without an extension`);
      assert.ok(ours < without * kFirefoxTimes, `${ours} ms, ${without} without`);
      const events = Number(await driver.ask(kHeard));
      assert.ok(events < kFirefoxFlood * 1.05, `${events} events woke the background`);
      const tab = await driver.tabOf(`https://page.example/flood?${kFirefoxFlood}`);
      const { attempts, text } = await until('the popup says who it was', async () => {
        const pressed = await driver.ask(kPress, { tab });
        return /tried to tell/.test(pressed.text) && pressed;
      });
      assert.equal(attempts, 500, 'what is kept of one page');
      assert.match(text, /More than 500 calls, all stopped/);
      await until('the host counted', async () => (await counted()) - earlier === 501);
      assert.equal(reached(), 0);
      await driver.ask('await api.tabs.remove(given)', tab);
      await remember('only_keep');
    });

    test('ten thousand requests in ten seconds: a press of the button is answered, over other tabs too, and each is counted once', {
      skip: kind === 'firefox' && 'Firefox is held against itself, in the test before',
    }, async (t) => {
      const other = await open('/evil');
      const tabs = { other: await driver.tabOf(other.page.url()), flood: 0 };
      // With this policy the host counts who tried.
      await remember('seven_days');
      const earlier = await counted();
      heard.length = 0;
      await inBackground(kWatch);
      await inBackground('globalThis.heard = 0');
      tabs.flood = await driver.ask(
        "return (await api.tabs.create({ url: 'https://page.example/flood' })).id",
      );
      await until('it floods', async () => (await driver.ask(kSent)) !== '', { within_ms: 20_000 });
      /** @type {number[]} */
      const times = [];
      for (let press = 0; press < 4; press += 1) {
        const over = press % 2 === 0 ? 'flood' : 'other';
        const sent = await driver.ask(kSent);
        const { took, attempts, text } = await driver.ask(kPress, { tab: tabs[over] });
        t.diagnostic(`over ${over}, "${sent}": ${Math.round(took)} ms, ${attempts} attempts`);
        if (sent.startsWith('sent')) times.push(took);
        assert.match(text, over === 'flood' ? /tried to tell/ : kReadable);
        assert.ok(over === 'flood' ? attempts > 0 && attempts <= 500 : attempts === 0);
      }
      t.diagnostic(
        await until(
          'it is done',
          async () => {
            const sent = await driver.ask(kSent);
            return sent.startsWith('done') && sent;
          },
          { within_ms: 60_000 },
        ),
      );
      assert.ok(times.length >= 1, 'pressed while it flooded');
      for (const took of times) assert.ok(took < kFloodedMs, `the popup needed ${took} ms`);
      const longest = Number(await inBackground('return globalThis.longestMs'));
      t.diagnostic(`longest task ${longest} ms`);
      assert.ok(longest < kTaskMs, `the background stood still for ${longest} ms`);
      const events = await until('each was heard', async () => {
        const number = Number(await inBackground('return globalThis.heard'));
        return number >= kFlood && number;
      });
      t.diagnostic(`${events} events for ${kFlood} stopped requests`);
      assert.ok(events < kFlood * 1.05, `${events} events woke the background`);
      const last = await driver.ask(kPress, { tab: tabs.flood });
      assert.equal(last.attempts, 500, 'what is kept of one page');
      assert.match(last.text, /More than 500 calls, all stopped/);
      assert.equal((await counted()) - earlier, 501, 'what the host counted');
      const day = new Date().toISOString().slice(0, 10);
      const params = { from: day, to: day };
      const { rows } = await driver.tell({ to: 'host', method: 'attempts.days', params });
      assert.ok(
        rows.every(({ at_least }) => at_least),
        'and it knows that there were more',
      );
      const answer = await driver.tell({ to: 'host', method: 'status', params: {} });
      assert.equal(answer.state, 'ready');
      assert.deepEqual(
        heard.filter((each) => each.includes('facebook')),
        [],
      );
      await driver.ask('await api.tabs.remove(given)', tabs.flood);
      await remember('only_keep');
      await other.close();
    });
  });
}
