// SPDX-License-Identifier: GPL-3.0-or-later
// The calendar's question: it moved by more than forty days, so what fades is hidden until the person says which day it is.
// Drawn only where the host says so.

import { html, nothing } from '../../vendor/lit.js';
import { today } from '../day.js';
import { failureWords, say, VolPressing } from '../element.js';
import { host } from '../host.js';
import { words } from '../i18n.js';

/** @import { StatusResponse } from '../../protocol/host.js' */

export class VolCalendar extends VolPressing {
  /** @override */
  static properties = { status: { state: true } };

  constructor() {
    super();
    /** @type {StatusResponse | null} */
    this.status = null;
  }

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    void this.load();
  }

  async load() {
    const answer = await host('status', {});
    this.status = answer.ok ? answer.value : null;
  }

  accept() {
    void this.press(
      (op_id) => host('universe.accept_today', { op_id }),
      () => this.load(),
    );
  }

  /** @override */
  render() {
    const { status } = this;
    if (!status?.clock_jumped) return nothing;
    const day = words.longDay(status.today, today());
    return html`
      <section class="calendar failure" role="status">
        <p>${say('calendar_moved', { day })}</p>
        <button type="button" data-do="accept-today" aria-disabled=${this.busy ? 'true' : 'false'} @click=${() => this.accept()}>${say('calendar_accept', { day })}</button>
        ${this.error ? html`<p role="alert">${failureWords(this.error)}</p>` : nothing}
      </section>
    `;
  }
}

customElements.define('vol-calendar', VolCalendar);
