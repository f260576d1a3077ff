// SPDX-License-Identifier: GPL-3.0-or-later
// Hides what the lists hide: when a document begins, the host says what selectors hold on it, and the browser gets them as a
// style of the person's own, which the page can neither see nor overrule. Later the document's content script tells which classes
// and ids it holds, and the generic filters filed under those follow. Where protection is off nothing is asked.

/** @import { FiltersCosmeticsResponse } from '../protocol/host.js' */
/** @import { Platform } from '../platform/platform.js' */
/** @import { HostClient } from './host_client.js' */
/** @import { Protection } from './protection.js' */
/** @import { Tabs } from './tabs.js' */

import { siteOf } from '../core/address.js';

/** @typedef {import('../platform/platform.js').ShownDocument} ShownDocument */

/** What hides, '' where nothing does, and whether names of the document may lead to more. @typedef {{ css: string, generic: boolean }} Style */

/** Nobody says that there is no more. @type {Style} */
const kNoStyle = { css: '', generic: true };

/** Names in one message, and characters in one, as the schema has it. */
const kMaxNames = 1_000;
const kMaxName = 200;
/** Questions of one tab that wait for the host: a page that floods hides less of itself, and delays nobody. */
const kMaxWaiting = 40;

/** Frames on their way somewhere, whose styles were asked for ahead; the oldest go first. */
const kMaxAhead = 100;

/** What no selector holds that the host wrote: any of it could end the rule or begin another. */
const kForeign = /[{}<;@`]|[\u0000-\u001f\u007f]|\/\*/;

export class Cosmetics {
  /** @type {Map<number, number>} */
  #waiting = new Map();
  /** By tab and frame: where it is going, and the style that it will get there. @type {Map<string, { url: string, style: Promise<Style> }>} */
  #ahead = new Map();

  /**
   * @param {Pick<Platform, 'styles'>} platform
   * @param {{ host: HostClient, protection: Protection, tabs: Tabs }} parts
   * @param {(listsRevision: number) => void} answered what the host says of its lists with each answer
   */
  constructor(platform, parts, answered) {
    this.platform = platform;
    this.parts = parts;
    this.answered = answered;
    platform.styles.onNavigating((frame) => this.#ask(frame));
    platform.styles.onDocument((shown) => void this.#begins(shown));
  }

  /**
   * A document's content script tells what it holds.
   * @param {ShownDocument} shown
   * @param {unknown} names hostile
   * @returns {Promise<boolean>} false where more of them are of no use: nothing generic is hidden there, and every message of a busy page
   *   would wake this background
   */
  async named(shown, names) {
    const { state } = this.parts.host.state;
    if (state === 'absent' || state === 'version' || !(await this.mayHide(shown))) return false;
    const sound = Array.isArray(names) ? names.slice(0, kMaxNames).filter(isName) : [];
    if (sound.length === 0) return true;
    const style = this.#style(shown, sound);
    await this.#hide(shown, style);
    return (await style).generic;
  }

  /**
   * Asks while the document is fetched, so that its style is there when it begins: what is asked then can come after the first
   * pictures of it.
   * @param {Omit<ShownDocument, 'documentId'>} frame
   */
  #ask(frame) {
    const key = `${frame.tabId}:${frame.frameId}`;
    this.#ahead.delete(key);
    this.#ahead.set(key, { url: frame.url, style: this.#style(frame) });
    if (this.#ahead.size > kMaxAhead) this.#ahead.delete([...this.#ahead.keys()][0] ?? '');
  }

  /** @param {ShownDocument} shown */
  #begins(shown) {
    const key = `${shown.tabId}:${shown.frameId}`;
    const ahead = this.#ahead.get(key);
    this.#ahead.delete(key);
    return this.#hide(shown, ahead?.url === shown.url ? ahead.style : this.#style(shown));
  }

  /**
   * @param {ShownDocument} shown
   * @param {Promise<Style>} style
   */
  async #hide(shown, style) {
    const { css } = await style;
    // Switched off since it was asked.
    if (css === '' || !(await this.mayHide(shown))) return;
    // The document may be gone by now.
    await this.platform.styles.hide(shown, css).catch(() => undefined);
  }

  /**
   * A frame's document follows the switch of the page around it.
   * @param {Omit<ShownDocument, 'documentId'>} shown
   */
  async mayHide({ tabId, top, url }) {
    const { protection, tabs } = this.parts;
    const pageUrl = top ? url : tabs.record(tabId).url;
    const page = pageUrl === '' ? await tabs.known(tabId) : { tabId, url: pageUrl };
    return page !== null && protection.hides(page);
  }

  /**
   * @param {Omit<ShownDocument, 'documentId'>} shown
   * @param {string[]} [names]
   * @returns {Promise<Style>}
   */
  async #style(shown, names) {
    const { host } = this.parts;
    const { state } = host.state;
    if (siteOf(shown.url) === '' || state === 'absent' || state === 'version') return kNoStyle;
    const waiting = this.#waiting.get(shown.tabId) ?? 0;
    if (waiting >= kMaxWaiting) return kNoStyle;
    this.#waiting.set(shown.tabId, waiting + 1);
    try {
      if (!(await this.mayHide(shown))) return kNoStyle;
      const answer = await host.call('filters.cosmetics', {
        url: shown.url,
        ...(names && { names }),
      });
      this.answered(answer.lists_revision);
      return { css: styleOf(answer), generic: answer.generic };
    } catch {
      // No host or no lists: the page is shown whole.
      return kNoStyle;
    } finally {
      const left = (this.#waiting.get(shown.tabId) ?? 1) - 1;
      if (left > 0) this.#waiting.set(shown.tabId, left);
      else this.#waiting.delete(shown.tabId);
    }
  }
}

/** @param {unknown} name */
function isName(name) {
  return (
    typeof name === 'string' && name.length > 1 && name.length <= kMaxName && /^[.#]/.test(name)
  );
}

/**
 * A rule for each selector: one that this browser does not know costs the others nothing.
 * @param {FiltersCosmeticsResponse} answer
 */
export function styleOf({ selectors }) {
  return selectors
    .filter((selector) => !kForeign.test(selector))
    .map((selector) => `${selector}{display:none!important}`)
    .join('\n');
}
