// SPDX-License-Identifier: GPL-3.0-or-later
// What a press outside of our own pages does, on a menu or by a key: keep what the tab shows, ask about it, copy a clean link.
// The popup is opened first, in the turn of the press: it says what came of it, with its undo, or why nothing did.

/** @import { Intention, NewIntention } from '../protocol/host.js' */
/** @import { Platform } from '../platform/platform.js' */
/** @import { HostClient } from './host_client.js' */
/** @import { Notice } from './notice.js' */
/** @import { TabRecord, Tabs } from './tabs.js' */

import { siteOf } from '../core/address.js';
import { cleanLink } from '../core/clean_link.js';
import { newOpId } from '../core/op_id.js';
import { sound } from '../core/text.js';
import { HostCallError } from './host_client.js';

/** As the protocol has it. */
const kMaxName = 300;

export class Acts {
  /**
   * @param {Pick<Platform, 'tabs' | 'furniture'>} platform
   * @param {{ tabs: Tabs, host: HostClient, notice: Notice }} parts
   * @param {() => void} kept called when an intention was kept
   */
  constructor(platform, parts, kept) {
    this.platform = platform;
    this.parts = parts;
    this.kept = kept;
  }

  /**
   * Keeps the thing that a tab shows; where it shows none that can be read, the marked words or the page's title.
   * @param {number} tabId
   * @param {string} [selection]
   */
  async keep(tabId, selection = '') {
    const shown = this.platform.furniture.openPopup();
    await this.#keep(tabId, selection).catch(told);
    await shown;
  }

  /**
   * Keeps, if it is not kept yet, and opens the composer.
   * @param {number} tabId
   * @param {string} [selection]
   */
  async ask(tabId, selection = '') {
    const { furniture } = this.platform;
    try {
      const intention = await this.#keep(tabId, selection);
      if (intention) {
        await furniture.openPage(`dashboard/dashboard.html#ask/${intention.id}`, 'new');
        return;
      }
    } catch (error) {
      told(error);
    }
    await furniture.openPopup();
  }

  /** @param {string} url */
  async copyClean(url) {
    await this.platform.furniture.copy(cleanLink(url));
  }

  /**
   * @param {number} tabId
   * @param {string} selection
   * @returns {Promise<Intention | null>} null where the tab shows no web page
   */
  async #keep(tabId, selection) {
    const { tabs, host, notice } = this.parts;
    const record = await tabs.known(tabId);
    if (!record || siteOf(record.url) === '') return null;
    const known = record.notice?.intention;
    if (known && known.stage !== 'noticed' && !known.forgetting) return known;
    const { intention } = await host.callSafely('intentions.keep', {
      op_id: newOpId(),
      ...(await this.#what(record, selection)),
    });
    notice.kept(record, intention);
    this.kept();
    return intention;
  }

  /**
   * @param {TabRecord} record
   * @param {string} selection
   * @returns {Promise<{ id: string } | { new: NewIntention }>}
   */
  async #what(record, selection) {
    const { notice } = this.parts;
    if (record.notice?.product || record.notice?.intention) return notice.toKeep(record);
    const title = (await this.platform.tabs.get(record.tabId))?.title ?? '';
    const words = [selection, title].map((text) => text.replace(/\s+/g, ' ').trim());
    const name = words.find((text) => text !== '') ?? siteOf(record.url);
    return notice.toKeepNamed(record, sound(name, kMaxName));
  }
}

/** The popup shows how the host stands; beyond that only a defect of ours is told. @param {unknown} error */
function told(error) {
  if (error instanceof HostCallError) return;
  console.error('acts:', error instanceof Error ? error.name : typeof error);
}
