// SPDX-License-Identifier: GPL-3.0-or-later
// "Block this element": what the person pressed it on goes at once, with all that are equal to it, in this tab for as long as it is open; a
// line of their own rules keeps it so for good. The popup says what was hidden and takes it back. In a private window nothing is written.

/** @import { HiddenElement } from '../protocol/messages.js' */
/** @import { MenuPress } from '../platform/furniture.js' */
/** @import { Platform } from '../platform/platform.js' */
/** @import { Cosmetics } from './cosmetics.js' */
/** @import { FreshLists } from './fresh_lists.js' */
/** @import { HostClient } from './host_client.js' */
/** @import { TabRecord, Tabs } from './tabs.js' */

import { siteOf } from '../core/address.js';
import { HostCallError } from './host_client.js';

/** As the content script has them. */
const kMaxSelector = 300;
const kMaxCount = 50;
/**
 * What a selector of that script is made of: tags, classes, ids, escapes of what may stand in a name, and children. Whatever else is
 * said in its place, a script that was taken over cannot end the rule or begin another.
 */
const kSelector = /^(?:[\w\u00a1-\u{10ffff}#.-]|\\[:./%-]|\\[0-9a-f]{1,6} | > )+$/u;
/** Elements of one tab that are hidden so; older ones are left to the own rules alone. */
const kMaxPerTab = 50;

/**
 * @typedef {object} Hidden
 * @property {number} frameId
 * @property {number} page which of the tab's pages it was pressed on
 * @property {Promise<void>} written when it stands in the own rules, or will not
 * @property {HiddenElement} said
 */

export class Hides {
  /** By tab, in the order of the presses. @type {Map<number, Hidden[]>} */
  #tabs = new Map();

  /**
   * @param {Pick<Platform, 'tabs' | 'styles' | 'furniture'>} platform
   * @param {{ tabs: Tabs, host: HostClient, fresh: FreshLists, cosmetics: Cosmetics }} parts
   * @param {(tabId: number) => void} changed
   */
  constructor(platform, parts, changed) {
    this.platform = platform;
    this.parts = parts;
    this.changed = changed;
    platform.styles.onDocument((shown) => void this.#begins(shown));
    platform.tabs.onRemoved((tabId) => this.#tabs.delete(tabId));
  }

  /**
   * What was hidden last in a tab, while it shows that page.
   * @param {TabRecord} record
   * @returns {HiddenElement | null}
   */
  lastOf({ tabId, page }) {
    const last = this.#tabs.get(tabId)?.at(-1);
    return last?.page === page ? last.said : null;
  }

  /** @param {MenuPress} press */
  async block(press) {
    const shown = this.platform.furniture.openPopup();
    await this.#block(press);
    await shown;
  }

  /**
   * Takes back what was hidden last in a tab.
   * @param {TabRecord} record
   */
  async undo({ tabId }) {
    const hidden = this.#tabs.get(tabId)?.pop();
    if (!hidden || hidden.said.selector === '') return;
    const { styles } = this.platform;
    // The frame may show another document by now, in which it was put in as well.
    await styles.show({ tabId, frameId: hidden.frameId }, styleOf(hidden)).catch(() => undefined);
    this.changed(tabId);
    await hidden.written;
    if (hidden.said.kept === 'kept') await this.parts.fresh.changeOwn(lineOf(hidden), 'remove');
  }

  clear() {
    this.#tabs.clear();
  }

  /** @param {MenuPress} press */
  async #block({ tabId, frameId, frameUrl, pageUrl }) {
    const record = await this.parts.tabs.known(tabId);
    const site = siteOf(frameUrl || pageUrl);
    if (!record || site === '') return;
    const answer = await this.platform.tabs.ask(tabId, { ask: 'element' }, frameId);
    const found = elementOf(answer);
    /** @type {Hidden} */
    const hidden = {
      frameId,
      page: record.page,
      written: Promise.resolve(),
      said: { ...(found ?? { selector: '', count: 0 }), site, kept: found ? 'keeping' : 'nothing' },
    };
    const before = (this.#tabs.get(tabId) ?? []).filter(({ said }) => said.selector !== '');
    this.#tabs.set(tabId, [...before, hidden].slice(-kMaxPerTab));
    if (found) {
      const shown = { tabId, frameId, top: frameId === 0, url: frameUrl || pageUrl };
      await this.platform.styles
        .hide({ ...shown, documentId: undefined }, styleOf(hidden))
        .catch(() => undefined);
      hidden.written = this.#write(hidden, record);
    }
    this.changed(tabId);
    await hidden.written;
  }

  /**
   * @param {Hidden} hidden
   * @param {TabRecord} record
   */
  async #write(hidden, record) {
    const { said } = hidden;
    if (record.private !== false) said.kept = 'private';
    else if (!('hello' in this.parts.host.state)) said.kept = 'no_host';
    else {
      try {
        await this.parts.fresh.changeOwn(lineOf(hidden), 'add');
        said.kept = 'kept';
      } catch (error) {
        if (!(error instanceof HostCallError)) throw error;
        said.kept = 'failed';
      }
    }
    this.changed(record.tabId);
  }

  /**
   * A page of the site is shown again: its elements are hidden before the own rules reach the host's lists, and where there are none.
   * @param {import('../platform/platform.js').ShownDocument} shown
   */
  async #begins(shown) {
    const site = siteOf(shown.url);
    const here = this.#tabs.get(shown.tabId)?.filter(({ said }) => said.site === site) ?? [];
    const css = here.filter(({ said }) => said.selector !== '').map(styleOf);
    if (css.length === 0 || !(await this.parts.cosmetics.mayHide(shown))) return;
    for (const one of css) await this.platform.styles.hide(shown, one).catch(() => undefined);
  }
}

/** @param {Hidden} hidden */
const styleOf = ({ said }) => `${said.selector}{display:none!important}`;

/** @param {Hidden} hidden */
const lineOf = ({ said }) => `${said.site}##${said.selector}`;

/**
 * What the content script answered, on hostile ground.
 * @param {unknown} answer
 * @returns {{ selector: string, count: number } | null}
 */
function elementOf(answer) {
  const { selector, count } = /** @type {{ selector?: unknown, count?: unknown }} */ (answer ?? {});
  const sound =
    typeof selector === 'string' &&
    selector.length <= kMaxSelector &&
    kSelector.test(selector) &&
    Number.isInteger(count);
  if (!sound) return null;
  return { selector, count: Math.min(Math.max(Number(count), 1), kMaxCount) };
}
