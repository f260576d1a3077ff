// SPDX-License-Identifier: GPL-3.0-or-later
// The tour as a test, in every browser that is installed: each step asserts what a person meets. A step builds on those before it, so the
// first that fails ends the tour.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { installedBrowsers } from './support/driver.mjs';
import { kSteps, Tour } from './tour/tour.mjs';

test('both browsers are installed', () => {
  assert.deepEqual(installedBrowsers(), ['chromium', 'firefox']);
});

for (const kind of installedBrowsers()) {
  test(`the tour in ${kind}`, async (t) => {
    const out = mkdtempSync(join(tmpdir(), 'volition-tour-'));
    t.after(() => rmSync(out, { recursive: true, force: true }));
    const tour = await Tour.open({ kind, out, pages: process.env.VOLITION_PAGES ?? null });
    t.after(() => tour.close());
    let failed = false;
    for (const step of kSteps) {
      if (step.applies && !step.applies(tour)) continue;
      await t.test(step.title, { skip: failed && 'a step before it failed' }, async () => {
        failed = true;
        const detail = await step.run(tour);
        if (detail) t.diagnostic(detail);
        failed = false;
      });
    }
  });
}
