// SPDX-License-Identifier: GPL-3.0-or-later
// What the background knows of each tab, in memory until the tab shows another page or leaves: its page, what was stopped on
// it, what it shows. A copy without bodies goes to the browser's session memory, so that a restarted background still has it;
// of private windows nothing goes there.

/** @import { IntentionsNoticeResponse } from '../protocol/host.js' */
/** @import { ContentMessage, TabAttempt } from '../protocol/messages.js' */
/** @import { Committed, Platform, SeenRequest } from '../platform/platform.js' */

/** One attempt with what only the background needs to know of it. */
/**
 * @typedef {TabAttempt & {
 *   bytes: Uint8Array | null,
 *   frame: string,
 *   site: string,
 *   page: number,
 *   documents: string[],
 *   topUrl: string | undefined,
 *   time: number,
 *   asked: boolean,
 *   lost: number,
 * }} KeptAttempt asked: whether it is on its way to the host; lost: how often it was with a host that never answered
 */

/**
 * @typedef {object} TabRecord
 * @property {number} tabId
 * @property {string} url the page's address, '' until it is known
 * @property {string | undefined} documentId the page's number, where the browser gives one and it was seen
 * @property {boolean | null} private null until it is known
 * @property {number} startedAt when the navigation began, milliseconds since 1970
 * @property {KeptAttempt[]} attempts
 * @property {boolean} more whether the page tried more than is kept
 * @property {boolean} moreAhead the same of those ahead
 * @property {KeptAttempt[]} ahead attempts of pages that the browser prepares for this tab and does not show yet
 * @property {IntentionsNoticeResponse | null} notice
 * @property {ContentMessage['observations'] | null} observations the latest, to be judged again when the host comes back
 * @property {boolean} forgot the person forgot what this page shows: it is not recorded again from here
 * @property {number} page raised with each page the tab shows
 */

/** What a page tried that a tab has left, and may show again by Back or Forward.
 * @typedef {Pick<TabRecord, 'attempts' | 'more' | 'startedAt'>} LeftPage */

export const kTabKeyPrefix = 'tab:';
/** Several changes within this time are written once. */
const kSaveMs = 500;
/** Address characters of one attempt in the copy: enough to show, and 500 of them stay small. */
const kSavedUrl = 2_048;
/** Characters of all attempts in one tab's copy: what a page makes the host explain is long, and the memory is shared by all tabs. */
const kSavedChars = 200_000;

/** Pages of a tab that it has left and are remembered, in memory alone. */
const kMaxLeft = 3;

export class Tabs {
  /** @type {Map<number, TabRecord>} */
  #records = new Map();
  /** By tab and by the page's number. @type {Map<number, Map<string, LeftPage>>} */
  #left = new Map();
  /** Beginnings of main-frame requests that are not yet pages. @type {Map<number, number>} */
  #begun = new Map();
  /** @type {Set<number>} */
  #unsaved = new Set();
  #saving = false;
  /** How often holdCopies() was called and not yet released. */
  #copiesHeld = 0;
  /** Tabs that showed another page since this background started: their copies are of pages before. @type {Set<number>} */
  #moved = new Set();
  /** Fulfilled once what an earlier background knew is known again. @type {Promise<void>} */
  restored;

  /**
   * @param {Pick<Platform, 'tabs' | 'memory' | 'clock'>} platform
   * @param {{ changed: (tabId: number) => void, left: (tabId: number) => void, shows: (record: TabRecord, before: TabRecord | undefined) => void }} events
   *   changed: something of the tab's state; left: the tab is gone; shows: it shows another page, after that one
   */
  constructor(platform, events) {
    this.platform = platform;
    this.events = events;
    this.restored = this.#restore();
    platform.tabs.onCommitted((event) => this.#committed(event));
    platform.tabs.onRemoved((tabId) => {
      this.#drop(tabId);
      events.left(tabId);
    });
  }

  /** @param {number} tabId of a tab that is gone */
  #drop(tabId) {
    this.#records.delete(tabId);
    this.#left.delete(tabId);
    this.#begun.delete(tabId);
    this.#unsaved.delete(tabId);
    this.platform.memory.remove(kTabKeyPrefix + tabId).catch(() => undefined);
  }

