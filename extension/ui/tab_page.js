// SPDX-License-Identifier: GPL-3.0-or-later
// What the popup and the panel share: the state of one tab, asked for again whenever something of it changed, and the way back from
// a company's line.

import { VolElement } from './element.js';
import { tabState } from './host.js';

/** @import { Intention } from '../protocol/host.js' */
/** @import { Answer, Broadcast, TabState } from '../protocol/messages.js' */

/** What says nothing about a tab. @type {ReadonlySet<Broadcast['changed']>} */
const kElsewhere = new Set(/** @type {const} */ (['requests', 'attempts', 'lists']));

export class VolTabPage extends VolElement {
  /**
   * @override
   * @type {import('../vendor/lit.js').PropertyDeclarations}
   */
  static properties = {
    state: { state: true },
    intention: { state: true },
    error: { state: true },
    company: { state: true },
    ready: { state: true },
  };

  constructor() {
    super();
    /** @type {number | null} */
    this.tabId = null;
    /** @type {TabState | null} */
    this.state = null;
    /** @type {Intention | null} */
    this.intention = null;
    /** @type {{ code: string } | null} */
    this.error = null;
    /** The company whose line stands open. @type {string | null} */
    this.company = null;
    this.ready = false;
    this.asking = false;
    /** Whether something changed since the question that is under way. */
    this.due = false;
  }

  /** @param {Broadcast} change */
  changed({ changed, tabId }) {
    if (changed === 'tab' && tabId !== undefined && tabId !== this.tabId) return;
    if (!kElsewhere.has(changed)) void this.refresh();
  }

  /**
   * Asks for the state of the tab, one question at a time: what changes meanwhile, and on a page that floods something always does, is asked
   * for afterwards. An answer about a tab that is not meant any more is dropped.
   * @param {Promise<Answer<TabState>> | null} [early] what was asked for already
   */
  async refresh(early = null) {
    this.due = true;
    if (this.asking) return;
    this.asking = true;
    this.due = false;
    try {
      await this.ask(early);
    } finally {
      this.asking = false;
    }
    if (this.due) void this.refresh();
  }

  /**
   * The background answers from what it knows: nothing here waits for the program, which may be slow. Whether another browser changed the
   * intention the background asks behind its answer, and tells of a change.
   * @param {Promise<Answer<TabState>> | null} early
   */
  async ask(early) {
    const { tabId } = this;
    if (tabId === null) {
      this.error = { code: 'no_tab' };
      return;
    }
    const answer = await (early ?? tabState(tabId));
    if (answer.ok) await this.prepare(answer.value);
    if (tabId !== this.tabId) return;
    this.error = answer.ok ? null : answer.error;
    if (answer.ok) {
      this.state = answer.value;
      this.intention = answer.value.notice?.intention ?? null;
    } else this.missed();
  }

  /**
   * Reads what a state needs to be drawn.
   * @param {TabState} _state
   */
  async prepare(_state) {}

  /** No state came. */
  missed() {}

  /** From an open line to where it was pressed. */
  async back() {
    const { company } = this;
    this.company = null;
    await this.focusCompany(company);
  }
}
