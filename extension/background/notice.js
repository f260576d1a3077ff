// SPDX-License-Identifier: GPL-3.0-or-later
// Noticing: what a page's own structured data says goes to the host, which judges and, if the policy allows, records it. The
// page is hostile: only the top frame of a web page is heard, everything is bounded, and the address is the browser's word.

/** @import { Intention, NewIntention } from '../protocol/host.js' */
/** @import { ContentMessage } from '../protocol/messages.js' */
/** @import { HostClient } from './host_client.js' */
/** @import { TabRecord, Tabs } from './tabs.js' */

import { siteOf } from '../core/address.js';
import { newOpId } from '../core/op_id.js';
import { sound } from '../core/text.js';
import { HostCallError } from './host_client.js';

const kMaxObservations = 64;
const kMaxRaw = 524_288;
/** All observations of one page, in UTF-16 units: at three bytes each they fit into one frame. */
const kMaxTotal = 2_500_000;
const kMaxPage = 16_384;

/** @typedef {ContentMessage['observations']} Observations */

export class Notice {
  /** Tabs whose observations are with the host now, and whether newer ones wait. @type {Map<number, { again: boolean, ended: Promise<void> }>} */
  #judging = new Map();
  /** Tabs whose intention the host is asked for now, and whether it is to be asked once more: a slow one gets no third question. @type {Map<number, { again: boolean }>} */
  #refreshing = new Map();

  /**
   * @param {Tabs} tabs
   * @param {HostClient} host
   * @param {() => void} stored called when the host recorded or renewed an intention
   */
  constructor(tabs, host, stored) {
    this.tabs = tabs;
    this.host = host;
    this.stored = stored;
  }

  /**
   * A content script observed something.
   * @param {number} tabId
   * @param {{ url: string, documentId: string | undefined }} frame by the browser's word
   * @param {unknown} observations as the content script sent them
   */
  async observed(tabId, frame, observations) {
    const { page } = this.tabs.record(tabId);
    const sane = saneObservations(observations);
    const record = await this.tabs.known(tabId);
    if (!record || !sane) return;
    // The tab may show another page by now, of the same site or of another one. Addresses are compared by site only, since a
    // page may change its own while it stays.
    const replaced =
      record.page !== page ||
      (record.documentId !== undefined &&
        frame.documentId !== undefined &&
        record.documentId !== frame.documentId);
    if (replaced || siteOf(record.url) === '' || siteOf(record.url) !== siteOf(frame.url)) return;
    record.observations = sane;
    await this.#judge(record);
  }

  /** The host is back, or the policy changed: what the tabs show is judged again. */
  async judgeAgain() {
    await this.tabs.restored;
    for (const record of [...this.tabs.all()]) {
      if (record.observations) await this.#judge(record);
    }
  }

  /**
   * Whether what a tab shows is with the host, or waits for it, and nothing was said of it yet: a slow one takes seconds.
   * @param {TabRecord} record
   */
  reads({ tabId, notice, observations }) {
    return notice === null && observations !== null && this.#judging.has(tabId);
  }

  /**
   * Waits until the host has said what a tab shows now; what it comes to show later is not waited for.
   * @param {TabRecord} record
   */
  async judged({ tabId }) {
    const underWay = this.#judging.get(tabId);
    if (!underWay) return;
    const { again } = underWay;
    await underWay.ended;
    // What it showed at the press had to wait for this answer.
    if (again) await this.#judging.get(tabId)?.ended;
  }

  /**
   * What a press of Keep on a tab means: the known intention, or a new one of what the tab shows.
   * @param {TabRecord} record
   * @returns {{ id: string } | { new: NewIntention }}
   */
  toKeep(record) {
    if (record.private !== false) throw new HostCallError('private_window');
    const { intention, product } = record.notice ?? {};
    if (intention) return { id: intention.id };
    if (!product) throw new HostCallError('not_found');
    const { kind, name, maker, sku, gtin, price } = product;
    return {
      new: {
        direction: kind === 'cause' ? 'give' : 'want',
        kind,
        name,
        ...(maker !== null && { maker }),
        ...(sku !== null && { sku }),
        ...(gtin !== null && { gtin }),
        ...(price !== null && { price }),
        brand: siteOf(record.url),
        page: pageOf(record.url),
      },
    };
  }

  /**
   * As toKeep(), for a page that shows no thing that can be read: by a name of the person's choosing.
   * @param {TabRecord} record
   * @param {string} name
   * @returns {{ new: NewIntention }}
   */
  toKeepNamed(record, name) {
    if (record.private !== false) throw new HostCallError('private_window');
    const { url } = record;
    return {
      new: { direction: 'want', kind: 'product', name, brand: siteOf(url), page: pageOf(url) },
    };
  }

