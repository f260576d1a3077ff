// SPDX-License-Identifier: GPL-3.0-or-later
// A list whose expressions could stop Firefox: it runs a rule's expression in its scripts' engine, which goes back and tries again without a
// bound, in the process that draws every window. The compiled list must leave the browser answering.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { World } from '../support/world/world.mjs';
import { builtHost, Driver, installedBrowsers } from './support/driver.mjs';
import { ruleExtension } from './support/rule_extension.mjs';

/** Each stops Firefox for seconds on the address below, until it gives up. */
const kSlow = [
  '(a+)+$',
  '(?:a|aa)+$',
  '([a-z]+)*[0-9]',
  '(a?){40}a{40}[0-9]',
  '((a|aa){8}){8}[0-9]',
  '(?:[a-z]+[a-z0-9]+)+_',
  '[a-z].*a.*a.*a.*a.*a.*_',
];
/** And these stay: quick in every engine. */
const kQuick = ['blocked-[0-9]+\\.png$', '^https:\\/\\/[a-z.]+\\/(?:[a-z]{2,10}-)*stopped\\.png$'];
const kPath = `/${'a'.repeat(200)}-.png`;

const options = {
  skip: installedBrowsers().includes('firefox') ? false : 'no Firefox here',
  timeout: 90_000,
};
test('a hostile list’s expressions do not stop Firefox', options, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'volition-slow-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const list = join(folder, 'hostile.txt');
  const expressions = [...kSlow, ...kQuick];
  writeFileSync(list, expressions.map((expression) => `/${expression}/$image\n`).join(''));
  const out = join(folder, 'out');
  const args = ['lists', 'compile', '--browser', 'firefox', '--lists', list, '--out', out];
  execFileSync(builtHost(), [...args, '--report', join(out, 'report.json')], { stdio: 'pipe' });
  const report = JSON.parse(readFileSync(join(out, 'report.json'), 'utf8'));
  assert.deepEqual(report.lists[0].refused, { regex_slow: kSlow.length });

  const world = await World.open();
  t.after(() => world.close());
  const made = ruleExtension('firefox', { lists: out, enabled: false });
  t.after(() => made.remove());
  const driver = await Driver.launch({
    kind: 'firefox',
    port: world.port,
    host: null,
    extension: made.folder,
  });
  t.after(() => driver.close());
  await driver.ask(
    'await api.declarativeNetRequest.updateEnabledRulesets({ enableRulesetIds: given })',
    made.sets,
  );
  /** @param {string} path @returns {Promise<{ ms: number, blocked: boolean }>} */
  const judged = (path) =>
    driver.ask(
      `const began = performance.now();
       const asked = { type: 'image', url: 'https://shop.example' + given, initiator: 'https://shop.example' };
       const { matchedRules } = await api.declarativeNetRequest.testMatchOutcome(asked);
       return { ms: performance.now() - began, blocked: matchedRules.length > 0 };`,
      path,
    );
  for (const path of ['/blocked-1.png', '/one-two-stopped.png'])
    assert.equal((await judged(path)).blocked, true, path);
  const { ms, blocked } = await judged(kPath);
  assert.equal(blocked, false);
  assert.ok(ms < 2_000, `an address of 200 letters took ${ms} ms`);
});
