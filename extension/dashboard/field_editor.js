// SPDX-License-Identifier: GPL-3.0-or-later
// What stands beside a switch of the composer that is on: a line, several lines, an amount, a number or a choice.

import { say } from '../ui/element.js';
import { words } from '../ui/i18n.js';
import { html, live, nothing } from '../vendor/lit.js';

/** @import { AskField } from './ask_fields.js' */

/**
 * @param {AskField} field
 * @param {string} text what stands in it
 * @param {{ unclear: boolean, currency: string, write: (text: string) => void }} how
 */
export function fieldEditor({ key, shape, limit, choices }, text, { unclear, currency, write }) {
  const label = words.text(`ask_${key}`);
  const typed = (/** @type {Event} */ event) => {
    write(/** @type {HTMLInputElement} */ (event.target).value);
  };
  if (shape === 'choice') {
    return html`<select data-value aria-label=${label} @change=${typed}>
      ${(choices ?? []).map(
        (choice) =>
          html`<option value=${choice} ?selected=${choice === text}>${say(`choice_${choice}`)}</option>`,
      )}
    </select>`;
  }
  if (shape === 'lines') {
    return html`<textarea data-value rows="4" maxlength=${limit ?? 4000} aria-label=${label} .value=${live(text)} @input=${typed}></textarea>`;
  }
  return html`
    <div class="row">
      <input type="text" data-value maxlength=${limit ?? 300} aria-label=${label} aria-invalid=${unclear ? 'true' : 'false'}
        class=${shape === 'money' || shape === 'number' ? 'amount' : 'wide'} .value=${live(text)} @input=${typed} />
      ${shape === 'money' ? html`<span class="soft">${currency}</span>` : nothing}
    </div>
    ${unclear ? html`<p class="failure">${say('amount_unclear')}</p>` : nothing}
  `;
}
