// SPDX-License-Identifier: GPL-3.0-or-later
// From starting the host to its answer to the first `hello`, held against the bare echo host started the same way in turn.
// To reach: 10 ms median.   node tests/benchmarks/browser/host_start.mjs [runs]

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builtHost } from '../../browser/support/driver.mjs';
import { ids } from '../../browser/support/run_folder.mjs';
import { echoHost, median, printFigure, quantile, startToAnswer } from './figures.mjs';

const runs = Number(process.argv[2] ?? 60);
const folder = mkdtempSync(join(tmpdir(), 'volition-bench-'));
try {
  const env = { PATH: process.env.PATH, HOME: folder, VOLITION_DATA_DIR: join(folder, 'data') };
  const hello = { v: 1, id: 1, method: 'hello', params: { client: 'bench', version: '0' } };
  const origin = [`chrome-extension://${ids().chromium}/`];
  /** @type {number[]} */
  const ours = [];
  /** @type {number[]} */
  const bare = [];
  // The first of each is not counted: it fills the page cache, and ours makes its folder and keys.
  for (let run = -1; run < runs; ++run) {
    const one = await startToAnswer(builtHost(), origin, hello, env);
    const other = await startToAnswer(echoHost(), [], hello, env);
    if (run < 0) continue;
    ours.push(one);
    bare.push(other);
  }
  printFigure({
    name: 'host start to first hello',
    unit: 'ms',
    median: median(ours),
    p95: quantile(ours, 0.95),
    bare_host_median: median(bare),
    target: 10,
    runs,
  });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