  /**
   * An intention changed: the tabs that show it show it as it is now.
   * @param {Intention} intention
   */
  changed(intention) {
    for (const record of this.tabs.all()) {
      if (record.notice?.intention?.id !== intention.id) continue;
      record.notice.intention = intention;
      record.forgot = intention.forgetting;
      this.tabs.touched(record.tabId);
    }
  }

  /**
   * An intention was kept from a tab: the tab shows it.
   * @param {TabRecord} record
   * @param {Intention} intention
   */
  kept(record, intention) {
    // A page that shows no thing was not noticed, yet it can be kept.
    record.notice ??= { product: null, intention, stored: true, offer_policy: false };
    record.notice.intention = intention;
    record.forgot = false;
    this.tabs.touched(record.tabId);
  }

  /** @param {string} id of an intention that Forget was pressed for; it can be undone for some seconds */
  forgetting(id) {
    for (const { notice } of this.tabs.all()) {
      if (notice?.intention?.id === id) this.changed({ ...notice.intention, forgetting: true });
    }
  }

  /**
   * Asks the host for the intention that a tab shows: another browser may have changed it.
   * @param {TabRecord} record
   */
  async refresh(record) {
    const shown = record.notice?.intention;
    if (!shown) return;
    const underWay = this.#refreshing.get(record.tabId);
    if (underWay) {
      underWay.again = true;
      return;
    }
    const refreshing = { again: false };
    this.#refreshing.set(record.tabId, refreshing);
    try {
      const now = await this.#current(shown.id);
      if (
        record.notice?.intention?.id === shown.id &&
        JSON.stringify(now) !== JSON.stringify(record.notice.intention)
      ) {
        record.notice.intention = now;
        this.tabs.touched(record.tabId);
      }
    } catch {
      // Shown as it was known last.
    } finally {
      this.#refreshing.delete(record.tabId);
    }
    const now = this.tabs.peek(record.tabId);
    if (refreshing.again && now) await this.refresh(now);
  }

  /**
   * An intention as the host has it, null where it is gone.
   * @param {string} id
   */
  async #current(id) {
    try {
      return (await this.host.call('intentions.get', { id })).intention;
    } catch (error) {
      if (error instanceof HostCallError && ['not_found', 'forgotten'].includes(error.code)) {
        return null;
      }
      throw error;
    }
  }

  /**
   * One call per tab at a time: a page that changes all the time waits for itself.
   * @param {TabRecord} record
   */
  async #judge(record) {
    const { tabId, page } = record;
    const underWay = this.#judging.get(tabId);
    if (underWay) {
      underWay.again = true;
      if (this.reads(record)) this.tabs.touched(tabId);
      return;
    }
    let end = () => {};
    /** @type {Promise<void>} */
    const ended = new Promise((resolve) => {
      end = resolve;
    });
    const judging = { again: false, ended };
    this.#judging.set(tabId, judging);
    if (this.reads(record)) this.tabs.touched(tabId);
    try {
      const answer = await this.host.callSafely('intentions.notice', {
        op_id: newOpId(),
        private: record.private !== false || record.forgot,
        site: siteOf(record.url),
        page: pageOf(record.url),
        observations: record.observations ?? [],
      });
      const now = this.tabs.peek(tabId);
      // A press on the page that was left may still wait for it.
      const shown = now?.page === page ? now : record;
      const intention = shown.forgot ? (shown.notice?.intention ?? null) : answer.intention;
      shown.notice = { ...answer, intention };
      if (shown === now) this.tabs.touched(tabId);
      if (answer.stored) this.stored();
    } catch {
      // Without the host nothing is noticed; it is judged when the host comes back.
    } finally {
      this.#judging.delete(tabId);
      end();
      const now = this.tabs.peek(tabId);
      if (judging.again && now?.observations) await this.#judge(now);
      else if (now?.notice === null) this.tabs.touched(tabId);
    }
  }
}

/** @param {string} url */
function pageOf(url) {
  return sound(url.split('#', 1)[0] ?? '', kMaxPage);
}

/**
 * @param {unknown} observations
 * @returns {Observations | null} null where they are not what a content script of ours sends
 */
function saneObservations(observations) {
  if (!Array.isArray(observations) || observations.length === 0) return null;
  /** @type {Observations} */
  const sane = [];
  let total = 0;
  for (const observation of observations.slice(0, kMaxObservations)) {
    const { source, raw } = observation ?? {};
    if ((source !== 'json_ld' && source !== 'microdata') || typeof raw !== 'string') return null;
    total += Math.min(raw.length, kMaxRaw);
    if (total > kMaxTotal) break;
    if (raw !== '') sane.push({ source, raw: sound(raw, kMaxRaw) });
  }
  return sane.length === 0 ? null : sane;
}
