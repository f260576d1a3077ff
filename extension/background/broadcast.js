// SPDX-License-Identifier: GPL-3.0-or-later
// Tells the open pages of ours that something changed; they ask again. Many changes of one kind within a moment are told once.

/** @import { Broadcast } from '../protocol/messages.js' */
/** @import { Platform } from '../platform/platform.js' */

/** Well below the half second within which the popup shows what was stopped. */
const kTogetherMs = 60;

export class Broadcaster {
  /** @type {Map<string, Broadcast>} */
  #due = new Map();

  /** @param {Pick<Platform, 'messages' | 'clock'>} platform */
  constructor(platform) {
    this.platform = platform;
  }

  /**
   * @param {Broadcast['changed']} changed
   * @param {number} [tabId]
   */
  tell(changed, tabId) {
    const key = `${changed}:${tabId ?? ''}`;
    if (this.#due.has(key)) return;
    this.#due.set(key, tabId === undefined ? { changed } : { changed, tabId });
    this.platform.clock.after(kTogetherMs, () => {
      const message = this.#due.get(key);
      this.#due.delete(key);
      if (message) this.platform.messages.toPages(message);
    });
  }
}
