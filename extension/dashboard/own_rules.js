// SPDX-License-Identifier: GPL-3.0-or-later
// Settings, "Your own rules": a text that the person writes, one filter a line, and at once what of it is of no use and why. "Block this
// element" adds lines to it.

import { clean } from '../ui/clean.js';
import { failureWords, say, show, VolPressing } from '../ui/element.js';
import { host, lists } from '../ui/host.js';
import { words } from '../ui/i18n.js';
import { html, live, nothing } from '../vendor/lit.js';
import { textOf, whyUseless } from './list_words.js';

/** @import { FiltersRefusedResponse } from '../protocol/host.js' */
/** @import { Broadcast } from '../protocol/messages.js' */

const OWN = 'own';
const LINES = 100;
/** Far more than a person writes. */
const MOST_CHARACTERS = 1_000_000;

export class VolOwnRules extends VolPressing {
  /** @override */
  static properties = {
    text: { state: true },
    refused: { state: true },
    saved: { state: true },
  };

  constructor() {
    super();
    /** What is stored; null until it was read. @type {string | null} */
    this.stored = null;
    /** What stands in the field. */
    this.text = '';
    /** @type {FiltersRefusedResponse['lines']} */
    this.refused = [];
    this.saved = false;
  }

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    this.addEventListener('vol-broadcast', (event) => {
      const { changed } = /** @type {CustomEvent<Broadcast>} */ (event).detail;
      if (changed === 'lists' && !this.busy) void this.load();
    });
    void this.load();
  }

  /** What is being written stays, whatever was stored meanwhile. */
  async load() {
    const text = await textOf(OWN);
    if (text === null) return;
    if (this.stored === null || this.text === this.stored) this.text = text;
    this.stored ??= text;
    if (this.text === text) this.stored = text;
    await this.readRefused();
    this.requestUpdate();
  }

  async readRefused() {
    const answer = await host('filters.refused', { list: OWN, limit: LINES });
    this.refused = answer.ok ? answer.value.lines : [];
  }

  async save() {
    const { text, stored } = this;
    this.saved = false;
    await this.press(
      (op_id) => lists.writeOwn(op_id, text, stored ?? ''),
      ({ text: whole }) => {
        this.stored = whole;
        this.text = whole;
        this.saved = true;
      },
    );
    await this.readRefused();
  }

  /** @override */
  render() {
    if (this.stored === null) return nothing;
    return html`
      <section class="sheet setting own-rules" aria-labelledby="settings-own">
        <h2 id="settings-own">${say('settings_own')}</h2>
        <p class="soft" id="own-gloss">${say('own_gloss')} ${say('own_examples')}</p>
        <textarea name="own" rows="6" spellcheck="false" maxlength=${MOST_CHARACTERS} aria-labelledby="settings-own" aria-describedby="own-gloss" .value=${live(this.text)}
          @input=${(/** @type {Event} */ event) => {
            this.text = /** @type {HTMLTextAreaElement} */ (event.target).value;
            this.saved = false;
          }}></textarea>
        <div class="row wrap">
          <button type="button" data-do="save-own" aria-disabled=${this.busy ? 'true' : 'false'} @click=${() => this.save()}>${say('own_save')}</button>
          <span class="soft" role="status">${this.saved ? say('own_saved') : nothing}</span>
        </div>
        <div role="status">${
          this.refused.length > 0
            ? html`
                <p class="failure">${show(words.count('own_refused', this.refused.length))}</p>
                <ul class="lines-of-list">${this.refused.map(
                  ({ line, text, reason }) =>
                    html`<li>${say('own_line', { n: line, reason: whyUseless(reason) })} <code>${clean(text, 300)}</code></li>`,
                )}</ul>`
            : nothing
        }</div>
        ${this.error ? html`<p class="failure" role="alert">${failureWords(this.error)}</p>` : nothing}
      </section>
    `;
  }
}

customElements.define('vol-own-rules', VolOwnRules);
