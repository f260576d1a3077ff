// SPDX-License-Identifier: GPL-3.0-or-later
// Who may know whom: reads every #include and every import, and fails on an arrow that the tables do not allow
// (native-host/README.md, and "Two halves, one contract" of the design).
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { extensionArrows, hostArrows, roomsOfReadme } from './rules.mjs';
import { importsOf, includesOf } from './scan.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Files below a folder, built and fetched ones left out. @param {string} folder @param {RegExp} wanted */
function filesBelow(folder, wanted) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && wanted.test(entry.name))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .filter((path) => !/[/\\](node_modules|vendor)[/\\]/.test(path));
}

/** @param {string} folder @param {RegExp} wanted @param {(path: string, text: string) => string[]} judge */
function faultsIn(folder, wanted, judge) {
  const files = filesBelow(join(root, folder), wanted);
  const faults = files.flatMap((path) => {
    const name = relative(join(root, folder), path).split(sep).join('/');
    return judge(name, readFileSync(path, 'utf8')).map((fault) => `${folder}/${name}: ${fault}`);
  });
  return { count: files.length, faults };
}

/** The target of a relative import, from the extension's root. */
const resolved = (name, target) =>
  relative(root, resolve(root, 'extension', dirname(name), target))
    .split(sep)
    .join('/');

const judgeHost = (name, text) => hostArrows(name, includesOf(text));
const judgeExtension = (name, text) =>
  extensionArrows(
    name,
    importsOf(text).map((target) => (target.startsWith('.') ? resolved(name, target) : target)),
  );

test('the host: every include follows the table', () => {
  const { count, faults } = faultsIn('native-host', /\.(cpp|hpp)$/, judgeHost);
  assert.ok(count > 50, `only ${count} files were read`);
  assert.deepEqual(faults, []);
});

test('the host: the table here is the table of native-host/README.md', () => {
  const readme = readFileSync(join(root, 'native-host/README.md'), 'utf8');
  for (const [room, { readme: told, rule }] of Object.entries(roomsOfReadme(readme))) {
    assert.deepEqual([...told].sort(), [...rule].sort(), room);
  }
});

test('the extension: every import follows the table', () => {
  const { count, faults } = faultsIn('extension', /\.(js|mjs|d\.ts)$/, judgeExtension);
  assert.ok(count > 10, `only ${count} files were read`);
  assert.deepEqual(faults, []);
});

test('forbidden arrows are found', () => {
  const host = [
    ['base/clock.cpp', '#include "url/url.hpp"'],
    ['filters/explain.cpp', '  #  include "protocol/fields.hpp"'],
    ['universe/store.cpp', '#include "app/context.hpp"'],
    ['universe/store.cpp', '#include "requests/draft.hpp"'],
    ['requests/seal.cpp', '#include "universe/universe.hpp"'],
    ['protocol/params.cpp', '#include "universe/id.hpp"'],
    ['pixels/read.cpp', '#include <sodium.h>'],
    ['filters/explain.cpp', '#include <sqlite3.h>'],
    ['requests/address.cpp', '#include <libpsl.h>'],
    ['universe/store.cpp', '#include <sys/socket.h>'],
    ['app/run.cpp', '#include <seccomp.h>'],
    ['url/url.cpp', '#include "../base/day.hpp"'],
    ['main.cpp', '#include "universe/universe.hpp"'],
    ['new_room/a.cpp', '#include "base/day.hpp"'],
  ];
  for (const [name, text] of host)
    assert.equal(judgeHost(name, text).length, 1, `${name}: ${text}`);
  const extension = [
    ['core/a.js', "import { x } from '../background/x.js';"],
    ['core/a.js', "import '../platform/x.js';"],
    ['platform/a.js', "export { x } from '../core/x.js';"],
    ['ui/a.js', "import x from '../background/x.js';"],
    ['background/a.js', "const x = await import('../ui/x.js');"],
    ['popup/a.js', "import x from '../dashboard/x.js';"],
    ['content/notice/a.js', "import x from '../../core/x.js';"],
    ['protocol/a.d.ts', "import type { X } from '../core/x.js';"],
    ['popup/a.js', '/** @param {import("../background/x.js").X} x */'],
    ['ui/a.js', "import x from 'lit';"],
    ['ui/a.js', "import x from 'https://elsewhere.example/x.js';"],
    ['new_room/a.js', "import x from '../core/x.js';"],
  ];
  for (const [name, text] of extension) {
    assert.equal(judgeExtension(name, text).length, 1, `${name}: ${text}`);
  }
});

test('what only looks like an arrow is none', () => {
  assert.deepEqual(
    judgeHost('base/a.cpp', '// #include "app/context.hpp"\n/* #include "app/a.hpp" */'),
    [],
  );
  assert.deepEqual(judgeExtension('core/a.js', "// import x from '../background/x.js';"), []);
  assert.deepEqual(judgeExtension('core/a.js', "const text = 'came from here';"), []);
});
