// SPDX-License-Identifier: GPL-3.0-or-later
// Form fields that several forms share: a label, the field, and what is wrong with it if anything is.

import { say } from '../ui/element.js';
import { words } from '../ui/i18n.js';
import { plainAmount } from '../ui/money.js';
import { html, nothing } from '../vendor/lit.js';

/** @import { Money } from '../protocol/host.js' */

/** Currencies offered in lists; the thing's own comes first. */
const CURRENCIES = ['EUR', 'GBP', 'USD', 'CHF', 'CAD', 'SEK', 'NOK', 'DKK', 'PLN', 'CZK', 'JPY'];

/**
 * @param {object} field
 * @param {string} field.name
 * @param {string} field.label key of its words
 * @param {string} [field.value]
 * @param {number} field.limit
 * @param {number} [field.lines] more than one: a text of several lines
 * @param {boolean} [field.required]
 */
export function textField({ name, label, value = '', limit, lines = 1, required = false }) {
  return html`
    <label class="field">
      <span>${say(label)}</span>
      ${
        lines > 1
          ? html`<textarea name=${name} rows=${lines} maxlength=${limit} .value=${value}></textarea>`
          : html`<input type="text" name=${name} maxlength=${limit} ?required=${required} .value=${value} />`
      }
    </label>
  `;
}

/**
 * @param {object} field
 * @param {string} field.name
 * @param {string} field.label
 * @param {Money | null} field.value
 * @param {string} field.currency
 * @param {boolean} field.bad
 */
export function moneyField({ name, label, value, currency, bad }) {
  const currencies = [currency, ...CURRENCIES.filter((one) => one !== currency)];
  return html`
    <div class="field">
      <span id=${`${name}-label`}>${say(label)}</span>
      <div class="row">
        <input
          type="text"
          inputmode="decimal"
          class="amount"
          name=${name}
          maxlength="20"
          aria-labelledby=${`${name}-label`}
          aria-invalid=${bad ? 'true' : 'false'}
          .value=${value ? typedAmount(value) : ''}
        />
        <select name="currency" aria-label=${words.text('field_currency')}>
          ${currencies.map((one) => html`<option value=${one}>${one}</option>`)}
        </select>
      </div>
      ${bad ? html`<p class="failure" role="alert">${say('amount_unclear')}</p>` : nothing}
    </div>
  `;
}

/**
 * An amount as one types it in the language of the page: "129.90", « 129,90 ».
 * @param {Money} money
 */
function typedAmount(money) {
  const amount = plainAmount(money);
  return words.language === 'fr' ? amount.replace('.', ',') : amount;
}
