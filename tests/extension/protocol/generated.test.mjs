// SPDX-License-Identifier: GPL-3.0-or-later
// The committed host.d.ts is the one the schema gives.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

test('host.d.ts is up to date with the schema', () => {
  const script = fileURLToPath(new URL('../../../scripts/generate-protocol', import.meta.url));
  const run = spawnSync(process.execPath, [script, '--check'], { encoding: 'utf8' });
  assert.equal(run.status, 0, run.stderr);
});
