// SPDX-License-Identifier: GPL-3.0-or-later
// What waits to be explained: attempts on their way to the host, which counts them and reads them aloud. One batch of one tab is
// with the host at a time, so that a press waits behind few, however slow the host. What may not be counted twice is repeated
// without being counted, and what ends the host again and again is asked no more.

/** @import { AttemptsRecordRequest, ResourceType } from '../protocol/host.js' */
/** @import { Platform } from '../platform/platform.js' */
/** @import { HostClient } from './host_client.js' */
/** @import { KeptAttempt, Tabs } from './tabs.js' */

import { siteOf } from '../core/address.js';
import { toBase64 } from '../core/bytes.js';
import { HostCallError } from './host_client.js';

/** What is tried within this time is one batch. */
const kBatchMs = 250;
const kMaxItems = 50;
/** So many go together after the host was lost so often with them in its hands; then none, for one of them may be why. */
const kItemsAfterLosses = [kMaxItems, 5, 1];
/** Behind a host that is slow no more than this waits, of all tabs: a page may load itself again and again. */
const kMaxWaiting = 5_000;
const kMaxWaitingBytes = 16 * 1024 * 1024;

/**
 * @typedef {object} Waiting
 * @property {number} tabId
 * @property {KeptAttempt} attempt
 * @property {boolean} more whether its page tried more than is told
 * @property {boolean} private whether its tab is
 * @property {number} together so many may be asked with it
 */

export class Batches {
  /** Seen within the last moment; whether their tabs are private is not known yet. @type {Waiting[]} */
  #seen = [];
  /** To be sent, in their order. @type {Waiting[]} */
  #due = [];
  #settling = false;
  #sending = false;
  /** How often hold() was called and not yet released. */
  #held = 0;
  /** Whether something was not taken since too much waited. */
  #turnedAway = false;
  /** Raised by clear(): what was under way before it goes no further. */
  #era = 0;

  /**
   * @param {Pick<Platform, 'clock'>} platform
   * @param {Tabs} tabs
   * @param {HostClient} host
   * @param {() => void} stored called when the host counted some
   * @param {() => void} again called when there is room again for what was turned away
   */
  constructor(platform, tabs, host, stored, again) {
    this.platform = platform;
    this.tabs = tabs;
    this.host = host;
    this.stored = stored;
    this.again = again;
  }

  /**
   * @param {number} tabId
   * @param {KeptAttempt} attempt
   * @param {boolean} more whether its page tried more than is told
   */
  add(tabId, attempt, more) {
    const together = kItemsAfterLosses[attempt.lost];
    if (together === undefined) return;
    const before = this.#full() && this.#waiting().findLast((one) => one.tabId === tabId);
    if (before) {
      before.more = true;
      this.#turnedAway = true;
      return;
    }
    if (attempt.bytes && this.#bytes() + attempt.bytes.length > kMaxWaitingBytes) {
      attempt.bytes = null;
      attempt.body = null;
    }
    attempt.asked = true;
    this.#seen.push({ tabId, attempt, more, private: true, together });
    this.#settleLater();
  }

  /** Nothing is sent until release(); what is with the host already comes before what is asked of it now. */
  hold() {
    this.#held += 1;
  }

  release() {
    this.#held -= 1;
    void this.#send();
  }

  clear() {
    this.#era += 1;
    this.#seen = [];
    this.#due = [];
    this.#turnedAway = false;
  }

  #waiting() {
    return [...this.#due, ...this.#seen];
  }

