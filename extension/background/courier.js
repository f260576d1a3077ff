// SPDX-License-Identifier: GPL-3.0-or-later
// What leaves by a press: look-up, send, send again, see if it answered, withdraw (requests.md, "Sending";
// native-host/requests/WIRE.md). Each is at most one request on the wire (wire.js).
//
// A press has a name (op_id). What it did is written to the browser's session memory before and after the wire, so that a
// second press, also one after the background was restarted, finds it done or in doubt and sends nothing twice:
//
//   (nothing) -> posting -> posted(status) -> done
//
// The host is told "nobody knows" before the wire, since the session memory does not outlive the browser. A press found in `posting` after a restart is told to the host as "no answer came"; only a new press sends again.

/** @import { Post, RepliesOpenResponse, Request } from '../protocol/host.js' */
/** @import { LookedUp } from '../protocol/messages.js' */
/** @import { Platform } from '../platform/platform.js' */
/** @import { HostClient } from './host_client.js' */
/** @import { Wire } from './wire.js' */

import { brandRefusal } from '../core/address.js';
import { toBase64 } from '../core/bytes.js';
import { newOpId } from '../core/op_id.js';
import { sound } from '../core/text.js';
import { HostCallError } from './host_client.js';
import { kTabKeyPrefix } from './tabs.js';

const kDescriptorPath = '/.well-known/customer-requests.json';
/** One over the bound in each case, so that the host sees too much as too much. */
const kMaxDescriptorBytes = 64 * 1024 + 1;
const kMaxReplyBytes = 256 * 1024 + 1;
const kKeyPrefix = 'op:';
const kMaxRemembered = 200;

/** What the session memory holds of one press.
 * @typedef {{ phase: 'posting' | 'posted' | 'done', id: string, sent_op: string, status: number | null }} Journal */

export class Courier {
  /** What a press of this background did or is doing. @type {Map<string, Promise<any>>} */
  #presses = new Map();
  /** Requests that are on the wire now. @type {Set<string>} */
  #onWire = new Set();
  /** @type {Promise<void> | null} */
  #settling = null;

  /**
   * @param {Pick<Platform, 'memory'>} platform
   * @param {HostClient} host
   * @param {Wire} wire
   */
  constructor(platform, host, wire) {
    this.platform = platform;
    this.host = host;
    this.wire = wire;
  }

  /**
   * "Look up whether BRAND accepts requests": one GET.
   * @param {string} brand
   * @returns {Promise<LookedUp>}
   */
  async lookup(brand) {
    const refusal = brandRefusal(brand);
    if (refusal) throw new HostCallError(refusal);
    const answer = await this.wire.ask(
      `https://${brand}${kDescriptorPath}`,
      'GET',
      kMaxDescriptorBytes,
      { redirect: 'manual' },
    );
    if (!answer) throw new HostCallError('no_answer');
    if (answer.status === 0) throw new HostCallError('descriptor_redirected');
    return {
      url: answer.url,
      status: answer.status,
      content_type: answer.contentType,
      body: sound(new TextDecoder().decode(answer.bytes), kMaxDescriptorBytes),
    };
  }