  /** @param {number} tabId @returns {TabRecord | undefined} its record, if there is one */
  peek(tabId) {
    return this.#records.get(tabId);
  }

  /**
   * The record of a tab, made if there is none.
   * @param {number} tabId
   * @returns {TabRecord}
   */
  record(tabId) {
    let record = this.#records.get(tabId);
    if (!record) {
      record = {
        tabId,
        url: '',
        documentId: undefined,
        private: null,
        startedAt: this.platform.clock.now(),
        attempts: [],
        more: false,
        ahead: [],
        moreAhead: false,
        notice: null,
        observations: null,
        forgot: false,
        page: 0,
      };
      this.#records.set(tabId, record);
    }
    return record;
  }

  /**
   * The record with address and kind of window filled in.
   * @param {number} tabId
   * @returns {Promise<TabRecord | null>} null when there is no such tab
   */
  async known(tabId) {
    await this.restored;
    const tab = await this.platform.tabs.get(tabId);
    if (!tab) {
      // What a tab sends at its very end is told after it. Of one whose page is known the browser just cannot say it now.
      if (this.#records.get(tabId)?.url === '') this.#drop(tabId);
      return null;
    }
    const record = this.record(tabId);
    record.private = tab.private;
    record.url = tab.url;
    return record;
  }

  /** @returns {IterableIterator<TabRecord>} */
  all() {
    return this.#records.values();
  }

  /**
   * The page that a request belongs to where the tab has left that page already: what it sends at its very end is told later.
   * @param {SeenRequest} request
   * @returns {LeftPage | undefined}
   */
  leftPage({ tabId, documents }) {
    const left = this.#left.get(tabId);
    const shown = this.#records.get(tabId)?.documentId ?? '';
    if (!left || documents.includes(shown)) return undefined;
    const document = documents.find((number) => left.has(number));
    return document === undefined ? undefined : left.get(document);
  }

  /**
   * @param {TabRecord} record of the page that its tab leaves
   * @param {string | undefined} next the number of the page that it shows now
   */
  #leave({ tabId, documentId, attempts, more, startedAt }, next) {
    if (documentId === undefined || documentId === next) return;
    const pages = this.#left.get(tabId) ?? new Map();
    this.#left.set(tabId, pages);
    pages.delete(documentId);
    pages.set(documentId, { attempts, more, startedAt });
    if (pages.size > kMaxLeft) pages.delete(pages.keys().next().value);
  }

  /**
   * A request of the main frame began: perhaps the tab will show another page.
   * @param {SeenRequest} request
   */
  begun(request) {
    this.#begun.set(request.tabId, request.time);
  }