  #full() {
    return this.#due.length + this.#seen.length >= kMaxWaiting;
  }

  /** Of all bodies that wait. */
  #bytes() {
    return this.#waiting().reduce((sum, { attempt }) => sum + (attempt.bytes?.length ?? 0), 0);
  }

  #settleLater() {
    if (this.#settling || this.#seen.length === 0) return;
    this.#settling = true;
    this.platform.clock.after(kBatchMs, async () => {
      const seen = this.#seen;
      this.#seen = [];
      try {
        await this.#settle(seen);
      } finally {
        this.#settling = false;
        this.#settleLater();
        void this.#send();
      }
    });
  }

  /**
   * What only the tab can say is asked while it is there, whether the host is slow or not.
   * @param {Waiting[]} seen
   */
  async #settle(seen) {
    const era = this.#era;
    for (const tabId of new Set(seen.map((one) => one.tabId))) {
      const record = await this.tabs.known(tabId);
      if (era !== this.#era) return;
      for (const one of seen) {
        if (one.tabId !== tabId) continue;
        const { attempt } = one;
        // A tab that is gone cannot say any more whether it was private: nothing of it is told.
        if (!record) {
          attempt.asked = false;
          continue;
        }
        one.private = record.private !== false;
        if (attempt.page === record.page) {
          one.more ||= record.more;
          attempt.site ||= siteOf(record.url);
        }
        this.#due.push(one);
      }
    }
  }

  async #send() {
    if (this.#sending) return;
    this.#sending = true;
    try {
      let answered = false;
      while (this.#held === 0 && this.#due.length > 0) {
        answered = await this.#explain(this.#next());
      }
      if (answered && this.#turnedAway) {
        this.#turnedAway = false;
        this.again();
      }
    } finally {
      this.#sending = false;
    }
  }

  /** @returns {Waiting[]} the next batch: of one tab, and of what may go together, in its order */
  #next() {
    const first = /** @type {Waiting} */ (this.#due[0]);
    /** @type {Waiting[]} */
    const batch = [];
    this.#due = this.#due.filter((one) => {
      const fits =
        batch.length < first.together &&
        one.tabId === first.tabId &&
        one.together === first.together &&
        one.attempt.lost === first.attempt.lost;
      if (fits) batch.push(one);
      return !fits;
    });
    return batch;
  }

  /** @param {Waiting[]} batch @returns {Promise<boolean>} whether the host answered */
  async #explain(batch) {
    const [{ tabId, private: isPrivate, attempt: first }] = /** @type {[Waiting]} */ (batch);
    const era = this.#era;
    const repeated = first.lost > 0;
    // Taken back with any answer. A background that ends before it leaves a copy from which the next one knows that there was none.
    for (const { attempt } of batch) attempt.lost += 1;
    await this.tabs.save(tabId);
    if (era !== this.#era) return false;
    if (this.#held > 0) {
      for (const { attempt } of batch) attempt.lost -= 1;
      this.#due.unshift(...batch);
      return false;
    }
    let answer;
    try {
      answer = await this.host.call('attempts.record', {
        // The host may have counted before it was lost: a repeat is explained, and counted nowhere.
        private: isPrivate || repeated,
        ...(batch.some(({ more }) => more) && { more: true }),
        items: batch.map(({ attempt }) => item(attempt)),
      });
    } catch (error) {
      const { code = '', inDoubt = false } = error instanceof HostCallError ? error : {};
      if (!inDoubt) for (const { attempt } of batch) attempt.lost -= 1;
      const tooLarge = !inDoubt && (code === 'answer_too_large' || code === 'frame_too_large');
      if (tooLarge && batch.length > 1 && era === this.#era) {
        const together = Math.ceil(batch.length / 2);
        this.#due.unshift(...batch.map((one) => ({ ...one, together })));
        return true;
      }
      // Without the host an attempt stands as it was seen, until the host is back.
      for (const { attempt } of batch) attempt.asked = false;
      return false;
    }
    const byKey = new Map(answer.items.map((one) => [one.key, one]));
    for (const { attempt } of batch) {
      attempt.explained = byKey.get(attempt.key) ?? null;
      attempt.asked = false;
      attempt.lost -= 1;
    }
    this.tabs.touched(tabId);
    if (answer.stored) this.stored();
    return true;
  }
}

/**
 * @param {KeptAttempt} attempt
 * @returns {AttemptsRecordRequest['items'][number]}
 */
function item({ key, url, type, method, frame, site, bytes }) {
  return {
    key,
    url,
    type: /** @type {ResourceType} */ (type),
    method,
    frame,
    ...(site ? { site } : {}),
    body: bytes && toBase64(bytes),
  };
}
