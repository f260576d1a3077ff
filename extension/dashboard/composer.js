// SPDX-License-Identifier: GPL-3.0-or-later
// Writing to a brand. Three steps, each by a press: look up whether the brand accepts requests; say what, field by
// field, with exactly what leaves standing beside it; send. Every change makes a new draft, and every draft has its own
// operation id, made before the press, so that a doubled press sends once.

import './outcome.js';
import { addDays, duration, today } from '../ui/day.js';
import { failureWords, say, VolPressing } from '../ui/element.js';
import { courier, host, newOpId } from '../ui/host.js';
import { name, words } from '../ui/i18n.js';
import { html, live, nothing } from '../vendor/lit.js';
import { ASK_FIELDS, brandOf, fieldsOf, firstEntries, neededBy } from './ask_fields.js';
import { fieldEditor } from './field_editor.js';
import { preview } from './preview.js';

/** @import { Intention, Request, RequestKind, RequestsDescriptorResponse, RequestsDraftResponse } from '../protocol/host.js' */
/** @import { LookedUp } from '../protocol/messages.js' */
/** @import { AskField, Entries } from './ask_fields.js' */

const KINDS = /** @type {const} */ (['AskAction', 'Demand']);
const TERMS = /** @type {const} */ (['SD-BASE', 'PDC-INTENT']);
const DAYS_TO_ANSWER = 14;
const MOST_DAYS = 365;
/** A draft is made when the typing rests. */
const REST_MS = 200;

export class VolComposer extends VolPressing {
  /** @override */
  static properties = {
    intentionId: { attribute: false },
    intention: { state: true },
    brand: { state: true },
    accepted: { state: true },
    kind: { state: true },
    entries: { state: true },
    currency: { state: true },
    replies: { state: true },
    until: { state: true },
    terms: { state: true },
    draft: { state: true },
    draftError: { state: true },
    sent: { state: true },
  };