  /**
   * Something of the tab changed: pages of ours are told, and the copy is renewed.
   * @param {number} tabId
   */
  touched(tabId) {
    this.events.changed(tabId);
    this.#unsaved.add(tabId);
    if (this.#saving) return;
    this.#saving = true;
    this.platform.clock.after(kSaveMs, () => this.#save());
  }

  /** Renews the copy of a tab now. @param {number} tabId */
  async save(tabId) {
    this.#unsaved.delete(tabId);
    await this.#write([tabId]);
  }

  /** While everything is being forgotten there are no copies: a background that begins meanwhile would go on with what was forgotten. */
  async holdCopies() {
    this.#copiesHeld += 1;
    await this.restored;
    const keys = [...this.#records.keys()].map((tabId) => kTabKeyPrefix + tabId);
    await this.platform.memory.remove(keys).catch(() => undefined);
  }

  /** There are copies again. */
  releaseCopies() {
    this.#copiesHeld -= 1;
    for (const tabId of this.#records.keys()) this.#unsaved.add(tabId);
    void this.#save();
  }

  /** Forgets every page and every copy. */
  async clear() {
    const kept = [...this.#records.keys()];
    this.#records.clear();
    this.#left.clear();
    this.#unsaved.clear();
    await this.platform.memory.remove(kept.map((tabId) => kTabKeyPrefix + tabId));
    for (const tabId of kept) this.events.changed(tabId);
  }

  /** @param {Committed} event */
  #committed({ tabId, url, documentId }) {
    const before = this.#records.get(tabId);
    const startedAt = this.#begun.get(tabId);
    this.#begun.delete(tabId);
    this.#moved.add(tabId);
    // The new page's first requests can be seen before the page itself is told (Firefox tells both from different processes), or
    // long before, when the browser prepared the page: those stay, by the document's number where there is one, else by
    // the page's address and the time.
    const own = (/** @type {KeptAttempt} */ attempt) => {
      if (documentId !== undefined && attempt.documents.length > 0) {
        return attempt.documents.includes(documentId);
      }
      if (startedAt === undefined || attempt.time < startedAt) return false;
      return attempt.topUrl === withoutFragment(url);
    };
    const seen = [...(before?.attempts ?? []), ...(before?.ahead ?? [])];
    if (before)
      this.#leave({ ...before, attempts: before.attempts.filter((one) => !own(one)) }, documentId);
    const again = this.#left.get(tabId)?.get(documentId ?? '');
    if (again) this.#left.get(tabId)?.delete(documentId ?? '');
    this.#records.delete(tabId);
    const record = this.record(tabId);
    record.url = url;
    record.documentId = documentId;
    record.private = before?.private ?? null;
    record.startedAt = again?.startedAt ?? startedAt ?? this.platform.clock.now();
    record.page = (before?.page ?? 0) + 1;
    record.attempts = [...(again?.attempts ?? []), ...seen.filter(own)];
    // Of which page those beyond were, nobody knows any more.
    record.more =
      again?.more ?? (record.attempts.length > 0 && (before?.more || before?.moreAhead) === true);
    for (const attempt of record.attempts) place(attempt, record);
    this.events.shows(record, before);
    this.touched(tabId);
  }

  async #save() {
    this.#saving = false;
    const due = [...this.#unsaved];
    this.#unsaved.clear();
    await this.#write(due);
  }

  /** @param {number[]} due */
  async #write(due) {
    if (this.#copiesHeld > 0) return;
    /** @type {Record<string, object>} */
    const copies = {};
    for (const tabId of due) {
      const record = this.#records.get(tabId);
      if (record?.private !== false) continue;
      const { url, startedAt, notice, page } = record;
      const attempts = firstOf(record.attempts);
      const more = record.more || attempts.length < record.attempts.length;
      copies[kTabKeyPrefix + tabId] = { url, startedAt, notice, page, attempts, more };
    }
    if (Object.keys(copies).length === 0) return;
    // Where the session memory is full, a restarted background starts empty: nothing else depends on it.
    await this.platform.memory.set(copies).catch(() => undefined);
  }

  async #restore() {
    const kept = await this.platform.memory.get(null).catch(() => ({}));
    for (const [key, copy] of Object.entries(kept)) {
      const tabId = Number(key.slice(kTabKeyPrefix.length));
      if (!key.startsWith(kTabKeyPrefix) || this.#moved.has(tabId)) continue;
      const { attempts, ...rest } = /** @type {TabRecord} */ (copy);
      // The event that woke this background may have been the tab's next attempt already.
      const record = this.record(tabId);
      const next = record.attempts;
      Object.assign(record, rest, { private: false });
      // What was with the host then is with it no more.
      record.attempts = attempts.map((attempt) => ({
        ...attempt,
        bytes: null,
        body: null,
        asked: false,
        lost: attempt.lost ?? 0,
      }));
      for (const attempt of next) record.attempts.push(place(attempt, record));
    }
  }
}

/**
 * Makes an attempt one of a record's page.
 * @param {KeptAttempt} attempt
 * @param {TabRecord} record
 * @returns {KeptAttempt}
 */
export function place(attempt, record) {
  attempt.page = record.page;
  attempt.at = Math.max(0, Math.round(attempt.time - record.startedAt));
  return attempt;
}

/**
 * The first attempts without their bodies, as many as a copy holds.
 * @param {KeptAttempt[]} attempts
 * @returns {object[]}
 */
function firstOf(attempts) {
  const saved = [];
  let left = kSavedChars;
  for (const { bytes, body, ...rest } of attempts) {
    const copy = { ...rest, url: rest.url.slice(0, kSavedUrl) };
    left -= JSON.stringify(copy).length;
    if (left < 0) break;
    saved.push(copy);
  }
  return saved;
}

/** @param {string} url */
function withoutFragment(url) {
  const hash = url.indexOf('#');
  return hash < 0 ? url : url.slice(0, hash);
}
