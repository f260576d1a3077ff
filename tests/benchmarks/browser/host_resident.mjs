// SPDX-License-Identifier: GPL-3.0-or-later
// What the host keeps in memory with all default lists, after a hundred explained requests: as it answers `filters.explain`, and
// as it answers `attempts.record`, for which the universe is open too. To reach: 20 MB for the first.
//   node tests/benchmarks/browser/host_resident.mjs [runs]

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builtHost } from '../../browser/support/driver.mjs';
import { residentKiB } from '../../browser/support/processes.mjs';
import { kRoot } from '../../browser/support/run_folder.mjs';
import { Host } from '../../support/host.mjs';
import { readRequests } from '../filters/requests.mjs';
import { median, printFigure, quantile } from './figures.mjs';

const kAsked = 100;
const runs = Number(process.argv[2] ?? 7);
const lists = process.env.VOLITION_LISTS ?? join(kRoot, 'build/lists');
const texts = ['base', 'tracking'].map((name) => readFileSync(join(lists, `${name}.txt`), 'utf8'));
const { requests, origin } = readRequests(texts);
/** Logs speak as lists do, the host as browsers do. @param {string} type */
const asBrowsersSay = (type) =>
  ({
    subdocument: 'sub_frame',
    document: 'main_frame',
    xhr: 'xmlhttprequest',
    fetch: 'xmlhttprequest',
  })[type] ?? type;
const asked = requests
  .slice(0, kAsked)
  .map(({ type, url, frame }) => ({ type: asBrowsersSay(type), url, frame }));

/** @type {[string, (host: Host, request: typeof asked[0]) => Promise<unknown>][]} */
const kinds = [
  ['explained', (host, request) => host.call('filters.explain', { items: [request] })],
  [
    'explained and recorded, with a universe open',
    (host, request) =>
      host.call('attempts.record', {
        private: false,
        items: [{ key: 'a', method: 'GET', body: null, ...request }],
      }),
  ],
];
for (const [name, ask] of kinds) {
  /** @type {number[]} */
  const megabytes = [];
  for (let run = 0; run < runs; ++run) {
    const folder = mkdtempSync(join(tmpdir(), 'volition-bench-'));
    try {
      const host = new Host(folder, { program: builtHost() });
      for (const request of asked) await ask(host, request);
      // The images were read through on a thread meanwhile; what answers now is what stays.
      await host.call('status');
      megabytes.push((residentKiB(host.process.pid ?? 0) * 1024) / 1e6);
      await host.close();
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  printFigure({
    name: `host resident memory, ${kAsked} requests ${name}`,
    unit: 'MB',
    median: median(megabytes),
    p95: quantile(megabytes, 0.95),
    ...(name === 'explained' ? { target: 20 } : {}),
    runs,
    origin,
  });
}
