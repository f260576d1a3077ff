// SPDX-License-Identifier: GPL-3.0-or-later
// Where an answer that came by mail is pasted or dropped. The host says whether it answers this request; what nothing
// ties to it can be vouched for by the person, with a press of its own.

import { failureWords, say, VolPressing } from '../ui/element.js';
import { host } from '../ui/host.js';
import { name, words } from '../ui/i18n.js';
import { html, live, nothing } from '../vendor/lit.js';
import { MOST_CHARACTERS, readAnswer } from './mail_reader.js';

/** @import { MailAnswerResponse, Request } from '../protocol/host.js' */
/** @import { MailMessage } from './mail_reader.js' */

export class VolMailAnswer extends VolPressing {
  /** @override */
  static properties = {
    request: { attribute: false },
    text: { state: true },
    found: { state: true },
    over: { state: true },
  };

  constructor() {
    super();
    /** @type {Request | null} */
    this.request = null;
    this.text = '';
    /** @type {MailAnswerResponse | null} */
    this.found = null;
    /** Something is held over it, about to be dropped. */
    this.over = false;
    /** What was read last, for the press that vouches for it. @type {MailMessage | null} */
    this.message = null;
  }

  /** @param {string | Blob} answer */
  read(answer) {
    this.found = null;
    this.message = null;
    void this.press(
      async (op_id) => {
        const read = await readAnswer(answer);
        if (!read.ok) return read;
        this.message = read.value;
        return this.judge(op_id, read.value, false);
      },
      (found) => this.told(found),
    );
  }

  vouch() {
    const { message } = this;
    if (!message) return;
    void this.press(
      (op_id) => this.judge(op_id, message, true),
      (found) => this.told(found),
    );
  }

  /**
   * @param {string} op_id
   * @param {MailMessage} message
   * @param {boolean} vouched
   */
  judge(op_id, message, vouched) {
    return host('mail.answer', { op_id, id: this.request?.id ?? '', vouched, message });
  }

  /** @param {MailAnswerResponse} found */
  told(found) {
    this.found = found;
    if (found.state !== 'opened') return;
    this.text = '';
    this.message = null;
    this.tell('vol-answered', found.request);
  }

  /** @param {DragEvent} event */
  dropped(event) {
    event.preventDefault();
    this.over = false;
    const { files } = event.dataTransfer ?? { files: [] };
    const [file] = files;
    const text = event.dataTransfer?.getData('text/plain') ?? '';
    if (file) this.read(file);
    else if (text !== '') this.read(text);
  }

  /** @override */
  render() {
    const { request } = this;
    if (!request) return nothing;
    const off = this.busy ? 'true' : 'false';
    const label = words.text('mail_answer_label');
    return html`
      <div class="mail-answer" data-over=${this.over ? 'true' : 'false'}
        @dragover=${(/** @type {DragEvent} */ event) => {
          event.preventDefault();
          this.over = true;
        }}
        @dragleave=${() => {
          this.over = false;
        }}
        @drop=${(/** @type {DragEvent} */ event) => this.dropped(event)}>
        <label class="field">
          <span>${say('mail_answer_label')}</span>
          <textarea name="answer" rows="3" maxlength=${MOST_CHARACTERS} aria-label=${label} .value=${live(this.text)}
            @input=${(/** @type {Event} */ event) => {
              this.text = /** @type {HTMLTextAreaElement} */ (event.target).value;
            }}></textarea>
        </label>
        <p class="soft">${say('mail_answer_gloss')}</p>
        <div class="row wrap">
          <button type="button" class="primary" data-do="read-answer" aria-disabled=${off}
            @click=${() => this.text.trim() !== '' && this.read(this.text)}>${say('mail_answer_read')}</button>
          <label class="file">
            <span>${say('mail_answer_file')}</span>
            <input type="file" name="answer-file" accept=".eml,message/rfc822" @change=${(
              /** @type {Event} */ event,
            ) => {
              const input = /** @type {HTMLInputElement} */ (event.target);
              const file = input.files?.[0];
              input.value = '';
              if (file) this.read(file);
            }} />
          </label>
        </div>
        <div role="status">${this.found ? this.outcome(this.found) : nothing}</div>
        ${this.error ? html`<p class="failure" role="alert">${failureWords(this.error)}</p>` : nothing}
      </div>
    `;
  }

  /** @param {MailAnswerResponse} found */
  outcome({ state, shortened, request }) {
    const brand = name(request.brand, 80);
    return html`
      <p class="note" data-found=${state}>${say(`mail_found_${state}`, { brand })}
        ${shortened ? say('mail_shortened') : nothing}</p>
      ${
        state === 'untied'
          ? html`<button type="button" data-do="vouch" @click=${() => this.vouch()}>${say('mail_vouch')}</button>`
          : nothing
      }
    `;
  }
}

customElements.define('vol-mail-answer', VolMailAnswer);
