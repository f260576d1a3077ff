// SPDX-License-Identifier: GPL-3.0-or-later
// Requests: what was asked of whom, how long and how often each may answer, and what came back.

import './request_card.js';
import { failureWords, say, VolElement } from '../ui/element.js';
import { host } from '../ui/host.js';
import { html, nothing, repeat } from '../vendor/lit.js';

/** @import { Request } from '../protocol/host.js' */
/** @import { Broadcast } from '../protocol/messages.js' */

const PAGE = 50;

export class VolRequests extends VolElement {
  /** @override */
  static properties = { items: { state: true }, next: { state: true }, error: { state: true } };

  constructor() {
    super();
    /** @type {Request[] | null} */
    this.items = null;
    /** @type {string | null} */
    this.next = null;
    /** @type {{ code: string } | null} */
    this.error = null;
    this.asked = 0;
  }

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    this.addEventListener('vol-broadcast', (event) => {
      const { changed } = /** @type {CustomEvent<Broadcast>} */ (event).detail;
      if (changed === 'requests' || changed === 'host') void this.load();
    });
    void this.load();
  }

  async load() {
    this.asked += 1;
    const { asked } = this;
    const answer = await host('requests.list', { limit: PAGE });
    if (asked !== this.asked) return;
    this.error = answer.ok ? null : answer.error;
    if (!answer.ok) return;
    this.items = answer.value.items;
    this.next = answer.value.next;
  }

  async more() {
    if (this.next === null) return;
    const answer = await host('requests.list', { limit: PAGE, cursor: this.next });
    if (!answer.ok) {
      this.error = answer.error;
      return;
    }
    this.items = [...(this.items ?? []), ...answer.value.items];
    this.next = answer.value.next;
  }

  /** @override */
  render() {
    return html`
      <div class="section-head">
        <h1 tabindex="-1">${say('section_requests')}</h1>
        <a class="button" href="#ask">${say('write_to_brand')}</a>
      </div>
      ${this.error ? html`<p class="failure" role="alert">${failureWords(this.error)}</p>` : nothing}
      ${this.items ? this.list(this.items) : nothing}
    `;
  }

  /** @param {Request[]} items */
  list(items) {
    if (items.length === 0) {
      return html`<div class="teach"><p>${say('requests_empty')}</p><p class="soft">${say('requests_empty_gloss')}</p></div>`;
    }
    return html`
      <ul class="cards">
        ${repeat(
          items,
          ({ id }) => id,
          (request) => html`<li><vol-request .request=${request}></vol-request></li>`,
        )}
      </ul>
      ${
        this.next === null
          ? nothing
          : html`<button type="button" class="link" @click=${() => this.more()}>${say('show_older')}</button>`
      }
    `;
  }
}

customElements.define('vol-requests', VolRequests);
