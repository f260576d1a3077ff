// SPDX-License-Identifier: GPL-3.0-or-later
// A page that floods, a press of the toolbar's button meanwhile, and what wakes the background: all without a debugger looking on, which in
// Chromium would be slower than what it looks at.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Requests of a flood, and of those that Firefox is measured with, where they are stopped and where they go out. */
export const kFlood = 10_000;
export const kFirefoxFlood = 2_000;
export const kBareFlood = 500;

/**
 * A thousand requests a second, by the page itself. No debugger may look into that page: in Chromium one that hears of every request
 * makes the whole browser wait for half a minute, with this extension or without. How many: as the page's address asks, such as `?500`.
 */
export const kFlooding = `<script>
  addEventListener('load', async () => {
    const began = performance.now();
    for (let sent = 0; sent < (Number(location.search.slice(1)) || ${kFlood}); ) {
      for (let turn = 0; turn < 100; turn += 1, sent += 1) {
        new Image().src = 'https://www.facebook.com/tr/?id=1&ev=PageView&i=' + sent + '&x=' + 'y'.repeat(200);
      }
      document.title = 'sent ' + sent;
      await new Promise((resolve) => setTimeout(resolve, began + sent - performance.now()));
    }
    document.title = 'done in ' + Math.round(performance.now() - began);
  });
</script>`;

/** Milliseconds for which a browser's first thread has run, which in Firefox judges every request (Linux's own count). @param {number} pid */
export const firstThreadMs = (pid) =>
  Number(readFileSync(`/proc/${pid}/task/${pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6;

/** How many requests the flooding page has sent, in words. */
export const kSent = `
  const titles = (await api.tabs.query({})).map((tab) => tab.title ?? '');
  return titles.find((title) => /^(sent|done in) /.test(title)) ?? ''`;

const kCounter = `
globalThis.heard = 0;
for (const name of ['onBeforeRequest', 'onBeforeSendHeaders', 'onBeforeRedirect', 'onCompleted', 'onErrorOccurred']) {
  const event = chrome.webRequest[name];
  const add = event.addListener.bind(event);
  event.addListener = (listener, ...rest) =>
    add((details) => { globalThis.heard += 1; return listener(details); }, ...rest);
}
`;

/** Makes the background of a package count, in `heard`, the events of requests that wake it. @param {string} made @returns {string} the package */
export function counting(made) {
  const main = join(made, 'background/main.js');
  writeFileSync(main, kCounter + readFileSync(main, 'utf8'));
  return made;
}
