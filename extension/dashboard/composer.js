// SPDX-License-Identifier: GPL-3.0-or-later
// Writing to a brand. Three steps, each by a press: look up whether the brand accepts requests; say what, field by
// field, with exactly what leaves standing beside it; send. Every change makes a new draft, and every draft has its own
// operation id, made before the press, so that a doubled press sends once. A brand that accepts none is written to by
// e-mail, without a look-up.

import './mail_composer.js';
import './outcome.js';
import { duration } from '../ui/day.js';
import { failureWords, say } from '../ui/element.js';
import { courier, host, newOpId } from '../ui/host.js';
import { name, words } from '../ui/i18n.js';
import { html, live, nothing } from '../vendor/lit.js';
import { brandOf, fieldsOf, neededBy } from './ask_fields.js';
import { AskForm } from './ask_form.js';
import { preview } from './preview.js';

/** @import { RequestsDescriptorResponse, RequestsDraftResponse } from '../protocol/host.js' */
/** @import { LookedUp } from '../protocol/messages.js' */

export class VolComposer extends AskForm {
  /** @override */
  static properties = {
    intentionId: { attribute: false },
    accepted: { state: true },
    byMail: { state: true },
    waits: { state: true },
  };

  constructor() {
    super();
    this.intentionId = '';
    /** @type {{ answer: LookedUp, descriptor: RequestsDescriptorResponse } | null} */
    this.accepted = null;
    this.byMail = false;
    /** How often the person pressed or typed: an earlier press that still waits is not meant any more. */
    this.presses = 0;
    this.waits = false;
    /** Until the intention is there, or is not. */
    this.loading = Promise.resolve();
    /** @type {RequestsDraftResponse | null} */
    this.draft = null;
    this.sendOp = '';
  }

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    this.loading = this.load();
  }

  async load() {
    if (this.intentionId === '') return;
    const answer = await host('intentions.get', { id: this.intentionId });
    if (!answer.ok) {
      this.error = answer.error;
      return;
    }
    const { intention } = answer.value;
    // What was typed meanwhile stays.
    const { brand } = this;
    this.brand = brand || (intention.brand ?? '');
    this.about(intention);
  }

  /**
   * The brand that a press means. The program may be slow to say which one the intention names, so a press waits for it, unless the person
   * goes on meanwhile: types, presses something else, or leaves.
   * @returns {Promise<string>} '' where nothing is to be done
   */
  async brandMeant() {
    this.presses += 1;
    const press = this.presses;
    this.waits = true;
    await this.loading;
    if (press !== this.presses || !this.isConnected) return '';
    this.waits = false;
    // Why the intention did not come is said already.
    if (this.brand === '' && this.intentionId !== '' && !this.intention) return '';
    const brand = brandOf(this.brand);
    if (brand === '') {
      this.error = { code: 'address_malformed' };
      void this.focusOn('[name=brand]');
      return '';
    }
    this.brand = brand;
    return brand;
  }

  /** One look-up, by a press: the brand's answer goes to the host, which judges it. */
  async lookUp() {
    const brand = await this.brandMeant();
    if (brand === '') return;
    /** @type {LookedUp | null} */
    let answer = null;
    await this.press(
      async () => {
        const looked = await courier.lookup(brand);
        if (!looked.ok) return looked;
        answer = looked.value;
        return host('requests.descriptor', { brand, answer });
      },
      (descriptor) => {
        if (!answer) return;
        this.accepted = { answer, descriptor };
        if (!descriptor.accepts.includes(this.kind))
          this.choose(descriptor.accepts[0] ?? this.kind);
        else this.choose(this.kind);
        void this.focusOn(`[data-field=${neededBy(this.kind)}] [data-value]`);
      },
    );
  }

  /** The other way: no look-up, nothing sent by us. */
  async writeByMail() {
    if ((await this.brandMeant()) === '') return;
    this.error = null;
    this.byMail = true;
  }

  /** @override */
  forgetDraft() {
    this.draft = null;
  }

  /** @override @param {number} asked */
  async makeDraft(asked) {
    const { accepted, kind } = this;
    const { fields, unclear, lacking } = fieldsOf(kind, this.entries, this.currency);
    if (!accepted || lacking || unclear.length > 0) return;
    const answer = await host('requests.draft', {
      intention_id: this.intention?.id ?? null,
      brand: accepted.descriptor.brand,
      answer: accepted.answer,
      kind,
      fields,
      max_replies: this.replies,
      until: this.until,
      terms: this.terms,
    });
    if (asked !== this.draftsAsked) return;
    if (answer.ok) {
      this.sendOp = newOpId();
      this.draft = answer.value;
    } else {
      this.draftError = answer.error;
    }
  }

  send() {
    const { draft } = this;
    if (!draft) return;
    void this.press(
      (op_id) => courier.send(op_id, draft.draft_id, draft.approve),
      ({ request }) => {
        this.sent = request;
        void this.focusOn('.outcome h2');
      },
      this.sendOp,
    );
  }

  /** @override */
  render() {
    if (this.sent)
      return html`<h1 tabindex="-1">${this.heading()}</h1><vol-outcome .request=${this.sent}></vol-outcome>`;
    if (this.byMail)
      return html`<vol-mail-composer .intention=${this.intention} .brand=${this.brand}></vol-mail-composer>`;
    return html`
      <h1 tabindex="-1">${this.heading()}</h1>
      <p class="soft lead">${say('nothing_before_send')}</p>
      ${this.accepted ? this.compose(this.accepted.descriptor) : this.askBrand()}
      ${this.error ? html`<p class="failure" role="alert">${failureWords(this.error)}</p>` : nothing}
    `;
  }

  heading() {
    if (this.accepted)
      return say('ask_heading_brand', { brand: name(this.accepted.descriptor.brand, 80) });
    return this.intention
      ? say('ask_heading_thing', { thing: name(this.intention.name, 80) })
      : say('ask_heading');
  }

  askBrand() {
    const brand = brandOf(this.brand);
    return html`
      <form class="sheet fields" @submit=${(/** @type {Event} */ event) => {
        event.preventDefault();
        this.lookUp();
      }}>
        <label class="field">
          <span>${say('brand_label')}</span>
          <input type="text" name="brand" maxlength="253" autocapitalize="off" autocomplete="off" spellcheck="false"
            placeholder="shop.example" .value=${live(this.brand)} @input=${(
              /** @type {InputEvent} */ event,
            ) => {
              this.brand = /** @type {HTMLInputElement} */ (event.target).value;
              this.error = null;
              this.presses += 1;
              this.waits = false;
            }} />
        </label>
        <p>${brand === '' ? say('lookup_gloss') : say('lookup_gloss_brand', { brand: name(brand, 80) })}</p>
        <div class="row wrap">
          <button type="submit" class="primary" data-do="lookup" aria-disabled=${this.busy || this.waits ? 'true' : 'false'}>
            ${this.busy ? say('looking_up') : say('look_up')}
          </button>
          <button type="button" data-do="by-mail" @click=${() => this.writeByMail()}>${say('by_mail')}</button>
          <a class="button" href="#universe">${say('cancel')}</a>
        </div>
        <p class="soft">${say('by_mail_gloss')}</p>
      </form>
    `;
  }

  /** @param {RequestsDescriptorResponse} descriptor */
  compose(descriptor) {
    return html`
      <p class="accepts">
        ${say('accepts', { organization: name(descriptor.organization, 100), brand: name(descriptor.brand, 80) })}
        ${descriptor.retention ? say('retention', { retention: duration(words, descriptor.retention) }) : nothing}
      </p>
      <div class="composer">
        <form class="sheet fields" @submit=${(/** @type {Event} */ event) => event.preventDefault()}>
          ${this.kinds(descriptor.accepts)} ${this.fields()} ${this.timeToAnswer()} ${this.termsChoice()}
        </form>
        <div class="leaving">${preview(this.draft, this.draftError, this.lackingKey())} ${this.sendRow()}</div>
      </div>
    `;
  }

  sendRow() {
    const { draft, busy } = this;
    const brand = name(this.accepted?.descriptor.brand ?? '', 80);
    return html`
      <div class="honest soft">
        <p>${say('honest_sees', { brand })}</p>
        <p>${say('honest_adds')}</p>
      </div>
      <div class="row wrap">
        <button type="button" class="primary" data-do="send" aria-disabled=${draft && !busy ? 'false' : 'true'}
          @click=${() => this.send()}>${busy ? say('sending') : say('send_to', { brand })}</button>
        <a class="button" href="#universe">${say('cancel')}</a>
      </div>
    `;
  }
}

customElements.define('vol-composer', VolComposer);
