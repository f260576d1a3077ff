// SPDX-License-Identifier: GPL-3.0-or-later
// The native host through real pipes, as a browser would start it.
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { endianness, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeValidators } from './schema.mjs';

/** The program under test: VOLITION_HOST, else the Release build. */
export const hostPath =
  process.env.VOLITION_HOST ??
  fileURLToPath(new URL('../../build/native-host/volition', import.meta.url));

if (!existsSync(hostPath)) throw new Error(`no host at ${hostPath}: run scripts/build first`);

const validators = makeValidators();

/** Throws unless a host's answer has the shape that its schema says. */
function assertShape(method, answer) {
  const validate = answer.error ? validators.error : validators.response(method);
  const what = answer.error ?? answer.result;
  if (!validate(what)) {
    throw new Error(`${method} answered against its schema: ${JSON.stringify(validate.errors)}`);
  }
}

/** 16 random bytes that name one press. */
export const opId = () => randomBytes(16).toString('hex');

/** A data folder that goes with the test. @param {import('node:test').TestContext} t */
export function dataFolder(t) {
  const folder = mkdtempSync(join(tmpdir(), 'volition-data-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The environment of a host: nothing of the person's who runs the tests. @param {string} folder */
export const environment = (folder, more = {}) => ({
  PATH: '/usr/bin:/bin',
  HOME: folder,
  VOLITION_DATA_DIR: folder,
  ...more,
});

/** One frame. @param {string | Uint8Array} message @param {number} [announced] another length to announce */
export function frame(message, announced) {
  const body = Buffer.from(message);
  const head = Buffer.alloc(4);
  const length = announced ?? body.length;
  if (endianness() === 'LE') head.writeUInt32LE(length);
  else head.writeUInt32BE(length);
  return Buffer.concat([head, body]);
}

/** A running host. Answers are matched by id; those without one come through `nextStray`. */
export class Host {
  #nextId = 1;
  #pending = new Map();
  #strays = [];
  #waiting = [];
  #buffer = Buffer.alloc(0);

  /** @param {string} folder @param {{ arguments?: string[], environment?: object, program?: string }} [how] */
  constructor(folder, how = {}) {
    this.process = spawn(how.program ?? hostPath, how.arguments ?? ['chrome-extension://test/'], {
      env: environment(folder, how.environment),
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.stderr = '';
    this.process.stderr.on('data', (text) => {
      this.stderr += text;
    });
    this.process.stdin.on('error', () => {}); // A host that was killed; its exit tells.
    this.process.stdout.on('data', (bytes) => this.#take(bytes));
    this.ended = new Promise((resolve) => {
      this.process.on('close', (status, signal) => {
        const lost = new Error(`host ended: ${signal ?? status} ${this.stderr}`);
        for (const { reject } of this.#pending.values()) reject(lost);
        for (const { reject } of this.#waiting) reject(lost);
        resolve({ status, signal });
      });
    });
  }

  #take(bytes) {
    this.#buffer = Buffer.concat([this.#buffer, bytes]);
    while (this.#buffer.length >= 4) {
      const length =
        endianness() === 'LE' ? this.#buffer.readUInt32LE(0) : this.#buffer.readUInt32BE(0);
      if (this.#buffer.length < 4 + length) return;
      const text = this.#buffer.subarray(4, 4 + length).toString('utf8');
      this.#buffer = this.#buffer.subarray(4 + length);
      this.#deliver(JSON.parse(text), length);
    }
  }

  #deliver(answer, bytes) {
    const pending = this.#pending.get(answer.id);
    if (pending) {
      this.#pending.delete(answer.id);
      pending.resolve({ ...answer, bytes });
      return;
    }
    const waiting = this.#waiting.shift();
    if (waiting) waiting.resolve(answer);
    else this.#strays.push(answer);
    // A call of ours that the host could not even read has no id to be answered under.
    if (!waiting && this.#pending.size > 0) {
      const refused = new Error(`a call was refused whole: ${answer.error?.code}`);
      for (const { reject } of this.#pending.values()) reject(refused);
      this.#pending.clear();
    }
  }

  /** Writes bytes as they stand. */
  write(bytes) {
    this.process.stdin.write(bytes);
  }

  /** The next answer that no call of ours waits for. */
  nextStray() {
    if (this.#strays.length > 0) return Promise.resolve(this.#strays.shift());
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }

  /** The whole answer, result or error. */
  ask(method, params = {}, envelope = {}) {
    const id = this.#nextId++;
    const answer = new Promise((resolve, reject) => this.#pending.set(id, { resolve, reject }));
    this.write(frame(JSON.stringify({ v: 1, id, method, params, ...envelope })));
    return answer;
  }

  /** The result, held to its schema; an error of the host's becomes an exception with its code. */
  async call(method, params = {}) {
    const answer = await this.ask(method, params);
    assertShape(method, answer);
    if (answer.error) {
      throw Object.assign(new Error(`${method}: ${answer.error.code} ${answer.error.message}`), {
        code: answer.error.code,
      });
    }
    return answer.result;
  }

  /** Ends the input, as a browser that closes the port does. */
  async close() {
    this.process.stdin.end();
    return this.ended;
  }

  async kill() {
    this.process.kill('SIGKILL');
    return this.ended;
  }
}

/** A host that ends with the test. @param {import('node:test').TestContext} t */
export function startHost(t, folder = dataFolder(t), how = {}) {
  const host = new Host(folder, how);
  t.after(() => host.kill());
  return host;
}

/** The program as a person's command. */
export function command(folder, args, how = {}) {
  const env = environment(folder, how.environment);
  const { uid, gid } = how;
  return spawnSync(how.program ?? hostPath, args, { env, encoding: 'utf8', uid, gid });
}
