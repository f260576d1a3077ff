// SPDX-License-Identifier: GPL-3.0-or-later
// "Before any press no request of the extension's own" begins with this: there is one place that can make one.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const kExtension = fileURLToPath(new URL('../../../extension/', import.meta.url));
const kRooms = ['background', 'content', 'core', 'dashboard', 'platform', 'popup', 'ui'];

/** Every way to the network that a script has, called or made; `fetcher(` is wire.js's own. */
const kWays =
  /\b(fetch|fetcher|importScripts|sendBeacon)\s*\(|\bnew\s+(XMLHttpRequest|WebSocket|EventSource|WebTransport|RTCPeerConnection|Image|Worker)\b/g;

/** Who may, and what for. @type {Record<string, string[]>} */
const kAllowed = {
  'background/main.js': ['fetch('], // hands the browser's fetch to wire.js
  'background/wire.js': ['fetcher(', 'fetcher('], // to others, and for a file of our own package
};

/** @param {string} text */
const waysIn = (text) =>
  [...text.replaceAll(/^\s*(\/\/|\*|\/\*).*$/gm, '').matchAll(kWays)].map(([way]) => way);

test('only the wire reaches the network', () => {
  const found = {};
  for (const room of kRooms) {
    for (const file of readdirSync(kExtension + room, { recursive: true })) {
      const path = `${room}/${file}`;
      if (!path.endsWith('.js')) continue;
      const ways = waysIn(readFileSync(kExtension + path, 'utf8'));
      if (ways.length > 0) Object.assign(found, { [path]: ways });
    }
  }
  assert.deepEqual(found, kAllowed);
});

test('the search finds what it looks for', () => {
  assert.deepEqual(waysIn('// fetch(x)\nfetch (x); new Image().src = y; navigator.sendBeacon(z)'), [
    'fetch (',
    'new Image',
    'sendBeacon(',
  ]);
});
