// SPDX-License-Identifier: GPL-3.0-or-later
// The background in real Chromium and real Firefox, without a host and with one rule of its own: every way a page can speak to a
// tracker is stopped, seen and told in time; what a page cancels itself is never told as stopped; the switch per site; the
// headers of the only fetch. The pages' server sees everything that leaves.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { makeCertificate } from '../support/world/certificates.mjs';
import { openPort } from '../support/world/one_port.mjs';
import { Driver, installedBrowsers } from './support/driver.mjs';
import { until } from './support/until.mjs';

const kBuild = fileURLToPath(new URL('../../scripts/build-extension', import.meta.url));
const kTracker = 'tracker.example';
const kDescriptor = '/.well-known/customer-requests.json';

/** Every type but main_frame, by the browser's own names. */
const kTypes = {
  chromium: [
    'sub_frame',
    'script',
    'image',
    'xmlhttprequest',
    'ping',
    'websocket',
    'media',
    'other',
  ],
  firefox: [
    ...['sub_frame', 'script', 'image', 'imageset', 'xmlhttprequest', 'ping', 'beacon'],
    ...['websocket', 'media', 'other'],
  ],
};

/** What a page does; runs inside it. */
const kWays = {
  image: () => {
    new Image().src = 'https://tracker.example/image?e=1';
  },
  script: () => {
    const script = document.createElement('script');
    script.src = 'https://tracker.example/script';
    document.head.append(script);
  },
  frame: () => {
    const frame = document.createElement('iframe');
    frame.src = 'https://tracker.example/frame';
    document.body.append(frame);
  },
  'fetch, text': () => {
    fetch('https://tracker.example/fetch', {
      method: 'POST',
      mode: 'no-cors',
      body: 'f=text',
    }).catch(() => undefined);
  },
  'fetch, keepalive': () => {
    fetch('https://tracker.example/keepalive', {
      method: 'POST',
      mode: 'no-cors',
      keepalive: true,
      body: 'k=alive',
    }).catch(() => undefined);
  },
  'beacon, text': () => {
    navigator.sendBeacon('https://tracker.example/beacon', 'b=text');
  },
  'beacon, form': () => {
    const form = new URLSearchParams({ b: 'form', n: 'é' });
    navigator.sendBeacon('https://tracker.example/beacon-form', form);
  },
  'request, form data': () => {
    const form = new FormData();
    form.set('x', 'multi part');
    const request = new XMLHttpRequest();
    request.open('POST', 'https://tracker.example/xhr');
    request.send(form);
  },
  'form in a frame': () => {
    const frame = document.createElement('iframe');
    frame.name = 'sink';
    const form = document.createElement('form');
    Object.assign(form, { action: 'https://tracker.example/form', method: 'post', target: 'sink' });
    const input = document.createElement('input');
    Object.assign(input, { name: 'email', value: 'a@b.example' });
    form.append(input);
    document.body.append(frame, form);
    form.submit();
  },
  worker: () => {
    new Worker('/worker.js');
  },
  socket: () => {
    new WebSocket('wss://tracker.example/socket').onerror = () => undefined;
  },
};

/** Speaks when it is spoken to, as one that gets a push message does. */
const kServiceWorker = `
  addEventListener('message', (event) => {
    const told = { method: 'POST', mode: 'no-cors', body: 's=worker' };
    event.waitUntil(fetch('https://tracker.example/from-service', told).catch(() => 0));
  });`;

/** What arrives of each: address, method, body as text. */
const kExpected = {
  image: ['/image?e=1', 'GET', null],
  script: ['/script', 'GET', null],
  frame: ['/frame', 'GET', null],
  'fetch, text': ['/fetch', 'POST', 'f=text'],
  'fetch, keepalive': ['/keepalive', 'POST', 'k=alive'],
  'beacon, text': ['/beacon', 'POST', 'b=text'],
  'beacon, form': ['/beacon-form', 'POST', 'b=form&n=%C3%A9'],
  'request, form data': ['/xhr', 'POST', 'x=multi+part'],
  'form in a frame': ['/form', 'POST', 'email=a%40b.example'],
  worker: ['/from-worker', 'GET', null],
  socket: ['/socket', 'GET', null],
};

