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
  /** By what a tab shows: a press while another is under way there means the same. @type {WeakMap<TabRecord, Promise<Intention | null>>} */
  #keeping = new WeakMap();
  /** How often everything was forgotten: a press from before keeps nothing. */
  #forgot = 0;

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

  /** Everything is being forgotten: what still waits is not kept after it. */
  clear() {
    this.#forgot += 1;
  }

  /**
   * @param {number} tabId
   * @param {string} selection
   * @returns {Promise<Intention | null>} null where the tab shows no web page
   */
  async #keep(tabId, selection) {
    const record = await this.parts.tabs.known(tabId);
    if (!record || siteOf(record.url) === '') return null;
    const underWay = this.#keeping.get(record);
    if (underWay) return underWay;
    const keeping = this.#keepOf(record, selection).finally(() => this.#keeping.delete(record));
    this.#keeping.set(record, keeping);
    return keeping;
  }

  /**
   * @param {TabRecord} record
   * @param {string} selection
   * @returns {Promise<Intention | null>}
   */
  async #keepOf(record, selection) {
    const { host, notice } = this.parts;
    // Of the page that was pressed on: while the program reads that one, the tab may come to show another.
    const { url } = record;
    const title = (await this.platform.tabs.get(record.tabId))?.title ?? '';
    const forgot = this.#forgot;
    if (notice.reads(record)) await notice.judged(record);
    if (forgot !== this.#forgot) return null;
    const known = record.notice?.intention;
    if (known && known.stage !== 'noticed' && !known.forgetting) return known;
    const { intention } = await host.callSafely('intentions.keep', {
      op_id: newOpId(),
      ...this.#what({ ...record, url }, [selection, title]),
    });
    notice.kept(record, intention);
    this.kept();
    return intention;
  }

  /**
   * @param {TabRecord} record
   * @param {string[]} names what the thing may be called where the page shows none, the best first
   * @returns {{ id: string } | { new: NewIntention }}
   */
  #what(record, names) {
    const { notice } = this.parts;
    if (record.notice?.product || record.notice?.intention) return notice.toKeep(record);
    const words = names.map((text) => text.replace(/\s+/g, ' ').trim());
    const name = words.find((text) => text !== '') ?? siteOf(record.url);
    return notice.toKeepNamed(record, sound(name, kMaxName));
  }
}

/** The popup shows how the host stands; beyond that only a defect of ours is told. @param {unknown} error */
function told(error) {
  if (error instanceof HostCallError) return;
  console.error('acts:', error instanceof Error ? error.name : typeof error);
}
