// SPDX-License-Identifier: GPL-3.0-or-later
// Two standing choices of a person: the protection of a site (a button that says how it stands, and three choices that
// say what they do), and what is remembered without a press (offered once, two equal buttons, nothing chosen beforehand).

import { html, nothing } from '../../vendor/lit.js';
import { failureWords, say, VolElement, VolPressing } from '../element.js';
import { host, setProtection } from '../host.js';
import { words } from '../i18n.js';

/** @import { IntentionsPolicyRequest } from '../../protocol/host.js' */
/** @import { TabState } from '../../protocol/messages.js' */

const MODES = /** @type {const} */ (['on', 'off_once', 'off']);

export class VolProtection extends VolElement {
  /** @override */
  static properties = {
    tabId: { attribute: false },
    site: { attribute: false },
    mode: { attribute: false },
    open: { state: true },
    changed: { state: true },
    error: { state: true },
  };

  constructor() {
    super();
    this.tabId = 0;
    this.site = '';
    /** @type {TabState['protection']} */
    this.mode = 'on';
    this.open = false;
    this.changed = false;
    /** @type {{ code: string } | null} */
    this.error = null;
  }

  /** @param {TabState['protection']} mode */
  async choose(mode) {
    if (mode === this.mode) return;
    const before = this.mode;
    this.mode = mode;
    const answer = await setProtection(this.tabId, mode);
    this.error = answer.ok ? null : answer.error;
    if (answer.ok) this.changed = true;
    else this.mode = before;
    this.tell('vol-changed');
  }

  /** @override */
  updated() {
    this.toggleAttribute('data-escape', this.open);
  }

  /** @override */
  render() {
    return html`
      <button
        type="button"
        class="switch"
        data-closes
        data-mode=${this.mode}
        aria-expanded=${this.open ? 'true' : 'false'}
        aria-controls="protection"
        aria-label=${words.text('protection_label', { state: words.text(`protection_${this.mode}`) })}
        @click=${() => {
          this.open = !this.open;
        }}
      >
        <span class="switch-dot"></span>${say(`protection_${this.mode}`)}<span class="chevron"></span>
      </button>
      <div id="protection" class="switch-panel" ?hidden=${!this.open}>
        <fieldset>
          <legend>${say('protection_legend', { site: { kind: 'name', text: this.site } })}</legend>
          ${MODES.map(
            (mode) => html`
              <label class="choice">
                <input
                  type="radio"
                  name="protection"
                  value=${mode}
                  .checked=${mode === this.mode}
                  @change=${() => this.choose(mode)}
                />
                <span>
                  <span class="choice-name">${say(`protection_${mode}`)}</span>
                  <span class="choice-gloss">${say(`protection_${mode}_gloss`)}</span>
                </span>
              </label>
            `,
          )}
        </fieldset>
        <p class="soft" role="status">
          ${this.error ? failureWords(this.error) : this.changed ? say('protection_reload') : nothing}
        </p>
      </div>
    `;
  }
}

customElements.define('vol-protection', VolProtection);

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
        void this.focusOn('.note');
      },
    );
  }

  /** @override */
  render() {
    if (this.chosen) {
      return html`<p class="note" role="status" tabindex="-1">${say(`policy_chosen_${this.chosen}`)}</p>`;
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
