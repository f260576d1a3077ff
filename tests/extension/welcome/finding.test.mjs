// SPDX-License-Identifier: GPL-3.0-or-later
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findingOf } from '../../../extension/welcome/finding.js';
import { messages } from '../ui/words_of_tests.mjs';

const absent = (/** @type {string} */ detail) => ({ state: 'absent', detail });
const ready = (/** @type {string} */ host) => ({ state: 'ready', hello: { host } });
const unopened = (/** @type {string} */ reason) => ({ state: 'needs_recovery', hello: { reason } });

/** The browsers' own words, as Chromium 156 and Firefox 153 say them. */
const kRows = [
  [{ state: 'starting' }, 'finding_starting', []],
  [ready('0.1.0'), 'finding_ready', []],
  [ready('0.2.0'), 'finding_other', []],
  [
    absent('Specified native messaging host not found.'),
    'finding_missing',
    ['sudo apt install ./volition_*.deb', 'scripts/install'],
  ],
  [
    absent('No such native application org.volition.host'),
    'finding_missing',
    ['sudo apt install ./volition_*.deb', 'scripts/install'],
  ],
  [
    absent('Access to the specified native messaging host is forbidden.'),
    'finding_forbidden',
    ['volition install', 'volition doctor'],
  ],
  [
    absent('Failed to start native messaging host.'),
    'finding_broken',
    ['volition install', 'volition doctor'],
  ],
  [absent('Native host has exited.'), 'finding_stops', ['volition doctor']],
  [absent(''), 'finding_stops', ['volition doctor']],
  [
    { state: 'version', detail: 'protocol 2' },
    'finding_version',
    ['sudo apt install ./volition_*.deb', 'scripts/install'],
  ],
  [{ state: 'locked', hello: {} }, 'host_locked', ['volition doctor']],
  [{ state: 'needs_recovery', hello: {} }, 'host_needs_recovery', ['volition doctor']],
  [unopened('busy'), 'host_needs_recovery', ['volition doctor']],
  [unopened('constructor'), 'host_needs_recovery', ['volition doctor']],
  [unopened('storage_read_only'), 'host_storage_read_only', ['volition doctor']],
  [unopened('key_missing'), 'host_key_missing', ['volition doctor']],
];

for (const [state, key, commands] of kRows) {
  test(`${JSON.stringify(state)} is ${key}`, () => {
    const finding = findingOf(/** @type {any} */ (state), '0.1.0');
    assert.equal(finding.key, key);
    assert.deepEqual(
      finding.runs.map(({ command }) => command),
      commands,
    );
    assert.equal(finding.well, /** @type {any} */ (state).state === 'ready');
    for (const words of [finding.key, ...finding.runs.map((run) => run.key)]) {
      assert.ok(words in messages('en'), words);
    }
  });
}
