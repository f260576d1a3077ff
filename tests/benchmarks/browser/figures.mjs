// SPDX-License-Identifier: GPL-3.0-or-later
// What the browser benchmarks share: medians, one JSON line per figure, frames to and from a host on a pipe.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { endianness } from 'node:os';
import { join } from 'node:path';
import { kRoot } from '../../browser/support/run_folder.mjs';

/** @param {number[]} values @param {number} share between 0 and 1 */
export function quantile(values, share) {
  const sorted = values.toSorted((left, right) => left - right);
  const at = (sorted.length - 1) * share;
  const low = sorted[Math.floor(at)] ?? Number.NaN;
  const high = sorted[Math.ceil(at)] ?? Number.NaN;
  return low + (high - low) * (at - Math.floor(at));
}

/** @param {number[]} values */
export const median = (values) => quantile(values, 0.5);

/** Three significant digits are all that a machine shared with others can honestly give. @param {number} value */
export const rounded = (value) => Number(value.toPrecision(3));

/**
 * Prints one figure as a line of JSON.
 * @param {{name: string, unit: string, median: number, runs: number} & Record<string, unknown>} figure
 */
export function printFigure(figure) {
  const round = (/** @type {unknown} */ value) =>
    typeof value === 'number' ? rounded(value) : value;
  const entries = Object.entries(figure).map(([key, value]) => [key, round(value)]);
  console.log(JSON.stringify(Object.fromEntries(entries)));
}

/** The bare host that every round trip is held against. */
export function echoHost() {
  const build = process.env.VOLITION_BUILD ?? join(kRoot, 'build');
  const path = join(build, 'tests/benchmarks/echo_host');
  if (!existsSync(path)) throw new Error(`not built: ${path} (scripts/build --tests)`);
  return path;
}

const kLittle = endianness() === 'LE';

/** A native messaging frame. @param {unknown} message */
export function frame(message) {
  const body = Buffer.from(JSON.stringify(message));
  const head = Buffer.alloc(4);
  if (kLittle) head.writeUInt32LE(body.length);
  else head.writeUInt32BE(body.length);
  return Buffer.concat([head, body]);
}

/**
 * Starts a host, says one message and waits for one answer.
 * @param {string} binary @param {string[]} args @param {unknown} message @param {NodeJS.ProcessEnv} env
 * @returns {Promise<number>} milliseconds from before the start to the whole answer
 */
export async function startToAnswer(binary, args, message, env) {
  const began = performance.now();
  const host = spawn(binary, args, { env, stdio: ['pipe', 'pipe', 'ignore'] });
  host.stdin.write(frame(message));
  let got = Buffer.alloc(0);
  for await (const part of host.stdout) {
    got = Buffer.concat([got, part]);
    if (got.length < 4) continue;
    const length = kLittle ? got.readUInt32LE(0) : got.readUInt32BE(0);
    if (got.length >= 4 + length) break;
  }
  const took = performance.now() - began;
  const ended = host.exitCode === null ? once(host, 'exit') : null;
  host.stdin.end();
  await ended;
  return took;
}
