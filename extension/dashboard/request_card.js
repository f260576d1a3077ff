// SPDX-License-Identifier: GPL-3.0-or-later
// One request: to whom, how it stands, what came back. Replies are inert text; an address is shown in full before a
// press opens it.

import './mail_answer.js';
import { clean, cleanLines } from '../ui/clean.js';
import { today } from '../ui/day.js';
import { failureWords, letter, say, show, VolPressing } from '../ui/element.js';
import { exact } from '../ui/exact.js';
import { courier, host } from '../ui/host.js';
import { name, words } from '../ui/i18n.js';
import { mayAnswer } from '../ui/time_to_answer.js';
import { html, nothing } from '../vendor/lit.js';

/** @import { RepliesOpenResponse, Reply, Request } from '../protocol/host.js' */

export class VolRequest extends VolPressing {
  /** @override */
  static properties = {
    request: { attribute: false },
    thing: { state: true },
    looked: { state: true },
    held: { state: true },
  };

  constructor() {
    super();
    /** @type {Request | null} */
    this.request = null;
    /** @type {string | null} */
    this.thing = null;
    /** What the last look found. @type {RepliesOpenResponse | null} */
    this.looked = null;
    /** The exact content, once asked for. @type {string | null} */
    this.held = null;
  }

  /** @override */
  firstUpdated() {
    void this.nameThing();
  }

  async nameThing() {
    const id = this.request?.intention_id;
    if (!id) return;
    const answer = await host('intentions.get', { id });
    if (answer.ok) this.thing = answer.value.intention.name;
  }

  check() {
    const id = this.request?.id;
    if (!id) return;
    this.looked = null;
    void this.press(
      (op_id) => courier.check(op_id, id),
      (looked) => {
        this.looked = looked;
        this.request = looked.request;
      },
    );
  }

  sendAgain() {
    const id = this.request?.id;
    if (!id) return;
    void this.press(
      (op_id) => courier.sendAgain(op_id, id),
      ({ request }) => {
        this.request = request;
      },
    );
  }

  withdraw() {
    const id = this.request?.id;
    if (!id) return;
    void this.press(
      (op_id) => courier.withdraw(op_id, id),
      ({ request }) => {
        this.request = request;
      },
    );
  }

  forget() {
    const id = this.request?.id;
    if (!id) return;
    void this.press((op_id) => host('requests.forget', { op_id, id }));
  }

  /** @param {CustomEvent<Request>} event an answer that came by mail was taken in */
  answered({ detail }) {
    this.request = detail;
  }

  /** @param {Event} event */
  async opened(event) {
    const id = this.request?.id;
    if (!id || this.held !== null || !(/** @type {HTMLDetailsElement} */ (event.target).open))
      return;
    const answer = await host('requests.get', { id });
    if (answer.ok) this.held = answer.value.exact;
    else this.error = answer.error;
  }

  /** @override */
  render() {
    const { request } = this;
    if (!request) return nothing;
    const brand = name(request.brand, 80);
    return html`
      <article class="card" data-id=${request.id} data-state=${request.state}>
        <div class="card-row">
          ${letter(request.brand)}
          <div class="card-text">
            <h2>${this.heading(brand)}</h2>
            <p class="soft">
              ${say(request.mail ? 'mail_made' : 'request_made', { day: words.shortDay(request.made_on, today()), organization: name(request.organization, 80) })}
            </p>
            <p>${this.standing(request, brand)}</p>
          </div>
        </div>
        ${request.replies.map((reply) => this.reply(reply, brand))}
        <div role="status">${this.looked ? this.found(this.looked, brand) : nothing}</div>
        ${request.mail ? this.byMail(request) : nothing} ${this.actions(request, brand)}
        ${this.error ? html`<p class="failure" role="alert">${failureWords(this.error)}</p>` : nothing}
        <details @toggle=${(/** @type {Event} */ event) => this.opened(event)}>
          <summary>${say('receipt_summary')}</summary>
          ${this.receipt(request)}
          ${this.held === null ? nothing : html`<pre data-exact tabindex="0" aria-label=${words.text('bytes_label')}>${exact(this.held)}</pre>`}
        </details>
      </article>
    `;
  }

  /** @param {import('../ui/i18n.js').Part} brand */
  heading(brand) {
    const offer = this.request?.kind === 'Demand';
    if (this.thing === null) return say(offer ? 'request_offer' : 'request_question', { brand });
    const key = offer ? 'request_offer_about' : 'request_question_about';
    return say(key, { brand, thing: { kind: 'thing', text: clean(this.thing, 80) } });
  }

  /**
   * @param {Request} request
   * @param {import('../ui/i18n.js').Part} brand
   */
  standing(request, brand) {
    const { state, remaining } = request;
    if (request.mail && state === 'expired') return say('mail_expired', { brand });
    if (state === 'sent' || (state === 'answered' && remaining > 0))
      return show(mayAnswer(request));
    if (state === 'refused')
      return say('refused_status', { brand, status: String(request.status ?? '') });
    return say(`state_${state}`, { brand });
  }

