// SPDX-License-Identifier: GPL-3.0-or-later
// Everything that reached the world, in memory, sorted by who must have asked: a page being read, a pixel, a brand's inbox, or the
// browser's own calls home. Whatever fits none of these is named "unexplained", and a test fails on it.

/** @typedef {import('./one_port.mjs').Arrival} Arrival */
/** @typedef {'page' | 'pixel' | 'loader' | 'inbox' | 'home' | 'elsewhere'} Kind */
/** @typedef {Arrival & {number: number, at: number, kind: Kind, status: number}} Entry */

/** Hosts that both browsers call by themselves; a call there is listed by host and not taken for the extension's. */
const kHome = [
  /(^|\.)(google|googleapis|gstatic|googleusercontent|gvt1|gvt2)\.com$/,
  /(^|\.)(mozilla|firefox|mozgcp|mozaws)\.(com|org|net)$/,
  /(^|\.)(digicert|letsencrypt|pki)\.(com|org|goog)$/,
  // Chromium asks for three random single-label names to learn whether the network lies about them.
  /^[a-z]{7,15}$/,
];

/** @param {string} host @returns {boolean} */
export const isBrowsersOwnCall = (host) => kHome.some((pattern) => pattern.test(host));

/** Keeps every request in its order of arrival. */
export class RequestLog {
  /** @type {Entry[]} */
  #entries = [];

  /** Hosts of saved pages. @type {Set<string>} */
  saved = new Set();

  /** @param {Entry} entry */
  #isPartOfSavedPage({ headers }) {
    const page = headers.referer ? new URL(headers.referer).hostname : '';
    return this.saved.has(page) && headers['sec-fetch-dest'] !== 'empty';
  }

  /** @param {Omit<Entry, 'number' | 'at'>} entry @returns {Entry} */
  add(entry) {
    const kept = { ...entry, number: this.#entries.length, at: Date.now() };
    this.#entries.push(kept);
    return kept;
  }

  /** @returns {number} a mark; `since(mark)` gives what came after it */
  mark() {
    return this.#entries.length;
  }

  /** @param {number} [mark] @returns {Entry[]} */
  since(mark = 0) {
    return this.#entries.slice(mark);
  }

  /** What a pixel said to a tracker: must stay empty while protection is on. @param {number} [mark] */
  pixels(mark = 0) {
    return this.since(mark).filter((entry) => entry.kind === 'pixel' || entry.kind === 'loader');
  }

  /** @param {string} host @param {number} [mark] */
  to(host, mark = 0) {
    return this.since(mark).filter((entry) => entry.host === host);
  }

  /** The browser's own calls, counted by host. @param {number} [mark] @returns {Record<string, number>} */
  callsHome(mark = 0) {
    /** @type {Record<string, number>} */
    const counts = {};
    for (const entry of this.since(mark)) {
      if (entry.kind === 'home') counts[entry.host] = (counts[entry.host] ?? 0) + 1;
    }
    return counts;
  }

  /**
   * Requests that neither a page that was opened nor the browser itself explains. A page's own part says so by its headers:
   * a navigation by `sec-fetch-mode: navigate`, a picture or script of it by `sec-fetch-site: same-origin` with the page as referrer,
   * the tab's icon by its path. What a saved page asks of the hosts it was saved from names that page as its referrer.
   * An extension's request has none of these.
   * @param {number} [mark]
   */
  unexplained(mark = 0) {
    return this.since(mark).filter((entry) => {
      if (entry.kind === 'home') return false;
      if (entry.kind === 'elsewhere') return !this.#isPartOfSavedPage(entry);
      if (entry.kind !== 'page') return true;
      const mode = entry.headers['sec-fetch-mode'];
      const site = entry.headers['sec-fetch-site'];
      if (!entry.tls && entry.method === 'GET' && mode === undefined) return false;
      if (mode === 'navigate') return false;
      if (entry.path === '/favicon.ico' || entry.path.startsWith('/assets/icon')) return false;
      return !(
        site === 'same-origin' && entry.headers.referer?.startsWith(`https://${entry.host}/`)
      );
    });
  }
}

/** One line for an assertion's message. @param {Entry} entry */
export const inOneLine = (entry) =>
  `${entry.method} ${entry.tls ? 'https' : 'http'}://${entry.host}${entry.path.slice(0, 120)} (${entry.kind}, ` +
  `site ${entry.headers['sec-fetch-site'] ?? '-'}, mode ${entry.headers['sec-fetch-mode'] ?? '-'})`;
