// SPDX-License-Identifier: GPL-3.0-or-later
// The one port to the native host: hello first, calls pipelined, an id per call, reconnected with back-off
// (native-host/protocol/PROTOCOL.md). A call that was under way when the port closed fails with `host_lost`; it may have been
// carried out, so only its caller knows whether to repeat it.

/** @import { HostMethod, HostMethods, HelloResponse, StatusResponse } from '../protocol/host.js' */
/** @import { HostState } from '../protocol/messages.js' */
/** @import { NativePort, Platform } from '../platform/platform.js' */

/** The protocol's major number. */
const kProtocol = 1;
const kHostName = 'org.volition.host';
/** The host takes 8 MiB; what is certainly shorter is not measured. */
const kMaxFrameBytes = 8 * 1024 * 1024;
/** Waits before another try: after the host died, and while none is installed (noticed live when it is). */
const kRetryExitedMs = [50, 250, 1_000, 5_000, 15_000, 60_000];
const kRetryMissingMs = [2_000, 5_000, 10_000, 30_000, 60_000];
/** A call that needs the host makes another try at once, but not more often than this. */
const kMinPauseMs = 500;
/** A port that lived this long was not part of a chain of crashes. */
const kSteadyMs = 10_000;
/** A host that was asked and says nothing at all for this long hangs: it is let go. One that is only slow is not. */
const kAnswerMs = 30_000;
/** Codes by which a universe does not open, each of which may also belong to one call alone: how it stands is asked. */
const kMayNotOpen = /^(key|storage)_/;
/** So many ends before any hello, and the host counts as absent. */
const kTriesBeforeAbsent = 3;

/** A failed call: a code of base/error.cpp, or one of ours (`host_absent`, `host_version`, `host_lost`). */
export class HostCallError extends Error {
  /**
   * @param {string} code
   * @param {string} [message] never holds a person's data
   * @param {boolean} [inDoubt] whether the host may have carried the call out all the same
   */
  constructor(code, message = '', inDoubt = false) {
    super(message);
    this.name = 'HostCallError';
    this.code = code;
    this.inDoubt = inDoubt;
  }
}

/**
 * @typedef {object} Pending
 * @property {string} method
 * @property {object} params
 * @property {(result: any) => void} resolve
 * @property {(error: HostCallError) => void} reject
 * @property {() => void} stopWaiting
 */

export class HostClient {
  /** @type {HostState} */
  #state = { state: 'starting' };
  /** @type {NativePort | null} */
  #port = null;
  #nextId = 1;
  /** Sent and not yet answered. @type {Map<number, Pending>} */
  #pending = new Map();
  /** Made before hello was answered. @type {Pending[]} */
  #waiting = [];
  #tries = 0;
  #connectedAt = 0;
  #lastTryAt = 0;
  /** When the host said anything last. */
  #heardAt = 0;
  /** Whether the host is being asked how its universe stands. */
  #asking = false;
  /** The next try that is due by itself. @type {{ at: number, cancel: () => void } | null} */
  #retry = null;

  /**
   * @param {Pick<Platform, 'connectNative' | 'clock' | 'family' | 'version'>} platform
   * @param {(state: HostState) => void} onState called whenever the state changed
   */
  constructor(platform, onState) {
    this.platform = platform;
    this.onState = onState;
  }

  /** @returns {HostState} */
  get state() {
    return this.#state;
  }

