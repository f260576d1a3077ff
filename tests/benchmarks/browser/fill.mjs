// SPDX-License-Identifier: GPL-3.0-or-later
// Fills a universe through the host's own door, before a browser starts: one intentions.keep after the other, each durable.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { endianness } from 'node:os';
import { frame } from './figures.mjs';

/** As many as the host reads ahead without being asked to hold more. */
const kAhead = 16;

/** Words that stand in some of the things, so that a search finds few, many or none. */
const kWords = ['shoes', 'lamp', 'bicycle', 'kettle', 'coat', 'table', 'garden', 'repair'];

/** @param {number} number @param {string} id */
function keep(number, id) {
  const word = kWords[number % kWords.length];
  return {
    direction: number % 9 === 0 ? 'give' : 'want',
    kind: number % 9 === 0 ? 'objects' : 'product',
    name: `Thing ${number}, ${word} ${id}`,
    ...(number % 3 === 0 && { words: `before the spring, ${word}` }),
    ...(number % 5 === 0 && { why: 'so that we ride to work again' }),
  };
}

/**
 * @param {string} binary the host
 * @param {string[]} args as a browser starts it
 * @param {NodeJS.ProcessEnv} env with the universe's folder
 * @param {number} count
 */
export async function fill(binary, args, env, count) {
  const host = spawn(binary, args, { env, stdio: ['pipe', 'pipe', 'ignore'] });
  const send = (
    /** @type {string} */ method,
    /** @type {object} */ params,
    /** @type {number} */ id,
  ) => host.stdin.write(frame({ v: 1, id, method, params }));
  send('hello', { client: 'bench', version: '0' }, 1);
  let sent = 0;
  let answered = -1;
  let got = Buffer.alloc(0);
  const next = () => {
    const id = sent.toString(16).padStart(32, '0');
    send('intentions.keep', { op_id: id, new: keep(sent, id.slice(-4)) }, sent + 2);
    sent += 1;
  };
  for (let each = 0; each < Math.min(kAhead, count); ++each) next();
  for await (const part of host.stdout) {
    got = Buffer.concat([got, part]);
    while (got.length >= 4) {
      const length = endianness() === 'LE' ? got.readUInt32LE(0) : got.readUInt32BE(0);
      if (got.length < 4 + length) break;
      const answer = JSON.parse(got.subarray(4, 4 + length).toString());
      got = got.subarray(4 + length);
      if (answer.error) throw new Error(`the host refused: ${answer.error.code}`);
      answered += 1;
      if (sent < count) next();
    }
    if (answered === count) break;
  }
  const ended = host.exitCode === null ? once(host, 'exit') : null;
  host.stdin.end();
  await ended;
}
