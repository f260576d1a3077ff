// SPDX-License-Identifier: GPL-3.0-or-later
// The popup and the dashboard name every module they draw first with in their heads, so that none is found out only after
// another was read.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';

const POPUP = new URL('../../../extension/popup/', import.meta.url);

/** @param {URL} file @param {Set<string>} seen */
function gather(file, seen) {
  if (seen.has(file.href)) return seen;
  seen.add(file.href);
  if (file.pathname.includes('/vendor/')) return seen;
  const source = readFileSync(file, 'utf8');
  for (const [, path] of source.matchAll(/^(?:import|export)\s[^'"]*['"](\.[^'"]+)['"];/gm))
    gather(new URL(path, file), seen);
  return seen;
}

test('popup.html preloads exactly the modules that popup.js needs', () => {
  const html = readFileSync(new URL('popup.html', POPUP), 'utf8');
  const preloaded = [...html.matchAll(/rel="modulepreload" href="([^"]+)"/g)].map(
    ([, path]) => new URL(path, POPUP).href,
  );
  const needed = gather(new URL('popup.js', POPUP), new Set());
  // These two are in the head as scripts.
  for (const script of ['popup.js', 'early.js']) needed.delete(new URL(script, POPUP).href);
  assert.deepEqual(preloaded.sort(), [...needed].sort());
});

test('dashboard.html preloads exactly the modules that it and the universe need', () => {
  const folder = new URL('../dashboard/', POPUP);
  const html = readFileSync(new URL('dashboard.html', folder), 'utf8');
  const preloaded = [...html.matchAll(/rel="modulepreload" href="([^"]+)"/g)].map(
    ([, path]) => new URL(path, folder).href,
  );
  const needed = gather(new URL('dashboard.js', folder), new Set());
  gather(new URL('universe.js', folder), needed);
  needed.delete(new URL('dashboard.js', folder).href);
  assert.deepEqual(preloaded.sort(), [...needed].sort());
});