  /** Opens the port, if it is not open. */
  start() {
    if (this.#port) return;
    this.#retry?.cancel();
    this.#retry = null;
    this.#lastTryAt = this.platform.clock.now();
    // Each port's events are bound to it: a late event of an old port changes nothing.
    /** @type {NativePort} */
    const port = this.platform.connectNative(kHostName, {
      message: (message) => this.#received(port, message),
      closed: (reason, detail) => this.#closed(port, reason, detail),
    });
    this.#port = port;
    this.#connectedAt = this.#lastTryAt;
    this.#send(
      this.#entry(
        'hello',
        { client: this.platform.family, version: this.platform.version },
        (/** @type {HelloResponse} */ hello) => this.#greeted(hello),
        (error) => this.#refused(port, error),
      ),
    );
  }

  /**
   * Calls a method. Waits while the host starts; tries to start it if it was absent.
   * @template {HostMethod} M
   * @param {M} method
   * @param {HostMethods[M]['params']} params
   * @returns {Promise<HostMethods[M]['result']>} rejected with a HostCallError
   */
  call(method, params) {
    if (tooLarge(params)) return Promise.reject(new HostCallError('frame_too_large'));
    const { state } = this.#state;
    if (state === 'version') return Promise.reject(new HostCallError('host_version'));
    if (!this.#port && !this.#mayTryNow()) {
      // Between two tries of a host that was there a moment ago, a call waits; with none installed it does not.
      if (state === 'absent') return Promise.reject(new HostCallError('host_absent'));
    }
    return new Promise((resolve, reject) => {
      const entry = this.#entry(method, params, resolve, reject);
      if (this.#hasGreeted()) this.#send(entry);
      else {
        this.#waiting.push(entry);
        if (!this.#port) this.#tryWithin(this.#lastTryAt + kMinPauseMs - this.platform.clock.now());
      }
    });
  }

  /**
   * As call(), and once more after a reconnect if the host was lost on the way. Only for calls that change nothing, or that
   * carry an op_id: the host answers a repeat of those with the first result.
   * @template {HostMethod} M
   * @param {M} method
   * @param {HostMethods[M]['params']} params
   * @returns {Promise<HostMethods[M]['result']>}
   */
  async callSafely(method, params) {
    try {
      return await this.call(method, params);
    } catch (error) {
      if (!(error instanceof HostCallError) || error.code !== 'host_lost') throw error;
      return this.call(method, params);
    }
  }

  /**
   * A universe that was open may no longer be so: a disk became read-only, a file was damaged. One that opens again is found by
   * the pages' own question (elsewhere.js).
   */
  #askHowItStands() {
    if (this.#asking || this.#state.state !== 'ready') return;
    this.#asking = true;
    const asked = () => {
      this.#asking = false;
    };
    this.#send(this.#entry('status', {}, asked, asked));
  }

  /** @param {StatusResponse} status */
  #heardStatus({ state, reason }) {
    if (!('hello' in this.#state)) return;
    const { reason: _, ...hello } = this.#state.hello;
    this.#become({ state, hello: { ...hello, state, ...(reason !== undefined && { reason }) } });
  }

  #hasGreeted() {
    return this.#port !== null && 'hello' in this.#state;
  }

  #mayTryNow() {
    return this.platform.clock.now() - this.#lastTryAt >= kMinPauseMs;
  }

  /** Tries again then, unless a try is due sooner. @param {number} ms */
  #tryWithin(ms) {
    if (ms <= 0) {
      this.start();
      return;
    }
    const { clock } = this.platform;
    const at = clock.now() + ms;
    if (this.#retry && this.#retry.at <= at) return;
    this.#retry?.cancel();
    this.#retry = { at, cancel: clock.after(ms, () => this.start()) };
  }

  /**
   * @param {string} method
   * @param {object} params
   * @param {(result: any) => void} resolve
   * @param {(error: HostCallError) => void} reject
   * @returns {Pending}
   */
  #entry(method, params, resolve, reject) {
    return { method, params, resolve, reject, stopWaiting: () => undefined };
  }

  /** @param {Pending} entry */
  #send(entry) {
    const port = this.#port;
    const id = this.#nextId++;
    this.#watch(entry, kAnswerMs);
    this.#pending.set(id, entry);
    const { method, params } = entry;
    // Where this fails, the port is closed and its event, still to come, fails the entry.
    port?.post({ v: kProtocol, id, method, params });
  }

  /**
   * Waits for an answer for as long as the host says anything: calls are answered one after another, and behind slow ones a
   * quick one waits long.
   * @param {Pending} entry
   * @param {number} ms
   */
  #watch(entry, ms) {
    const { clock } = this.platform;
    entry.stopWaiting = clock.after(ms, () => {
      const left = this.#heardAt + kAnswerMs - clock.now();
      if (left > 0) this.#watch(entry, left);
      else this.#hung();
    });
  }

  /**
   * @param {NativePort} port
   * @param {unknown} message
   */
  #received(port, message) {
    if (port !== this.#port) return;
    this.#heardAt = this.platform.clock.now();
    const answer =
      /** @type {{ id?: unknown, result?: unknown, error?: { code?: unknown, message?: unknown } }} */ (
        message ?? {}
      );
    const error =
      answer.error &&
      new HostCallError(
        String(answer.error.code ?? 'internal'),
        String(answer.error.message ?? ''),
      );
    if (typeof answer.id !== 'number') {
      // The host could not read one of our frames, and cannot say which: all of them are in doubt.
      this.#failAll(error ?? new HostCallError('internal'));
      return;
    }
    const entry = this.#pending.get(answer.id);
    if (!entry) return;
    this.#pending.delete(answer.id);
    entry.stopWaiting();
    if (error) {
      entry.reject(error);
      if (kMayNotOpen.test(error.code)) this.#askHowItStands();
      return;
    }
    // Before who asked hears of it, so that what it does next meets the state as it is.
    if (entry.method === 'status') this.#heardStatus(/** @type {StatusResponse} */ (answer.result));
    entry.resolve(answer.result);
  }

  /** @param {HelloResponse} hello */
  #greeted(hello) {
    if (hello.protocol !== kProtocol) {
      this.#versionDiffers(`protocol ${hello.protocol}`);
      return;
    }
    this.#become({ state: hello.state, hello });
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const entry of waiting) this.#send(entry);
  }

  /**
   * Hello was not answered as it should be.
   * @param {NativePort} port
   * @param {HostCallError} error
   */
  #refused(port, error) {
    if (port !== this.#port) return;
    if (error.code === 'unsupported_version') {
      this.#versionDiffers(error.message);
      return;
    }
    port.close();
    this.#closed(port, 'exited', error.code);
  }

  /** @param {string} detail */
  #versionDiffers(detail) {
    this.#port?.close();
    this.#port = null;
    // How often it was missing before says nothing of when it is replaced.
    if (this.#state.state !== 'version') this.#tries = 0;
    this.#become({ state: 'version', detail });
    this.#failAll(new HostCallError('host_version'));
    // Noticed live when the right one is installed.
    this.#tries += 1;
    this.#tryWithin(waitAfter(kRetryMissingMs, this.#tries));
  }

  #hung() {
    const port = this.#port;
    if (!port) return;
    const silent = !this.#hasGreeted();
    port.close();
    this.#closed(port, 'exited', 'no answer');
    // Of a host that starts and never says hello, nobody waits for the next one too.
    if (silent) this.#failAll(new HostCallError('host_lost'));
  }

  /**
   * @param {NativePort} port
   * @param {'missing' | 'exited'} reason
   * @param {string} detail
   */
  #closed(port, reason, detail) {
    if (port !== this.#port) return;
    const wasGreeted = 'hello' in this.#state;
    const { clock } = this.platform;
    if (wasGreeted && clock.now() - this.#connectedAt >= kSteadyMs) this.#tries = 0;
    this.#port = null;
    this.#tries += 1;
    const absent = reason === 'missing' || (!wasGreeted && this.#tries >= kTriesBeforeAbsent);
    if (absent) this.#become({ state: 'absent', detail });
    else if (wasGreeted) this.#become({ state: 'starting' });
    this.#failPending(new HostCallError('host_lost'));
    if (absent) this.#failAll(new HostCallError('host_absent'));

    const waits = reason === 'missing' ? kRetryMissingMs : kRetryExitedMs;
    this.#tryWithin(waitAfter(waits, this.#tries));
  }

  /** @param {HostCallError} error */
  #failPending({ code, message }) {
    const failed = [...this.#pending.values()];
    this.#pending.clear();
    for (const entry of failed) {
      entry.stopWaiting();
      // Hello's own failure is this very event.
      if (entry.method !== 'hello') entry.reject(new HostCallError(code, message, true));
    }
  }

  /** @param {HostCallError} error */
  #failAll(error) {
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#failPending(error);
    for (const entry of waiting) entry.reject(error);
  }

  /** @param {HostState} state */
  #become(state) {
    const before = this.#state;
    this.#state = state;
    // Why the host is absent, or its universe does not open, may change while it stays so: the pages say what to do by it.
    const same = before.state === state.state && detailOf(before) === detailOf(state);
    if (!same) this.onState(state);
  }
}

/** @param {HostState} state */
function detailOf(state) {
  if ('hello' in state) return state.hello.reason ?? '';
  return 'detail' in state ? state.detail : '';
}

/** @param {readonly number[]} waits @param {number} tries at least 1 */
function waitAfter(waits, tries) {
  return waits[Math.min(tries, waits.length) - 1] ?? 0;
}

/** @param {object} params */
function tooLarge(params) {
  const text = JSON.stringify(params);
  // A UTF-16 unit becomes at most three bytes; the envelope is short.
  if (text.length * 3 + 200 <= kMaxFrameBytes) return false;
  return new TextEncoder().encode(text).length + 200 > kMaxFrameBytes;
}
