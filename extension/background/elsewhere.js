// SPDX-License-Identifier: GPL-3.0-or-later
// Changes that another browser made on the same universe. Its host cannot call ours, so ours is asked whether its file changed,
// but only when an open page of ours that can be seen asks for it (ui/host.js): with none, nothing is asked and nothing wakes.
// The same question tells whether a universe that did not open does so now.

/** @import { Platform } from '../platform/platform.js' */
/** @import { Broadcaster } from './broadcast.js' */
/** @import { HostClient } from './host_client.js' */

/** Several pages that look at once cost one question. */
const kTogetherMs = 1_000;

export class Elsewhere {
  /** @type {number | null} */
  #revision = null;
  #lookedAt = 0;
  /** The question that is with the host: a slow one is not asked again meanwhile. @type {Promise<void> | null} */
  #looking = null;

  /**
   * @param {Pick<Platform, 'clock'>} platform
   * @param {HostClient} host
   * @param {Broadcaster} broadcaster
   * @param {(listsRevision: number) => void} answered what the host says of its lists
   */
  constructor({ clock }, host, broadcaster, answered) {
    this.answered = answered;
    this.clock = clock;
    this.host = host;
    this.broadcaster = broadcaster;
  }

  /**
   * Another host answers from now on: its numbers are not those of the last one. Hello tells the one that stands before any page is told anything: a change
   * between a page's first question and its first look would else belong to no look.
   * @param {number | undefined} revision undefined where the universe did not open
   */
  hostCame(revision) {
    this.#revision = revision ?? null;
    this.#lookedAt = 0;
  }

  async look() {
    const now = this.clock.now();
    if (this.#looking) return this.#looking;
    if (!('hello' in this.host.state) || now - this.#lookedAt < kTogetherMs) return;
    this.#lookedAt = now;
    this.#looking = this.#ask();
    try {
      await this.#looking;
    } finally {
      this.#looking = null;
    }
  }

  async #ask() {
    const { state, revision, lists_revision } = await this.host.call('status', {});
    this.answered(lists_revision);
    // Of a universe that does not open the number says nothing.
    if (state !== 'ready') return;
    const changed = this.#revision !== null && this.#revision !== revision;
    this.#revision = revision;
    if (!changed) return;
    for (const what of /** @type {const} */ (['intentions', 'requests', 'attempts', 'policy'])) {
      this.broadcaster.tell(what);
    }
  }
}
