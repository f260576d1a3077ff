// SPDX-License-Identifier: GPL-3.0-or-later
// What is remembered without a press: offered once, two equal buttons, nothing chosen beforehand.

import { html, nothing } from '../../vendor/lit.js';
import { VolPressing } from '../element.js';
import { failureWords } from '../failure.js';
import { host } from '../host.js';
import { words } from '../i18n.js';
import { say } from '../rich.js';

/** @import { IntentionsPolicyRequest } from '../../protocol/host.js' */

export class VolPolicyOffer extends VolPressing {
  /** @override */
  static properties = { chosen: { state: true } };

  constructor() {
    super();
    /** @type {IntentionsPolicyRequest['set'] | null} */
    this.chosen = null;
  }

  /** @param {'only_keep' | 'seven_days'} set */
  choose(set) {
    return this.press(
      (op_id) => host('intentions.policy', { op_id, set }),
      () => {
        this.chosen = set;
      },
    );
  }

  /** @override */
  render() {
    if (this.chosen) {
      return html`<p class="note" role="status">${say(`policy_chosen_${this.chosen}`)}</p>`;
    }
    return html`
      <section class="offer" aria-label=${words.text('policy_offer')}>
        <p>${say('policy_offer')}</p>
        <div class="equal">
          <button type="button" data-do="seven_days" @click=${() => this.choose('seven_days')}>${say('policy_seven_days')}</button>
          <button type="button" data-do="only_keep" @click=${() => this.choose('only_keep')}>${say('policy_only_keep')}</button>
        </div>
        <p class="soft">${say('policy_offer_gloss')}</p>
        ${this.error ? html`<p class="failure" role="alert">${failureWords(this.error)}</p>` : nothing}
      </section>
    `;
  }
}

customElements.define('vol-policy-offer', VolPolicyOffer);
