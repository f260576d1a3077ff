// SPDX-License-Identifier: GPL-3.0-or-later
// Tells the open pages of ours that something changed; they ask again. Many changes of one kind within a moment are told once, and
// nothing where no page of ours is open: each page that a person loads would cost a message to nobody.

/** @import { Broadcast } from '../protocol/messages.js' */
/** @import { Platform } from '../platform/platform.js' */

/** Well below the half second within which the popup shows what was stopped. */
const kTogetherMs = 60;

export class Broadcaster {
  /** @type {Map<string, Broadcast>} */
  #due = new Map();
  /** How often a page of ours spoke, and how often one had when it was seen that none is open; unknown at first. */
  #spoken = 0;
  #silentSince = -1;

  /** @param {Pick<Platform, 'messages' | 'clock'>} platform */
  constructor(platform) {
    this.platform = platform;
  }

  /** A page of ours spoke: it is open, and hears from now on. */
  pageSpoke() {
    this.#spoken += 1;
  }

  /**
   * @param {Broadcast['changed']} changed
   * @param {number} [tabId]
   */
  tell(changed, tabId) {
    const key = `${changed}:${tabId ?? ''}`;
    if (this.#due.has(key)) return;
    this.#due.set(key, tabId === undefined ? { changed } : { changed, tabId });
    this.platform.clock.after(kTogetherMs, async () => {
      const message = this.#due.get(key);
      this.#due.delete(key);
      const spoken = this.#spoken;
      if (!message || this.#silentSince === spoken) return;
      const heard = await this.platform.messages.toPages(message);
      if (!heard) this.#silentSince = spoken;
    });
  }
}