/** Pages that speak in their first moment, a page that lets the browser prepare another one, and that other one. @type {Record<string, string>} */
const kPrepare = {
  ...Object.fromEntries(
    ['one', 'two', 'three'].map((page) => [
      `/${page}`,
      `<script>new Image().src = 'https://tracker.example/image?page=${page}'</script>`,
    ]),
  ),
  '/prepares': `<a href="/prepared">next</a><script type="speculationrules">
    {"prerender": [{"urls": ["/prepared"], "eagerness": "immediate"}]}</script>`,
  '/prepared': `<script>
    if (document.prerendering) {
      const image = new Image();
      image.onerror = () => fetch('/prepared-done');
      image.src = 'https://tracker.example/prepared';
    }</script>`,
};

/** What a page cancels by itself, at once and a moment later; runs inside it. */
function cancelEverything() {
  for (const wait of [-1, 0, 5]) {
    const later = (/** @type {() => void} */ cancel) =>
      wait < 0 ? cancel() : setTimeout(cancel, wait);
    const abort = new AbortController();
    fetch(`https://slow.example/fetch${wait}`, { signal: abort.signal }).catch(() => undefined);
    later(() => abort.abort());
    const image = new Image();
    image.src = `https://slow.example/image${wait}`;
    later(() => image.removeAttribute('src'));
    const request = new XMLHttpRequest();
    request.open('POST', `https://slow.example/xhr${wait}`);
    request.send('x');
    later(() => request.abort());
    const frame = document.createElement('iframe');
    frame.src = `https://slow.example/frame${wait}`;
    document.body.append(frame);
    later(() => frame.remove());
    const video = document.createElement('video');
    video.src = `https://slow.example/video${wait}`;
    later(() => video.removeAttribute('src'));
    const socket = new WebSocket(`wss://slow.example/socket${wait}`);
    later(() => socket.close());
  }
}

/** Begins what the test cuts off while it waits for its answer; runs inside the page. */
function beginEverything() {
  fetch('https://slow.example/cut-fetch').catch(() => undefined);
  new Image().src = 'https://slow.example/cut-image';
  const frame = document.createElement('iframe');
  frame.src = 'https://slow.example/cut-frame';
  document.body.append(frame);
}

