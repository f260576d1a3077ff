// SPDX-License-Identifier: GPL-3.0-or-later
// One message to the host and back through a browser's native messaging port, held against the bare echo host through a second port of the
// same page in the same run, in turn. To reach: 1.3 times the bare host, in both browsers.
//   node tests/benchmarks/browser/round_trip.mjs [chromium|firefox …]

import { Driver, installedBrowsers } from '../../browser/support/driver.mjs';
import { ids } from '../../browser/support/run_folder.mjs';
import { World } from '../../support/world/world.mjs';
import { echoHost, median, printFigure, quantile } from './figures.mjs';

const kEchoName = 'org.volition.bench_echo';
const kBatches = 180;
const kPerBatch = 20;

/** Runs in a page of the extension's origin; both ports are opened by that page, so the background is not in the way. */
const kMeasure = `
  const { ours, echo, batches, perBatch, client } = given;
  const open = (name) => {
    const port = api.runtime.connectNative(name);
    let waiting = null;
    port.onMessage.addListener((message) => waiting?.resolve(message));
    port.onDisconnect.addListener((gone) => waiting?.reject(new Error(api.runtime.lastError?.message ?? gone.error?.message ?? 'gone')));
    return {
      port,
      ask: (message) => new Promise((resolve, reject) => { waiting = { resolve, reject }; port.postMessage(message); }),
    };
  };
  const host = open(ours);
  const bare = open(echo);
  let id = 0;
  const status = () => ({ v: 1, id: ++id, method: 'status', params: {} });
  await host.ask({ v: 1, id: ++id, method: 'hello', params: { client, version: '0' } });
  const sample = await host.ask(status());
  if (!sample.result) throw new Error('status was refused: ' + JSON.stringify(sample.error));
  // The echo carries as many bytes in both directions together as a status does.
  const bytes = (JSON.stringify(sample).length + JSON.stringify(status()).length) / 2;
  const empty = JSON.stringify({ id: 1000, fill: '' }).length;
  const fill = 'x'.repeat(Math.max(0, Math.round(bytes - empty)));
  const times = { ours: [], bare: [] };
  for (let batch = -2; batch < batches; ++batch) {
    for (const [which, peer, make] of [['ours', host, status], ['bare', bare, () => ({ id: 1000, fill })]]) {
      // A browser's clock ticks in tenths of a millisecond: one batch is timed, one message after the other, and divided.
      const began = performance.now();
      for (let each = 0; each < perBatch; ++each) await peer.ask(make());
      if (batch >= 0) times[which].push((performance.now() - began) / perBatch);
    }
  }
  host.port.disconnect();
  bare.port.disconnect();
  return times;`;

const kinds = process.argv.length > 2 ? process.argv.slice(2) : installedBrowsers();
for (const kind of /** @type {('chromium' | 'firefox')[]} */ (kinds)) {
  const world = await World.open();
  try {
    const driver = await Driver.launch({ kind, port: world.port });
    try {
      driver.folder.registerHost(kind, echoHost(), { name: kEchoName });
      const given = {
        ours: ids().host,
        echo: kEchoName,
        batches: kBatches,
        perBatch: kPerBatch,
        client: kind,
      };
      /** @type {{ours: number[], bare: number[]}} */
      const times = await driver.ask(kMeasure, given);
      printFigure({
        name: `port round trip, ${kind}`,
        unit: 'ms',
        median: median(times.ours),
        p95: quantile(times.ours, 0.95),
        bare_host_median: median(times.bare),
        bare_host_p95: quantile(times.bare, 0.95),
        ratio: median(times.ours) / median(times.bare),
        target_ratio: 1.3,
        batches: times.ours.length,
        runs: times.ours.length * kPerBatch,
      });
    } finally {
      await driver.close();
    }
  } finally {
    await world.close();
  }
}
