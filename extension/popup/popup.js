// SPDX-License-Identifier: GPL-3.0-or-later
// The popup: what the page shows, and what it tried to tell. It asks the background for the state of one tab, draws
// it, and draws again whenever the background says that something changed. It works without the host.

import '../ui/elements/attempts.js';
import '../ui/elements/choices.js';
import '../ui/elements/thing.js';
import { failureWords, hostLine, letter, say } from '../ui/element.js';
import { open } from '../ui/elements/thing.js';
import { answerOf, host, onChange, openPanel, readLanguage } from '../ui/host.js';
import { startWords, words } from '../ui/i18n.js';
import { readAloud } from '../ui/sentence.js';
import { VolTabPage } from '../ui/tab_page.js';
import { html, nothing } from '../vendor/lit.js';

/** @import { Answer, TabState } from '../protocol/messages.js' */

export class VolPopup extends VolTabPage {
  /** @override */
  static properties = {
    ...VolTabPage.properties,
    offer: { state: true },
    jumped: { state: true },
  };

  constructor() {
    super();
    this.offer = false;
    /** Whether "Block this element" was pressed on this page: what it says stays until the popup closes. */
    this.hid = false;
    /** The calendar moved, and the person has not yet said that it is right. */
    this.jumped = false;
  }

  /** Reads words and state side by side, and draws when both are there. */
  async start() {
    const early = await asked();
    const state = answerOf(/** @type {Promise<Answer<TabState>>} */ (early.state));
    const [tabId] = await Promise.all([
      early.tabId.catch(() => null),
      state,
      startWords(readLanguage()),
    ]);
    this.tabId = tabId;
    await this.refresh(state);
    this.ready = true;
    onChange((change) => this.changed(change));
    for (const change of early.changes()) this.changed(change);
    await this.updateComplete;
    setTimeout(() => {
      // Reading a measure forces the layout, so that the mark stands after it and not before.
      document.body.getBoundingClientRect();
      performance.mark('volition-drawn');
      // Wanted at a press at the soonest.
      void import('../ui/elements/attempt_detail.js');
      void import('../ui/elements/done_choice.js');
      void this.askCalendar();
    });
  }

  /** Rarely anything: asked when all else is drawn. */
  async askCalendar() {
    if (this.state?.host.state !== 'ready') return;
    const answer = await host('status', {});
    if (!answer.ok || !answer.value.clock_jumped) return;
    await import('../ui/elements/calendar.js');
    this.jumped = true;
  }

  /**
   * @override
   * @param {TabState} state
   */
  async prepare({ notice, hidden }) {
    if (notice?.offer_policy) this.offer = true;
    if (!hidden) return;
    await import('../ui/elements/hidden_element.js');
    this.hid = true;
  }

  /** @override */
  render() {
    if (!this.ready) return nothing;
    const { state } = this;
    if (!state) {
      return html`
        <main class="alone"><p role="alert">${failureWords(this.error ?? { code: 'host_lost' })}</p></main>
        ${this.footer()}
      `;
    }
    if (state.site === '') {
      return html`
        <header class="top"><h1>Volition</h1></header>
        <main class="alone"><p>${say('no_page')}</p>${hostLine(state.host)}</main>
        ${this.footer()}
      `;
    }
    const product = state.notice?.product ?? null;
    const lines = readAloud(words, state.attempts, product);
    const line = this.company === null ? null : lines.find(({ id }) => id === this.company);
    return html`
      <header class="top">
        ${letter(state.site)}
        <h1><bdi>${state.site}</bdi></h1>
        <vol-protection .tabId=${state.tabId} .site=${state.site} .mode=${state.protection}></vol-protection>
      </header>
      <main
        @vol-detail=${(/** @type {CustomEvent} */ event) => {
          this.company = event.detail;
        }}
        @vol-back=${() => this.back()}
        @vol-intention=${(/** @type {CustomEvent} */ event) => {
          this.intention = event.detail;
        }}
      >
        ${
          line
            ? html`<vol-attempt-detail .beyond=${state.more} .line=${line} .product=${product}></vol-attempt-detail>`
            : this.front(state, lines)
        }
      </main>
      ${this.footer()}
    `;
  }

  /**
   * @param {TabState} state
   * @param {import('../ui/sentence.js').CompanyLine[]} lines
   */
  front(state, lines) {
    const ready = state.host.state === 'ready';
    return html`
      ${this.jumped ? html`<vol-calendar></vol-calendar>` : nothing}
      ${this.hid ? html`<vol-hidden-element .tabId=${state.tabId} .hiddenElement=${state.hidden}></vol-hidden-element>` : nothing}
      <vol-thing
        .tabId=${state.tabId}
        .product=${state.notice?.product ?? null}
        .intention=${this.intention}
        .reading=${state.reading}
        .private=${state.private}
        .can=${ready}
      ></vol-thing>
      ${this.offer && ready && !state.private ? html`<vol-policy-offer></vol-policy-offer>` : nothing}
      <vol-attempts .lines=${lines} .explains=${ready} .beyond=${state.more ? state.attempts.length : 0} .off=${state.protection !== 'on'}></vol-attempts>
      ${hostLine(state.host)}
    `;
  }

  /** @param {number} tabId */
  async beside(tabId) {
    await openPanel(tabId).catch(() => undefined);
    window.close();
  }

  footer() {
    return html`
      <footer class="foot">
        <a href="../dashboard/dashboard.html#universe" @click=${open('#universe')}>${say('my_universe')}</a>
        ${
          this.tabId === null
            ? nothing
            : html`<button type="button" class="link" data-do="panel" @click=${() => this.beside(this.tabId ?? 0)}>
                ${say('open_panel')}</button>`
        }
      </footer>
    `;
  }
}

/**
 * What `early.js` asked for. Each file is read by itself, so that one may come last; the page's load event waits for it.
 * @returns {Promise<Early>}
 */
async function asked() {
  const page = /** @type {Window & { early?: Early }} */ (window);
  if (!page.early) await new Promise((read) => window.addEventListener('load', read));
  return /** @type {Early} */ (page.early);
}

customElements.define('vol-popup', VolPopup);
void (/** @type {VolPopup} */ (document.querySelector('vol-popup')).start());
