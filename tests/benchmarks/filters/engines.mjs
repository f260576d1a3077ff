// SPDX-License-Identifier: GPL-3.0-or-later
// The engines over the same lists and requests, each in a process of its own.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { asLines, secondHalf } from './requests.mjs';

/** @typedef {import('./requests.mjs').Request} Request */
/** @typedef {import('./peer.mjs').Verdict} Verdict */
/** @typedef {{about: string, build_ms: number, load_ms: number, bytes: number, best_ns: number, median_ns: number, p50_ns: number, p99_ns: number, verdicts: Verdict[]}} PeerAnswer */
/** What `volition match --repeat` says of itself. @typedef {{filters: number, build_ms: number, image_bytes: number, image_bytes_without_provenance: number, map_ms: number, requests: number, best_ns: number, median_ns: number, p50_ns: number, p99_ns: number}} MatchFigures */

const kRoot = new URL('../../../', import.meta.url).pathname;
const kRepeats = 25;

export const programUnderTest = () =>
  process.env.VOLITION_HOST ??
  join(process.env.VOLITION_BUILD ?? join(kRoot, 'build'), 'native-host/volition');

/**
 * Runs a program over `input`; an exit code other than 0 is an error that shows what it said.
 * @param {string} command @param {string[]} args @param {string} input
 */
export async function run(command, args, input) {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  const ended = once(child, 'close');
  // A program that ends early has said why on its error output.
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const [out, said] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = await ended;
  if (code !== 0) throw new Error(`${command} ${args[0]} ended with ${code}: ${said.slice(-2000)}`);
  return { out, said };
}

/** @param {'ubo' | 'ghostery'} name @param {string[]} lists files @param {Request[]} requests @returns {Promise<PeerAnswer>} */
export async function askPeer(name, lists, requests) {
  const program = new URL(`peer_${name}.mjs`, import.meta.url).pathname;
  const { out } = await run(process.execPath, [program, ...lists], asLines(requests));
  return JSON.parse(out);
}

const matchArgs = (/** @type {string[]} */ lists) => ['match', '--lists', ...lists];

/** Whether the program under test has `match`. */
export async function canMatch() {
  if (!existsSync(programUnderTest())) return false;
  return run(programUnderTest(), ['match', '--help'], '').then(
    () => true,
    () => false,
  );
}

/** @param {string[]} lists files @param {Request[]} requests @returns {Promise<Verdict[]>} */
export async function volitionVerdicts(lists, requests) {
  const { out } = await run(programUnderTest(), matchArgs(lists), asLines(requests));
  return out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [verdict = '0', filter = '', exception = ''] = line.split('\t');
      return [Number(verdict), filter, exception];
    });
}

/** @param {string[]} lists files @param {Request[]} requests @param {number} [repeats] @returns {Promise<MatchFigures>} */
export async function volitionFigures(lists, requests, repeats = kRepeats) {
  const args = [...matchArgs(lists), '--repeat', String(repeats)];
  const { said } = await run(programUnderTest(), args, asLines(requests));
  const line = said.split('\n').find((part) => part.startsWith('{'));
  if (!line) throw new Error(`volition match said no figures: ${said.slice(0, 500)}`);
  return JSON.parse(line);
}

/** Whether valgrind can be started. */
const haveValgrind = () =>
  run('valgrind', ['--version'], '').then(
    () => true,
    () => false,
  );

/** Callgrind counts only inside it: the address's reading, the search, no clock. */
const kCounted = 'volition::filters::Engine::match(*';
/** `match --repeat N` passes N times over the requests for whole passes and N times for single requests. */
const kPassesPerRepeat = 2;

/**
 * Instructions per request, by callgrind: what two further repeats add, so that what happens once (expressions compiled) is not in
 * it. The program runs beside an image made before, since building it under callgrind takes minutes. undefined where valgrind is
 * not installed.
 * @param {string[]} lists files @param {Request[]} requests
 */
export async function instructionsPerRequest(lists, requests) {
  if (!(await haveValgrind())) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'volition-instructions-'));
  try {
    const data = join(folder, 'data');
    mkdirSync(data);
    const program = join(folder, 'volition');
    copyFileSync(programUnderTest(), program);
    const compile = [
      'lists',
      'compile',
      '--browser',
      'chromium',
      '--lists',
      ...lists,
      '--out',
      data,
    ];
    await run(program, compile, '');
    const counted = async (/** @type {number} */ repeats) => {
      const args = [
        '--tool=callgrind',
        '--callgrind-out-file=/dev/null',
        `--toggle-collect=${kCounted}`,
        program,
        'match',
        '--quiet',
      ];
      const { said } = await run(
        'valgrind',
        [...args, '--repeat', String(repeats)],
        asLines(requests),
      );
      return Number(/Collected : (\d+)/.exec(said)?.[1]);
    };
    const once = await counted(1);
    if (once === 0) throw new Error(`callgrind found no ${kCounted} in the program`);
    return ((await counted(3)) - once) / (2 * kPassesPerRepeat * requests.length);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export { secondHalf };
