// SPDX-License-Identifier: GPL-3.0-or-later
// What the popup and the panel share: the state of one tab, asked for again whenever something of it changed, and the way back from
// a company's line.

import { VolElement } from './element.js';
import { intentionNow, tabState } from './host.js';

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
    /** Whether the record behind the page's thing may have changed since it was told. */
    this.mayDiffer = false;
  }

  /** @param {Broadcast} change */
  changed({ changed, tabId }) {
    if (changed === 'tab' && tabId !== undefined && tabId !== this.tabId) return;
    if (kElsewhere.has(changed)) return;
    if (changed !== 'tab') this.mayDiffer = true;
    void this.refresh();
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

  /** @param {Promise<Answer<TabState>> | null} early */
  async ask(early) {
    const { tabId, mayDiffer } = this;
    this.mayDiffer = false;
    if (tabId === null) {
      this.error = { code: 'no_tab' };
      return;
    }
    const answer = await (early ?? tabState(tabId));
    const shown = answer.ok ? (answer.value.notice?.intention ?? null) : null;
    const intention = mayDiffer ? await intentionNow(shown) : shown;
    if (answer.ok) await this.prepare(answer.value);
    if (tabId !== this.tabId) {
      this.mayDiffer ||= mayDiffer;
      return;
    }
    this.error = answer.ok ? null : answer.error;
    if (answer.ok) {
      this.state = answer.value;
      this.intention = intention;
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
