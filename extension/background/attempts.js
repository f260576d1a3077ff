// SPDX-License-Identifier: GPL-3.0-or-later
// What push tried on each tab: requests that the browser reports as blocked, with their bodies, told to the pages of ours at
// once and to the host in batches (batches.js), which explains them and reads them aloud. A body is kept for some seconds only, unless
// the request was blocked: a rule stops a request at its very beginning, and to hear of each that ends well would cost every page.

/** @import { ResourceType } from '../protocol/host.js' */
/** @import { Platform, SeenRequest } from '../platform/platform.js' */
/** @import { HostClient } from './host_client.js' */
/** @import { KeptAttempt, TabRecord, Tabs } from './tabs.js' */

import { siteOf, withoutQuery } from '../core/address.js';
import { asText } from '../core/bytes.js';
import { bodyBytes } from '../core/request_body.js';
import { sound } from '../core/text.js';
import { Batches } from './batches.js';
import { place } from './tabs.js';

const kMaxBodyBytes = 64 * 1024;
const kMaxUrl = 65_536;
const kMaxPerTab = 500;
/** Addresses and bodies of one tab, in bytes: a page that floods is cut short, not the memory. */
const kMaxBytesPerTab = 4 * 1024 * 1024;
/** Bodies of requests under way, all tabs together. */
const kMaxOpenBodies = 256;
/** A rule stops what it stops within a moment; a browser that is busy tells it later. */
const kOpenMs = 5_000;
/** What sites' service workers tried within this time is looked at together. */
const kOrphansMs = 250;

/** @type {ReadonlySet<string>} */
const kTypes = new Set(
  /** @type {ResourceType[]} */ ([
    'main_frame',
    'sub_frame',
    'stylesheet',
    'script',
    'image',
    'font',
    'object',
    'xmlhttprequest',
    'ping',
    'beacon',
    'media',
    'websocket',
    'csp_report',
    'imageset',
    'webtransport',
    'webbundle',
    'speculative',
    'json',
    'other',
  ]),
);

export class Attempts {
  /** Bodies of requests that began a moment ago, the oldest first. @type {Map<string, { bytes: Uint8Array, at: number }>} */
  #open = new Map();
  #sweeping = false;
  /** @type {Batches} */
  #batches;
  /** Raised by clear(): what was under way before it goes no further. */
  #era = 0;
  /** What sites' service workers tried, until it is known whose pages those are. @type {{ request: SeenRequest, bytes: Uint8Array | null }[]} */
  #orphans = [];
  #next = 1;
  /** Tells the attempts of this background from those of one before it. */
  #prefix = Math.floor(Math.random() * 36 ** 6).toString(36);

  /**
   * @param {Pick<Platform, 'clock' | 'icon' | 'root' | 'tabs' | 'watchRequests'>} platform
   * @param {Tabs} tabs
   * @param {HostClient} host
   * @param {() => void} stored called when the host counted some
   */
  constructor(platform, tabs, host, stored) {
    this.platform = platform;
    this.tabs = tabs;
    this.#batches = new Batches(platform, tabs, host, stored, () => this.explainAgain());
    platform.watchRequests({
      opened: (request, body) => this.#opened(request, body),
      ended: (id) => this.#open.delete(id),
      stopped: (request) => this.#stopped(request),
    });
  }

  /** The host is back: what it has not explained is asked again, as far as the tabs still show it. */
  async explainAgain() {
    await this.tabs.restored;
    for (const record of this.tabs.all()) this.#enqueueUnexplained(record);
  }

  /**
   * A tab shows another page: what a page tried before it was shown is told now.
   * @param {TabRecord} record
   */
  shows(record) {
    this.#enqueueUnexplained(record);
  }

  /** While everything is being forgotten nothing is sent: the host may forget first and count it after. */
  hold() {
    this.#batches.hold();
  }

  /** What waits is sent again. */
  release() {
    this.#batches.release();
  }

  /** Forgets what waits to be explained. */
  clear() {
    this.#era += 1;
    this.#open.clear();
    this.#orphans = [];
    this.#batches.clear();
  }

  /**
   * @param {SeenRequest} request
   * @param {Parameters<typeof bodyBytes>[0]} body
   */
  #opened(request, body) {
    if (this.#isOurs(request)) return;
    if (request.type === 'main_frame' && !request.ahead) this.tabs.begun(request);
    // One that was redirected begins again under its number, perhaps without what it carried.
    this.#open.delete(request.id);
    const bytes = bodyBytes(body, kMaxBodyBytes);
    if (!bytes) return;
    this.#open.set(request.id, { bytes, at: this.platform.clock.now() });
    if (this.#open.size > kMaxOpenBodies) {
      this.#open.delete(this.#open.keys().next().value ?? '');
    }
    this.#sweepLater();
  }

