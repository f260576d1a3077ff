// SPDX-License-Identifier: GPL-3.0-or-later
// What became of a request: sent, or nobody knows (then the same bytes may be sent again by a press), or refused.

import { failureWords, say, show, VolPressing } from '../ui/element.js';
import { courier } from '../ui/host.js';
import { name } from '../ui/i18n.js';
import { mayAnswer } from '../ui/time_to_answer.js';
import { html, nothing } from '../vendor/lit.js';

/** @import { Request } from '../protocol/host.js' */

export class VolOutcome extends VolPressing {
  /** @override */
  static properties = { request: { attribute: false } };

  constructor() {
    super();
    /** @type {Request | null} */
    this.request = null;
  }

  sendAgain() {
    const id = this.request?.id;
    if (!id) return;
    void this.press(
      (op_id) => courier.sendAgain(op_id, id),
      ({ request }) => {
        this.request = request;
        void this.focusOn('h2');
      },
    );
  }

  /** @override */
  render() {
    const { request } = this;
    if (!request) return nothing;
    const brand = name(request.brand, 80);
    const again = request.state === 'unknown' || request.state === 'sealed';
    return html`
      <section class="sheet outcome" data-state=${request.state} role="status">
        <h2 tabindex="-1">${say(request.mail ? 'state_mail_sent' : `state_${request.state}`, { brand })}</h2>
        ${request.state === 'sent' ? html`<p>${show(mayAnswer(request))}</p>` : nothing}
        ${request.mail ? html`<p>${say('mail_answer_comes')}</p>` : nothing}
        ${again ? html`<p>${say('send_again_gloss', { brand })}</p>` : nothing}
        ${request.state === 'refused' ? html`<p>${say('refused_status', { brand, status: String(request.status ?? '') })}</p>` : nothing}
        <div class="row wrap">
          ${
            again
              ? html`<button type="button" class="primary" data-do="send-again" aria-disabled=${this.busy ? 'true' : 'false'}
                  @click=${() => this.sendAgain()}>${this.busy ? say('sending') : say('send_again', { brand })}</button>`
              : nothing
          }
          <a class="button" href="#requests">${say('to_requests')}</a>
          <a class="button" href="#universe">${say('my_universe')}</a>
        </div>
        ${this.error ? html`<p class="failure" role="alert">${failureWords(this.error)}</p>` : nothing}
      </section>
    `;
  }
}

customElements.define('vol-outcome', VolOutcome);
