// SPDX-License-Identifier: GPL-3.0-or-later
// What both ways of writing to a brand share: what is said, field by field, how long and how often the brand may answer,
// and the person's terms. Every change takes the draft away at once and asks for the next when the typing rests; whoever
// extends this makes the draft.

import { addDays, today } from '../ui/day.js';
import { say, VolPressing } from '../ui/element.js';
import { html, live, nothing } from '../vendor/lit.js';
import { ASK_FIELDS, entriesForKind, fieldsOf, firstEntries, neededBy } from './ask_fields.js';
import { fieldEditor } from './field_editor.js';

/** @import { Intention, Request, RequestKind } from '../protocol/host.js' */
/** @import { AskField, Entries } from './ask_fields.js' */

const KINDS = /** @type {const} */ (['AskAction', 'Demand']);
const TERMS = /** @type {const} */ (['SD-BASE', 'PDC-INTENT']);
const DAYS_TO_ANSWER = 14;
const MOST_DAYS = 365;
/** A draft is made when the typing rests. */
const REST_MS = 200;

export class AskForm extends VolPressing {
  /**
   * @override
   * @type {import('../vendor/lit.js').PropertyDeclarations}
   */
  static properties = {
    intention: { attribute: false },
    brand: { attribute: false },
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
    /** @type {Intention | null} */
    this.intention = null;
    this.brand = '';
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
    /** @type {{ code: string } | null} */
    this.draftError = null;
    /** @type {Request | null} */
    this.sent = null;
    this.draftsAsked = 0;
    this.timer = 0;
  }

  /** @override */
  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.timer);
  }

  /** @param {Intention} intention */
  about(intention) {
    this.intention = intention;
    const first = firstEntries(intention);
    this.entries = first.entries;
    this.currency = first.currency;
  }

  /** @param {RequestKind} kind */
  choose(kind) {
    this.entries = entriesForKind(this.entries, this.kind, kind);
    this.kind = kind;
    this.terms = kind === 'Demand' ? 'PDC-INTENT' : 'SD-BASE';
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
    this.forgetDraft();
    this.draftError = null;
    this.draftsAsked += 1;
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.makeDraft(this.draftsAsked), REST_MS);
  }

  /** Takes the draft off the page. */
  forgetDraft() {}

  /**
   * Makes a draft of what the fields say, unless another was asked for since.
   * @param {number} _asked
   * @returns {Promise<void>}
   */
  async makeDraft(_asked) {}

  /** @param {readonly RequestKind[]} accepts */
  kinds(accepts) {
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

  fields() {
    return html`
      <fieldset class="switches">
        <legend>${say('fields_legend')}</legend>
        ${ASK_FIELDS.map((field) => this.field(field))}
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
}
