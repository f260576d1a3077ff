// SPDX-License-Identifier: GPL-3.0-or-later
// Writing to a brand by e-mail. Nothing is sent here: the words stand on the page, the person carries them into their
// own mail program in the way they like, and says when they have sent them. Only then is anything kept.

import './outcome.js';
import { failureWords, say } from '../ui/element.js';
import { contactsOn, host, newOpId } from '../ui/host.js';
import { name, words } from '../ui/i18n.js';
import { html, live, nothing } from '../vendor/lit.js';
import { fieldsOf } from './ask_fields.js';
import { AskForm } from './ask_form.js';
import { mailPreview } from './mail_preview.js';
import { mailWays } from './mail_ways.js';

/** @import { MailDraftResponse, MailWish } from '../protocol/host.js' */
/** @import { Found } from '../protocol/messages.js' */

const LANGUAGES = /** @type {const} */ (['en', 'fr']);
/** An address as far as a page can tell; the host judges it. */
const ADDRESS = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

export class VolMailComposer extends AskForm {
  /** @override */
  static properties = {
    to: { state: true },
    found: { state: true },
    own: { state: true },
    tagged: { state: true },
    language: { state: true },
    copied: { state: true },
  };

  constructor() {
    super();
    this.to = '';
    /** What an open page of the brand suggests. @type {Found | null} */
    this.found = null;
    this.own = '';
    this.tagged = false;
    /** @type {'en' | 'fr'} */
    this.language = 'en';
    /** @type {MailDraftResponse | null} */
    this.draft = null;
    /** What the draft was made of. @type {MailWish | null} */
    this.wish = null;
    /** One for all drafts of this request, so that the words do not change under the eyes. @type {string | null} */
    this.tag = null;
    this.sentOp = '';
    /** The file's address on this page. */
    this.file = '';
    /** What was copied last. */
    this.copied = '';
  }

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    this.language = words.locale.startsWith('fr') ? 'fr' : 'en';
    if (this.intention) this.about(this.intention);
    this.choose(this.kind);
    void this.focusOn('[name=to]');
    void this.lookForContacts();
  }

  /** The brand's own page, where it is open, may give an address. Nothing is asked of the brand. */
  async lookForContacts() {
    const answer = await contactsOn(this.brand);
    this.found = answer.ok ? answer.value : null;
  }

  /** @param {string} address */
  writeTo(address) {
    this.to = address;
    this.redraft();
    void this.focusOn('[name=to]');
  }

  /** @override */
  disconnectedCallback() {
    super.disconnectedCallback();
    this.forgetDraft();
  }

  /** @override */
  forgetDraft() {
    this.draft = null;
    this.wish = null;
    this.copied = '';
    if (this.file !== '') URL.revokeObjectURL(this.file);
    this.file = '';
  }

  /** Why no draft can be made yet. */
  lackingWords() {
    if (!ADDRESS.test(this.to.trim())) return 'lacking_to';
    return this.lackingKey();
  }

  /** @override @param {number} asked */
  async makeDraft(asked) {
    const { kind } = this;
    const { fields, unclear, lacking } = fieldsOf(kind, this.entries, this.currency);
    if (lacking || unclear.length > 0 || !ADDRESS.test(this.to.trim())) return;
    const own = this.own.trim();
    /** @type {MailWish} */
    const wish = {
      intention_id: this.intention?.id ?? null,
      brand: this.brand,
      to: this.to.trim(),
      own_address: own === '' ? null : own,
      answer_to: this.tagged && own !== '' ? 'tagged' : 'sender',
      language: this.language,
      kind,
      fields,
      max_replies: this.replies,
      until: this.until,
      terms: this.terms,
      tag: this.tag,
    };
    const answer = await host('mail.draft', { wish });
    if (asked !== this.draftsAsked || !this.isConnected) return;
    if (!answer.ok) {
      this.draftError = answer.error;
      return;
    }
    this.tag = answer.value.tag;
    this.wish = { ...wish, tag: answer.value.tag };
    this.sentOp = newOpId();
    this.file = URL.createObjectURL(new Blob([answer.value.eml], { type: 'message/rfc822' }));
    this.draft = answer.value;
  }

  /** @param {'subject' | 'text' | 'to'} what @param {string} text */
  async copy(what, text) {
    this.copied = '';
    try {
      await navigator.clipboard.writeText(text);
      this.copied = what;
      this.error = null;
    } catch {
      // The browser gave no right to the clipboard; the words stand on the page to be chosen by hand.
      this.error = { code: 'copy_failed' };
    }
  }

  iSentIt() {
    const { draft, wish } = this;
    if (!draft || !wish) return;
    void this.press(
      (op_id) => host('mail.sent', { op_id, wish, approve: draft.approve }),
      ({ request }) => {
        this.sent = request;
        void this.focusOn('.outcome h2');
      },
      this.sentOp,
    );
  }

  /** @override */
  render() {
    const brand = name(this.brand, 80);
    if (this.sent)
      return html`<h1 tabindex="-1">${say('mail_heading', { brand })}</h1><vol-outcome .request=${this.sent}></vol-outcome>`;
    return html`
      <h1 tabindex="-1">${say('mail_heading', { brand })}</h1>
      <p class="soft lead">${say('mail_nothing_sent')}</p>
      <div class="composer">
        <form class="sheet fields" @submit=${(/** @type {Event} */ event) => event.preventDefault()}>
          ${this.addresses()} ${this.kinds(['AskAction', 'Demand'])} ${this.fields()} ${this.timeToAnswer()} ${this.termsChoice()}
        </form>
        <div class="leaving">
          ${mailPreview(this.draft, this.draftError, this.lackingWords())}
          <div class="honest soft"><p>${say('mail_shows')}</p><p>${say('mail_stays')}</p></div>
          ${
            this.draft
              ? mailWays(this.draft, {
                  file: this.file,
                  copied: this.copied,
                  copy: (what, text) => void this.copy(what, text),
                })
              : nothing
          }
          ${this.sentRow()}
        </div>
      </div>
      ${this.error ? html`<p class="failure" role="alert">${failureWords(this.error)}</p>` : nothing}
    `;
  }

  addresses() {
    const mailField = (
      /** @type {'to' | 'own'} */ key,
      /** @type {string} */ label,
      /** @type {string} */ placeholder,
    ) => html`
      <label class="field">
        <span>${say(label)}</span>
        <input type="text" inputmode="email" name=${key} maxlength="254" autocapitalize="off" autocomplete="off"
          spellcheck="false" placeholder=${placeholder} .value=${live(this[key])} @input=${(
            /** @type {Event} */ event,
          ) => {
            this[key] = /** @type {HTMLInputElement} */ (event.target).value;
            this.redraft();
          }} />
      </label>
    `;
    return html`
      ${mailField('to', 'mail_to', `contact@${this.brand}`)}
      <p class="soft">${say('mail_to_gloss')}</p>
      ${this.found ? this.suggestions(this.found) : nothing}
      <details class="own">
        <summary>${say('mail_own_summary')}</summary>
        <div class="fields">
        ${mailField('own', 'mail_own', 'ada@mail.example')}
        <label class="tick">
          <input type="checkbox" name="tagged" .checked=${live(this.tagged)} ?disabled=${this.own.trim() === ''}
            @change=${(/** @type {Event} */ event) => {
              this.tagged = /** @type {HTMLInputElement} */ (event.target).checked;
              this.redraft();
            }} />
          <span>${say('mail_tagged')}</span>
        </label>
        <p class="soft">${say('mail_tagged_gloss')}</p>
        </div>
      </details>
      <fieldset class="row wrap">
        <legend>${say('mail_language')}</legend>
        ${LANGUAGES.map(
          (language) => html`
            <label class="radio">
              <input type="radio" name="language" value=${language} .checked=${live(language === this.language)}
                @change=${() => {
                  this.language = language;
                  this.redraft();
                }} />
              ${say(`mail_language_${language}`)}
            </label>
          `,
        )}
      </fieldset>
    `;
  }

  /** @param {Found} found */
  suggestions({ site, contacts }) {
    const brand = name(this.brand, 80);
    return html`
      <div class="suggested" role="group" aria-labelledby="suggested">
        <p id="suggested" class="soft">${say('mail_found', { site: name(site, 80) })}</p>
        <ul>${contacts.map(
          ({ address, from, own }) => html`
            <li>
              <button type="button" data-suggests=${address} @click=${() => this.writeTo(address)}><bdi>${address}</bdi></button>
              <span class="soft">${say(`mail_found_${from}`)}${own ? nothing : html` · ${say('mail_found_elsewhere', { brand })}`}</span>
            </li>
          `,
        )}</ul>
      </div>
    `;
  }

  sentRow() {
    const { draft, busy } = this;
    return html`
      <div class="row wrap">
        <button type="button" data-do="sent-it" aria-disabled=${draft && !busy ? 'false' : 'true'}
          @click=${() => this.iSentIt()}>${say('mail_i_sent_it')}</button>
        <a class="button" href="#universe">${say('cancel')}</a>
      </div>
      <p class="soft">${say('mail_i_sent_it_gloss')}</p>
    `;
  }
}

customElements.define('vol-mail-composer', VolMailComposer);
