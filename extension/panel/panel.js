// SPDX-License-Identifier: GPL-3.0-or-later
// The side panel (Chromium) or sidebar (Firefox): the popup's elements in a column that stays and follows the tab in front.
// There is room, so a company opens beneath its line; and beneath all, what the universe holds of this brand.

import '../ui/elements/attempt_detail.js';
import '../ui/elements/attempts.js';
import '../ui/elements/choices.js';
import '../ui/elements/thing.js';
import './brand_side.js';
import { failureWords, hostLine, letter, say } from '../ui/element.js';
import { open } from '../ui/elements/thing.js';
import { followTab, onChange, readLanguage } from '../ui/host.js';
import { startWords, words } from '../ui/i18n.js';
import { readAloud } from '../ui/sentence.js';
import { VolTabPage } from '../ui/tab_page.js';
import { html, nothing, repeat } from '../vendor/lit.js';

/** @import { Broadcast, TabState } from '../protocol/messages.js' */

export class VolPanel extends VolTabPage {
  async start() {
    await startWords(readLanguage());
    onChange((change) => this.changed(change));
    await followTab((tabId) => void this.turnTo(tabId));
  }

  /** @param {number | null} tabId */
  async turnTo(tabId) {
    this.tabId = tabId;
    this.company = null;
    await this.refresh();
    this.ready = true;
    await this.updateComplete;
    setTimeout(() => {
      document.body.getBoundingClientRect();
      performance.mark('volition-drawn');
    });
  }

  /**
   * @override
   * @param {Broadcast} change
   */
  changed(change) {
    super.changed(change);
    if (['tab', 'attempts', 'policy', 'lists'].includes(change.changed)) return;
    void (
      /** @type {import('./brand_side.js').VolBrandSide | null} */ (
        this.querySelector('vol-brand-side')
      )?.load()
    );
  }

  /** @override A panel follows the tab in front: what it showed before was another's. */
  missed() {
    this.state = null;
    this.intention = null;
  }

  /** @override */
  render() {
    if (!this.ready) return nothing;
    const { state } = this;
    const site = state?.site ?? '';
    return html`
      <header class="top">
        ${site === '' ? nothing : letter(site)}
        <h1>${site === '' ? 'Volition' : html`<bdi>${site}</bdi>`}</h1>
        ${
          state && site !== ''
            ? html`<vol-protection .tabId=${state.tabId} .site=${site} .mode=${state.protection}></vol-protection>`
            : nothing
        }
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
        ${state ? this.page(state) : html`<p class="alone" role="alert">${failureWords(this.error ?? { code: 'host_lost' })}</p>`}
      </main>
      <footer class="foot">
        <a href="../dashboard/dashboard.html#universe" @click=${open('#universe')}>${say('my_universe')}</a>
      </footer>
    `;
  }

  /** @param {TabState} state */
  page(state) {
    if (state.site === '')
      return html`<p class="alone">${say('no_page')}</p>${hostLine(state.host)}`;
    const ready = state.host.state === 'ready';
    const product = state.notice?.product ?? null;
    const lines = readAloud(words, state.attempts, product);
    const opened = lines.filter(({ id }) => id === this.company);
    return html`
      <vol-thing
        .tabId=${state.tabId}
        .product=${product}
        .intention=${this.intention}
        .reading=${state.reading}
        .private=${state.private}
        .can=${ready}
      ></vol-thing>
      <vol-attempts .lines=${lines} .explains=${ready} .beyond=${state.more ? state.attempts.length : 0} .off=${state.protection !== 'on'}></vol-attempts>
      ${repeat(
        opened,
        ({ id }) => id,
        (line) =>
          html`<vol-attempt-detail .beyond=${state.more} .line=${line} .product=${product}></vol-attempt-detail>`,
      )}
      ${hostLine(state.host)}
      ${
        ready && !state.private
          ? html`<vol-brand-side .site=${state.site} .except=${this.intention?.id ?? null}></vol-brand-side>`
          : nothing
      }
    `;
  }
}

customElements.define('vol-panel', VolPanel);
void (/** @type {VolPanel} */ (document.querySelector('vol-panel')).start());