  constructor() {
    super();
    this.intentionId = '';
    /** @type {Intention | null} */
    this.intention = null;
    this.brand = '';
    /** @type {{ answer: LookedUp, descriptor: RequestsDescriptorResponse } | null} */
    this.accepted = null;
    /** @type {RequestKind} */
    this.kind = 'AskAction';
    const first = firstEntries(null);
    /** @type {Entries} */
    this.entries = first.entries;
    this.currency = first.currency;
    this.replies = 3;
    this.until = addDays(today(), DAYS_TO_ANSWER);
    /** @type {'SD-BASE' | 'PDC-INTENT'} */
    this.terms = 'SD-BASE';
    /** @type {RequestsDraftResponse | null} */
    this.draft = null;
    /** @type {{ code: string } | null} */
    this.draftError = null;
    /** @type {Request | null} */
    this.sent = null;
    this.sendOp = '';
    this.draftsAsked = 0;
    this.timer = 0;
  }

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    void this.load();
  }

  /** @override */
  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.timer);
  }

  async load() {
    if (this.intentionId === '') return;
    const answer = await host('intentions.get', { id: this.intentionId });
    if (!answer.ok) {
      this.error = answer.error;
      return;
    }
    const { intention } = answer.value;
    this.intention = intention;
    this.brand = intention.brand ?? '';
    const first = firstEntries(intention);
    this.entries = first.entries;
    this.currency = first.currency;
  }

  /** One look-up, by a press: the brand's answer goes to the host, which judges it. */
  lookUp() {
    const brand = brandOf(this.brand);
    if (brand === '') {
      this.error = { code: 'address_malformed' };
      void this.focusOn('[name=brand]');
      return;
    }
    this.brand = brand;
    /** @type {LookedUp | null} */
    let answer = null;
    void this.press(
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

  /** @param {RequestKind} kind */
  choose(kind) {
    this.kind = kind;
    this.terms = kind === 'Demand' ? 'PDC-INTENT' : 'SD-BASE';
    const key = neededBy(kind);
    const entry = this.entries[key];
    if (entry) this.entries = { ...this.entries, [key]: { ...entry, on: true } };
    this.redraft();
  }

  /**
   * @param {string} key
   * @param {Partial<Entries[string]>} change
   */
  set(key, change) {
    const entry = this.entries[key] ?? { on: false, text: '' };
    this.entries = { ...this.entries, [key]: { ...entry, ...change } };
    this.redraft();
  }

  /** Takes away the draft that no longer says what the fields say, and asks for the next when the typing rests. */
  redraft() {
    this.draft = null;
    this.draftError = null;
    this.draftsAsked += 1;
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.makeDraft(this.draftsAsked), REST_MS);
  }

  /** @param {number} asked */
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
            }} />
        </label>
        <p>${brand === '' ? say('lookup_gloss') : say('lookup_gloss_brand', { brand: name(brand, 80) })}</p>
        <div class="row wrap">
          <button type="submit" class="primary" data-do="lookup" aria-disabled=${this.busy ? 'true' : 'false'}>
            ${this.busy ? say('looking_up') : say('look_up')}
          </button>
          <a class="button" href="#universe">${say('cancel')}</a>
        </div>
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
          ${this.kinds(descriptor)}
          <fieldset class="switches">
            <legend>${say('fields_legend')}</legend>
            ${ASK_FIELDS.map((field) => this.field(field))}
          </fieldset>
          ${this.timeToAnswer()} ${this.termsChoice()}
        </form>
        <div class="leaving">${preview(this.draft, this.draftError, this.lackingKey())} ${this.sendRow()}</div>
      </div>
    `;
  }

  /** @param {RequestsDescriptorResponse} descriptor */
  kinds({ accepts }) {
    return html`
      <fieldset class="row wrap">
        <legend class="unseen-label">${say('kind_legend')}</legend>
        ${KINDS.filter((kind) => accepts.includes(kind)).map(
          (kind) => html`
            <label class="radio">
              <input type="radio" name="kind" value=${kind} .checked=${kind === this.kind} @change=${() => this.choose(kind)} />
              ${say(`kind_${kind}`)}
            </label>
          `,
        )}
      </fieldset>
    `;
  }

  /** @param {AskField} field */
  field(field) {
    const { key } = field;
    const entry = this.entries[key] ?? { on: false, text: '' };
    const needed = neededBy(this.kind) === key;
    const { unclear } = fieldsOf(this.kind, this.entries, this.currency);
    return html`
      <div class="switch-field" data-field=${key}>
        <label class="tick">
          <input type="checkbox" name=${`on-${key}`} .checked=${live(entry.on)} ?disabled=${needed}
            @change=${(/** @type {Event} */ event) => {
              this.set(key, { on: /** @type {HTMLInputElement} */ (event.target).checked });
            }} />
          <span>${say(`ask_${key}`)}${needed ? html` <span class="soft">${say('needed')}</span>` : nothing}</span>
        </label>
        ${
          entry.on
            ? fieldEditor(field, entry.text, {
                unclear: unclear.includes(key),
                currency: this.currency,
                write: (text) => this.set(key, { text }),
              })
            : nothing
        }
      </div>
    `;
  }

  timeToAnswer() {
    const now = today();
    return html`
      <fieldset class="row wrap time">
        <legend>${say('time_legend')}</legend>
        <label class="row">${say('time_replies')}
          <input type="number" name="replies" min="1" max="10" .value=${live(String(this.replies))} @change=${(
            /** @type {Event} */ event,
          ) => {
            const input = /** @type {HTMLInputElement} */ (event.target);
            this.replies = Math.min(10, Math.max(1, Math.round(Number(input.value)) || 1));
            this.redraft();
          }} />
        </label>
        <label class="row">${say('time_until')}
          <input type="date" name="until" min=${addDays(now, 1)} max=${addDays(now, MOST_DAYS)} .value=${live(this.until)} @change=${(
            /** @type {Event} */ event,
          ) => {
            const { value } = /** @type {HTMLInputElement} */ (event.target);
            if (value > now && value <= addDays(now, MOST_DAYS)) this.until = value;
            this.requestUpdate();
            this.redraft();
          }} />
        </label>
      </fieldset>
    `;
  }

  termsChoice() {
    return html`
      <fieldset class="terms">
        <legend>${say('terms_legend')}</legend>
        ${TERMS.map(
          (terms) => html`
            <label class="tick">
              <input type="radio" name="terms" value=${terms} .checked=${live(terms === this.terms)} @change=${() => {
                this.terms = terms;
                this.redraft();
              }} />
              <span>${say(terms === 'SD-BASE' ? 'terms_sd_base' : 'terms_pdc_intent')} <code class="soft">${terms}</code></span>
            </label>
          `,
        )}
      </fieldset>
    `;
  }

  lackingKey() {
    const { unclear, lacking } = fieldsOf(this.kind, this.entries, this.currency);
    if (lacking) return this.kind === 'Demand' ? 'lacking_name' : 'lacking_question';
    return unclear.length > 0 ? 'lacking_clear' : 'draft_coming';
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
