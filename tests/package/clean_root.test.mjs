// SPDX-License-Identifier: GPL-3.0-or-later
// The package in a clean Debian: installed as a person does, both browsers opened as a person does, removed again. Minutes long, and
// fetches a Debian: only in the long run (scripts/test --long), or with VOLITION_CLEAN_ROOT naming a folder that holds one.

import assert from 'node:assert/strict';
import { copyFileSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, before, test } from 'node:test';
import { openChromium, openFirefox } from './support/browsers.mjs';
import { CleanRoot, kPerson } from './support/clean_root.mjs';
import { makePackage } from './support/made.mjs';

const given = process.env.VOLITION_CLEAN_ROOT;
const skip =
  CleanRoot.whyNot() ?? (given || process.env.VOLITION_LONG ? false : 'only with --long');

const folder = mkdtempSync(join(tmpdir(), 'volition-clean-'));
const root = new CleanRoot(given ?? join(folder, 'root'));
/** @type {string[]} */
let without = [];
let deb = '';

before(
  () => {
    if (skip) return;
    deb = makePackage(join(folder, 'package')).deb;
    if (!existsSync(join(root.path, 'etc/debian_version'))) root.make();
    root.addPerson();
    root.run('apt-get install -y -qq --no-install-recommends chromium firefox-esr');
  },
  { timeout: 1_200_000 },
);
after(() => rmSync(folder, { recursive: true, force: true }));

/** What is there and was not, and the other way round. @param {string[]} one @param {string[]} other */
function changes(one, other) {
  const [before, after] = [new Set(one), new Set(other)];
  return [
    ...other.filter((line) => !before.has(line)).map((line) => `+ ${line}`),
    ...one.filter((line) => !after.has(line)).map((line) => `- ${line}`),
  ];
}

test('one package is installed, and nothing is asked', { skip, timeout: 600_000 }, () => {
  // What it needs from Debian comes first, so that the tree before it differs by the package alone.
  copyFileSync(deb, join(root.path, 'tmp', basename(deb)));
  const needs = root
    .run(`dpkg-deb --field /tmp/${basename(deb)} Depends`)
    .split(',')
    .map((need) => need.trim().split(' ')[0]);
  root.run(`apt-get install -y -qq --no-install-recommends ${needs.join(' ')}`);
  without = root.tree();
  root.run(`apt-get install -y -qq --no-install-recommends /tmp/${basename(deb)}`);
  assert.equal(
    root.run('dpkg --status volition | grep ^Status').trim(),
    'Status: install ok installed',
  );
  assert.notDeepEqual(changes(without, root.tree()), []);
});

test('doctor is content, for a person who has done nothing', { skip }, () => {
  const told = JSON.parse(root.run('volition doctor --json', { as: kPerson.id }));
  assert.deepEqual([told.well, told.image], [true, 'well'], JSON.stringify(told.findings));
  assert.deepEqual(
    told.browsers.map((way) => [way.browser, way.host]),
    ['chromium', 'chrome', 'edge', 'firefox'].map((name) => [name, '/usr/bin/volition']),
  );
});

for (const [name, open] of Object.entries({ Chromium: openChromium, Firefox: openFirefox })) {
  test(`${name}, opened for the first time, shows Volition at work`, {
    skip,
    timeout: 180_000,
  }, async () => {
    const seen = await open(root, folder);
    assert.match(seen.text, /My universe/);
    assert.equal(seen.answer.error, undefined, JSON.stringify(seen.answer));
    assert.equal(seen.answer.result.state, 'ready');
    assert.equal(seen.answer.result.cage.seccomp, 'on');
    assert.ok(seen.rules.length > 0, 'the rule sets are on');
  });
}

test('removed, it leaves what the person kept, and says where', { skip, timeout: 120_000 }, () => {
  const said = root.run('apt-get remove -y -qq volition');
  const data = join(kPerson.home, '.local/share/volition');
  assert.match(said, new RegExp(`volition: {3}${data}`));
  assert.ok(readdirSync(join(root.path, data)).includes('universe.db'));
  // Debian makes this folder at its own installation for no package, so that dpkg takes it away with the last package in it.
  const unowned = '- /etc/opt drwxr-xr-x 0 0 ';
  assert.deepEqual(
    changes(without, root.tree()).filter((line) => line !== unowned),
    [],
  );
  assert.equal(existsSync(join(root.path, kPerson.home, '.cache/volition')), false);
  assert.equal(root.run('dpkg --list volition 2>/dev/null | grep volition || true'), '');
});