for (const kind of installedBrowsers()) {
  describe(`the background in ${kind}`, () => {
    const folder = mkdtempSync(join(tmpdir(), 'volition-background-'));
    /** @type {import('../support/world/one_port.mjs').Arrival[]} */
    let arrivals = [];
    /** @type {(() => void)[]} */
    const held = [];
    /** @type {Awaited<ReturnType<typeof openPort>>} */
    let server;
    /** @type {Driver} */
    let driver;
    /** @type {import('puppeteer-core').Page} */
    let popup;

    before(async () => {
      const lists = join(folder, 'lists', kind);
      mkdirSync(lists, { recursive: true });
      const rule = {
        id: 1,
        priority: 100,
        action: { type: 'block' },
        condition: {
          requestDomains: [kTracker, 'blocked-brand.example'],
          resourceTypes: kTypes[kind],
        },
      };
      writeFileSync(join(lists, 'own.json'), JSON.stringify([rule]));
      const sets = [{ id: 'own', enabled: true, path: 'own.json' }];
      writeFileSync(join(lists, 'rulesets.json'), JSON.stringify(sets));
      const packages = join(folder, 'packages');
      execFileSync(
        kBuild,
        ['--browser', kind, '--lists', join(folder, 'lists'), '--out', packages],
        { stdio: 'pipe' },
      );
      const pair = makeCertificate(folder, ['page.example', 'slow.example', kTracker]);
      server = await openPort({
        ...pair,
        answer: async (arrival) => {
          arrivals.push(arrival);
          if (arrival.host === 'slow.example')
            await new Promise((done) => held.push(() => done(0)));
          if (arrival.host === 'moved.example') {
            return { status: 302, headers: { location: 'https://page.example/moved' }, body: '' };
          }
          if (arrival.path === '/worker.js') {
            const body = "fetch('https://tracker.example/from-worker').catch(() => 0)";
            return { status: 200, headers: { 'content-type': 'text/javascript' }, body };
          }
          if (arrival.path === '/service.js') {
            return {
              status: 200,
              headers: { 'content-type': 'text/javascript' },
              body: kServiceWorker,
            };
          }
          const body = `<!doctype html><title>A page</title><h1>A page</h1>${kPrepare[arrival.path] ?? ''}`;
          return { status: 200, headers: { 'content-type': 'text/html' }, body };
        },
      });
      driver = await Driver.launch({
        kind,
        port: server.port,
        host: null,
        extension: join(packages, kind),
      });
      popup = (await driver.openOwn('popup/popup.html')).page;
    });

    after(async () => {
      for (const release of held) release();
      await driver?.close();
      await server?.close();
      rmSync(folder, { recursive: true, force: true });
    });

    /** @param {object} message @param {import('puppeteer-core').Page} [from] */
    const send = (message, from = popup) =>
      from.evaluate(
        (text) => chrome.runtime.sendMessage(JSON.parse(text)),
        JSON.stringify(message),
      );

    /** @param {number} tabId */
    const stateOf = async (tabId) => {
      const answer = await send({ to: 'tab', do: 'state', tabId });
      assert.ok(answer.ok, JSON.stringify(answer));
      return answer.value;
    };

    /** @param {string} path @returns {Promise<[import('puppeteer-core').Page, number]>} */
    const openPage = async (path) => {
      const url = `https://page.example/${path}`;
      const { page } = await driver.open(url);
      return [page, await driver.tabOf(url)];
    };

    test('every way of speaking to a tracker is stopped, seen with its body, and told', async (t) => {
      const [page, tabId] = await openPage('ways');
      await send({ to: 'host_state' });
      for (const [way, act] of Object.entries(kWays)) {
        const [path, method, body] = kExpected[/** @type {keyof typeof kExpected} */ (way)];
        const since = performance.now();
        await page.evaluate(act);
        const attempt = await until(`${way} is told`, async () => {
          const { attempts } = await stateOf(tabId);
          return attempts.find((/** @type {any} */ { url }) => url.endsWith(`${kTracker}${path}`));
        });
        const took = performance.now() - since;
        assert.deepEqual(
          [attempt.outcome, attempt.method, attempt.body],
          ['stopped', method, body],
          way,
        );
        // Half a second is the aim; a figure and not a test, since this machine may be busy with others.
        t.diagnostic(`${way}: told after ${Math.round(took)} ms`);
      }
      const leaks = arrivals.filter(({ host }) => host === kTracker).map(({ path }) => path);
      assert.deepEqual(leaks, [], 'nothing reached the tracker');
      await page.close();
    });

    test('what a page cancels itself is never told as stopped', async () => {
      const [page, tabId] = await openPage('cancels');
      await page.evaluate(cancelEverything);
      await page.evaluate(beginEverything);
      await until('these are on their way', () =>
        ['fetch', 'image', 'frame'].every((what) =>
          arrivals.some(({ path }) => path === `/cut-${what}`),
        ),
      );
      await page.evaluate(() => window.stop());
      // What is stopped afterwards is told afterwards: then the cancelled ones have had their turn.
      await page.evaluate(kWays.image);
      await until(
        'the stopped one is told',
        async () => (await stateOf(tabId)).attempts.length > 0,
      );
      const told = (await stateOf(tabId)).attempts.map((/** @type {any} */ { url }) => url);
      assert.deepEqual(told, ['https://tracker.example/image?e=1']);
      await page.close();
    });

    test('another page begins with an empty list, and Back shows the page’s own', async () => {
      const [page, tabId] = await openPage('first');
      await page.evaluate(kWays.image);
      await until('it is told', async () => (await stateOf(tabId)).attempts.length === 1);
      await page.evaluate(() => {
        globalThis.stayed = 1;
      });
      await page.goto('https://page.example/second', { waitUntil: 'load' });
      await until('the list is empty', async () => (await stateOf(tabId)).attempts.length === 0);
      // The very same page again, not loaded anew: what it tried is its own.
      // (puppeteer's own goBack() waits for a load, which there is not.)
      await page.evaluate(() => history.back());
      await until('the page is back, as it was left', () =>
        page.evaluate(() => globalThis.stayed === 1).catch(() => false),
      );
      await until('Back', async () => (await stateOf(tabId)).attempts.length === 1);
      await page.evaluate(kWays.image);
      await until('next', async () => (await stateOf(tabId)).attempts.length === 2);
      await page.close();
    });

    test('what the site’s service worker tries is stopped, and told with the tab that was looked at last', async () => {
      const [earlier, earlierId] = await openPage('served');
      const [page, tabId] = await openPage('served-too');
      await page.evaluate(async () => {
        await navigator.serviceWorker.register('/service.js');
        (await navigator.serviceWorker.ready).active?.postMessage('speak');
      });
      const { attempts } = await until('it is told', async () => {
        const state = await stateOf(tabId);
        return state.attempts.length > 0 && state;
      });
      const told = attempts.map((/** @type {any} */ { url, body }) => [url, body]);
      assert.deepEqual(told, [['https://tracker.example/from-service', 's=worker']]);
      assert.deepEqual((await stateOf(earlierId)).attempts, []);
      assert.deepEqual(
        arrivals.filter(({ host }) => host === kTracker),
        [],
      );
      await page.evaluate(async () => (await navigator.serviceWorker.ready).unregister());
      await page.close();
      await earlier.close();
    });

    test('requests of the first moments of a page stay with it', async () => {
      const [page, tabId] = await openPage('before');
      for (const path of ['one', 'two', 'three']) {
        await page.goto(`https://page.example/${path}`, { waitUntil: 'load' });
        await until(`${path} has its own attempt and no other`, async () => {
          const { attempts, site } = await stateOf(tabId);
          const urls = attempts.map((/** @type {{url: string}} */ { url }) => url);
          return (
            site === 'page.example' && urls.join() === `https://tracker.example/image?page=${path}`
          );
        });
      }
      await page.close();
    });

    test('what a prepared page tries is shown with that page, and not before', {
      skip: kind !== 'chromium' && 'only Chromium prepares pages',
    }, async () => {
      const [page, tabId] = await openPage('prepares');
      await until('the prepared page has been blocked', async () => {
        // Told by the page itself: the background says nothing of it, which is the point.
        return arrivals.some(({ path }) => path === '/prepared-done');
      });
      assert.deepEqual((await stateOf(tabId)).attempts, []);
      await page.evaluate(() => document.querySelector('a')?.click());
      await until('the prepared page is shown with its attempt', async () => {
        const { attempts } = await stateOf(tabId);
        return attempts.length === 1 && attempts[0].url.endsWith('/prepared');
      });
      await page.close();
    });

    test('a background that was put to sleep still has what was stopped, and is woken by the next', {
      skip: kind !== 'chromium' && 'only Chromium lets a test end the background',
    }, async () => {
      const [page, tabId] = await openPage('sleeps');
      await page.evaluate(kWays.image);
      await until('it is told', async () => (await stateOf(tabId)).attempts.length === 1);
      await until('it is noted in the session memory', () =>
        driver.ask('return (await api.storage.session.get(given))[given]', `tab:${tabId}`),
      );
      const isBackground = (/** @type {import('puppeteer-core').Target} */ target) =>
        target.type() === 'service_worker' && target.url().startsWith(driver.origin ?? '');
      const asleep = new Promise((resolve) => {
        driver.browser.on('targetdestroyed', (target) => isBackground(target) && resolve(0));
      });
      await (await driver.browser.targets().find(isBackground)?.worker())?.close();
      await asleep;
      // Woken by the browser's event alone: no page of ours speaks before it is there.
      await page.evaluate(kWays.script);
      await driver.browser.waitForTarget(isBackground);
      await until('both are there', async () => (await stateOf(tabId)).attempts.length === 2);
      const told = (await stateOf(tabId)).attempts.map((/** @type {any} */ { type }) => type);
      assert.deepEqual(told, ['image', 'script']);
      await page.close();
    });

    test('the switch frees this site for the tab, for good, and takes it back', async () => {
      const [page, tabId] = await openPage('switch');
      // What the page says either arrives or is told as stopped: the test waits for the one that is due.
      /** @param {boolean} reaches @param {string} when */
      const speaks = async (reaches, when) => {
        arrivals = [];
        await page.evaluate(kWays['fetch, text']);
        const arrived = () => arrivals.some(({ host }) => host === kTracker);
        if (reaches) return until(`${when}: it arrives`, arrived);
        await until(`${when}: it is told`, async () => (await stateOf(tabId)).attempts.length > 0);
        assert.equal(arrived(), false, when);
      };
      /** @param {string} mode */
      const turn = async (mode) => {
        const loaded = page.waitForNavigation({ waitUntil: 'load' });
        const answer = await send({ to: 'tab', do: 'protection', tabId, mode });
        assert.ok(answer.ok, JSON.stringify(answer));
        await loaded;
        assert.equal((await stateOf(tabId)).protection, mode);
      };
      await speaks(false, 'on at first');
      for (const [mode, reaches] of /** @type {const} */ ([
        ['off_once', true],
        ['on', false],
        ['off', true],
        ['on', false],
      ])) {
        await turn(mode);
        await speaks(reaches, mode);
      }
      await page.close();
    });

    test('a look-up that is sent elsewhere is not followed, and says so', async () => {
      const dashboard = (await driver.openOwn('dashboard/dashboard.html')).page;
      arrivals = [];
      const answer = await send({ to: 'courier', do: 'lookup', brand: 'moved.example' }, dashboard);
      assert.equal(answer.error?.code, 'descriptor_redirected');
      assert.deepEqual(
        arrivals.map(({ host }) => host),
        ['moved.example'],
      );
      await dashboard.close();
    });

    test('the look-up carries nothing that two brands share, and the rule is what takes it away', async () => {
      const dashboard = (await driver.openOwn('dashboard/dashboard.html')).page;
      arrivals = [];
      for (const brand of ['brand-one.example', 'blocked-brand.example']) {
        const answer = await send({ to: 'courier', do: 'lookup', brand }, dashboard);
        assert.equal(answer.value?.status, 200, JSON.stringify(answer));
      }
      const asked = arrivals.filter(({ path }) => path === kDescriptor);
      assert.deepEqual(
        asked.map(({ host, method }) => [host, method]),
        [
          ['brand-one.example', 'GET'],
          ['blocked-brand.example', 'GET'],
        ],
        'one request each, also to a brand that a filter names',
      );
      const id = new URL(driver.origin ?? '').host;
      assert.ok(id);
      for (const { headers, path } of asked) {
        for (const name of ['origin', 'accept-language', 'cookie', 'referer']) {
          assert.equal(headers[name], undefined, `${name} of ${path}`);
        }
        assert.ok(!JSON.stringify(headers).includes(id), 'the extension’s own address is nowhere');
      }

      // The control: the same request without the rule does carry what it takes away.
      await driver.ask(
        'await api.declarativeNetRequest.updateSessionRules({ removeRuleIds: [1] })',
      );
      arrivals = [];
      await dashboard.evaluate(
        (url) => fetch(url, { method: 'POST', cache: 'no-store' }).then(() => undefined),
        'https://brand-one.example/control',
      );
      const [control] = arrivals;
      assert.ok(control?.headers['accept-language'], 'a language is sent without the rule');
      assert.ok(control?.headers.origin?.includes(id), 'the origin is sent without the rule');
      await dashboard.close();
    });
  });
}
