// SPDX-License-Identifier: GPL-3.0-or-later
// E-mail addresses that a brand's own open pages give, asked of them in the moment in which the person writes to the brand.
// Nothing of it is kept, and without an open page of the brand there is none.

/** @import { Found } from '../protocol/messages.js' */
/** @import { Platform } from '../platform/platform.js' */

import { brandRefusal, siteOf } from '../core/address.js';
import { contactsOf } from '../core/contacts.js';

/** Pages of one brand that are asked, those looked at last first. */
const kMaxPages = 3;
/** A page that hangs is not waited for. */
const kAnswerMs = 1_500;

export class Contacts {
  /** @param {Pick<Platform, 'tabs' | 'clock'>} platform */
  constructor({ tabs, clock }) {
    this.tabs = tabs;
    this.clock = clock;
  }

  /**
   * @param {string} brand
   * @returns {Promise<Found | null>} null where no open page gives any
   */
  async of(brand) {
    if (brandRefusal(brand) !== null) return null;
    const open = (await this.tabs.ofDomain(brand)).filter((tab) => !tab.private);
    for (const { id, url } of open.slice(0, kMaxPages)) {
      const said = await this.#ask(id);
      // It may show another page by now, whose answer that was.
      if ((await this.tabs.get(id))?.url !== url) continue;
      const contacts = contactsOf(said, brand);
      if (contacts.length > 0) return { site: siteOf(url), contacts };
    }
    return null;
  }

  /** @param {number} tabId @returns {Promise<unknown>} */
  #ask(tabId) {
    return new Promise((resolve) => {
      const stop = this.clock.after(kAnswerMs, () => resolve(undefined));
      this.tabs.ask(tabId, { ask: 'contacts' }).then((said) => {
        stop();
        resolve(said);
      });
    });
  }
}
