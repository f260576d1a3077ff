// SPDX-License-Identifier: GPL-3.0-or-later
// A host that fails when told to: stands between the browser and the real host, carries frames both ways, and reads before each call
// how it is to behave from a file. Started as `node faulty_host.mjs REAL-HOST ORDERS-FILE ARGUMENTS…`; makeFaultyHost writes a
// program that does so.
//   {"do":"pass"}                    carries everything
//   {"do":"version"}                 answers hello as a host of another protocol does
//   {"do":"slow","ms":10000}         each answer so long after the one before it; what waits leaves at once when the order changes
//   {"do":"die","at":METHOD,"when":"before"|"after"}  once: dies by SIGKILL with the real host, before that call reaches it, or after it
//                                    was carried out and before its answer leaves

import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { endianness } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** @typedef {{do: 'pass'} | {do: 'version'} | {do: 'slow', ms: number} | {do: 'die', at: string, when: 'before' | 'after'}} Orders */

/**
 * Writes a program that stands before a real host.
 * @param {string} folder @param {string} real
 * @returns {{program: string, order: (orders: Orders) => void, orders: () => Orders}}
 */
export function makeFaultyHost(folder, real) {
  const program = join(folder, 'faulty-host');
  const file = join(folder, 'orders.json');
  /** @param {Orders} orders */
  const order = (orders) => writeFileSync(file, JSON.stringify(orders));
  order({ do: 'pass' });
  const words = [process.execPath, fileURLToPath(import.meta.url), real, file];
  const quoted = words.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
  writeFileSync(program, `#!/bin/sh\nexec ${quoted} "$@"\n`, { mode: 0o700 });
  return { program, order, orders: () => JSON.parse(readFileSync(file, 'utf8')) };
}

/** Calls back with each whole frame. @param {(frame: Buffer) => void} take @returns {(bytes: Buffer) => void} */
function framer(take) {
  let kept = Buffer.alloc(0);
  return (bytes) => {
    kept = Buffer.concat([kept, bytes]);
    while (kept.length >= 4) {
      const length = endianness() === 'LE' ? kept.readUInt32LE(0) : kept.readUInt32BE(0);
      if (kept.length < 4 + length) return;
      const frame = kept.subarray(0, 4 + length);
      kept = kept.subarray(4 + length);
      take(frame);
    }
  };
}

/** @param {object} message */
function frameOf(message) {
  const body = Buffer.from(JSON.stringify(message));
  const head = Buffer.alloc(4);
  if (endianness() === 'LE') head.writeUInt32LE(body.length);
  else head.writeUInt32BE(body.length);
  return Buffer.concat([head, body]);
}

/** @param {string} real @param {string} file @param {string[]} rest */
function stand(real, file, rest) {
  const host = spawn(real, rest, { stdio: ['pipe', 'pipe', 'inherit'] });
  /** @returns {Orders} */
  const orders = () => JSON.parse(readFileSync(file, 'utf8'));
  const die = () => {
    writeFileSync(file, JSON.stringify({ do: 'pass' }));
    host.kill('SIGKILL');
    process.kill(process.pid, 'SIGKILL');
  };
  /** Methods by the number of their call. @type {Map<number, string>} */
  const under_way = new Map();
  process.stdin.on(
    'data',
    framer((frame) => {
      const { id, method } = JSON.parse(frame.subarray(4).toString());
      const now = orders();
      if (now.do === 'version' && method === 'hello') {
        process.stdout.write(
          frameOf({ id, error: { code: 'unsupported_version', message: 'this host speaks 2' } }),
        );
        return;
      }
      if (now.do === 'die' && now.at === method && now.when === 'before') die();
      under_way.set(id, method);
      host.stdin.write(frame);
    }),
  );
  process.stdin.on('end', () => host.stdin.end());
  host.stdin.on('error', () => undefined);
  /** Late answers, and when each is due. @type {{ frame: Buffer, due: number }[]} */
  const late = [];
  /** @type {NodeJS.Timeout | undefined} */
  let watching;
  const send_late = () => {
    const quick = orders().do !== 'slow';
    while (late[0] && (quick || late[0].due <= Date.now())) {
      process.stdout.write(/** @type {{ frame: Buffer }} */ (late.shift()).frame);
    }
    if (late.length > 0) return;
    clearInterval(watching);
    watching = undefined;
  };
  host.stdout.on(
    'data',
    framer((frame) => {
      const { id } = JSON.parse(frame.subarray(4).toString());
      const now = orders();
      if (now.do === 'die' && now.at === under_way.get(id)) die();
      under_way.delete(id);
      if (now.do !== 'slow') {
        send_late();
        process.stdout.write(frame);
        return;
      }
      late.push({ frame, due: Math.max(late.at(-1)?.due ?? 0, Date.now()) + now.ms });
      watching ??= setInterval(send_late, 50);
    }),
  );
  host.on('close', (code) => process.exit(code ?? 1));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [real = '', file = '', ...rest] = process.argv.slice(2);
  stand(real, file, rest);
}