  /**
   * Seals the approved bytes and posts them.
   * @param {string} opId
   * @param {string} draftId
   * @param {string} approve
   * @returns {Promise<{ request: Request }>}
   */
  send(opId, draftId, approve) {
    return this.#once(opId, async () => {
      // Before sealing: what could not be sent in any case is not made either.
      await this.wire.protectHeaders();
      const { request, post } = await this.host.callSafely('requests.seal', {
        op_id: opId,
        draft_id: draftId,
        approve,
      });
      return this.#post(opId, request, post);
    });
  }

  /**
   * Posts the same bytes again: only for a request of which nobody knows whether it arrived.
   * @param {string} opId
   * @param {string} id
   * @returns {Promise<{ request: Request }>}
   */
  sendAgain(opId, id) {
    return this.#once(opId, async () => {
      const { request, post } = await this.host.callSafely('requests.get', { id });
      if (!post || !['sealed', 'unknown'].includes(request.state)) {
        throw new HostCallError('request_closed');
      }
      return this.#post(opId, request, post);
    });
  }

  /**
   * "See if BRAND answered": one GET of the request's own mailbox.
   * @param {string} opId
   * @param {string} id
   * @returns {Promise<RepliesOpenResponse>}
   */
  check(opId, id) {
    return this.#once(opId, async () => {
      const { request } = await this.host.callSafely('requests.get', { id });
      const answer = await this.wire.ask(request.mailbox, 'GET', kMaxReplyBytes);
      if (!answer) throw new HostCallError('no_answer');
      return this.host.callSafely('replies.open', {
        op_id: opId,
        id,
        answer: {
          status: answer.status,
          content_type: answer.contentType,
          body: toBase64(answer.bytes),
        },
      });
    });
  }

  /**
   * Takes a request back: one signed DELETE.
   * @param {string} opId
   * @param {string} id
   * @returns {Promise<{ request: Request }>}
   */
  withdraw(opId, id) {
    return this.#once(opId, async () => {
      const { url, authorization } = await this.host.callSafely('requests.withdraw', {
        op_id: opId,
        id,
      });
      const answer = await this.wire.ask(url, 'DELETE', 0, { headers: { authorization } });
      return this.host.callSafely('requests.withdrawn', {
        op_id: newOpId(),
        id,
        status: answer?.status ?? null,
      });
    });
  }

  /** The host is there: presses that a former background left half-way are told to it. Nothing is sent. */
  settle() {
    this.#settling ??= this.#settleAll().finally(() => {
      this.#settling = null;
    });
    return this.#settling;
  }

  /** Forgets what every press did; its notes are in the session memory. */
  clear() {
    this.#presses.clear();
  }

  /**
   * Does the work of one press once. A failure before anything left is not remembered: the next press tries again.
   * @template T
   * @param {string} opId
   * @param {() => Promise<T>} work
   * @returns {Promise<T>}
   */
  #once(opId, work) {
    const known = this.#presses.get(opId);
    if (known) return known;
    const press = (async () => {
      const journal = await this.#journal(opId);
      // Only sending keeps a journal, and every journal ends with the request as it stands.
      return journal ? /** @type {T} */ (await this.#resume(opId, journal)) : work();
    })();
    this.#presses.set(opId, press);
    if (this.#presses.size > kMaxRemembered) {
      this.#presses.delete(this.#presses.keys().next().value ?? '');
    }
    press.catch(() => this.#presses.delete(opId));
    return press;
  }

  /**
   * @param {string} opId
   * @param {Request} request
   * @param {Post} post
   * @returns {Promise<{ request: Request }>}
   */
  async #post(opId, request, post) {
    const { id } = request;
    // Two presses of different names for one request: the second waits for a press after the first has ended.
    if (this.#onWire.has(id)) throw new HostCallError('busy');
    this.#onWire.add(id);
    try {
      /** @type {Journal} */
      const journal = { phase: 'posting', id, sent_op: newOpId(), status: null };
      await this.#write(opId, journal);
      let answer;
      try {
        // Whatever ends from here on, the browser with its session memory too: nobody knows whether it arrived, and the
        // request says so until the answer is there.
        await this.host.callSafely('requests.sent', { op_id: newOpId(), id, status: null });
        answer = await this.wire.ask(post.url, 'POST', 0, {
          headers: { 'content-type': post.content_type },
          body: post.body,
        });
      } catch (error) {
        // Failed before the wire: nothing left.
        await this.platform.memory.remove(kKeyPrefix + opId);
        throw error;
      }
      const posted = {
        ...journal,
        phase: /** @type {const} */ ('posted'),
        status: answer?.status ?? null,
      };
      await this.#write(opId, posted);
      return await this.#resume(opId, posted);
    } finally {
      this.#onWire.delete(id);
    }
  }

  /**
   * Brings a press to its end without sending anything.
   * @param {string} opId
   * @param {Journal} journal
   * @returns {Promise<{ request: Request }>}
   */
  async #resume(opId, journal) {
    const { phase, id, sent_op, status } = journal;
    if (phase === 'done') return this.host.callSafely('requests.get', { id });
    const told = await this.host.callSafely('requests.sent', { op_id: sent_op, id, status });
    await this.#write(opId, { ...journal, phase: 'done' });
    return told;
  }

  async #settleAll() {
    const kept = await this.platform.memory.get(null);
    for (const [key, value] of Object.entries(kept)) {
      const opId = key.slice(kKeyPrefix.length);
      const known = /** @type {Journal} */ (value);
      // A press of this very background is still under way, and has its own end.
      if (!key.startsWith(kKeyPrefix) || known.phase === 'done' || this.#onWire.has(known.id)) {
        continue;
      }
      // Read anew: one that ended meanwhile wrote so before it left the wire.
      const journal = await this.#journal(opId);
      if (!journal || journal.phase === 'done') continue;
      await this.#resume(opId, journal).catch(() => undefined);
    }
  }

  /**
   * @param {string} opId
   * @returns {Promise<Journal | undefined>}
   */
  async #journal(opId) {
    const key = kKeyPrefix + opId;
    return /** @type {Journal | undefined} */ ((await this.platform.memory.get(key))[key]);
  }

  /**
   * @param {string} opId
   * @param {Journal} journal
   */
  async #write(opId, journal) {
    const { memory } = this.platform;
    const entry = { [kKeyPrefix + opId]: journal };
    try {
      await memory.set(entry).catch(async () => {
        // Pages that flood may fill the session memory with the copies of their tabs; a press goes before those.
        const keys = Object.keys(await memory.get(null));
        await memory.remove(keys.filter((key) => key.startsWith(kTabKeyPrefix)));
        await memory.set(entry);
      });
    } catch {
      throw new HostCallError('storage_failed');
    }
  }
}