  /**
   * @param {Reply} reply
   * @param {import('../ui/i18n.js').Part} brand
   */
  reply(reply, brand) {
    const now = today();
    const address = openable(reply.address);
    return html`
      <section class="reply" aria-label=${words.text('reply_label')}>
        <p class="soft">${say('reply_head', { brand, day: words.shortDay(reply.received_on, now) })}
          ${reply.from === undefined ? nothing : say('mail_from', { from: { kind: 'code', text: clean(reply.from, 320) } })}</p>
        ${
          reply.name !== null || reply.price !== null
            ? html`<p class="reply-offer">
                ${reply.name === null ? nothing : html`<bdi>${clean(reply.name, 300)}</bdi>`}
                ${reply.price === null ? nothing : show([words.money(reply.price)])}
                ${reply.valid_until === null ? nothing : html`<span class="soft">${say('valid_until', { day: words.shortDay(reply.valid_until, now) })}</span>`}
              </p>`
            : nothing
        }
        ${reply.text === '' ? nothing : html`<p class="reply-text"><bdi>${cleanLines(reply.text)}</bdi></p>`}
        ${
          reply.address === null
            ? nothing
            : html`<p class="reply-address"><span class="soft">${say('reply_address')}</span>
                <code>${exact(address ?? reply.address)}</code>
                ${address ? html`<a class="button" data-do="open" href=${address} target="_blank" rel="noreferrer noopener">${say('open_address')}</a>` : nothing}
              </p>`
        }
      </section>
    `;
  }

  /** Where its answers are pasted, while any may come. @param {Request} request */
  byMail(request) {
    if (request.remaining < 1) return nothing;
    return html`
      <details class="mail-answers">
        <summary>${say('mail_answer_summary')}</summary>
        <vol-mail-answer .request=${request} @vol-answered=${(
          /** @type {CustomEvent<Request>} */ event,
        ) => this.answered(event)}></vol-mail-answer>
      </details>
    `;
  }

  /** @param {Request} request */
  receipt({ receipt, mailbox, mail }) {
    const hash = { kind: /** @type {const} */ ('code'), text: receipt };
    if (mail)
      return html`
        <p class="soft">${say('mail_reference', { reference: { kind: 'code', text: `vo-${mail.tag}` } })}</p>
        <p class="soft">${say('mail_receipt', { hash })}</p>
      `;
    return html`
      <p class="soft">${say('receipt', { hash })}</p>
      <p class="soft">${say('receipt_gloss')}</p>
      <p class="soft">${say('mailbox', { address: { kind: 'code', text: mailbox } })}</p>
    `;
  }

  /**
   * @param {RepliesOpenResponse} looked
   * @param {import('../ui/i18n.js').Part} brand
   */
  found({ state, opened, refused, request }, brand) {
    return html`
      <p class="note" data-found=${state}>
        ${
          state === 'opened'
            ? show(words.count('found_opened', opened.length, { brand }))
            : say(`found_${state}`, { brand, status: String(request.status ?? '') })
        }
      </p>
      ${[...new Set(refused)].map((why) => html`<p class="failure" data-refused=${why}>${say(`refused_${why}`)}</p>`)}
    `;
  }

  /**
   * @param {Request} request
   * @param {import('../ui/i18n.js').Part} brand
   */
  actions({ state, remaining, mail }, brand) {
    const off = this.busy ? 'true' : 'false';
    const open =
      !mail && (state === 'sent' || state === 'answered' || state === 'unknown') && remaining > 0;
    const again = state === 'unknown' || state === 'sealed';
    return html`
      <div class="row wrap actions">
        ${
          again
            ? html`<button type="button" data-do="send-again" aria-disabled=${off} @click=${() => this.sendAgain()}>${say('send_again', { brand })}</button>`
            : nothing
        }
        ${
          open
            ? html`<button type="button" class="primary" data-do="check" aria-disabled=${off} @click=${() => this.check()}>
                <span>${this.busy ? say('looking') : say('see_if', { brand })}</span></button>`
            : nothing
        }
        ${
          open
            ? html`<button type="button" data-do="withdraw" aria-disabled=${off} @click=${() => this.withdraw()}>${say('withdraw')}</button>`
            : nothing
        }
        <button type="button" data-do="forget" aria-disabled=${off} @click=${() => this.forget()}>${say('forget_request')}</button>
      </div>
      ${open ? html`<p class="soft">${say('see_if_gloss', { brand })}</p>` : nothing}
    `;
  }
}

/**
 * The address in full, with its host in ASCII; null unless it is a web address.
 * @param {string | null} address
 * @returns {string | null}
 */
export function openable(address) {
  if (address === null) return null;
  try {
    const { protocol, href } = new URL(address);
    return protocol === 'https:' || protocol === 'http:' ? href : null;
  } catch {
    return null;
  }
}

customElements.define('vol-request', VolRequest);