  #sweepLater() {
    if (this.#sweeping || this.#open.size === 0) return;
    this.#sweeping = true;
    this.platform.clock.after(kOpenMs, () => {
      this.#sweeping = false;
      const now = this.platform.clock.now();
      for (const [id, { at }] of this.#open) if (now - at >= kOpenMs) this.#open.delete(id);
      this.#sweepLater();
    });
  }

  /** @param {SeenRequest} request */
  #stopped(request) {
    const bytes = this.#open.get(request.id)?.bytes ?? null;
    this.#open.delete(request.id);
    if (this.#isOurs(request)) return;
    if (request.tabId < 0) this.#orphan(request, bytes);
    else this.#keep(request, bytes);
  }

  /** What this extension asks for itself is nobody's attempt, and its bodies are held nowhere else. @param {SeenRequest} request */
  #isOurs({ frame }) {
    return frame?.startsWith(this.platform.root.slice(0, -1)) === true;
  }

  /**
   * A site's service worker belongs to no tab.
   * @param {SeenRequest} request
   * @param {Uint8Array | null} bytes
   */
  #orphan(request, bytes) {
    if (this.#orphans.length >= kMaxPerTab || siteOf(request.frame) === '') return;
    this.#orphans.push({ request, bytes });
    if (this.#orphans.length === 1) this.platform.clock.after(kOrphansMs, () => this.#adopt());
  }

  /**
   * Gives them to the tab that shows their site and was looked at last. Where one of its tabs is private nobody can say whether they are, too,
   * and nothing is told.
   */
  async #adopt() {
    const orphans = this.#orphans;
    this.#orphans = [];
    const era = this.#era;
    for (const host of new Set(orphans.map(({ request }) => siteOf(request.frame)))) {
      const tabs = await this.platform.tabs.ofHost(host);
      if (era !== this.#era) return;
      const last = tabs[0];
      if (!last || tabs.some((tab) => tab.private)) continue;
      for (const { request, bytes } of orphans) {
        if (siteOf(request.frame) === host) this.#keep({ ...request, tabId: last.id }, bytes);
      }
    }
  }

  /**
   * @param {SeenRequest} request of a tab
   * @param {Uint8Array | null} bytes its body
   */
  #keep(request, bytes) {
    const record = this.tabs.record(request.tabId);
    const left = this.tabs.leftPage(request);
    const kept = left?.attempts ?? (request.ahead ? record.ahead : record.attempts);
    const beyond = kept.length >= kMaxPerTab;
    if (beyond) {
      const known = left?.more ?? (request.ahead ? record.moreAhead : record.more);
      if (left) left.more = true;
      else if (request.ahead) record.moreAhead = true;
      else record.more = true;
      if (known || request.ahead) return;
    }
    const used = [...record.attempts, ...record.ahead].reduce(
      (sum, each) => sum + each.url.length + (each.bytes?.length ?? 0),
      0,
    );
    const full = used > kMaxBytesPerTab;
    /** @type {KeptAttempt} */
    const attempt = {
      key: `${this.#prefix}.${this.#next++}`,
      outcome: 'stopped',
      url: sound(request.url, full ? 2_048 : kMaxUrl),
      type: kTypes.has(request.type) ? request.type : 'other',
      method: request.method.slice(0, 16),
      at: 0,
      explained: null,
      body: bytes && !full ? asText(bytes) : null,
      bytes: full ? null : bytes,
      frame: withoutQuery(request.frame, 2_048),
      site: siteOf(request.topUrl) || (request.ahead || left ? '' : siteOf(record.url)),
      page: record.page,
      documents: request.documents,
      topUrl: request.topUrl,
      time: request.time,
      asked: false,
      lost: 0,
    };
    // Of a page that the tab has left: counted, and shown when that page is shown again.
    if (left) attempt.page = -1;
    else place(attempt, record);
    // The first one beyond is counted, so that the host hears that there were more; it is not shown.
    if (!beyond) kept.push(attempt);
    if (left) {
      this.#batches.add(request.tabId, attempt, beyond);
      return;
    }
    // The person looks at another page as yet; it is told when this one is shown, and never if it is not.
    if (request.ahead) return;
    if (record.attempts.length === 1) this.platform.icon.show(request.tabId, 'filled');
    this.tabs.touched(request.tabId);
    this.#batches.add(request.tabId, attempt, beyond);
  }

  /** @param {TabRecord} record */
  #enqueueUnexplained({ tabId, attempts, more }) {
    for (const attempt of attempts) {
      if (!attempt.explained && !attempt.asked) this.#batches.add(tabId, attempt, more);
    }
  }
}
