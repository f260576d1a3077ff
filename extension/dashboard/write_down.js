// SPDX-License-Identifier: GPL-3.0-or-later
// "Write down something": an intention in the person's own words, to want or to give, without any page.

import { failureWords, say, VolPressing } from '../ui/element.js';
import { host } from '../ui/host.js';
import { words } from '../ui/i18n.js';
import { parseMoney } from '../ui/money.js';
import { html, nothing } from '../vendor/lit.js';
import { moneyField, textField } from './fields.js';

/** @import { Direction, IntentionKind, NewIntention } from '../protocol/host.js' */

/** @type {Record<Direction, IntentionKind[]>} */
const KINDS = { want: ['product', 'service'], give: ['objects', 'time', 'skill', 'cause'] };

export class VolWriteDown extends VolPressing {
  /** @override */
  static properties = {
    direction: { state: true },
    badBudget: { state: true },
    touched: { state: true },
  };

  constructor() {
    super();
    /** @type {Direction} */
    this.direction = 'want';
    this.badBudget = false;
    /** Something was written, which Escape must not lose. */
    this.touched = false;
    /** What was pressed to open this. @type {HTMLElement | null} */
    this.opener = null;
  }

  /** @override */
  disconnectedCallback() {
    super.disconnectedCallback();
    if (document.activeElement === document.body) this.opener?.focus();
  }

  /** @override */
  firstUpdated() {
    this.opener = /** @type {HTMLElement | null} */ (document.activeElement);
    /** @type {HTMLElement | null} */ (this.querySelector('[name=name]'))?.focus();
  }

  /** @param {SubmitEvent} event */
  save(event) {
    event.preventDefault();
    const form = new FormData(/** @type {HTMLFormElement} */ (event.target));
    const entry = (/** @type {string} */ key) => String(form.get(key) ?? '').trim();
    const typed = entry('budget');
    const budget = typed === '' ? null : parseMoney(typed, entry('currency'));
    this.badBudget = typed !== '' && budget === null;
    if (this.badBudget) {
      void this.focusOn('[name=budget]');
      return;
    }
    if (entry('name') === '') return;
    /** @type {NewIntention} */
    const made = {
      direction: this.direction,
      kind: /** @type {IntentionKind} */ (entry('kind')),
      name: entry('name'),
      ...(entry('words') !== '' && { words: entry('words') }),
      ...(entry('why') !== '' && { why: entry('why') }),
      ...(entry('have') !== '' && { have: entry('have') }),
      ...(budget && { budget }),
    };
    void this.press(
      (op_id) => host('intentions.keep', { op_id, new: made }),
      ({ intention }) => this.tell('vol-written', intention),
    );
  }

  /** @override */
  render() {
    const give = this.direction === 'give';
    return html`
      <form class="fields sheet" ?data-escape=${!this.touched} @input=${() => {
        this.touched = true;
      }} aria-label=${words.text(`write_down`)} @submit=${(/** @type {SubmitEvent} */ event) => this.save(event)}>
        <fieldset class="row wrap">
          <legend class="unseen-label">${say('write_legend')}</legend>
          ${
            /** @type {Direction[]} */ (['want', 'give']).map(
              (direction) => html`
              <label class="radio">
                <input type="radio" name="direction" value=${direction} .checked=${direction === this.direction}
                  @change=${() => {
                    this.direction = direction;
                  }} />
                ${say(`direction_${direction}`)}
              </label>
            `,
            )
          }
        </fieldset>
        ${textField({ name: 'name', label: give ? 'field_what_give' : 'field_what_want', limit: 300, required: true })}
        <label class="field">
          <span>${say('field_kind')}</span>
          <select name="kind">
            ${KINDS[this.direction].map((kind) => html`<option value=${kind}>${say(`kind_${kind}`)}</option>`)}
          </select>
        </label>
        ${textField({ name: 'words', label: 'field_words', limit: 2000, lines: 2 })}
        ${textField({ name: 'why', label: 'field_why', limit: 2000 })}
        ${textField({ name: 'have', label: 'field_have', limit: 2000 })}
        ${give ? nothing : moneyField({ name: 'budget', label: 'field_budget', value: null, currency: 'EUR', bad: this.badBudget })}
        <div class="row">
          <button type="submit" class="primary" data-do="save">${say('keep')}</button>
          <button type="button" data-closes @click=${() => this.tell('vol-cancel')}>${say('cancel')}</button>
        </div>
        ${this.error ? html`<p class="failure" role="alert">${failureWords(this.error)}</p>` : nothing}
      </form>
    `;
  }
}

customElements.define('vol-write-down', VolWriteDown);
