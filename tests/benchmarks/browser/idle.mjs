// SPDX-License-Identifier: GPL-3.0-or-later
// The processor time that the host takes while nobody does anything, a page of a shop being open: over 60 s, from the
// kernel's own count (proc(5), stat). Beside it what the whole browser takes with the extension, and without it.
// To reach: 0.   node tests/benchmarks/browser/idle.mjs [chromium|firefox …]     VOLITION_BENCH_IDLE_S=10 for a quick look

import { readFileSync } from 'node:fs';
import { setTimeout as passed } from 'node:timers/promises';
import { Driver, installedBrowsers } from '../../browser/support/driver.mjs';
import { familyOf } from '../../browser/support/processes.mjs';
import { until } from '../../browser/support/until.mjs';
import { World } from '../../support/world/world.mjs';
import { printFigure } from './figures.mjs';

const kIdleMs = Number(process.env.VOLITION_BENCH_IDLE_S ?? 60) * 1000;
/** What opening a page still does afterwards is not idleness. */
const kSettleMs = 15_000;
/** Clock ticks per second that Linux tells programs of, on every architecture (USER_HZ). */
const kTicksPerS = 100;

/** Milliseconds of processor time of a process so far. @param {number} pid */
function usedMs(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / kTicksPerS;
}

/** @param {number[]} pids */
function usedByAll(pids) {
  let sum = 0;
  for (const pid of pids) {
    try {
      sum += usedMs(pid);
    } catch {
      // It ended meanwhile.
    }
  }
  return sum;
}

/**
 * @param {'chromium' | 'firefox'} kind
 * @param {boolean} ours
 * @returns {Promise<{host: number, family: number}>} milliseconds used while idle
 */
async function idle(kind, ours) {
  const world = await World.open();
  try {
    const driver = await Driver.launch({
      kind,
      port: world.port,
      ...(!ours && { extension: null }),
    });
    try {
      const shop = await driver.open('https://shop.example/en/p/trail-shoes');
      if (ours) await until('a host runs', () => driver.hosts()[0] ?? null);
      await driver.tidy(shop.page);
      await passed(kSettleMs);
      const hosts = ours ? driver.hosts() : [];
      const family = familyOf(driver.pid).map(({ pid }) => pid);
      const before = { host: usedByAll(hosts), family: usedByAll(family) };
      await passed(kIdleMs);
      return {
        host: usedByAll(hosts) - before.host,
        family: usedByAll(family) - before.family,
      };
    } finally {
      await driver.close();
    }
  } finally {
    await world.close();
  }
}

const kinds = process.argv.length > 2 ? process.argv.slice(2) : installedBrowsers();
for (const kind of /** @type {('chromium' | 'firefox')[]} */ (kinds)) {
  const without = await idle(kind, false);
  const ours = await idle(kind, true);
  printFigure({
    name: `host's processor time in ${kIdleMs / 1000} s of idleness, ${kind}`,
    unit: 'ms',
    median: ours.host,
    target: 0,
    runs: 1,
  });
  printFigure({
    name: `browser's processor time in ${kIdleMs / 1000} s of idleness, ${kind}`,
    unit: 'ms',
    median: ours.family,
    base_median: without.family,
    runs: 1,
  });
}
